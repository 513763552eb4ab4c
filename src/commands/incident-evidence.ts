import { join } from 'node:path';
import { makeDesign } from '../design/make-design.ts';
import type { Incident } from '../plan/plan.ts';
import { ArmError } from '../problems/arm-error.ts';
import { evidenceFiles, type Read } from '../report/evidence.ts';
import type { Cloud, Ports } from './ports.ts';
import type { Prepared } from './prepare.ts';

/** How far back the activity log is taken, in milliseconds: Azure itself keeps 90 days of it. */
const looksBackMs = 24 * 3_600_000;

/**
 * Writes down what stands before anything of an incident is answered to: it would be gone afterwards. Answers the folder.
 */
export async function keepEvidence(
  { stamp, observed, azure, requests }: Prepared,
  act: Incident['act'],
  cloud: Cloud,
  ports: Pick<Ports, 'files' | 'homeOf' | 'by'>,
): Promise<string> {
  const now = new Date(cloud.clock.now());
  const subscription = `/subscriptions/${stamp.environment.subscriptionId.toLowerCase()}`;
  const list = async (path: string, apiVersion: string): Promise<Read> => {
    try {
      return { items: (await requests.read(() => azure.list(path, apiVersion))) ?? [] };
    } catch (error) {
      // Evidence that can't be had must not keep anybody from acting.
      if (!(error instanceof ArmError)) throw error;
      return { notRead: `${error.code}: ${error.message}` };
    }
  };
  const since = new Date(now.getTime() - looksBackMs).toISOString();
  const filter = encodeURIComponent(
    `eventTimestamp ge '${since}' and eventTimestamp le '${now.toISOString()}'`,
  );
  // Source: https://learn.microsoft.com/rest/api/monitor/activity-logs/list
  const activityLog = `${subscription}/providers/Microsoft.Insights/eventtypes/management/values?$filter=${filter}`;
  const [roles, activity] = await Promise.all([
    list(`${subscription}/providers/Microsoft.Authorization/roleAssignments`, '2022-04-01'),
    list(activityLog, '2015-04-01'),
  ]);
  const { name: cloudName } = cloud;
  const evidence = {
    cloud: cloudName,
    act,
    design: makeDesign(stamp),
    observed,
    roles,
    activity,
    by: ports.by,
  };
  const time = now.toISOString().replace(/[-:]|\.\d+/g, '');
  const folder = join(
    ports.homeOf(cloudName),
    'incidents',
    `${time}-${stamp.tenant.name}-${stamp.environment.name}-${act}`,
  );
  for (const { name, text } of evidenceFiles({ ...evidence, at: now.toISOString() }))
    await ports.files.write(join(folder, name), text);
  return folder;
}

import { idKey, parseArmId } from '../../resource/arm-id.ts';
import { isObject, type Json, type JsonObject } from '../../resource/json.ts';
import type { UseFact, UseWanted } from '../../resource/subscription.ts';
import { virtualNetwork } from '../kinds/virtual-network.ts';
import type { Session } from '../session.ts';
import { number, objects, text } from './json-fields.ts';
import { present, type Read } from './tolerant.ts';

/** Types of which one may stand there attached to nothing, with the api-version that shows it. */
const attachable: Readonly<Record<string, string>> = {
  'microsoft.network/privateendpoints': virtualNetwork.apiVersion,
  'microsoft.network/networkinterfaces': virtualNetwork.apiVersion,
  'microsoft.network/networksecuritygroups': virtualNetwork.apiVersion,
  'microsoft.network/routetables': virtualNetwork.apiVersion,
  'microsoft.network/publicipaddresses': virtualNetwork.apiVersion,
  'microsoft.network/natgateways': virtualNetwork.apiVersion,
  'microsoft.compute/disks': '2024-03-02',
};

/**
 * How often each model was called, and what else lies in the groups of a stamp that could be attached to something.
 * Sources: https://learn.microsoft.com/rest/api/monitor/metrics/list, metric AzureOpenAIRequests of
 * https://learn.microsoft.com/azure/azure-monitor/reference/supported-metrics/microsoft-cognitiveservices-accounts-metrics
 */
export async function readUse(session: Session, wanted: UseWanted, read: Read): Promise<UseFact> {
  const [requests, found] = await Promise.all([
    Promise.all(
      wanted.accounts.map(async (id) => [idKey(id), await requestsOf(session, id, wanted, read)] as const),
    ),
    Promise.all(wanted.groups.map((group) => contentsOf(session, group, wanted.known, read))),
  ]);
  return { requests: Object.fromEntries(requests), beside: found.flat() };
}

async function requestsOf(
  session: Session,
  account: string,
  { from, to }: UseWanted,
  read: Read,
): Promise<Readonly<Record<string, number>>> {
  const query = new URLSearchParams({
    metricnames: 'AzureOpenAIRequests',
    timespan: `${from}/${to}`,
    interval: 'P1D',
    aggregation: 'Total',
    $filter: "ModelDeploymentName eq '*'",
  });
  const path = `${account}/providers/Microsoft.Insights/metrics?${query}`;
  const answer = present(await read(() => session.get(path, '2024-02-01')), `the metrics of ${account}`);
  const series = objects(answer, '/value').flatMap((metric) => objects(metric, '/timeseries'));
  const counts = new Map<string, number>();
  for (const one of series) {
    const name = deploymentOf(one);
    const total = objects(one, '/data').reduce((sum, point) => sum + (number(point, '/total') ?? 0), 0);
    counts.set(name, (counts.get(name) ?? 0) + total);
  }
  return Object.fromEntries(counts);
}

function deploymentOf(series: Json): string {
  const name = objects(series, '/metadatavalues').find(
    (one) => text(one, '/name/value')?.toLowerCase() === 'modeldeploymentname',
  );
  return (text(name, '/value') ?? '').toLowerCase();
}

async function contentsOf(
  session: Session,
  group: string,
  known: readonly string[],
  read: Read,
): Promise<JsonObject[]> {
  const listed = (await read(() => session.list(`${group}/resources`, '2021-04-01'))) ?? [];
  const ids = listed
    .map(({ id }) => String(id))
    .filter((id) => !known.includes(idKey(id)) && attachable[parseArmId(id).type.toLowerCase()]);
  const bodies = await Promise.all(
    ids.map((id) => read(() => session.get(id, attachable[parseArmId(id).type.toLowerCase()] ?? ''))),
  );
  return bodies.filter(isObject);
}

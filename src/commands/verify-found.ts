import { judgeFound } from '../checks/found/judge-found.ts';
import { Refusal } from '../problems/problem.ts';
import { controlsByCheck, frameworkMapping, mappingFile } from '../report/frameworks.ts';
import { exit } from './exit-code.ts';
import type { VerifyOptions } from './options.ts';
import type { Cloud, Ports } from './ports.ts';
import { writeVerification } from './write-verification.ts';

/**
 * Judges what lies in a subscription or resource group, whoever built it, without an estate file: resources are
 * discovered. Reads only, and there is no plan that mends what no file describes.
 */
export async function verifyFound(
  options: VerifyOptions,
  subscriptionId: string,
  ports: Ports,
): Promise<number> {
  refuseWhatNeedsAFile(options);
  const cloud = await ports.cloud(options.cloud ?? 'sandbox');
  const { directoryId, name } = await subscriptionOf(subscriptionId, options.directory, cloud);
  const azure = await cloud.calls({ subscriptionId, directoryId });
  const found = await cloud.discover(azure, options.resourceGroup);
  const checks = judgeFound(found);
  ports.show.checks(checks, 'VERIFICATION');
  if (options.report !== undefined) {
    const where = options.resourceGroup === undefined ? name : `${options.resourceGroup} in ${name}`;
    const input = {
      cloud: cloud.name,
      estateName: where,
      organisation: directoryId,
      checks,
      at: ports.today(),
    };
    await writeVerification(options.report, input, ports);
  }
  if (options.json) {
    const mapping = frameworkMapping(await ports.template(mappingFile));
    const ids = checks.map(({ id }) => id);
    ports.json({ cloud: cloud.name, checks, frameworks: controlsByCheck(mapping, ids) });
  }
  if (found.unread.length > 0) return exit.refused;
  return checks.some(({ status }) => status === 'failed') ? exit.verification : exit.done;
}

function refuseWhatNeedsAFile({ fix, out, tenant, env }: VerifyOptions): void {
  const flags = [
    ...(fix ? ['--fix'] : []),
    ...(out === undefined ? [] : ['--out']),
    ...(tenant === undefined ? [] : ['--tenant']),
    ...(env === undefined ? [] : ['--env']),
  ];
  if (flags.length === 0) return;
  throw new Refusal([
    {
      code: 'GT-VERIFY-NO-FILE',
      what: `--subscription goes without ${flags.join(', ')}`,
      why: 'whatever lies in a subscription is judged without an estate file, which alone says what it should be',
      next: [
        'Each finding names the command that mends it.',
        'gotthard verify, without --subscription, holds what exists against the estate file.',
      ],
    },
  ]);
}

/** The subscription as one of the directories shows it. */
async function subscriptionOf(
  subscriptionId: string,
  directory: string | undefined,
  cloud: Cloud,
): Promise<{ directoryId: string; name: string }> {
  const directories =
    directory === undefined
      ? (await cloud.advice.directories()).map(({ directoryId }) => directoryId)
      : [directory];
  for (const directoryId of directories) {
    const seen = await cloud.advice.subscriptions(directoryId);
    const found = seen.find((each) => each.subscriptionId.toLowerCase() === subscriptionId.toLowerCase());
    if (found) return found;
  }
  throw new Refusal(
    [
      {
        code: 'GT-SUBSCRIPTION-UNSEEN',
        what: `subscription ${subscriptionId} is in none of the directories that this sign-in sees`,
        why: 'it does not exist, nobody has given this sign-in a role on it, or it trusts another directory',
        next: [
          'gotthard doctor shows who is signed in.',
          ...(directory === undefined ? ['Name its directory: --directory ID'] : []),
        ],
      },
    ],
    4,
  );
}

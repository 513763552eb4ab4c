import { join } from 'node:path';
import type { TokenCredential } from '@azure/core-auth';
import type { BlobSignIn } from '../azure/blob-container.ts';
import type { Records } from '../commands/ports.ts';
import type { Estate } from '../estate/estate.ts';
import { Refusal } from '../problems/problem.ts';
import { parseArmId } from '../resource/arm-id.ts';
import type { BlobContainer } from '../resource/blob-container.ts';
import type { AzureCalls } from '../resource/kind.ts';
import { systemClock } from '../run/clocks.ts';
import { copiedJournals } from '../run/journal-copies.ts';
import { fileMedium, journalFiles } from '../run/journal-file.ts';
import { journalStore } from '../run/journal-store.ts';
import { requestTimeoutMs } from '../run/lock.ts';
import { lockFiles } from '../run/lock-file.ts';
import { leasedLocks, recordLease } from '../run/lock-lease.ts';
import { retrying } from '../run/retry.ts';

/** Milliseconds for which a container that does not answer is asked again. */
const patienceMs = 30_000;

/** Where the records of a cloud lie: in a folder of this machine, and where the estate says besides. */
export interface RecordsAt {
  /** The folder of the cloud under `.gotthard`. */
  readonly home: string;
  /** What the cloud is called in the container. */
  readonly cloud: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signIn: (directoryId: string) => Promise<TokenCredential | undefined>;
  /** Calls on a subscription of the cloud itself. */
  readonly calls: (at: { subscriptionId: string; directoryId: string }) => Promise<AzureCalls>;
}

/** Journals and locks, shared with other machines where the estate says so. */
export async function recordsOf(estate: Estate | undefined, at: RecordsAt): Promise<Records> {
  const runs = join(at.home, 'runs');
  if (!estate?.state) return { journals: journalFiles(runs), locks: lockFiles(join(at.home, 'locks')) };
  const clock = systemClock();
  const patiently = <T>(call: () => Promise<T>): Promise<T> => retrying(call, { clock, forMs: patienceMs });
  const { container, dnsZone } = estate.state;
  const directoryId = estate.state.directoryId ?? estate.tenants[0]?.directoryId ?? '';
  if (container === undefined) {
    const { recordLeases } = await import('../azure/record-leases.ts');
    const { session } = await import('../azure/session.ts');
    const subscriptionId = parseArmId(dnsZone ?? '').subscriptionId ?? '';
    const open = async () => session(await at.calls({ subscriptionId, directoryId }));
    return {
      journals: journalFiles(runs),
      locks: leasedLocks(
        recordLeases(dnsZone ?? '', open, clock),
        (stamp) => [...stamp.split('/').reverse(), estate.id].join('.'),
        { clock, patiently },
        recordLease,
      ),
    };
  }
  const blobs = await containerOf(container, directoryId, at);
  const folder = `${estate.id}/${at.cloud}`;
  return {
    journals: journalStore(copiedJournals(fileMedium(runs), blobs, `${folder}/runs`, patiently)),
    locks: leasedLocks(blobs, (stamp) => `${folder}/locks/${stamp.replaceAll('/', '.')}.lock`, {
      clock,
      patiently,
    }),
  };
}

async function containerOf(container: string, directoryId: string, at: RecordsAt): Promise<BlobContainer> {
  const { blobContainer } = await import('../azure/blob-container.ts');
  return blobContainer(container, await signInTo(container, directoryId, at), {
    timeoutMs: requestTimeoutMs,
  });
}

async function signInTo(
  container: string,
  directoryId: string,
  { environment, signIn }: RecordsAt,
): Promise<BlobSignIn> {
  const key = environment['AZURE_STORAGE_KEY'];
  if (key) return { kind: 'key', account: accountOf(container), key };
  const token = environment['AZURE_STORAGE_SAS_TOKEN'];
  if (token) return { kind: 'sas', token };
  const credential = await signIn(directoryId);
  if (credential) return { kind: 'entra', credential };
  throw new Refusal([
    {
      code: 'GT-STATE-SIGNIN',
      what: `there is no sign-in for the container ${container}`,
      why: 'the estate file keeps its locks and journals there, and a simulator has no sign-in for it',
      next: [
        'export AZURE_STORAGE_KEY=… or AZURE_STORAGE_SAS_TOKEN=…',
        'Or take state out of the estate file.',
      ],
    },
  ]);
}

/** The account is the host's first label, or on this machine the first part of the path. */
function accountOf(container: string): string {
  const { hostname, pathname, protocol } = new URL(container);
  return (protocol === 'http:' ? pathname.split('/')[1] : hostname.split('.')[0]) ?? '';
}

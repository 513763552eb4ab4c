import { randomUUID } from 'node:crypto';
import type { Rehearsal } from '../commands/incident-drill.ts';
import { virtualClock } from '../run/clocks.ts';
import { memoryMedium } from '../run/journal-memory.ts';
import { journalStore } from '../run/journal-store.ts';
import { type Locks, requestTimeoutMs } from '../run/lock.ts';
import { openSandbox } from '../sandbox/sandbox.ts';
import { groups, helvetiaAiDev, helvetiaAiProd, helvetiaCare } from '../sandbox/seed-directories.ts';
import { publicPrices, reachedCloud, sandboxPrices } from './reached-cloud.ts';
import { sandboxNetwork } from './sandbox-network.ts';

/** Until everything that a sandbox does later has been done. */
const settledMs = 30 * 60_000;

/** A sandbox in memory on virtual time, beside whichever the folder has. */
export async function rehearsal(): Promise<Rehearsal> {
  const clock = virtualClock(Date.now());
  const sandbox = openSandbox({ directory: undefined, now: () => clock.now() });
  const cloud = await reachedCloud({
    name: 'sandbox',
    sandbox: true,
    clock,
    origin: 'https://management.azure.com',
    scope: 'https://management.azure.com/.default',
    graphOrigin: 'https://graph.microsoft.com',
    prices: sandboxPrices(publicPrices.origin),
    homeDirectory: sandbox.homeDirectoryId,
    correlationId: randomUUID(),
    timeoutMs: requestTimeoutMs,
    httpClient: async () => {
      const { httpClientFrom } = await import('../azure/http-client.ts');
      return httpClientFrom((asked) => sandbox.answer(asked));
    },
    credential: async (directoryId) => ({ getToken: async () => sandbox.token(directoryId) }),
    networkView: async (subnet) => sandboxNetwork(sandbox, subnet),
  });
  const known = [helvetiaAiDev, helvetiaAiProd];
  return {
    cloud,
    journals: journalStore(memoryMedium()),
    locks: nobodyElse,
    settled: async () => {
      await clock.sleep(settledMs);
      return sandbox.export();
    },
    place: (subscriptionId) => ({
      subscriptionId: (known.find(({ id }) => id === subscriptionId.toLowerCase()) ?? helvetiaAiDev).id,
      directoryId: helvetiaCare.id,
    }),
    groups: groups
      .filter(({ directoryId }) => directoryId === helvetiaCare.id)
      .map(({ objectId }) => objectId),
  };
}

/** Nobody else knows of this sandbox. */
const nobodyElse: Locks = {
  acquire: async () => ({ mayWrite: async () => undefined, release: async () => undefined }),
  held: async () => undefined,
};

import type { DeletedTwin, Operation, ResourceKind } from '../resource/kind.ts';
import { type SettlePorts, tooLong } from './settle.ts';

/** How often to look whether a purged one is gone, and how long at most: large ones take minutes. */
const lookEveryMs = 2_000;
const longestMs = 10 * 60_000;

/**
 * Frees the name and quota that a deleted resource still holds, and waits until they are free. Answers the twin that
 * is protected against it.
 * @param settle does one write as whoever purges does his, and looks after it whether the deleted one is gone
 */
export async function purgeTwin(
  kind: ResourceKind,
  at: { readonly id: string; readonly location: string },
  ports: SettlePorts,
  settle: (begin: () => Promise<Operation>, gone: () => Promise<void>) => Promise<void>,
): Promise<DeletedTwin | undefined> {
  const { softDelete } = kind;
  if (!softDelete) return undefined;
  const { requests, azure } = ports;
  const look = (): Promise<DeletedTwin | undefined> =>
    requests.read(() => softDelete.read(azure, at.id, at.location));
  const twin = await look();
  const { purge } = softDelete;
  if (!twin || twin.purgeProtected || !purge) return twin;
  await settle(
    () => purge(azure, at.id, at.location),
    async () => {
      const started = requests.now();
      while (await look()) {
        if (requests.now() - started > longestMs) throw tooLong(started, ports);
        await requests.sleep(lookEveryMs);
      }
    },
  );
  return undefined;
}

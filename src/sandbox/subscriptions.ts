import { guidFrom } from './made-values.ts';
import { activateIn } from './microsoft.authorization/born.ts';
import type { World } from './provider.ts';
import type { Rows } from './rows.ts';
import { directories, type Subscription, subscriptions as seeded } from './seed-directories.ts';
import { seedRightsIn } from './seed-rights.ts';

const kind = 'subscription';
const byId = new Map(seeded.map((subscription) => [subscription.id, subscription]));

/** A subscription by id in any casing: one of the seed, or one that was added to this store. */
export function subscriptionOf(rows: Rows, id: string): Subscription | undefined {
  const key = id.toLowerCase();
  return byId.get(key) ?? (rows.get(kind, key) as unknown as Subscription | undefined);
}

/** All of them: the seed's first, then the added ones in the order in which they came. */
export function subscriptionsOf(rows: Rows): Subscription[] {
  const added = rows.starting(kind, '') as unknown as Subscription[];
  return [...seeded, ...added.sort((a, b) => (a.displayName < b.displayName ? -1 : 1))];
}

/** Most that one store holds: their names have four digits. */
const most = 9_999;

/**
 * Adds subscriptions to a directory, with the same rights in them as in those of the seed. Their ids depend on nothing
 * but how many there are already. Throws an Error for a directory that is unknown, or for too many.
 */
export function addSubscriptions(
  world: World & { readonly rows: Rows },
  count: number,
  directoryId: string,
): Subscription[] {
  const directory = directories.find(({ id }) => id === directoryId.toLowerCase());
  if (directory === undefined)
    throw new Error(
      `The sandbox has no directory ${directoryId}; it has ${directories.map(({ id }) => id).join(', ')}.`,
    );
  const before = subscriptionsOf(world.rows).length - seeded.length;
  if (before + count > most) throw new Error(`The sandbox holds at most ${most} added subscriptions.`);
  return Array.from({ length: count }, (_, index) => {
    const number = before + index + 1;
    const added: Subscription = {
      id: version4(guidFrom(`subscription ${number}`)),
      displayName: `rehearsal-${String(number).padStart(4, '0')}`,
      directoryId: directory.id,
      state: 'Enabled',
      unregistered: [],
    };
    world.rows.put(kind, added.id, '', { ...added, unregistered: [] });
    seedRightsIn(world, added);
    activateIn(world, added);
    return added;
  });
}

/** Not made as version 8: what is added is as fixed as the seed. */
function version4(guid: string): string {
  return `${guid.slice(0, 14)}4${guid.slice(15)}`;
}

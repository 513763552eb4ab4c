import { platform } from './authorisation.ts';
import { providers } from './catalogue.ts';
import type { Row } from './row.ts';
import { Rows } from './rows.ts';
import { subscriptions } from './seed-directories.ts';
import { seedRightsIn } from './seed-rights.ts';
import { Store } from './store.ts';
import type { Settings } from './transaction.ts';
import { CloudWorld } from './world.ts';

/** The moment at which everything of the seed was made. */
const birth = Date.UTC(2026, 0, 15, 9, 0, 0);

let cached: readonly Row[] | undefined;

/** The rows of a new sandbox. The same in every sandbox, so made once in a process. */
export function seedRows(): readonly Row[] {
  cached ??= makeRows();
  return cached;
}

function makeRows(): Row[] {
  const store = new Store(undefined);
  store.begin(true);
  const rows = new Rows(store);
  const settings = {
    now: () => birth,
    keepUp: () => undefined,
    durations: 'typical',
    othersHands: [],
    page: 1000,
    rightsLag: 0,
  } as const;
  const world = new CloudWorld({ rows, settings, caller: platform, apiVersion: '', mood: 'plain' });
  for (const subscription of subscriptions) seedRightsIn(world, subscription);
  for (const provider of providers) provider.seed?.(world);
  rows.put('meta', 'seed', '', 'seeded');
  rows.flush();
  store.commit();
  const made = store.rows();
  store.close();
  return made;
}

/** Adds to a store that was just seeded what depends on the moment of its birth. */
export function bear(store: Store, settings: Settings): void {
  const rows = new Rows(store);
  const world = new CloudWorld({ rows, settings, caller: platform, apiVersion: '', mood: 'plain' });
  for (const provider of providers) provider.born?.(world);
  rows.put('meta', 'born', '', 'born');
  rows.flush();
}

import { platform } from './authorisation.ts';
import { builtInRole } from './built-in-roles.ts';
import { providers } from './catalogue.ts';
import { guidFrom } from './made-values.ts';
import type { World } from './provider.ts';
import type { Row } from './row.ts';
import { Rows } from './rows.ts';
import { platformEngineerRole, principals, subscriptions } from './seed-directories.ts';
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
  seedRights(world);
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

/** Role assignments of the seed's principals, and the one custom role that they need. */
function seedRights(world: World): void {
  for (const subscription of subscriptions) {
    const scope = `/subscriptions/${subscription.id}`;
    seedPlatformEngineer(world, scope);
    for (const principal of principals) {
      if (!principal.grantedIn.includes(subscription.directoryId)) continue;
      const role = builtInRole(principal.role)?.id ?? platformEngineerRole;
      // Not made as version 8: these ids are as fixed as the rest of the seed.
      const made = guidFrom(`${scope} ${principal.name}`);
      const name = `${made.slice(0, 14)}4${made.slice(15)}`;
      world.add(
        `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`,
        'Microsoft.Authorization/roleAssignments',
        {
          properties: {
            roleDefinitionId: `${scope}/providers/Microsoft.Authorization/roleDefinitions/${role}`,
            principalId: principal.objectId,
            principalType: principal.appId === undefined ? 'User' : 'ServicePrincipal',
            scope,
          },
        },
      );
    }
  }
}

function seedPlatformEngineer(world: World, scope: string): void {
  const id = `${scope}/providers/Microsoft.Authorization/roleDefinitions/${platformEngineerRole}`;
  world.add(id, 'Microsoft.Authorization/roleDefinitions', {
    properties: {
      roleName: 'Platform Engineer',
      type: 'CustomRole',
      description: 'Everything but purging what is soft-deleted.',
      permissions: [
        {
          actions: ['*'],
          notActions: [
            'Microsoft.KeyVault/locations/deletedVaults/purge/action',
            'Microsoft.CognitiveServices/locations/resourceGroups/deletedAccounts/delete',
          ],
          dataActions: [],
          notDataActions: [],
        },
      ],
      assignableScopes: [scope],
    },
  });
}

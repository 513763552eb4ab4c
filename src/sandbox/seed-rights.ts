import { builtInRole } from './built-in-roles.ts';
import { guidFrom } from './made-values.ts';
import type { World } from './provider.ts';
import { platformEngineerRole, principals, type Subscription } from './seed-directories.ts';

/** Role assignments of the seed's principals in a subscription, and the one custom role that they need. */
export function seedRightsIn(world: World, subscription: Subscription): void {
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

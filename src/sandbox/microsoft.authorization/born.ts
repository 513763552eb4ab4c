import { builtInRole } from '../built-in-roles.ts';
import { guidFrom } from '../made-values.ts';
import type { World } from '../provider.ts';
import { principals, type Subscription, subscriptions } from '../seed-directories.ts';
import { assignmentType, definitionType } from './names.ts';

/** How long what was activated before the sandbox was born lasts from then on. */
const lasts = 8 * 3_600_000;

/** Whoever may activate a role has done so just before the sandbox was born. */
export function activateAtBirth(world: World): void {
  for (const subscription of subscriptions) activateIn(world, subscription);
}

/** The same in one subscription. */
export function activateIn(world: World, { id, directoryId }: Subscription): void {
  const scope = `/subscriptions/${id}`;
  for (const { eligibleFor, grantedIn, objectId, name } of principals) {
    const role = builtInRole(eligibleFor ?? '')?.id;
    if (role === undefined || !grantedIn.includes(directoryId)) continue;
    const record = world.add(
      `${scope}/providers/${assignmentType}/${guidFrom(`${scope} ${name} activated`)}`,
      assignmentType,
      {
        properties: {
          roleDefinitionId: `${scope}/providers/${definitionType}/${role}`,
          principalId: objectId,
          principalType: 'User',
          scope,
        },
      },
      { endsAt: world.now + lasts, activated: true },
    );
    world.later(record, world.now + lasts, 'lapse');
  }
}

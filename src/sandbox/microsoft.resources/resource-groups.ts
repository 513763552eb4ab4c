import { ArmError, errorBody } from '../errors.ts';
import type { JsonObject } from '../json.ts';
import type { Stored, TypeModel, World } from '../provider.ts';
import { object, readOnly, required, tags, text } from '../shape.ts';
import { resourcesVersions } from './versions.ts';

const properties = readOnly(object({}));

/** Resource groups; deleting one takes everything in it along, as far as each resource lets itself be deleted. */
export const resourceGroups: TypeModel = {
  type: 'Microsoft.Resources/resourceGroups',
  rights: 'Microsoft.Resources/subscriptions/resourceGroups',
  apiVersions: resourcesVersions,
  placement: 'subscription',
  name: { pattern: /^[\p{L}\p{N}\-._()]*[\p{L}\p{N}\-_()]$/u, min: 1, max: 90, code: 'InvalidResourceGroup' },
  body: object({ location: required(text()), tags: tags(), managedBy: text(), properties }),
  patch: object({ tags: tags(), managedBy: text(), properties }),
  movedCode: 'InvalidResourceGroupLocation',
  pace: {
    create: { how: 'sync' },
    update: { how: 'sync' },
    delete: { how: 'accepted', state: 'Deleting', ms: 60_000 },
  },
  removal: removeGroup,
};

/** Refused deletions are tried again after the others, until a whole round brings nothing. */
function removeGroup(world: World, group: Stored): void {
  let refused: [Stored, ArmError][] = [];
  let before = -1;
  while (before !== refused.length) {
    before = refused.length;
    refused = removeRound(world, contentsOf(world, group));
    if (refused.length > 0) continue;
    world.remove(group.id);
    return;
  }
  throw blocked(group, refused);
}

/** Everything in the group, nested resources first, as ARM deletes it. */
function contentsOf(world: World, group: Stored): Stored[] {
  const depth = ({ id }: Stored): number => id.split('/').length;
  return world
    .under(group.id)
    .filter(({ id }) => !isExtension(id))
    .sort((one, other) => depth(other) - depth(one));
}

/** What is at the group's scope without being in it (assignments, locks) goes with the group. */
function isExtension(id: string): boolean {
  return /\/providers\/microsoft\.(authorization|consumption|insights\/diagnosticsettings)\b/i.test(id);
}

function removeRound(world: World, resources: readonly Stored[]): [Stored, ArmError][] {
  const refused: [Stored, ArmError][] = [];
  for (const resource of resources) {
    if (world.find(resource.id) === undefined) continue;
    try {
      world.checkDelete(resource.id);
      world.remove(resource.id);
    } catch (error) {
      if (!(error instanceof ArmError)) throw error;
      refused.push([resource, error]);
    }
  }
  return refused;
}

function blocked(group: Stored, refused: readonly [Stored, ArmError][]): ArmError {
  const message = `Deletion of resource group '${group.name}' failed as resources with identifiers '${refused.map(([{ id }]) => id).join(',')}' could not be deleted.`;
  const details: JsonObject[] = refused.map(([{ id }, error]) => ({
    code: error.code,
    target: id,
    // ARM puts the provider's whole answer into the message, as text.
    message: JSON.stringify(errorBody(error)),
  }));
  return new ArmError(409, 'ResourceGroupDeletionBlocked', message, { details });
}

import { ArmError } from './errors.ts';
import { privateNameOf, targetsOf } from './microsoft.network/private-link-targets.ts';
import type { Answer, Call, RouteModel } from './provider.ts';

/** GET `{resource}/privateLinkResources`: the groups by which private endpoints reach a resource of this type. */
export function linkResources(type: string, apiVersions: readonly string[]): RouteModel {
  const scope = `/subscriptions/{subscription}/resourceGroups/{group}/providers/${type}/{name}`;
  return {
    method: 'GET',
    pattern: `${scope}/privateLinkResources`,
    apiVersions,
    writes: false,
    right: { action: `${type}/privateLinkResources/read`, scope },
    handle: (call) => linksOf(call, type),
  };
}

function linksOf({ world, path }: Call, type: string): Answer {
  const id = path.slice(0, path.lastIndexOf('/'));
  const record = world.find(id);
  const targets = targetsOf(type);
  if (record === undefined || targets.length === 0) {
    throw new ArmError(404, 'ResourceNotFound', `The Resource '${id}' was not found.`);
  }
  const value = targets.map(({ group, members }) => {
    const own = members(record);
    const zones = own.flatMap(({ fqdns }) => fqdns.map((fqdn) => privateNameOf(fqdn).zone));
    return {
      id: `${record.id}/privateLinkResources/${group}`,
      name: group,
      type: `${record.type}/privateLinkResources`,
      properties: {
        groupId: group,
        requiredMembers: own.map(({ name }) => name),
        requiredZoneNames: [...new Set(zones)],
      },
    };
  });
  return { status: 200, body: { value } };
}

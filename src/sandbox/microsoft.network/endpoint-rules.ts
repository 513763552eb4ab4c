import { parseId, sameId } from '../arm-id.ts';
import { ArmError } from '../errors.ts';
import { type JsonObject, listAt, objectAt, textAt } from '../json.ts';
import { requireLinked } from '../linked-rights.ts';
import { linkRefusal } from '../private-link.ts';
import type { Stored, World, Write } from '../provider.ts';
import { targetOf, targetsOf } from './private-link-targets.ts';
import { requireReferenced } from './references.ts';

/** The one connection of an endpoint. */
export interface Connection {
  readonly name: string;
  readonly target: string;
  readonly group: string;
  readonly manual: boolean;
}

/** The connection that an endpoint's body asks for. */
export function connectionIn(body: JsonObject): Connection {
  const own = listAt(body, 'properties', 'privateLinkServiceConnections')[0];
  const connection = own ?? listAt(body, 'properties', 'manualPrivateLinkServiceConnections')[0];
  const group = listAt(connection, 'properties', 'groupIds')[0];
  return {
    name: textAt(connection, 'name') ?? '',
    target: textAt(connection, 'properties', 'privateLinkServiceId') ?? '',
    group: typeof group === 'string' ? group : '',
    manual: own === undefined,
  };
}

/** Refuses endpoints that ARM refuses; answers the body to keep. */
export function admitEndpoint(write: Write): JsonObject {
  const { world, id, body, prior } = write;
  const count = ['privateLinkServiceConnections', 'manualPrivateLinkServiceConnections']
    .map((key) => listAt(body, 'properties', key).length)
    .reduce((sum, length) => sum + length, 0);
  if (count !== 1) {
    throw new ArmError(
      400,
      'PrivateEndpointMustHaveOneConnection',
      `Private endpoint ${id.name} must have exactly one private link service connection.`,
    );
  }
  if (prior !== undefined) checkUnchanged(write, prior);
  else checkNew(write);
  const subnet = { id: textAt(body, 'properties', 'subnet', 'id') ?? '' };
  requireLinked(world, 'Microsoft.Network/virtualNetworks/subnets/join/action', subnet.id, id.id);
  return { ...body, properties: { ipVersionType: 'IPv4', ...objectAt(body, 'properties'), subnet } };
}

/** Subnet, target and group are for ever. */
function checkUnchanged({ id, body }: Write, prior: Stored): void {
  const old = connectionIn(prior.body);
  const next = connectionIn(body);
  const subnet = (from: JsonObject): string => textAt(from, 'properties', 'subnet', 'id') ?? '';
  const same =
    sameId(subnet(prior.body), subnet(body)) &&
    sameId(old.target, next.target) &&
    old.group === next.group &&
    old.manual === next.manual;
  if (same) return;
  throw new ArmError(
    400,
    'PrivateEndpointPropertyCannotBeChanged',
    `Subnet, private link service and group ids of private endpoint ${id.name} cannot be changed. Delete it and create it again.`,
  );
}

function checkNew({ world, id, body }: Write): void {
  checkSubnet(world, id.id, textAt(body, 'properties', 'subnet', 'id') ?? '', textAt(body, 'location') ?? '');
  checkTarget(world, id.id, connectionIn(body));
}

function checkSubnet(world: World, endpoint: string, subnetId: string, location: string): void {
  const subnet = requireReferenced(world, endpoint, subnetId);
  const network = world.find(parseId(subnet.id)?.parent ?? '');
  if (textAt(network?.body, 'location') !== location) {
    throw new ArmError(
      400,
      'InvalidResourceReference',
      `Resource ${subnet.id} referenced by resource ${endpoint} was not found. Please make sure that the referenced resource exists, and that both resources are in the same region.`,
    );
  }
  if (listAt(subnet.body, 'properties', 'delegations').length === 0) return;
  throw new ArmError(
    400,
    'PrivateEndpointCannotBeCreatedInDelegatedSubnet',
    `Private endpoint ${endpoint} cannot be created in subnet ${subnet.id} because the subnet is delegated.`,
  );
}

function checkTarget(world: World, endpoint: string, { target: id, group, manual }: Connection): void {
  const type = parseId(id)?.type ?? '';
  const targets = targetsOf(type);
  const found = world.find(id);
  if (found === undefined || targets.length === 0) {
    throw new ArmError(
      400,
      'InvalidResourceReference',
      `Resource ${id} referenced by resource ${endpoint} was not found, or cannot be reached by private endpoints.`,
    );
  }
  if (!manual) requireLinked(world, `${type}/privateEndpointConnectionsApproval/action`, id, endpoint);
  const target = targetOf(type, group);
  if (target === undefined) {
    throw new ArmError(
      400,
      'PrivateEndpointGroupIdNotFound',
      `Group id '${group}' is not one of private link service ${id}; it has ${targets.map((each) => each.group).join(', ')}.`,
    );
  }
  const lacking = target.lacks?.(found);
  if (lacking !== undefined)
    throw new ArmError(
      400,
      'BadRequest',
      `Call to ${type} failed. Error message: ${id} has no ${lacking}, which private endpoints need.`,
    );
  linkRefusal(world, found);
}

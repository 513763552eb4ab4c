import { type Block, contains, overlap } from '../cidr.ts';
import { ArmError } from '../errors.ts';
import { isObject, type Json, type JsonObject, listAt, objectAt, present, textAt } from '../json.ts';
import { requireLinked } from '../linked-rights.ts';
import type { Pace, Stored, TypeModel, World, Write } from '../provider.ts';
import { object, required } from '../shape.ts';
import { requireBlock } from './blocks.ts';
import { delegable } from './delegations.ts';
import { networkName, types } from './names.ts';
import { networkLane } from './network-lane.ts';
import { idList, prefixesOf, requireReferenced } from './references.ts';
import { linkIds, serviceLinkOf, shownLinks } from './service-links.ts';
import { subnetProperties } from './subnet-shape.ts';
import { refuseInUse, subnetEndpoints, subnetUsers } from './subnet-use.ts';
import { networkVersions } from './versions.ts';

const quick: Pace = { how: 'operation', state: 'Updating', ms: 5_000 };

/** Microsoft.Network/virtualNetworks/subnets. */
export const subnets: TypeModel = {
  type: types.subnet,
  apiVersions: networkVersions,
  placement: 'group',
  name: networkName,
  body: object({ properties: required(subnetProperties) }),
  pace: { create: quick, update: quick, delete: quick },
  etag: true,
  lane: networkLane,
  admit: (write) => {
    const prefixes = checkRange(write);
    checkResize(write, prefixes);
    checkReferences(write);
    checkDelegations(write);
    return write.body;
  },
  show: showSubnet,
  mayDelete: (world, record) =>
    refuseInUse(record, [...subnetUsers(world, record), ...linkIds(world, record)]),
};

/** Well-formed, at least /29, inside the network, clear of the siblings. Answers the prefixes. */
function checkRange({ world, id, body }: Write): string[] {
  const prefixes = prefixesOf(body);
  const both =
    textAt(body, 'properties', 'addressPrefix') !== undefined &&
    listAt(body, 'properties', 'addressPrefixes').length > 1;
  if (prefixes.length === 0 || both) {
    throw new ArmError(
      400,
      'NetcfgInvalidSubnet',
      `Subnet '${id.name}' is not valid: it needs either an address prefix or a list of them.`,
    );
  }
  const network = world.find(id.parent ?? '');
  const space = listAt(network?.body, 'properties', 'addressSpace', 'addressPrefixes').map(String);
  for (const prefix of prefixes) {
    const block = requireBlock(prefix, id.id);
    if (block.family === 4 && block.bits > 29) {
      throw new ArmError(
        400,
        'NetcfgInvalidSubnet',
        `Subnet '${id.name}' is not valid in virtual network '${network?.name ?? ''}': ${prefix} is smaller than /29.`,
      );
    }
    checkInside(id.name, network?.name ?? '', block, prefix, space);
    checkSiblings(world, id.parent ?? '', id.name, block, network?.name ?? '');
  }
  return prefixes;
}

function checkInside(
  name: string,
  network: string,
  block: Block,
  prefix: string,
  space: readonly string[],
): void {
  if (space.some((outer) => contains(requireBlock(outer, network), block))) return;
  const message = `Subnet '${name}' is not valid in virtual network '${network}': its address range ${prefix} is outside of ${space.join(', ')}.`;
  throw new ArmError(400, 'NetcfgSubnetRangeOutsideVnet', message);
}

function checkSiblings(world: World, networkId: string, name: string, block: Block, network: string): void {
  const other = world.under(networkId, types.subnet).find((sibling) => {
    if (sibling.name.toLowerCase() === name.toLowerCase()) return false;
    return prefixesOf(sibling.body).some((prefix) => overlap(requireBlock(prefix, sibling.id), block));
  });
  if (other === undefined) return;
  const message = `Subnet '${name}' is not valid in virtual network '${network}': its address range overlaps with subnet '${other.name}'.`;
  throw new ArmError(400, 'NetcfgSubnetRangesOverlap', message);
}

/** Addresses in use hold the range. */
function checkResize({ world, id, prior }: Write, prefixes: readonly string[]): void {
  if (prior === undefined || prefixesOf(prior.body).join() === prefixes.join()) return;
  if (subnetUsers(world, prior).length === 0) return;
  throw new ArmError(
    400,
    'InUsePrefixCannotBeDeleted',
    `IpPrefix ${prefixesOf(prior.body).join(', ')} on Subnet ${id.name} has active allocations and cannot be deleted.`,
  );
}

function checkReferences({ world, id, body, prior }: Write): void {
  for (const kind of ['networkSecurityGroup', 'routeTable'] as const) {
    const reference = textAt(body, 'properties', kind, 'id');
    const same = reference?.toLowerCase() === textAt(prior?.body, 'properties', kind, 'id')?.toLowerCase();
    if (reference === undefined) continue;
    const { type } = requireReferenced(world, id.id, reference, !same);
    requireLinked(world, `${type}/join/action`, reference, id.id);
  }
}

function checkDelegations({ world, id, body, prior }: Write): void {
  const services = listAt(body, 'properties', 'delegations').map(
    (one) => textAt(one, 'properties', 'serviceName') ?? '',
  );
  const unknown = services.find((service) => !delegable(service));
  if (unknown !== undefined) {
    throw new ArmError(
      400,
      'InvalidServiceNameOnDelegation',
      `Subnet ${id.name} cannot be delegated to unknown service ${unknown}.`,
    );
  }
  if (prior !== undefined) checkLinked(world, prior, services);
  if (services.length === 0 || prior === undefined || subnetUsers(world, prior).length === 0) return;
  const before = listAt(prior.body, 'properties', 'delegations').length;
  if (before > 0) return;
  throw new ArmError(
    400,
    'SubnetWithExternalResourcesCannotBeUsedByOtherResources',
    `Subnet ${id.name} holds private endpoints and cannot be delegated.`,
  );
}

/** What a service left there needs its delegation. Source: MicrosoftDocs/azure-docs#48902. */
function checkLinked(world: World, subnet: Stored, services: readonly string[]): void {
  const link = serviceLinkOf(world, subnet);
  if (link === undefined || services.some((one) => one.toLowerCase() === link.service.toLowerCase())) return;
  const message = `Subnet ${subnet.name} requires any of the following delegation(s) [${link.service}] to reference service association link ${subnet.id}/serviceAssociationLinks/${link.name}.`;
  throw new ArmError(400, 'SubnetMissingRequiredDelegation', message);
}

function showSubnet(world: World, record: Stored): JsonObject {
  const properties = objectAt(record.body, 'properties');
  const users = subnetUsers(world, record);
  return {
    properties: present({
      ...properties,
      delegations: listAt(properties, 'delegations').map((one) => showDelegation(world, record, one)),
      serviceEndpoints: listAt(properties, 'serviceEndpoints')
        .filter(isObject)
        .map((one) => ({ ...one, provisioningState: 'Succeeded' })),
      ipConfigurations: users.length === 0 ? undefined : users.map((id) => ({ id })),
      privateEndpoints: idList(subnetEndpoints(world, record)),
      serviceAssociationLinks: shownLinks(world, record),
      purpose: users.length === 0 ? undefined : 'PrivateEndpoints',
    }),
  };
}

function showDelegation(world: World, subnet: Stored, delegation: Json): JsonObject {
  const name = textAt(delegation, 'name') ?? '';
  return {
    name,
    id: `${subnet.id}/delegations/${name}`,
    etag: world.etag(subnet),
    type: 'Microsoft.Network/virtualNetworks/subnets/delegations',
    properties: {
      serviceName: textAt(delegation, 'properties', 'serviceName') ?? '',
      actions: ['Microsoft.Network/virtualNetworks/subnets/join/action'],
      provisioningState: 'Succeeded',
    },
  };
}

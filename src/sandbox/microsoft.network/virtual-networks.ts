import { overlap } from '../cidr.ts';
import { ArmError } from '../errors.ts';
import { at, isObject, listAt, objectAt, present, textAt } from '../json.ts';
import type { Pace, Stored, TypeModel, World, Write } from '../provider.ts';
import {
  boolean,
  integer,
  list,
  object,
  oneOf,
  readOnly,
  reference,
  required,
  tags,
  text,
} from '../shape.ts';
import { requireBlock } from './blocks.ts';
import { types } from './names.ts';
import { networkLane } from './network-lane.ts';
import { peeringProperties } from './peering-shape.ts';
import { linkIds } from './service-links.ts';
import { subnetProperties } from './subnet-shape.ts';
import { refuseInUse, subnetUsers } from './subnet-use.ts';
import { networkVersions } from './versions.ts';

const slow: Pace = { how: 'operation', state: 'Updating', ms: 8_000 };
const envelope = { id: text(), name: required(text()), type: readOnly(text()), etag: readOnly(text()) };

/** Microsoft.Network/virtualNetworks. Subnets and peerings are records of their own, shown inline. */
export const virtualNetworks: TypeModel = {
  type: types.network,
  apiVersions: networkVersions,
  placement: 'group',
  name: { pattern: /^[a-z0-9][a-z0-9_.-]*[a-z0-9_]$/i, min: 2, max: 64 },
  body: object({
    location: required(text()),
    tags: tags(),
    properties: required(
      object({
        addressSpace: required(object({ addressPrefixes: required(list(text(), { min: 1 })) })),
        dhcpOptions: object({ dnsServers: list(text()) }),
        flowTimeoutInMinutes: integer({ min: 4, max: 30 }),
        enableDdosProtection: boolean(),
        enableVmProtection: boolean(),
        ddosProtectionPlan: reference(),
        encryption: object({
          enabled: required(boolean()),
          enforcement: oneOf('DropUnencrypted', 'AllowUnencrypted'),
        }),
        privateEndpointVNetPolicies: oneOf('Disabled', 'Basic'),
        subnets: list(object({ ...envelope, properties: required(subnetProperties) })),
        virtualNetworkPeerings: list(object({ ...envelope, properties: required(peeringProperties) })),
        flowLogs: readOnly(list(object({}))),
        resourceGuid: readOnly(text()),
        provisioningState: readOnly(text()),
      }),
    ),
  }),
  patch: object({ tags: tags() }),
  pace: { create: slow, update: slow, delete: slow },
  etag: true,
  lane: networkLane,
  serverMade: ['properties.resourceGuid'],
  admit: ({ id, body }) => {
    checkSpace(id.name, listAt(body, 'properties', 'addressSpace', 'addressPrefixes').map(String));
    const { subnets: _, virtualNetworkPeerings: __, ...properties } = objectAt(body, 'properties');
    return { ...body, properties: { enableDdosProtection: false, ...properties } };
  },
  wrote: (world, record, write) => {
    writeChildren(world, record, write, 'subnets', omittedMeansNone(world));
    writeChildren(world, record, write, 'virtualNetworkPeerings', false);
    if (write.prior !== undefined && spaceOf(write.prior) !== spaceOf(record)) {
      // Each subnet checks itself against the new address space.
      for (const subnet of world.under(record.id, types.subnet))
        world.write(subnet.id, types.subnet, subnet.body);
    }
  },
  show: (world, record) => ({
    ...record.body,
    properties: present({
      ...objectAt(record.body, 'properties'),
      resourceGuid: world.made(record, 'resourceGuid'),
      subnets: world.under(record.id, types.subnet).map((subnet) => world.shown(subnet)),
      virtualNetworkPeerings: world.under(record.id, types.peering).map((peering) => world.shown(peering)),
    }),
  }),
  mayDelete: (world, record) => {
    for (const subnet of world.under(record.id, types.subnet))
      refuseInUse(subnet, [...subnetUsers(world, subnet), ...linkIds(world, subnet)]);
  },
  actions: {},
};

function spaceOf(network: Stored): string {
  return listAt(network.body, 'properties', 'addressSpace', 'addressPrefixes').join();
}

/** Before 2023-11-01 a PUT without `subnets` took all subnets away. */
function omittedMeansNone(world: World): boolean {
  return world.apiVersion !== '' && world.apiVersion < '2023-11-01';
}

function checkSpace(name: string, prefixes: readonly string[]): void {
  const blocks = prefixes.map((prefix) => requireBlock(prefix, name));
  blocks.forEach((block, index) => {
    const other = blocks.findIndex((later, place) => place > index && overlap(block, later));
    if (other < 0) return;
    const message = `Address prefixes ${prefixes[index] ?? ''} and ${prefixes[other] ?? ''} of virtual network ${name} overlap.`;
    throw new ArmError(400, 'VnetAddressSpacesOverlap', message);
  });
}

/** An inline list replaces the children of its kind: what it lacks is deleted, or refuses to be. */
function writeChildren(
  world: World,
  network: Stored,
  write: Write,
  kind: 'subnets' | 'virtualNetworkPeerings',
  omitted: boolean,
): void {
  const given = at(write.body, 'properties', kind) !== undefined;
  if (!given && (write.method === 'PATCH' || !omitted)) return;
  const type = kind === 'subnets' ? types.subnet : types.peering;
  const wanted = listAt(write.body, 'properties', kind).filter(isObject);
  const names = new Set(wanted.map((child) => textAt(child, 'name')?.toLowerCase()));
  for (const old of world.under(network.id, type)) {
    if (names.has(old.name.toLowerCase())) continue;
    world.checkDelete(old.id);
    world.remove(old.id);
  }
  for (const child of wanted) {
    world.write(`${network.id}/${kind}/${textAt(child, 'name') ?? ''}`, type, {
      properties: objectAt(child, 'properties'),
    });
  }
}

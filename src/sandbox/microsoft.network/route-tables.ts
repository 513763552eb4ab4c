import { ArmError } from '../errors.ts';
import { at, isObject, listAt, objectAt, present, textAt } from '../json.ts';
import type { Pace, Stored, TypeModel, World, Write } from '../provider.ts';
import { boolean, list, object, oneOf, readOnly, required, tags, text } from '../shape.ts';
import { requireBlock } from './blocks.ts';
import { networkName, types } from './names.ts';
import { idList, usersOf } from './references.ts';
import { networkVersions } from './versions.ts';

const quick: Pace = { how: 'operation', state: 'Updating', ms: 4_000 };
const pace = { create: quick, update: quick, delete: quick };

const routeProperties = object({
  addressPrefix: required(text()),
  nextHopType: required(oneOf('VirtualNetworkGateway', 'VnetLocal', 'Internet', 'VirtualAppliance', 'None')),
  nextHopIpAddress: text(),
  provisioningState: readOnly(text()),
  hasBgpOverride: readOnly(boolean()),
});

const inlineRoute = object({
  id: text(),
  name: required(text()),
  type: readOnly(text()),
  etag: readOnly(text()),
  properties: required(routeProperties),
});

/** Microsoft.Network/routeTables: its routes are records of their own, shown inline. */
export const routeTables: TypeModel = {
  type: 'Microsoft.Network/routeTables',
  apiVersions: networkVersions,
  placement: 'group',
  name: networkName,
  body: object({
    location: required(text()),
    tags: tags(),
    properties: object({
      disableBgpRoutePropagation: boolean(),
      routes: list(inlineRoute),
      subnets: readOnly(list(object({}))),
      resourceGuid: readOnly(text()),
      provisioningState: readOnly(text()),
    }),
  }),
  pace,
  etag: true,
  serverMade: ['properties.resourceGuid'],
  admit: ({ body }) => {
    const { routes: _, ...properties } = objectAt(body, 'properties');
    return { ...body, properties: { disableBgpRoutePropagation: false, ...properties } };
  },
  wrote: (world, record, write) => writeRoutes(world, record, write),
  show: (world, record) => ({
    ...record.body,
    properties: present({
      ...objectAt(record.body, 'properties'),
      resourceGuid: world.made(record, 'resourceGuid'),
      routes: world.under(record.id, routes.type).map((route) => world.shown(route)),
      subnets: idList(usersOf(world, types.subnet, record.id, 'properties', 'routeTable', 'id')),
    }),
  }),
  mayDelete: (world, record) => {
    const user = usersOf(world, types.subnet, record.id, 'properties', 'routeTable', 'id')[0];
    if (user === undefined) return;
    const message = `Route table ${record.name} cannot be deleted because it is in use by subnet ${user.id}.`;
    throw new ArmError(400, 'InUseRouteTableCannotBeDeleted', message);
  },
};

/** Microsoft.Network/routeTables/routes. */
export const routes: TypeModel = {
  type: 'Microsoft.Network/routeTables/routes',
  apiVersions: networkVersions,
  placement: 'group',
  name: networkName,
  body: object({ properties: required(routeProperties) }),
  pace,
  etag: true,
  admit: ({ id, body }) => {
    checkDestination(id.name, textAt(body, 'properties', 'addressPrefix') ?? '');
    const appliance = textAt(body, 'properties', 'nextHopType') === 'VirtualAppliance';
    const address = textAt(body, 'properties', 'nextHopIpAddress');
    if (appliance === (address !== undefined)) return body;
    const message = appliance
      ? `Route ${id.name} with next hop type VirtualAppliance needs a next hop IP address.`
      : `Route ${id.name} has a next hop IP address, which only next hop type VirtualAppliance takes.`;
    throw new ArmError(400, 'InvalidRouteNextHop', message);
  },
};

/** A PUT of the table replaces its routes: what is not in the list is gone. */
function writeRoutes(world: World, table: Stored, write: Write): void {
  if (write.method === 'PATCH' && at(write.body, 'properties', 'routes') === undefined) return;
  const wanted = listAt(write.body, 'properties', 'routes').filter(isObject);
  const names = new Set(wanted.map((route) => textAt(route, 'name')?.toLowerCase()));
  for (const old of world.under(table.id, routes.type)) {
    if (!names.has(old.name.toLowerCase())) world.remove(old.id);
  }
  for (const route of wanted) {
    const properties = objectAt(route, 'properties');
    world.write(`${table.id}/routes/${textAt(route, 'name') ?? ''}`, routes.type, { properties });
  }
}

/** A route leads to a block, or to a service tag. */
function checkDestination(name: string, prefix: string): void {
  if (/^[a-z]+(\.[a-z0-9]+)*$/i.test(prefix)) return;
  requireBlock(prefix, name);
}

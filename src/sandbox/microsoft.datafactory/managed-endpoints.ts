import { keyOf, parseId } from '../arm-id.ts';
import { ArmError } from '../errors.ts';
import { type JsonObject, objectAt, textAt } from '../json.ts';
import { guidFrom } from '../made-values.ts';
import { recordConnection } from '../microsoft.network/endpoint-parts.ts';
import { targetOf } from '../microsoft.network/private-link-targets.ts';
import { linkRefusal } from '../private-link.ts';
import type { Stored, TypeModel, World, Write } from '../provider.ts';
import { boolean, list, object, readOnly, required, text } from '../shape.ts';
import { factoryVersions, networkPartName, types } from './names.ts';
import { factoryOf } from './references.ts';

/**
 * Microsoft.DataFactory/factories/managedVirtualNetworks/managedPrivateEndpoints: an endpoint in the network that
 * Microsoft keeps. Its connection waits on the target until somebody approves it there (Microsoft, "Azure Data Factory
 * managed virtual network", managed private endpoints).
 */
export const managedEndpoints: TypeModel = {
  type: types.endpoint,
  apiVersions: factoryVersions,
  placement: 'group',
  name: { pattern: networkPartName, max: 127, code: 'BadRequest' },
  body: object({
    properties: required(
      object({
        privateLinkResourceId: text({ pattern: /^\/subscriptions\// }),
        groupId: text(),
        fqdns: list(text()),
        connectionState: readOnly(object({ status: text(), description: text(), actionsRequired: text() })),
        isReserved: readOnly(boolean()),
      }),
    ),
  }),
  pace: {
    create: { how: 'resource', state: 'Provisioning', ms: 60_000 },
    update: { how: 'sync' },
    delete: { how: 'sync' },
  },
  answers: { create: 200, update: 200 },
  patch: false,
  admit: admitEndpoint,
  done: (world, record, created) => {
    if (created) connect(world, record);
  },
  show: shownEndpoint,
  deleted: (world, record) => world.remove(connectionId(record)),
};

function bad(message: string): ArmError {
  return new ArmError(400, 'BadRequest', message);
}

/** What it leads to is for ever. */
function admitEndpoint({ world, id, body, prior }: Write): JsonObject {
  const properties = objectAt(body, 'properties');
  const targetId = textAt(properties, 'privateLinkResourceId') ?? '';
  const group = textAt(properties, 'groupId') ?? '';
  if (prior !== undefined) {
    const same =
      keyOf(textAt(prior.body, 'properties', 'privateLinkResourceId') ?? '') === keyOf(targetId) &&
      textAt(prior.body, 'properties', 'groupId') === group;
    if (!same) throw bad(`Target and group of managed private endpoint '${id.name}' cannot be changed.`);
    return { properties: { fqdns: [], ...properties } };
  }
  const target = world.find(targetId);
  if (target === undefined) throw bad(`The private link resource '${targetId}' was not found.`);
  if (targetOf(target.type, group) === undefined)
    throw bad(`Group id '${group}' is not supported by private link resource '${targetId}'.`);
  linkRefusal(world, target);
  return { properties: { fqdns: [], ...properties } };
}

/** What the endpoint in Microsoft's own subscription is called, as its target sees it. */
function endpointId(record: Stored): string {
  const factory = factoryOf(record.id);
  const subscription = guidFrom(`managed subscription ${keyOf(factory)}`);
  const group = `vnet-${guidFrom(`managed group ${keyOf(factory)}`).slice(0, 8)}-rg`;
  const name = `${parseId(factory)?.name ?? ''}.${record.name}`;
  return `/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.Network/privateEndpoints/${name}`;
}

function connectionId(record: Stored): string {
  const target = textAt(record.body, 'properties', 'privateLinkResourceId') ?? '';
  const name = `${parseId(target)?.name ?? ''}.${guidFrom(`connection ${keyOf(record.id)}`)}`;
  return `${target}/privateEndpointConnections/${name}`;
}

function connect(world: World, record: Stored): void {
  const target = world.find(textAt(record.body, 'properties', 'privateLinkResourceId') ?? '');
  if (target === undefined) return;
  recordConnection(world, target, {
    name: parseId(connectionId(record))?.name ?? '',
    endpoint: endpointId(record),
    group: textAt(record.body, 'properties', 'groupId') ?? '',
    status: 'Pending',
    description: `Requested by ${parseId(factoryOf(record.id))?.name ?? ''}.${record.name}`,
  });
}

/** How far it is, its target says. */
function shownEndpoint(world: World, record: Stored): JsonObject {
  const there = world.find(connectionId(record));
  const state = objectAt(there?.body, 'properties', 'privateLinkServiceConnectionState');
  const gone = record.state === 'Succeeded' ? 'Disconnected' : 'Pending';
  return {
    properties: {
      ...objectAt(record.body, 'properties'),
      connectionState: {
        status: there === undefined ? gone : (textAt(state, 'status') ?? 'Pending'),
        description: textAt(state, 'description') ?? '',
        actionsRequired: 'None',
      },
    },
  };
}

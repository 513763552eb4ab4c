import { isObject, type JsonObject, listAt, objectAt, textAt } from '../json.ts';
import { awaitsDeployment, deployByPolicy } from '../microsoft.authorization/policy/deploy.ts';
import type { Pace, Stored, TypeModel, World } from '../provider.ts';
import { object, tags } from '../shape.ts';
import { connectionName, makeConnection, makeInterface, takenEntries } from './endpoint-parts.ts';
import { admitEndpoint, connectionIn } from './endpoint-rules.ts';
import { networkName, types } from './names.ts';
import { attachByPolicy, policyDelay } from './policy-zone-groups.ts';
import { endpointBody } from './private-endpoint-shape.ts';
import { networkVersions } from './versions.ts';

const slow: Pace = { how: 'operation', state: 'Updating', ms: 70_000 };

/** Microsoft.Network/privateEndpoints, with its network interface and the connection on its target. */
export const privateEndpoints: TypeModel = {
  type: types.endpoint,
  apiVersions: networkVersions,
  placement: 'group',
  name: networkName,
  body: endpointBody,
  patch: object({ tags: tags() }),
  pace: {
    create: slow,
    update: { how: 'operation', state: 'Updating', ms: 10_000 },
    delete: { how: 'operation', state: 'Deleting', ms: 30_000 },
  },
  etag: true,
  serverMade: ['properties.customDnsConfigs.*.ipAddresses.*', 'properties.resourceGuid'],
  admit: admitEndpoint,
  wrote: (world, record, write) => {
    if (write.prior !== undefined) return;
    const nic = makeInterface(world, record);
    makeConnection(world, record);
    world.save({ ...record, hidden: { nic: nic.id, entries: takenEntries(nic) } });
  },
  done: (world, record, created) => {
    world.save({ ...record, hidden: { ...record.hidden, ready: true } });
    if (!created) return;
    const due = world.now + world.duration(policyDelay);
    if (world.othersHands.includes('zone-groups')) world.later(record, due, 'zone-group');
    else if (awaitsDeployment(world, record)) world.later(record, due, 'policy');
  },
  later: (world, record, purpose) => {
    if (record === undefined) return;
    if (purpose === 'policy') deployByPolicy(world, record);
    else attachByPolicy(world, record);
  },
  show: showEndpoint,
  deleted: (world, record) => {
    world.remove(textAt(record.hidden, 'nic') ?? '');
    world.remove(`${connectionIn(record.body).target}/privateEndpointConnections/${connectionName(record)}`);
  },
};

function showEndpoint(world: World, record: Stored): JsonObject {
  const properties = objectAt(record.body, 'properties');
  const shown = (key: string) =>
    listAt(properties, key)
      .filter(isObject)
      .map((one) => showConnection(world, record, key, one));
  const nic = textAt(record.hidden, 'nic');
  return {
    ...record.body,
    properties: {
      ...properties,
      privateLinkServiceConnections: shown('privateLinkServiceConnections'),
      manualPrivateLinkServiceConnections: shown('manualPrivateLinkServiceConnections'),
      customNetworkInterfaceName: textAt(properties, 'customNetworkInterfaceName') ?? '',
      ipConfigurations: listAt(properties, 'ipConfigurations'),
      networkInterfaces: nic === undefined ? [] : [{ id: nic }],
      customDnsConfigs: dnsConfigs(world, record),
    },
  };
}

/** Filled when the endpoint is ready, and only while no zone group takes care of the names. */
function dnsConfigs(world: World, record: Stored): JsonObject[] {
  if (record.hidden['ready'] !== true || world.under(record.id, types.zoneGroup).length > 0) return [];
  return listAt(record.hidden, 'entries').map((entry) => ({
    fqdn: textAt(entry, 'fqdn') ?? '',
    ipAddresses: [textAt(entry, 'address') ?? ''],
  }));
}

function showConnection(world: World, record: Stored, key: string, connection: JsonObject): JsonObject {
  const name = textAt(connection, 'name') ?? '';
  const properties = objectAt(connection, 'properties');
  const target = textAt(properties, 'privateLinkServiceId') ?? '';
  const there = world.find(`${target}/privateEndpointConnections/${connectionName(record)}`);
  // Storage calls the action by another name on its own side.
  const { actionRequired: _, ...state } = objectAt(
    there?.body,
    'properties',
    'privateLinkServiceConnectionState',
  );
  const gone = { status: 'Disconnected', description: 'The target was removed.', actionsRequired: 'None' };
  return {
    name,
    id: `${record.id}/${key}/${name}`,
    etag: world.etag(record),
    type: `Microsoft.Network/privateEndpoints/${key}`,
    properties: {
      ...properties,
      provisioningState: 'Succeeded',
      privateLinkServiceConnectionState: there === undefined ? gone : { actionsRequired: 'None', ...state },
    },
  };
}

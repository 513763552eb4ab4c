import { parseId } from '../arm-id.ts';
import { actionMember } from '../endpoint-connections.ts';
import { isObject, type Json, type JsonObject, listAt, textAt } from '../json.ts';
import { guidFrom } from '../made-values.ts';
import type { Stored, World } from '../provider.ts';
import { takeAddresses } from './addresses.ts';
import { connectionIn } from './endpoint-rules.ts';
import { types } from './names.ts';
import { targetOf } from './private-link-targets.ts';

/** Name of the connection on the target; the same for the same endpoint id, so that equal states export equal. */
export function connectionName(endpoint: Stored): string {
  return `${endpoint.name}.${guidFrom(`connection ${endpoint.id.toLowerCase()}`)}`;
}

/** The read-only network interface with which an endpoint stands in its subnet. */
export function makeInterface(world: World, endpoint: Stored): Stored {
  const parsed = parseId(endpoint.id);
  const custom = textAt(endpoint.body, 'properties', 'customNetworkInterfaceName');
  const name = custom || `${endpoint.name}.nic.${guidFrom(`interface ${endpoint.id.toLowerCase()}`)}`;
  const id = `${parsed?.scope ?? ''}/providers/${types.interface}/${name}`;
  return world.add(id, types.interface, {
    location: textAt(endpoint.body, 'location') ?? '',
    properties: {
      ipConfigurations: ipConfigurations(world, endpoint, id),
      dnsSettings: { dnsServers: [], appliedDnsServers: [] },
      enableAcceleratedNetworking: false,
      enableIPForwarding: false,
      disableTcpStateTracking: false,
      privateEndpoint: { id: endpoint.id },
      nicType: 'Standard',
    },
  });
}

function ipConfigurations(world: World, endpoint: Stored, nic: string): JsonObject[] {
  const subnet = world.find(textAt(endpoint.body, 'properties', 'subnet', 'id') ?? '');
  const { target, group } = connectionIn(endpoint.body);
  const found = world.find(target);
  if (subnet === undefined || found === undefined) return [];
  const members = targetOf(found.type, group)?.members(found) ?? [];
  const wanted = listAt(endpoint.body, 'properties', 'ipConfigurations').map(
    (one) => textAt(one, 'properties', 'privateIPAddress') ?? '',
  );
  const addresses = takeAddresses(world, subnet, members.length, wanted);
  return members.map((member, index) => {
    const name = `privateEndpointIpConfig.${guidFrom(`ip ${index} ${nic.toLowerCase()}`)}`;
    return {
      name,
      id: `${nic}/ipConfigurations/${name}`,
      type: `${types.interface}/ipConfigurations`,
      properties: {
        provisioningState: 'Succeeded',
        privateIPAddress: addresses[index] ?? '',
        privateIPAllocationMethod: index < wanted.length ? 'Static' : 'Dynamic',
        privateIPAddressVersion: 'IPv4',
        subnet: { id: subnet.id },
        primary: index === 0,
        privateLinkConnectionProperties: {
          groupId: group,
          requiredMemberName: member.name,
          fqdns: [...member.fqdns],
        },
      },
    };
  });
}

/** Names and addresses of an interface, one entry for each name. */
export function takenEntries(nic: Stored): JsonObject[] {
  return listAt(nic.body, 'properties', 'ipConfigurations')
    .filter(isObject)
    .flatMap((one) => {
      const address = textAt(one, 'properties', 'privateIPAddress') ?? '';
      const names: Json[] = listAt(one, 'properties', 'privateLinkConnectionProperties', 'fqdns');
      return names.map((fqdn) => ({ fqdn, address }));
    });
}

/** Records the endpoint on its target: approved at once, or pending when the target's owner has to decide. */
export function makeConnection(world: World, endpoint: Stored): void {
  const { target, group, manual } = connectionIn(endpoint.body);
  const found = world.find(target);
  if (found === undefined) return;
  const message = listAt(endpoint.body, 'properties', 'manualPrivateLinkServiceConnections')[0];
  recordConnection(world, found, {
    name: connectionName(endpoint),
    endpoint: endpoint.id,
    group,
    status: manual ? 'Pending' : 'Approved',
    description: manual ? (textAt(message, 'properties', 'requestMessage') ?? '') : 'Auto-Approved',
  });
}

/** What a target shows of an endpoint that leads to it. */
export function recordConnection(
  world: World,
  target: Stored,
  from: {
    readonly name: string;
    readonly endpoint: string;
    readonly group: string;
    readonly status: 'Pending' | 'Approved';
    readonly description: string;
  },
): void {
  const { status, description, group } = from;
  // Only accounts show the group ids and a region on their side.
  const isAccount = target.type.toLowerCase().startsWith('microsoft.cognitiveservices/');
  const isCosmos = target.type.toLowerCase().startsWith('microsoft.documentdb/');
  const properties = {
    privateEndpoint: { id: from.endpoint },
    privateLinkServiceConnectionState: { status, description, [actionMember(target.type)]: 'None' },
    ...(isCosmos ? { groupId: group } : {}),
  };
  world.add(
    `${target.id}/privateEndpointConnections/${from.name}`,
    `${target.type}/privateEndpointConnections`,
    isAccount
      ? { location: textAt(target.body, 'location') ?? '', properties: { ...properties, groupIds: [group] } }
      : { properties },
  );
}

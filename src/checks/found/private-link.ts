import { idKey, sameId } from '../../resource/arm-id.ts';
import type { Found, FoundResource } from '../../resource/found.ts';
import { objectsAt, textsAt } from '../isolation/bodies.ts';
import { textAt } from '../places.ts';
import { type Finding, failed, ok, warning } from '../rule.ts';
import { accountsIn, allOf, nameOf, vaultsIn } from './within.ts';

/** Ids of the endpoints whose connection a service has approved. */
function endpointsOf({ body }: FoundResource): string[] {
  return objectsAt(body, '/properties/privateEndpointConnections')
    .filter(
      (connection) =>
        textAt(connection, '/properties/privateLinkServiceConnectionState/status').toLowerCase() ===
        'approved',
    )
    .map((connection) => textAt(connection, '/properties/privateEndpoint/id'))
    .filter((id) => id !== '');
}

export function privateEndpointsFound(found: Found): Finding[] {
  return [...accountsIn(found), ...vaultsIn(found)].map((service) => {
    const endpoints = endpointsOf(service);
    return endpoints.length > 0
      ? ok(`${nameOf(service)} has an approved private endpoint`, `${service.id}: ${endpoints.join(', ')}`)
      : failed(
          `${nameOf(service)} has no approved private endpoint`,
          `az network private-endpoint create … --private-connection-resource-id ${service.id}`,
          `${service.id}: privateEndpointConnections`,
        );
  });
}

/** Whether what an endpoint is called resolves to it: by a zone group, in a zone that the endpoint's network is linked to. */
export function dnsFound(found: Found): Finding[] {
  return [...accountsIn(found), ...vaultsIn(found)].flatMap((service) =>
    endpointsOf(service).map((id) => resolves(found, service, id)),
  );
}

function resolves(found: Found, service: FoundResource, endpointId: string): Finding {
  const name = nameOf(service);
  const endpoint = allOf(found, 'Microsoft.Network/privateEndpoints').find(({ id }) =>
    sameId(id, endpointId),
  );
  if (!endpoint) {
    return warning(
      `${name}: its private endpoint lies outside this subscription, and so does what resolves it`,
      `Resolve its name inside that network, or verify the subscription of ${endpointId}`,
      endpointId,
    );
  }
  const groups = allOf(found, 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups').filter(({ id }) =>
    idKey(id).startsWith(`${idKey(endpoint.id)}/`),
  );
  const configurations = groups.flatMap(({ body }) => objectsAt(body, '/properties/privateDnsZoneConfigs'));
  const zones = configurations
    .filter((each) =>
      objectsAt(each, '/properties/recordSets').some((record) => textsAt(record, '/ipAddresses').length > 0),
    )
    .map((each) => textAt(each, '/properties/privateDnsZoneId'));
  if (zones.length === 0) {
    return failed(
      `${name}: no private DNS zone holds the address of its endpoint`,
      `az network private-endpoint dns-zone-group create … --endpoint-name ${nameOf(endpoint)}`,
      `${endpoint.id}: privateDnsZoneGroups`,
    );
  }
  const network = textAt(endpoint.body, '/properties/subnet/id').replace(/\/subnets\/[^/]+$/i, '');
  const known = zones.filter((zone) =>
    allOf(found, 'Microsoft.Network/privateDnsZones').some(({ id }) => sameId(id, zone)),
  );
  if (known.length === 0) {
    return warning(
      `${name}: its zone lies in another subscription; whether ${network} is linked to it was not seen`,
      `az network private-dns link vnet list --ids ${zones[0] ?? ''}`,
      zones.join(', '),
    );
  }
  const linked = known.some((zone) =>
    allOf(found, 'Microsoft.Network/privateDnsZones/virtualNetworkLinks').some(
      ({ id, body }) =>
        idKey(id).startsWith(`${idKey(zone)}/`) &&
        sameId(textAt(body, '/properties/virtualNetwork/id'), network),
    ),
  );
  return linked
    ? ok(
        `${name} resolves to its private endpoint in its network`,
        `${known.join(', ')} linked to ${network}`,
      )
    : failed(
        `${name}: the network of its endpoint is not linked to the zone that holds its address`,
        `az network private-dns link vnet create … --virtual-network ${network}`,
        known.join(', '),
      );
}

import { parseId, sameId } from '../arm-id.ts';
import { ArmError } from '../errors.ts';
import { isObject, type JsonObject, listAt, objectAt, textAt } from '../json.ts';
import { requireLinked } from '../linked-rights.ts';
import type { Pace, Stored, TypeModel, World, Write } from '../provider.ts';
import { anything, list, object, readOnly, required, text } from '../shape.ts';
import { networkName, types } from './names.ts';
import { type DnsEntry, privateNameOf, readEntries } from './private-link-targets.ts';
import { requireReferenced } from './references.ts';
import { networkVersions } from './versions.ts';

const slow: Pace = { how: 'operation', state: 'Updating', ms: 15_000 };
const timeToLive = 10;

const config = object({
  name: required(text({ min: 1 })),
  properties: required(
    object({ privateDnsZoneId: required(text({ pattern: /^\// })), recordSets: readOnly(anything()) }),
  ),
});

/** Microsoft.Network/privateEndpoints/privateDnsZoneGroups: keeps an endpoint's names in private zones. */
export const zoneGroups: TypeModel = {
  type: types.zoneGroup,
  apiVersions: networkVersions,
  placement: 'group',
  name: networkName,
  body: object({
    properties: required(
      object({ privateDnsZoneConfigs: required(list(config)), provisioningState: readOnly(text()) }),
    ),
  }),
  pace: { create: slow, update: slow, delete: slow },
  etag: true,
  admit: (write) => {
    checkEndpoint(write);
    checkZones(write);
    return write.body;
  },
  done: writeRecords,
  show: (world, record) => ({
    properties: {
      privateDnsZoneConfigs: configsOf(record).map((one) => showConfig(world, record, one)),
    },
  }),
  deleted: (world, record) => removeRecords(world, record),
};

function checkEndpoint({ world, id }: Write): void {
  const endpoint = requireReferenced(world, id.id, id.parent ?? '');
  const other = world.under(endpoint.id, types.zoneGroup).find((one) => !sameId(one.id, id.id));
  if (other === undefined) return;
  const message = `Cannot create more than one private dns zone groups on private endpoint ${endpoint.id}; it has ${other.name}.`;
  throw new ArmError(400, 'MoreThanOnePrivateDnsZoneGroupPerPrivateEndpointNotAllowed', message);
}

function checkZones({ world, id, body }: Write): void {
  const configs = listAt(body, 'properties', 'privateDnsZoneConfigs');
  if (configs.length > 5) {
    throw new ArmError(
      400,
      'PrivateDnsZoneConfigsLimitReached',
      `Private dns zone group ${id.name} has ${configs.length} zone configurations, at most 5 are allowed.`,
    );
  }
  const zones = configs.map((one) => textAt(one, 'properties', 'privateDnsZoneId') ?? '');
  for (const zone of zones) {
    const wrong = parseId(zone)?.type.toLowerCase() !== types.zone.toLowerCase();
    if (wrong)
      throw new ArmError(400, 'InvalidPrivateDnsZoneIds', `${zone} is not the id of a private DNS zone.`);
    requireReferenced(world, id.id, zone);
    requireLinked(world, 'Microsoft.Network/privateDnsZones/join/action', zone, id.id);
  }
  const names = zones.map((zone) => parseId(zone)?.name.toLowerCase());
  if (new Set(names).size === names.length) return;
  throw new ArmError(
    400,
    'DuplicatePrivateDnsZoneIds',
    `Private dns zone group ${id.name} names a zone more than once.`,
  );
}

function configsOf(record: Stored): JsonObject[] {
  return listAt(record.body, 'properties', 'privateDnsZoneConfigs').filter(isObject);
}

/** Entries of the endpoint that belong into a zone. */
function entriesFor(world: World, group: Stored, zone: string): DnsEntry[] {
  const endpoint = world.find(parseId(group.id)?.parent ?? '');
  const name = parseId(zone)?.name.toLowerCase();
  return readEntries(listAt(endpoint?.hidden, 'entries')).filter(
    ({ fqdn }) => privateNameOf(fqdn).zone === name,
  );
}

/** Zones that left the group lose their records, the others get them. */
function writeRecords(world: World, group: Stored): void {
  removeRecords(world, group);
  const endpoint = parseId(group.id)?.parent ?? '';
  for (const one of configsOf(group)) {
    const zone = textAt(one, 'properties', 'privateDnsZoneId') ?? '';
    for (const { fqdn, address } of entriesFor(world, group, zone)) {
      const id = `${world.find(zone)?.id ?? zone}/A/${privateNameOf(fqdn).record}`;
      world.remove(id);
      const metadata = { creator: `created by private endpoint ${parseId(endpoint)?.name ?? ''}` };
      const body = { properties: { ttl: timeToLive, aRecords: [{ ipv4Address: address }], metadata } };
      world.add(id, types.recordA, body, { endpoint });
    }
  }
}

/** Only records that this group's endpoint wrote. */
function removeRecords(world: World, group: Stored): void {
  const endpoint = parseId(group.id)?.parent ?? '';
  for (const record of world.all(types.recordA)) {
    if (sameId(textAt(record.hidden, 'endpoint') ?? '', endpoint)) world.remove(record.id);
  }
}

function showConfig(world: World, group: Stored, config: JsonObject): JsonObject {
  const properties = objectAt(config, 'properties');
  const zone = textAt(properties, 'privateDnsZoneId') ?? '';
  const zoneName = parseId(zone)?.name ?? '';
  const name = textAt(config, 'name') ?? '';
  const recordSets = entriesFor(world, group, zone).map(({ fqdn, address }) => ({
    recordType: 'A',
    recordSetName: privateNameOf(fqdn).record,
    fqdn: `${privateNameOf(fqdn).record}.${zoneName}`,
    ttl: timeToLive,
    provisioningState: 'Succeeded',
    ipAddresses: [address],
  }));
  return { name, properties: { ...properties, recordSets } };
}

import { at, isObject, type Json } from '../../resource/json.ts';
import { textAt } from '../places.ts';
import { type Check, type Finding, failed, ok } from '../rule.ts';
import { type Existing, existing } from './existing.ts';

const zones = [
  'Microsoft.Network/privateDnsZones',
  'Microsoft.Network/privateDnsZones/virtualNetworkLinks',
] as const;

export const dnsRecords: Check = {
  id: 'GT-CHECK-DNS',
  stage: 'after',
  checklist: ['NET-5'],
  title: 'Private DNS zones hold the addresses of the private endpoints',
  risk: 'Clients resolve the public address, and are refused or leave the network.',
  run: (input) => [
    ...existing(input, 'GT-CHECK-DNS', 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups', judge),
    ...zones.flatMap((type) =>
      existing(input, 'GT-CHECK-DNS', type, ({ id, title }) => [ok(`${title} is there`, id)]),
    ),
  ],
};

/** A zone group shows the records that it keeps in each zone. */
function judge({ id, title, body }: Existing): Finding[] {
  const configurations = objects(at(body, '/properties/privateDnsZoneConfigs'));
  const next = 'Wait a few minutes and verify again; then delete the zone group and deploy again.';
  if (configurations.length === 0) return [failed(`${title} names no zone`, next, id)];
  return configurations.map((configuration) => {
    const zone = textAt(configuration, '/properties/privateDnsZoneId');
    const records = objects(at(configuration, '/properties/recordSets')).filter(hasAddress);
    const shown = records.map((record) => `${textAt(record, '/fqdn')} = ${addresses(record).join(', ')}`);
    const name = zone.split('/').at(-1) ?? zone;
    return records.length > 0
      ? ok(`${name} resolves to the private endpoint`, `${zone}: ${shown.join('; ')}`)
      : failed(`${name} holds no record of ${title}`, next, zone);
  });
}

function hasAddress(record: Json): boolean {
  return addresses(record).length > 0;
}

function addresses(record: Json): string[] {
  const found = at(record, '/ipAddresses');
  return Array.isArray(found) ? found.filter((each) => typeof each === 'string') : [];
}

function objects(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

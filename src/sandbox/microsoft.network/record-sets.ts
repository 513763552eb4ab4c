import { parseId } from '../arm-id.ts';
import { parseAddress } from '../cidr.ts';
import { ArmError } from '../errors.ts';
import { type JsonObject, listAt, objectAt, textAt } from '../json.ts';
import type { RouteModel, TypeModel } from '../provider.ts';
import { boolean, integer, list, map, object, readOnly, required, type Shape, text } from '../shape.ts';
import { types } from './names.ts';
import { dnsVersions } from './versions.ts';

const number = integer({ min: 0, max: 2_147_483_647 });

/** What each type of record set holds. A string of a TXT record has 255 characters at most (Azure DNS: zones and records). */
const records: { readonly [type: string]: readonly [member: string, shape: Shape] } = {
  A: ['aRecords', list(object({ ipv4Address: required(text()) }), { min: 1, max: 20 })],
  AAAA: ['aaaaRecords', list(object({ ipv6Address: required(text()) }), { min: 1, max: 20 })],
  CNAME: ['cnameRecord', object({ cname: required(text()) })],
  MX: [
    'mxRecords',
    list(object({ preference: integer({ min: 0, max: 65_535 }), exchange: required(text()) }), { min: 1 }),
  ],
  PTR: ['ptrRecords', list(object({ ptrdname: required(text()) }), { min: 1 })],
  SOA: [
    'soaRecord',
    object({
      email: text(),
      host: text(),
      expireTime: number,
      minimumTtl: number,
      refreshTime: number,
      retryTime: number,
      serialNumber: number,
    }),
  ],
  SRV: [
    'srvRecords',
    list(object({ priority: number, weight: number, port: number, target: required(text()) }), { min: 1 }),
  ],
  TXT: [
    'txtRecords',
    list(object({ value: required(list(text({ max: 255 }), { min: 1 })) }), { min: 1, max: 20 }),
  ],
};

/** Record sets of private zones, one type for each kind of record. */
export const recordSets: readonly TypeModel[] = Object.entries(records).map(([kind, [member, shape]]) =>
  recordSet(kind, member, shape),
);

function recordSet(kind: string, member: string, shape: Shape): TypeModel {
  const sync = { how: 'sync' } as const;
  return {
    type: `${types.zone}/${kind}`,
    apiVersions: dnsVersions,
    placement: 'group',
    name: { pattern: /^(@|\*|(\*\.)?[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?)$/i, max: 253 },
    body: object({
      properties: required(
        object({
          ttl: required(integer({ min: 1, max: 2_147_483_647 })),
          metadata: map(text()),
          fqdn: readOnly(text()),
          isAutoRegistered: readOnly(boolean()),
          [member]: required(shape),
        }),
      ),
    }),
    pace: { create: sync, update: sync, delete: sync },
    etag: 'star',
    showsState: false,
    admit: ({ body }) => {
      checkAddresses(body);
      return body;
    },
    show: (_, record) => {
      const zone = parseId(record.id)?.names[0] ?? '';
      const fqdn = record.name === '@' ? `${zone}.` : `${record.name}.${zone}.`;
      return { properties: { ...objectAt(record.body, 'properties'), fqdn, isAutoRegistered: false } };
    },
    mayDelete: (_, record) => {
      if (kind === 'SOA')
        throw new ArmError(400, 'BadRequest', `The SOA record set of ${record.id} cannot be deleted.`);
    },
    // The address that an endpoint got is the service's: its record is exported by the endpoint's name.
    exported: (_, record, body) => {
      const endpoint = textAt(record.hidden, 'endpoint');
      if (endpoint === undefined) return body;
      const named = [{ ipv4Address: `${endpoint.toLowerCase()}#address` }];
      return { ...body, properties: { ...objectAt(body, 'properties'), aRecords: named } };
    },
  };
}

function checkAddresses(body: JsonObject): void {
  for (const record of listAt(body, 'properties', 'aRecords'))
    checkAddress(textAt(record, 'ipv4Address') ?? '', 4);
  for (const record of listAt(body, 'properties', 'aaaaRecords'))
    checkAddress(textAt(record, 'ipv6Address') ?? '', 6);
}

function checkAddress(address: string, family: 4 | 6): void {
  if (parseAddress(address)?.family === family) return;
  throw new ArmError(400, 'BadRequest', `The IPv${family} address '${address}' is not valid.`);
}

/** `GET …/privateDnsZones/{zone}/ALL`: record sets of every type. */
export const allRecordSets: RouteModel = {
  method: 'GET',
  pattern:
    '/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Network/privateDnsZones/{zone}/ALL',
  apiVersions: dnsVersions,
  writes: false,
  right: {
    action: 'Microsoft.Network/privateDnsZones/recordsets/read',
    scope:
      '/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Network/privateDnsZones/{zone}',
  },
  handle: ({ world, parts, path }) => {
    const zone = world.find(path.slice(0, path.lastIndexOf('/')));
    if (zone === undefined) {
      throw new ArmError(
        404,
        'ParentResourceNotFound',
        `Can not perform requested operation on nested resource. Parent resource '${parts['zone'] ?? ''}' not found.`,
      );
    }
    const body = world
      .under(zone.id)
      .filter(({ type }) => type !== types.zoneLink)
      .map((record) => world.shown(record));
    return { status: 200, body };
  },
};

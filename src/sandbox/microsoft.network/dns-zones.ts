import { ArmError } from '../errors.ts';
import type { Stored, TypeModel, World } from '../provider.ts';
import { anything, object, readOnly, required, tags, text } from '../shape.ts';
import { types } from './names.ts';
import { dnsVersions } from './versions.ts';

const label = '[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?';

/** Microsoft.Network/privateDnsZones. */
export const dnsZones: TypeModel = {
  type: types.zone,
  apiVersions: dnsVersions,
  placement: 'group',
  name: { pattern: new RegExp(`^(${label}\\.)+${label}$`, 'i'), min: 3, max: 253 },
  body: object({
    location: required(text()),
    tags: tags(),
    // The service accepts nothing in here; counters come back from clients that echo what they read.
    properties: readOnly(anything()),
  }),
  // Clients patch with the zone that they read.
  patch: object({ location: text(), tags: tags(), properties: readOnly(anything()) }),
  regions: 'global',
  pace: {
    create: { how: 'accepted', state: 'Creating', ms: 25_000 },
    update: { how: 'accepted', state: 'Updating', ms: 5_000 },
    delete: { how: 'operation', state: 'Deleting', ms: 10_000 },
  },
  etag: true,
  wrote: (world, record, write) => {
    if (write.prior === undefined) addSoa(world, record);
  },
  show: (world, record) => {
    const links = linksOf(world, record);
    const registering = links.filter((link) =>
      JSON.stringify(link.body).includes('"registrationEnabled":true'),
    );
    return {
      ...record.body,
      properties: {
        maxNumberOfRecordSets: 25_000,
        maxNumberOfVirtualNetworkLinks: 1000,
        maxNumberOfVirtualNetworkLinksWithRegistration: 100,
        numberOfRecordSets: world.under(record.id).length - links.length,
        numberOfVirtualNetworkLinks: links.length,
        numberOfVirtualNetworkLinksWithRegistration: registering.length,
      },
    };
  },
  mayDelete: (world, record) => {
    if (linksOf(world, record).length === 0) return;
    throw new ArmError(
      409,
      'CannotDeleteResource',
      `Can not delete resource ${record.id} before nested resources are deleted: the zone has virtual network links.`,
    );
  },
};

function linksOf(world: World, zone: Stored): Stored[] {
  return world.under(zone.id, types.zoneLink);
}

/** Every zone is born with its start of authority. */
function addSoa(world: World, zone: Stored): void {
  world.add(`${zone.id}/SOA/@`, `${types.zone}/SOA`, {
    properties: {
      ttl: 3600,
      soaRecord: {
        email: 'azureprivatedns-host.microsoft.com',
        expireTime: 2_419_200,
        host: 'azureprivatedns.net',
        minimumTtl: 10,
        refreshTime: 3600,
        retryTime: 300,
        serialNumber: 1,
      },
    },
  });
}

import { parseId, sameId } from '../arm-id.ts';
import { ArmError } from '../errors.ts';
import { at, objectAt, textAt } from '../json.ts';
import { requireLinked } from '../linked-rights.ts';
import type { Stored, TypeModel, World, Write } from '../provider.ts';
import { boolean, object, oneOf, readOnly, reference, required, tags, text, withDefault } from '../shape.ts';
import { networkName, types } from './names.ts';
import { dnsVersions } from './versions.ts';

/** Microsoft.Network/privateDnsZones/virtualNetworkLinks. */
export const zoneLinks: TypeModel = {
  type: types.zoneLink,
  apiVersions: dnsVersions,
  placement: 'group',
  name: networkName,
  body: object({
    location: required(text()),
    tags: tags(),
    properties: required(
      object({
        virtualNetwork: required(reference()),
        registrationEnabled: withDefault(boolean(), false),
        resolutionPolicy: oneOf('Default', 'NxDomainRedirect'),
        virtualNetworkLinkState: readOnly(text()),
        provisioningState: readOnly(text()),
      }),
    ),
  }),
  regions: 'global',
  pace: {
    create: { how: 'accepted', state: 'Creating', ms: 35_000 },
    update: { how: 'accepted', state: 'Updating', ms: 10_000 },
    delete: { how: 'operation', state: 'Deleting', ms: 30_000 },
  },
  etag: true,
  admit: (write) => {
    checkNetwork(write);
    checkVersion(write);
    return write.body;
  },
  wrote: (world, record) => {
    const network = world.find(networkOf(record));
    world.save({ ...record, hidden: { network: network?.incarnation ?? 0 } });
  },
  show: (world, record) => {
    const { resolutionPolicy, ...properties } = objectAt(record.body, 'properties');
    const policy = knowsPolicy(world) ? { resolutionPolicy: resolutionPolicy ?? 'Default' } : {};
    const state = record.state === 'Succeeded' ? 'Completed' : 'InProgress';
    return { ...record.body, properties: { ...properties, ...policy, virtualNetworkLinkState: state } };
  },
};

function networkOf(link: Stored): string {
  return textAt(link.body, 'properties', 'virtualNetwork', 'id') ?? '';
}

/** resolutionPolicy came with api-version 2024-06-01; an inner look (no version) is not an answer. */
function knowsPolicy(world: World): boolean {
  return world.apiVersion === '' || world.apiVersion >= '2024-06-01';
}

function checkVersion({ world, sent }: Write): void {
  if (knowsPolicy(world) || at(sent, 'properties', 'resolutionPolicy') === undefined) return;
  throw new ArmError(
    400,
    'BadRequest',
    `'$.properties.resolutionPolicy' is not a member of the type in api-version ${world.apiVersion}.`,
  );
}

function checkNetwork({ world, id, body, prior }: Write): void {
  const wanted = textAt(body, 'properties', 'virtualNetwork', 'id') ?? '';
  if (prior !== undefined && !sameId(networkOf(prior), wanted)) {
    throw new ArmError(400, 'BadRequest', `The virtual network of link ${id.id} cannot be changed.`);
  }
  const network = world.find(wanted);
  if (network === undefined || network.type !== types.network) {
    throw new ArmError(400, 'BadRequest', `The virtual network ${wanted} of link ${id.id} was not found.`);
  }
  requireLinked(world, 'Microsoft.Network/virtualNetworks/join/action', wanted, id.id);
  if (prior !== undefined && prior.hidden['network'] !== network.incarnation) throw recreated(wanted);
  for (const link of world.all(types.zoneLink)) {
    if (sameId(link.id, id.id) || !sameId(networkOf(link), wanted)) continue;
    checkOther(link, id.parent ?? '', wanted);
  }
}

/** A network resolves a zone name in one zone only. */
function checkOther(link: Stored, zone: string, network: string): void {
  const other = parseId(link.id)?.parent ?? '';
  if (sameId(other, zone)) {
    throw new ArmError(
      409,
      'Conflict',
      `Virtual network ${network} is already linked to this zone by ${link.id}.`,
    );
  }
  if (parseId(other)?.name.toLowerCase() !== parseId(zone)?.name.toLowerCase()) return;
  const message = `A virtual network cannot be linked to multiple zones with overlapping namespaces. You tried to link virtual network ${network} with '${parseId(zone)?.name ?? ''}' and '${parseId(other)?.name ?? ''}' zones.`;
  throw new ArmError(400, 'BadRequest', message);
}

function recreated(network: string): ArmError {
  return new ArmError(
    409,
    'Conflict',
    `The virtual network ${network} is already in use by another link or was deleted, moved, or re-created. Delete the link first.`,
  );
}

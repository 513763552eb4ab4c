import { parseId, sameId } from '../arm-id.ts';
import { listAt, textAt } from '../json.ts';
import { hexFrom } from '../made-values.ts';
import { types } from '../microsoft.network/names.ts';
import { privateNameOf, targetsOf, targetTypes } from '../microsoft.network/private-link-targets.ts';
import type { Stored, World } from '../provider.ts';

/** The resource that answers under a public name. */
export function ownerOf(world: World, fqdn: string): Stored | undefined {
  const name = fqdn.toLowerCase();
  const answers = (resource: Stored): boolean =>
    targetsOf(resource.type).some(({ members }) =>
      members(resource).some(({ fqdns }) => fqdns.includes(name)),
    );
  return targetTypes.flatMap((type) => world.all(type)).find(answers);
}

/** Where a resource answers the internet: an address out of a range that is for documentation alone (RFC 5737). */
export function publicAddressOf(resource: Stored): string {
  return `198.51.100.${1 + (Number.parseInt(hexFrom(`public ${resource.id.toLowerCase()}`, 4), 16) % 254)}`;
}

/**
 * The addresses of a name as a machine in a subnet (undefined: on the public internet) resolves it; none: there is no
 * such name. The public name of what has a private endpoint is an alias of its name in the private zone; a network
 * to which that zone is linked asks the zone alone, unless the link says to fall back. Source: Microsoft, "Azure
 * Private Endpoint private DNS zone values" and "Fallback to internet for Azure Private DNS zones".
 */
export function addressesOf(world: World, fqdn: string, from: string | undefined): readonly string[] {
  const owner = ownerOf(world, fqdn);
  if (owner === undefined) return [];
  const open = [publicAddressOf(owner)];
  const isAlias = world.under(owner.id, `${owner.type}/privateEndpointConnections`).length > 0;
  const subnet = world.find(from ?? '');
  if (!isAlias || subnet === undefined) return open;
  const { zone, record } = privateNameOf(fqdn.toLowerCase());
  const network = parseId(subnet.id)?.parent ?? '';
  const link = world.all(types.zoneLink).find((one) => {
    const linkedTo = textAt(one.body, 'properties', 'virtualNetwork', 'id') ?? '';
    return sameId(linkedTo, network) && zoneNameOf(one) === zone;
  });
  if (link === undefined) return open;
  const found = world.find(`${parseId(link.id)?.parent ?? ''}/A/${record}`);
  const addresses = listAt(found?.body, 'properties', 'aRecords').flatMap(
    (one) => textAt(one, 'ipv4Address') ?? [],
  );
  const fallsBack = textAt(link.body, 'properties', 'resolutionPolicy') === 'NxDomainRedirect';
  return addresses.length === 0 && fallsBack ? open : addresses;
}

function zoneNameOf(link: Stored): string {
  return (parseId(link.id)?.names[0] ?? '').toLowerCase();
}

import { isObject, type JsonObject, numberAt, textAt } from '../json.ts';
import type { Stored, World } from '../provider.ts';

/**
 * What a service leaves on a subnet that is delegated to it: as long as it is there, the subnet can neither be deleted
 * nor lose its delegation, and another service's link has no room beside it (Azure/Azure-Functions#2605). It outlasts
 * what it was made for by a while (hashicorp/terraform-provider-azurerm#28979).
 */
export interface ServiceLink {
  readonly name: string;
  /** Service that the subnet is delegated to. */
  readonly service: string;
}

/** Cloud time in ms for which a link stays when its last user is gone. */
const lingers = 60_000;

/** The link on a subnet, if any. */
export function serviceLinkOf(world: World, subnet: Stored): ServiceLink | undefined {
  const link = subnet.hidden['link'];
  if (!isObject(link)) return undefined;
  const until = numberAt(link, 'until');
  if (until !== undefined && until <= world.now) return undefined;
  return { name: textAt(link, 'name') ?? '', service: textAt(link, 'service') ?? '' };
}

/** Leaves a link on a subnet. */
export function addServiceLink(world: World, subnet: Stored, { name, service }: ServiceLink): void {
  world.save({ ...subnet, hidden: { ...subnet.hidden, link: { name, service } } });
}

/** Begins to take the link off a subnet whose last user is gone. */
export function dropServiceLink(world: World, subnet: Stored): void {
  const link = serviceLinkOf(world, subnet);
  if (link === undefined) return;
  const until = world.now + world.duration(lingers);
  world.save({ ...subnet, hidden: { ...subnet.hidden, link: { ...link, until } } });
}

/** Ids of what holds a subnet through a link. */
export function linkIds(world: World, subnet: Stored): string[] {
  const link = serviceLinkOf(world, subnet);
  return link === undefined ? [] : [`${subnet.id}/serviceAssociationLinks/${link.name}`];
}

/** The links as a subnet shows them; undefined for none. */
export function shownLinks(world: World, subnet: Stored): JsonObject[] | undefined {
  const link = serviceLinkOf(world, subnet);
  if (link === undefined) return undefined;
  return [
    {
      name: link.name,
      id: `${subnet.id}/serviceAssociationLinks/${link.name}`,
      etag: world.etag(subnet),
      type: 'Microsoft.Network/virtualNetworks/subnets/serviceAssociationLinks',
      properties: {
        provisioningState: 'Succeeded',
        linkedResourceType: link.service,
        allowDelete: false,
        locations: [],
      },
    },
  ];
}

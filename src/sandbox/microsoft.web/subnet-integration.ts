import { sameId } from '../arm-id.ts';
import { parseBlock } from '../cidr.ts';
import { ArmError } from '../errors.ts';
import { listAt, textAt } from '../json.ts';
import { requireLinked } from '../linked-rights.ts';
import { types as networkTypes } from '../microsoft.network/names.ts';
import { prefixesOf } from '../microsoft.network/references.ts';
import { addServiceLink, dropServiceLink, serviceLinkOf } from '../microsoft.network/service-links.ts';
import type { Stored, World, Write } from '../provider.ts';
import { types } from './names.ts';
import { isFlex, type Tier, tierOfPlan } from './tiers.ts';

const bad = (message: string): ArmError => new ArmError(400, 'BadRequest', message);

/** Subnet that a site sends its traffic through; undefined for none. */
export function subnetOf(site: { readonly body: Stored['body'] } | undefined): string | undefined {
  const id = textAt(site?.body, 'properties', 'virtualNetworkSubnetId');
  return id === undefined || id === '' ? undefined : id;
}

/** What is refused of a site that is to join a subnet. */
export function admitIntegration({ world, id, body }: Write, plan: Stored, tier: Tier): void {
  const wanted = subnetOf({ body });
  if (wanted === undefined) return;
  const subnet = world.find(wanted);
  if (subnet === undefined || subnet.type !== networkTypes.subnet)
    throw bad(`The subnet '${wanted}' was not found.`);
  const network = world.find(wanted.slice(0, wanted.toLowerCase().lastIndexOf('/subnets/')));
  requireLinked(world, `${networkTypes.subnet}/join/action`, subnet.id, id.id);
  if (textAt(network?.body, 'location') !== textAt(body, 'location'))
    throw bad(`The virtual network of subnet ${subnet.name} has to lie in the region of the app.`);
  checkDelegation(subnet, network?.name ?? '', tier);
  if (isFlex(tier)) checkFlex(world, id.subscription ?? '', subnet);
  else checkPlans(world, plan, subnet);
  const link = serviceLinkOf(world, subnet);
  if (link === undefined || link.name === tier.link) return;
  const links = `${subnet.id}/serviceAssociationLinks`;
  const message = `Subnet ${subnet.id} already has service association link ${links}/${link.name} and hence service association link ${links}/${tier.link} cannot be added.`;
  throw new ArmError(400, 'OnlyOneServiceAssociationLinkAllowedPerSubnet', message);
}

/** Source of the text: Azure/azure-quickstart-templates#8813. */
function checkDelegation(subnet: Stored, network: string, tier: Tier): void {
  const services = listAt(subnet.body, 'properties', 'delegations').map(
    (one) => textAt(one, 'properties', 'serviceName') ?? '',
  );
  if (services.some((service) => service.toLowerCase() === tier.delegation.toLowerCase())) return;
  throw bad(
    `Subnet ${subnet.name} in VNET ${network} is missing a delegation to ${tier.delegation}. Please add the delegation and try again.`,
  );
}

/** Sources: Microsoft, "Azure Functions Flex Consumption plan", considerations; the text of the first is assumed. */
function checkFlex(world: World, subscription: string, subnet: Stored): void {
  if (world.registration(subscription, 'Microsoft.App') !== 'Registered')
    throw bad(
      `The resource provider Microsoft.App is not registered in subscription ${subscription}. Register it and try again.`,
    );
  if (subnet.name.includes('_'))
    throw bad(`Subnet ${subnet.name} can't be used by Flex Consumption: its name contains an underscore.`);
}

/** One plan to a subnet below /26, none below /28. Source: Microsoft, "Integrate your app with a virtual network". */
function checkPlans(world: World, plan: Stored, subnet: Stored): void {
  const bits = Math.min(...prefixesOf(subnet.body).map((prefix) => bitsOf(prefix)));
  if (bits > 28) throw bad(`Subnet ${subnet.name} is too small: virtual network integration needs a /28.`);
  const others = sitesIn(world, subnet.id).map(
    (site) => textAt(site.body, 'properties', 'serverFarmId') ?? '',
  );
  if (bits <= 26 || others.every((other) => sameId(other, plan.id))) return;
  throw bad(`Subnet ${subnet.name} is already used by another App Service plan.`);
}

function bitsOf(prefix: string): number {
  const block = parseBlock(prefix);
  return block === undefined || block === 'host-bits' ? 32 : block.bits;
}

function sitesIn(world: World, subnet: string): Stored[] {
  return world.all(types.site).filter((site) => sameId(subnetOf(site) ?? '', subnet));
}

/** Joins and leaves subnets after a site has been written. */
export function settleIntegration(world: World, site: Stored, before: string | undefined): void {
  const now = subnetOf(site);
  if (before !== undefined && !sameId(before, now ?? '')) leaveSubnet(world, before);
  const subnet = now === undefined ? undefined : world.find(now);
  const tier = tierOfPlan(world.find(textAt(site.body, 'properties', 'serverFarmId') ?? ''));
  if (subnet !== undefined && tier !== undefined)
    addServiceLink(world, subnet, { name: tier.link, service: tier.delegation });
}

/** Takes the link off a subnet that no site uses any more. */
export function leaveSubnet(world: World, id: string): void {
  const subnet = world.find(id);
  if (subnet !== undefined && sitesIn(world, id).length === 0) dropServiceLink(world, subnet);
}

import type { Range } from '../../estate/cidr.ts';
import { idKey, sameId } from '../../resource/arm-id.ts';
import type { Found, FoundResource } from '../../resource/found.ts';
import { objectsAt, textsAt } from '../isolation/bodies.ts';
import { letsPass, rangeOf, securityRulesOf } from '../isolation/security-rules.ts';
import { everyAddress, everyPort, everyProtocol } from '../isolation/traffic.ts';
import { textAt } from '../places.ts';
import { type Finding, failed, notApplicable, ok, warning } from '../rule.ts';
import { accountsIn, allOf, judgedOf, nameOf, vaultsIn } from './within.ts';

/** Subnets in which Azure takes no security group, or which it guards itself. Source: Microsoft, "Virtual network integration". */
const guardedByAzure =
  /^(GatewaySubnet|AzureFirewallSubnet|AzureFirewallManagementSubnet|RouteServerSubnet)$/i;

/** Public addresses: what lies between the private and reserved ranges. Source: IANA IPv4 special-purpose registry. */
const publicRanges: readonly Range[] = [
  ['1.0.0.0', '10.0.0.0'],
  ['11.0.0.0', '100.64.0.0'],
  ['100.128.0.0', '127.0.0.0'],
  ['128.0.0.0', '169.254.0.0'],
  ['169.255.0.0', '172.16.0.0'],
  ['172.32.0.0', '192.0.0.0'],
  ['192.169.0.0', '198.18.0.0'],
  ['198.20.0.0', '224.0.0.0'],
].map(([start = '', end = '']) => ({ start: numberOf(start), end: numberOf(end) }));

function numberOf(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

/** Networks in scope, and those that hold an endpoint of a service in scope. */
function networksOf(found: Found): readonly FoundResource[] {
  const all = allOf(found, 'Microsoft.Network/virtualNetworks');
  const judged = new Set(judgedOf(found, 'Microsoft.Network/virtualNetworks').map(({ id }) => idKey(id)));
  const services = new Set([...accountsIn(found), ...vaultsIn(found)].map(({ id }) => idKey(id)));
  const subnets = allOf(found, 'Microsoft.Network/privateEndpoints')
    .filter(({ body }) =>
      objectsAt(body, '/properties/privateLinkServiceConnections').some((connection) =>
        services.has(idKey(textAt(connection, '/properties/privateLinkServiceId'))),
      ),
    )
    .map(({ body }) => idKey(textAt(body, '/properties/subnet/id')));
  return all.filter(
    ({ id }) => judged.has(idKey(id)) || subnets.some((subnet) => subnet.startsWith(`${idKey(id)}/`)),
  );
}

export function subnetsFound(found: Found): Finding[] {
  return networksOf(found).flatMap((network) =>
    objectsAt(network.body, '/properties/subnets')
      .filter((subnet) => !guardedByAzure.test(textAt(subnet, '/name')))
      .map((subnet) => {
        const group = textAt(subnet, '/properties/networkSecurityGroup/id');
        const name = `subnet ${textAt(subnet, '/name')} of ${nameOf(network)}`;
        const id = textAt(subnet, '/id');
        return group === ''
          ? failed(
              `${name} has no network security group`,
              `az network vnet subnet update --ids ${id} --network-security-group ID`,
              id,
            )
          : ok(`${name} is guarded`, `${id}: ${group}`);
      }),
  );
}

/** No rule lets a public address in; what comes from inside is the affair of each application. */
export function rulesFound(found: Found): Finding[] {
  const networks = networksOf(found);
  return allOf(found, 'Microsoft.Network/networkSecurityGroups').flatMap((group) => {
    const guarded = networks.filter(({ body }) =>
      objectsAt(body, '/properties/subnets').some((subnet) =>
        sameId(textAt(subnet, '/properties/networkSecurityGroup/id'), group.id),
      ),
    );
    return guarded.length === 0 ? [] : [letsIn(group, guarded)];
  });
}

function letsIn(group: FoundResource, guarded: readonly FoundResource[]): Finding {
  const own = guarded.flatMap(({ body }) =>
    textsAt(body, '/properties/addressSpace/addressPrefixes').flatMap(rangeOf),
  );
  const rules = securityRulesOf(group.body, own, publicRanges);
  const open = publicRanges
    .map((source) => letsPass(rules, 'inbound', [source, everyAddress, everyPort, everyProtocol]))
    .find((rule) => rule !== undefined);
  return open === undefined
    ? ok(`${nameOf(group)} lets nothing in from the internet`, group.id)
    : failed(
        `${nameOf(group)} lets the internet in: rule ${open.name}`,
        `az network nsg rule delete --ids ${group.id}/securityRules/${open.name}`,
        `${group.id}: ${open.name}, priority ${open.priority}`,
      );
}

/** Without an estate file nobody can say which peering is meant to be: each is told. */
export function openingsFound(found: Found): Finding[] {
  const networks = networksOf(found);
  if (networks.length === 0) return [notApplicable('no network of these services lies in this subscription')];
  return networks.flatMap((network) => {
    const peerings = objectsAt(network.body, '/properties/virtualNetworkPeerings');
    if (peerings.length === 0) return [ok(`${nameOf(network)} is peered with no other network`, network.id)];
    return peerings.map((peering) =>
      warning(
        `${nameOf(network)} is peered: whatever is in that network reaches what its rules let in`,
        'Make sure that the other network is of the same tenant and environment.',
        `${network.id}: ${textsAt(peering, '/name', '/properties/remoteVirtualNetwork/id').join(' to ')}`,
      ),
    );
  });
}

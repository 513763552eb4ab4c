import { isRotated } from '../estate/integration.ts';
import type { JsonObject } from '../resource/json.ts';
import { type Area, type Ids, resource } from './area.ts';
import type { DesignedResource } from './design.ts';
import { allowFrom, allowTo, denyAll, type Rule, sqlPort } from './security-rules.ts';

/** The virtual network with a subnet for each purpose, each behind a security group of its own. */
export function network(area: Area): DesignedResource[] {
  const { environment } = area.stamp;
  if (environment.network.mode === 'existing') return [];
  const { names } = area;
  const { subnets, firewallAddress } = environment.network;
  const { privateEndpoints, applications, data, functions } = subnets;
  const asksForSql = environment.integration?.sql !== undefined;
  const outbound = (own: string): Rule[] => [
    allowTo('allow-endpoints-out', 100, own, privateEndpoints),
    allowTo('allow-data-out', 105, own, data),
    ...(asksForSql ? [allowTo('allow-sql-out', 106, own, data, sqlPort)] : []),
    allowTo('allow-entra-out', 110, own, 'AzureActiveDirectory'),
    allowTo('allow-monitor-out', 120, own, 'AzureMonitor'),
  ];
  return [
    virtualNetwork(area),
    routeTable(area, firewallAddress),
    ...subnet(area, {
      name: names.endpointSubnet,
      securityGroup: names.endpointRules,
      range: privateEndpoints,
      rules: [
        allowFrom('allow-applications-in', 100, applications, privateEndpoints),
        allowFrom('allow-functions-in', 110, functions, privateEndpoints),
      ],
      more: { privateEndpointNetworkPolicies: 'Enabled' },
    }),
    ...subnet(area, {
      name: names.applicationSubnet,
      securityGroup: names.applicationRules,
      range: applications,
      rules: outbound(applications),
      more: {},
    }),
    ...subnet(area, {
      name: names.dataSubnet,
      securityGroup: names.dataRules,
      range: data,
      rules: [
        allowFrom('allow-applications-in', 100, applications, data),
        allowFrom('allow-functions-in', 110, functions, data),
        ...(asksForSql
          ? [
              allowFrom('allow-applications-sql-in', 120, applications, data, sqlPort),
              allowFrom('allow-functions-sql-in', 130, functions, data, sqlPort),
            ]
          : []),
      ],
      more: { privateEndpointNetworkPolicies: 'Enabled' },
    }),
    ...subnet(area, {
      name: names.functionSubnet,
      securityGroup: names.functionRules,
      range: functions,
      rules: [
        ...outbound(functions),
        // Keys are made anew through ARM, which has no private address.
        ...(isRotated(environment)
          ? [allowTo('allow-resource-manager-out', 130, functions, 'AzureResourceManager')]
          : []),
      ],
      more: {
        delegations: [{ name: 'functions', properties: { serviceName: 'Microsoft.App/environments' } }],
      },
    }),
  ];
}

/** Ids of the security groups of all subnets that are created. */
export function securityGroupIds({ ids, names, stamp }: Area): string[] {
  if (stamp.environment.network.mode === 'existing') return [];
  return [names.endpointRules, names.applicationRules, names.dataRules, names.functionRules].map((name) =>
    securityGroupId(ids, name),
  );
}

function securityGroupId(ids: Ids, name: string): string {
  return `${ids.networkGroup}/providers/Microsoft.Network/networkSecurityGroups/${name}`;
}

function virtualNetwork({ ids, region, tags, stamp }: Area): DesignedResource {
  return resource({
    id: ids.virtualNetwork,
    type: 'Microsoft.Network/virtualNetworks',
    noun: 'virtual network',
    step: 'Network',
    // Subnets are resources of their own: a network that is put without them leaves them alone.
    body: {
      location: region,
      tags,
      properties: { addressSpace: { addressPrefixes: [stamp.environment.addressSpace] } },
    },
  });
}

/** Drops traffic to the tenant's other environments, even if somebody should peer the networks. */
function routeTable(
  { ids, region, tags, stamp }: Area,
  firewallAddress: string | undefined,
): DesignedResource {
  const others = stamp.tenant.environments.filter((other) => other.name !== stamp.environment.name);
  const drops = others.map((other) => ({
    name: `drop-${other.name}`,
    properties: { addressPrefix: other.addressSpace, nextHopType: 'None' },
  }));
  const firewall = firewallAddress
    ? [
        {
          name: 'default-to-firewall',
          properties: {
            addressPrefix: '0.0.0.0/0',
            nextHopType: 'VirtualAppliance',
            nextHopIpAddress: firewallAddress,
          },
        },
      ]
    : [];
  return resource({
    id: ids.routeTable,
    type: 'Microsoft.Network/routeTables',
    noun: 'route table',
    step: 'Network',
    body: {
      location: region,
      tags,
      properties: { disableBgpRoutePropagation: true, routes: [...drops, ...firewall] },
    },
  });
}

function subnet(
  area: Area,
  given: { name: string; securityGroup: string; range: string; rules: readonly Rule[]; more: JsonObject },
): DesignedResource[] {
  const { ids, region, tags } = area;
  const securityGroup = securityGroupId(ids, given.securityGroup);
  return [
    resource({
      id: securityGroup,
      type: 'Microsoft.Network/networkSecurityGroups',
      noun: 'network security group',
      step: 'Network',
      body: { location: region, tags, properties: { securityRules: [...given.rules, ...denyAll] } },
    }),
    resource({
      id: `${ids.virtualNetwork}/subnets/${given.name}`,
      type: 'Microsoft.Network/virtualNetworks/subnets',
      noun: 'subnet',
      step: 'Network',
      body: {
        properties: {
          addressPrefix: given.range,
          networkSecurityGroup: { id: securityGroup },
          routeTable: { id: ids.routeTable },
          defaultOutboundAccess: false,
          privateLinkServiceNetworkPolicies: 'Enabled',
          ...given.more,
        },
      },
      dependsOn: [securityGroup, ids.routeTable],
    }),
  ];
}

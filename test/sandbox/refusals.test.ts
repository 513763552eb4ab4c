import { beforeAll, describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../src/sandbox/json.ts';
import { hubNetwork, hubZones } from '../../src/sandbox/microsoft.network/seed.ts';
import { cloneSandbox } from '../../src/sandbox/sandbox.ts';
import {
  helvetiaAiDev,
  helvetiaAiProd,
  helvetiaCare,
  helvetiaLegacy,
  juraAiDev,
  juraBank,
} from '../../src/sandbox/seed-directories.ts';
import { endpointBody, group, rule } from '../kit/estate.ts';
import { type Cloud, cloudOf, openCloud, subscriptionPath } from '../kit/sandbox.ts';
import { assignmentOf, builtInId, definitionOf, ruleOf } from './policies.ts';
import { all, buildWhole, versioned, whole } from './whole-estate.ts';

/** Where a rule is told. What no public text settles is marked as assumed, and docs/sandbox.md says so too. */
const source = {
  contract: 'Azure/azure-resource-manager-rpc v1.0',
  errors: 'MicrosoftDocs/azure-docs, azure-resource-manager/troubleshooting/common-deployment-errors.md',
  naming: 'MicrosoftDocs/azure-docs, azure-resource-manager/management/resource-name-rules.md',
  limits: 'MicrosoftDocs/azure-docs, azure-resource-manager/management/request-limits-and-throttling.md',
  locks: 'MicrosoftDocs/azure-docs, azure-resource-manager/management/lock-resources.md',
  groupDelete: 'MicrosoftDocs/azure-docs, azure-resource-manager/management/delete-resource-group.md',
  types: 'Azure/bicep-types-az, generated types',
  emulators: 'recorded answers in tests of azure-sdk-for-net and azure-cli',
  subnets: 'MicrosoftDocs/azure-docs#123869',
  inUse: 'hashicorp/terraform-provider-azurerm#4784',
  omitted: 'Azure/bicep#12540',
  parallel: 'hashicorp/terraform-provider-azurerm#3780',
  referenced: 'hashicorp/terraform#7986',
  race: 'hashicorp/terraform-provider-azurerm#31712',
  zoneGroups: 'pulumi/pulumi-azure-native#2179',
  zoneLimit: 'Azure/ResourceModules#1673',
  overlapping: 'microsoft-foundry/foundry-samples#214',
  stale: 'Azure/azure-powershell#9537',
  linked: 'Azure/azure-sdk-for-go#14306',
  deploymentLane: 'hashicorp/terraform-provider-azurerm#22607',
  quota: 'microsoft/PubSec-Info-Assistant#880',
  modelSku: 'Azure/azure-dev#6727',
  retired: 'Microsoft, Azure OpenAI model retirements; code from public runbooks',
  restore: 'Azure/azure-cli#18146',
  subdomain: 'Azure-Samples/azuresandbox#164',
  noKeys: 'Azure/terraform-azurerm-avm-res-cognitiveservices-account#130',
  accountPurge: 'Azure/bicep-types-az#1660',
  vaultErrors: 'MicrosoftDocs/azure-security-docs, key-vault/general/common-error-codes.md',
  softDelete: 'MicrosoftDocs/azure-security-docs, key-vault/general/soft-delete-overview.md',
  recover: 'hashicorp/terraform-provider-azurerm#12972',
  vaultPurge: 'hashicorp/terraform-provider-azurerm#8968',
  noDelete: '@azure/arm-keyvault 5.0: vaults/keys and vaults/secrets have no delete',
  principal: 'MicrosoftDocs/azure-docs#103085',
  twin: 'Azure/arm-template-whatif#322',
  reuse: 'Azure-Samples/graphrag-accelerator#168',
  pim: 'MicrosoftDocs/azure-docs#80426',
  registration: 'microsoft/foundry-dev-tools#762',
  wrongDirectory: 'Azure/LogicAppsUX#9068',
  expired: 'hashicorp/terraform-provider-azurerm#20867',
  lockDelete: 'hashicorp/terraform-provider-azurerm#17478',
  diagnostics: 'Azure/bicep-registry-modules#3407',
  alerts: 'Azure/bicep#11378',
  policyShape: 'MicrosoftDocs/azure-docs, automation/enforce-job-execution-hybrid-worker.md',
  policyTests: 'Azure/azure-sdk-for-net, LivePolicyTests.cs',
  policyIdentity: 'Azure/azure-powershell#11996',
  policyValues: 'Azure/terraform-azurerm-caf-enterprise-scale#1313',
  policyParameters: 'Azure/terraform-azurerm-caf-enterprise-scale#282',
  policyAlias: 'Azure/azure-policy#363',
  policyRule: 'MicrosoftDocs/azure-docs#13435',
  policyInUse: 'azuredemoenvironment/ade#37',
  builtIns: 'Azure/azure-policy, built-in-policies',
  assumed: 'assumed',
} as const;

type Method = 'GET' | 'PUT' | 'PATCH' | 'POST' | 'DELETE';

interface Row {
  readonly name: string;
  readonly request: readonly [method: Method, path: string, body?: unknown];
  readonly status: number;
  readonly code: string;
  readonly source: string;
  /** What has to be so before. */
  readonly arrange?: (cloud: Cloud) => Promise<unknown>;
  readonly headers?: { readonly [name: string]: string };
  /** Who asks; default: the owner. */
  readonly as?: string;
}

function row(
  name: string,
  method: Method,
  path: string,
  body: unknown,
  refusal: string,
  from: keyof typeof source,
  more: Partial<Pick<Row, 'arrange' | 'headers' | 'as'>> = {},
): Row {
  const [status = '', code = ''] = refusal.split(' ');
  return { name, request: [method, path, body], status: Number(status), code, source: source[from], ...more };
}

/** The valid body of a resource with one value changed; `undefined` takes it out. */
function but(name: keyof typeof all, path: string, value: unknown): JsonObject {
  const body = structuredClone(whole[name]) as JsonObject;
  const steps = path.split('.');
  let here = body as { [key: string]: Json };
  for (const step of steps.slice(0, -1)) {
    here[step] ??= {};
    here = here[step] as { [key: string]: Json };
  }
  here[steps.at(-1) ?? ''] = value as Json;
  return JSON.parse(JSON.stringify(body)) as JsonObject;
}

const network = `${group}/providers/Microsoft.Network`;
const authorization = `${subscriptionPath}/providers/Microsoft.Authorization`;
const location = 'switzerlandnorth';
const newVnet = `${network}/virtualNetworks/vnet-new`;
const sibling = `${all.vnet}/subnets/other`;
const newVault = `${group}/providers/Microsoft.KeyVault/vaults/kv-other-test`;
const newAccount = `${group}/providers/Microsoft.CognitiveServices/accounts/oai-other`;
const newEndpoint = `${network}/privateEndpoints/pep-new`;
const newDeployment = `${all.account}/deployments/other`;
const deletedVault = `${subscriptionPath}/providers/Microsoft.KeyVault/locations/${location}/deletedVaults/kv-other-test`;
const deletedAccount = `${subscriptionPath}/providers/Microsoft.CognitiveServices/locations/${location}/resourceGroups/rg-test/deletedAccounts/oai-other`;
const guid = '00000000-0000-4000-8000-00000000000f';
const newGrant = `${group}/providers/Microsoft.Authorization/roleAssignments/${guid}`;

const put = (path: string, body: unknown) => async (cloud: Cloud) => {
  const { status, body: answer } = await cloud.call('PUT', versioned(path), body);
  if (status >= 300) throw new Error(`${path}: ${status} ${JSON.stringify(answer)}`);
};
const settled = (path: string, body: unknown) => async (cloud: Cloud) => {
  await put(path, body)(cloud);
  cloud.pass(120_000);
};
const removed = (path: string) => async (cloud: Cloud) => {
  const { status, body } = await cloud.call('DELETE', versioned(path));
  if (status >= 300) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
  cloud.pass(120_000);
};
const inOrder =
  (...steps: ((cloud: Cloud) => Promise<unknown>)[]) =>
  async (cloud: Cloud) => {
    for (const step of steps) await step(cloud);
  };
const vaultBody = (changes: JsonObject = {}): JsonObject => ({
  location,
  properties: {
    tenantId: helvetiaCare.id,
    sku: { family: 'A', name: 'standard' },
    softDeleteRetentionInDays: 7,
    ...changes,
  },
});
const accountBody = (changes: JsonObject = {}): JsonObject => ({
  location,
  kind: 'OpenAI',
  sku: { name: 'S0' },
  properties: { customSubDomainName: 'oai-other', publicNetworkAccess: 'Disabled', ...changes },
});
const deploymentBody = (sku: JsonObject | undefined, model: JsonObject) =>
  JSON.parse(JSON.stringify({ sku, properties: { model: { format: 'OpenAI', ...model } } })) as JsonObject;
const mini = { name: 'gpt-5.4-mini', version: '2026-03-17' };
const one = { name: 'GlobalStandard', capacity: 1 };
const grant = (changes: JsonObject = {}) => ({
  properties: {
    roleDefinitionId: `${authorization}/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7`,
    principalId: '1e0a5d42-71c8-4b3e-a6d9-0f2c8b7e6a03',
    ...changes,
  },
});
const rules = (...changes: JsonObject[]) => ({
  location,
  properties: {
    securityRules: changes.map((change, index) => ({ name: `r${index}`, properties: rule(change) })),
  },
});
const tagPolicy = put(
  `${authorization}/policyAssignments/tag`,
  assignmentOf(builtInId('tag'), { tagName: 'owner' }),
);
const deny = (name: Parameters<typeof builtInId>[0], values: { [name: string]: Json } = { effect: 'Deny' }) =>
  put(`${authorization}/policyAssignments/deny`, assignmentOf(builtInId(name), values));
const token = (claims: object): { authorization: string } => ({
  authorization: `Bearer x.${Buffer.from(JSON.stringify({ aud: 'https://management.azure.com', exp: 9e9, oid: '1e0a5d42-71c8-4b3e-a6d9-0f2c8b7e6a01', tid: helvetiaCare.id, ...claims })).toString('base64url')}.x`,
});

const frontDoor: readonly Row[] = [
  row('no token', 'GET', group, undefined, '401 AuthenticationFailed', 'emulators', {
    headers: { authorization: '' },
  }),
  row('a broken token', 'GET', group, undefined, '401 AuthenticationFailed', 'emulators', {
    headers: { authorization: 'Bearer broken' },
  }),
  row(
    'a token for another audience',
    'GET',
    group,
    undefined,
    '401 InvalidAuthenticationToken',
    'emulators',
    { headers: token({ aud: 'https://vault.azure.net' }) },
  ),
  row('an expired token', 'GET', group, undefined, '401 ExpiredAuthenticationToken', 'expired', {
    headers: token({ exp: 1 }),
  }),
  row(
    'a token of another directory',
    'GET',
    group,
    undefined,
    '401 InvalidAuthenticationTokenTenant',
    'wrongDirectory',
    { headers: token({ tid: juraBank.id }) },
  ),
  row(
    'a subscription of another directory',
    'GET',
    `/subscriptions/${juraAiDev.id}/resourceGroups`,
    undefined,
    '401 InvalidAuthenticationTokenTenant',
    'wrongDirectory',
    { headers: token({}) },
  ),
  row(
    'an unknown subscription',
    'GET',
    '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups',
    undefined,
    '404 SubscriptionNotFound',
    'errors',
  ),
  row(
    'no api-version',
    'GET',
    `${group}?x=1&api-version=`,
    undefined,
    '400 MissingApiVersionParameter',
    'emulators',
  ),
  row(
    'a malformed api-version',
    'GET',
    `${group}?api-version=latest`,
    undefined,
    '400 InvalidApiVersionParameter',
    'emulators',
  ),
  row(
    'an api-version that never was',
    'GET',
    `${all.vnet}?api-version=1999-01-01`,
    undefined,
    '400 NoRegisteredProviderFound',
    'errors',
  ),
  row(
    'an unknown namespace',
    'PUT',
    `${group}/providers/Contoso.Safes/safes/x`,
    { location },
    '404 InvalidResourceNamespace',
    'errors',
  ),
  row('an unknown type', 'PUT', `${network}/safes/x`, { location }, '404 InvalidResourceType', 'errors'),
  row(
    'an unknown action',
    'POST',
    `${all.account}/listSecrets`,
    undefined,
    '404 InvalidResourceType',
    'errors',
  ),
  row(
    'a published type that is not modelled',
    'PUT',
    `${network}/natGateways/x`,
    { location },
    '501 SandboxNotModelled',
    'types',
  ),
  row(
    'a type at the wrong scope',
    'PUT',
    `${subscriptionPath}/providers/Microsoft.Network/routeTables/x`,
    { location },
    '400 MismatchingResourceSegments',
    'errors',
  ),
  row('a path that leads nowhere', 'GET', '/somewhere', undefined, '404 NotFound', 'assumed'),
  row(
    'a segment that is not encoded properly',
    'GET',
    `${group}%E0%A4%A`,
    undefined,
    '400 InvalidRequestUri',
    'assumed',
  ),
  row('a PUT without a body', 'PUT', group, undefined, '400 MissingRequestBody', 'assumed'),
  row(
    'a body deeper than ARM reads',
    'PUT',
    group,
    JSON.parse(`{"a":${'['.repeat(80)}${']'.repeat(80)}}`),
    '400 InvalidRequestContent',
    'assumed',
  ),
  row(
    'a write to a disabled subscription',
    'PUT',
    `/subscriptions/${helvetiaLegacy.id}/resourceGroups/rg`,
    { location },
    '409 ReadOnlyDisabledSubscription',
    'assumed',
  ),
  row(
    'a provider that is not registered',
    'PUT',
    `/subscriptions/${helvetiaAiProd.id}/resourceGroups/rg-prod/providers/Microsoft.OperationalInsights/workspaces/log-prod`,
    whole.workspace,
    '409 MissingSubscriptionRegistration',
    'registration',
    { arrange: put(`/subscriptions/${helvetiaAiProd.id}/resourceGroups/rg-prod`, { location }) },
  ),
  row('more reads than the bucket holds', 'GET', group, undefined, '429 TooManyRequests', 'limits', {
    arrange: async (cloud) => {
      for (let index = 0; index < 250; index += 1) await cloud.call('GET', versioned(group));
    },
  }),
  row('more writes than the bucket holds', 'PUT', group, whole.group, '429 TooManyRequests', 'limits', {
    arrange: async (cloud) => {
      for (let index = 0; index < 200; index += 1) await cloud.call('PUT', versioned(group), whole.group);
    },
  }),
];

const groups: readonly Row[] = [
  row('a group that is not there', 'GET', `${group}-2`, undefined, '404 ResourceGroupNotFound', 'errors'),
  row(
    'a resource of a group that is not there',
    'PUT',
    all.vnet.replace('rg-test', 'rg-2'),
    whole.vnet,
    '404 ResourceGroupNotFound',
    'errors',
  ),
  row(
    'deleting a group that is not there',
    'DELETE',
    `${group}-2`,
    undefined,
    '404 ResourceGroupNotFound',
    'groupDelete',
  ),
  row(
    'a group name that ends with a dot',
    'PUT',
    `${subscriptionPath}/resourceGroups/rg.`,
    { location },
    '400 InvalidResourceGroup',
    'naming',
  ),
  row(
    'a group name of 91 characters',
    'PUT',
    `${subscriptionPath}/resourceGroups/${'x'.repeat(91)}`,
    { location },
    '400 InvalidResourceGroup',
    'naming',
  ),
  row('a group without a region', 'PUT', `${group}-2`, { tags: {} }, '400 InvalidRequestContent', 'types'),
  row(
    'a group in a region that is not offered',
    'PUT',
    `${group}-2`,
    { location: 'mars' },
    '400 LocationNotAvailableForResourceType',
    'errors',
  ),
  row(
    'a group that exists elsewhere',
    'PUT',
    group,
    { location: 'westeurope' },
    '409 InvalidResourceGroupLocation',
    'errors',
  ),
  row(
    'an unknown member of a group',
    'PUT',
    `${group}-2`,
    { location, owner: 'me' },
    '400 InvalidRequestContent',
    'contract',
  ),
  row(
    '51 tags',
    'PUT',
    `${group}-2`,
    { location, tags: Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`t${index}`, ''])) },
    '400 InvalidRequestContent',
    'naming',
  ),
  row(
    'a write into a group that is being deleted',
    'PUT',
    `${group}-2/providers/Microsoft.Network/routeTables/x`,
    whole.routeTable,
    '409 ResourceGroupBeingDeleted',
    'errors',
    {
      arrange: async (cloud) => {
        await put(`${group}-2`, { location })(cloud);
        await cloud.call('DELETE', versioned(`${group}-2`));
      },
    },
  ),
  row('PATCH of what is not there', 'PATCH', newVnet, { tags: {} }, '404 ResourceNotFound', 'contract'),
  row(
    'an action on what is not there',
    'POST',
    `${newAccount}/listKeys`,
    undefined,
    '404 ResourceNotFound',
    'errors',
  ),
  row(
    'tags of what is not there',
    'PUT',
    `${newVnet}/providers/Microsoft.Resources/tags/default`,
    { properties: { tags: {} } },
    '404 ResourceNotFound',
    'errors',
  ),
  row(
    'a filter that ARM does not know',
    'GET',
    `${subscriptionPath}/resources?$filter=colour`,
    undefined,
    '400 InvalidFilterInQueryString',
    'assumed',
  ),
];

const networks: readonly Row[] = [
  row(
    'a network without address space',
    'PUT',
    newVnet,
    { location, properties: {} },
    '400 InvalidRequestFormat',
    'types',
  ),
  row(
    'an unknown property of a network',
    'PUT',
    newVnet,
    but('vnet', 'properties.speed', 1),
    '400 InvalidRequestFormat',
    'types',
  ),
  row(
    'a malformed prefix',
    'PUT',
    newVnet,
    but('vnet', 'properties.addressSpace.addressPrefixes', ['10.0.0/16']),
    '400 InvalidAddressPrefixFormat',
    'errors',
  ),
  row(
    'a prefix with host bits',
    'PUT',
    newVnet,
    but('vnet', 'properties.addressSpace.addressPrefixes', ['10.0.0.1/16']),
    '400 InvalidCIDRNotation',
    'errors',
  ),
  row(
    'prefixes of one network that overlap',
    'PUT',
    newVnet,
    but('vnet', 'properties.addressSpace.addressPrefixes', ['10.0.0.0/16', '10.0.1.0/24']),
    '400 VnetAddressSpacesOverlap',
    'assumed',
  ),
  row(
    'a network that is moved',
    'PUT',
    all.vnet,
    but('vnet', 'location', 'westeurope'),
    '409 InvalidResourceLocation',
    'errors',
  ),
  row(
    'a name of one character',
    'PUT',
    `${network}/virtualNetworks/v`,
    whole.vnet,
    '400 InvalidResourceName',
    'naming',
  ),
  row(
    'another name in the body',
    'PUT',
    newVnet,
    but('vnet', 'name', 'vnet-old'),
    '400 InvalidRequestFormat',
    'contract',
  ),
  row(
    'another id in the body',
    'PUT',
    newVnet,
    but('vnet', 'id', all.vnet),
    '400 InvalidRequestFormat',
    'contract',
  ),
  row(
    "a state that is not the server's",
    'PUT',
    all.vnet,
    but('vnet', 'properties.provisioningState', 'Failed'),
    '400 InvalidRequestFormat',
    'contract',
  ),
  row(
    'a network that shrinks away from its subnet',
    'PUT',
    all.vnet,
    but('vnet', 'properties.addressSpace.addressPrefixes', ['10.40.2.0/24']),
    '400 NetcfgSubnetRangeOutsideVnet',
    'subnets',
  ),
  row(
    'a subnet outside of its network',
    'PUT',
    sibling,
    { properties: { addressPrefix: '10.50.0.0/24' } },
    '400 NetcfgSubnetRangeOutsideVnet',
    'subnets',
  ),
  row(
    'a subnet over its sibling',
    'PUT',
    sibling,
    { properties: { addressPrefix: '10.40.0.32/27' } },
    '400 NetcfgSubnetRangesOverlap',
    'subnets',
  ),
  row(
    'a subnet smaller than /29',
    'PUT',
    sibling,
    { properties: { addressPrefix: '10.40.1.0/30' } },
    '400 NetcfgInvalidSubnet',
    'subnets',
  ),
  row(
    'a subnet without its network',
    'PUT',
    `${newVnet}/subnets/s`,
    whole.subnet,
    '404 ParentResourceNotFound',
    'errors',
  ),
  row(
    'a subnet with a security group that is not there',
    'PUT',
    sibling,
    { properties: { addressPrefix: '10.40.1.0/27', networkSecurityGroup: { id: `${all.securityGroup}x` } } },
    '400 InvalidResourceReference',
    'errors',
  ),
  row(
    'a subnet with an unknown delegation',
    'PUT',
    sibling,
    {
      properties: {
        addressPrefix: '10.40.1.0/27',
        delegations: [{ name: 'd', properties: { serviceName: 'Contoso/x' } }],
      },
    },
    '400 InvalidServiceNameOnDelegation',
    'assumed',
  ),
  row(
    'a second write to a network',
    'PUT',
    sibling,
    { properties: { addressPrefix: '10.40.1.0/27' } },
    '409 AnotherOperationInProgress',
    'parallel',
    { arrange: put(all.vnet, whole.vnet) },
  ),
  row(
    'deleting a subnet that holds an endpoint',
    'DELETE',
    all.subnet,
    undefined,
    '400 InUseSubnetCannotBeDeleted',
    'inUse',
  ),
  row(
    'deleting a network that holds an endpoint',
    'DELETE',
    all.vnet,
    undefined,
    '400 InUseSubnetCannotBeDeleted',
    'inUse',
  ),
  row(
    'a network PUT that leaves out a subnet in use',
    'PUT',
    all.vnet,
    but('vnet', 'properties.subnets', []),
    '400 InUseSubnetCannotBeDeleted',
    'omitted',
  ),
  row(
    'resizing a subnet in use',
    'PUT',
    all.subnet,
    but('subnet', 'properties.addressPrefix', '10.40.0.0/25'),
    '400 InUsePrefixCannotBeDeleted',
    'inUse',
  ),
  row(
    'connections flushed in words',
    'PUT',
    all.securityGroup,
    but('securityGroup', 'properties.flushConnection', 'yes'),
    '400 InvalidRequestFormat',
    'errors',
  ),
  row(
    'connections flushed before an api-version knows of it',
    'PUT',
    `${all.securityGroup}?api-version=2020-06-01`,
    but('securityGroup', 'properties.flushConnection', true),
    '400 InvalidRequestFormat',
    'errors',
  ),
  row(
    'a rule of a taken priority',
    'PUT',
    `${all.securityGroup}/securityRules/twin`,
    but('securityRule', 'properties.destinationPortRange', '80'),
    '400 SecurityRuleConflict',
    'errors',
  ),
  row(
    'a priority below 100',
    'PUT',
    `${network}/networkSecurityGroups/nsg-2`,
    rules({ priority: 99 }),
    '400 SecurityRuleInvalidPriority',
    'types',
  ),
  row(
    'a priority above 4096',
    'PUT',
    `${network}/networkSecurityGroups/nsg-2`,
    rules({ priority: 4097 }),
    '400 SecurityRuleInvalidPriority',
    'types',
  ),
  row(
    'a rule with the singular and the plural',
    'PUT',
    `${network}/networkSecurityGroups/nsg-2`,
    rules({ destinationPortRanges: ['443'] } as never),
    '400 SecurityRuleParameterContainsBothSingularAndPlural',
    'emulators',
  ),
  row(
    'a broken source of a rule',
    'PUT',
    `${network}/networkSecurityGroups/nsg-2`,
    rules({ sourceAddressPrefix: '10.0.0.300' }),
    '400 SecurityRuleInvalidAddressPrefix',
    'emulators',
  ),
  row(
    'an unknown protocol',
    'PUT',
    `${network}/networkSecurityGroups/nsg-2`,
    rules({ protocol: 'Sctp' }),
    '400 InvalidRequestFormat',
    'types',
  ),
  row(
    'a security group in use',
    'DELETE',
    all.securityGroup,
    undefined,
    '400 InUseNetworkSecurityGroupCannotBeDeleted',
    'inUse',
    {
      arrange: settled(
        all.subnet,
        but('subnet', 'properties.networkSecurityGroup', { id: all.securityGroup }),
      ),
    },
  ),
  row(
    'a route table in use',
    'DELETE',
    all.routeTable,
    undefined,
    '400 InUseRouteTableCannotBeDeleted',
    'inUse',
    { arrange: settled(all.subnet, but('subnet', 'properties.routeTable', { id: all.routeTable })) },
  ),
  row(
    'a number where text belongs',
    'PUT',
    newVnet,
    but('vnet', 'properties.addressSpace.addressPrefixes', [10]),
    '400 InvalidRequestFormat',
    'types',
  ),
  row('a subnet without a prefix', 'PUT', sibling, { properties: {} }, '400 NetcfgInvalidSubnet', 'subnets'),
  row(
    'an unknown policy for endpoints',
    'PUT',
    sibling,
    { properties: { addressPrefix: '10.40.1.0/27', privateEndpointNetworkPolicies: 'Perhaps' } },
    '400 InvalidRequestFormat',
    'types',
  ),
  row(
    'two rules of one priority',
    'PUT',
    `${network}/networkSecurityGroups/nsg-2`,
    rules({ priority: 200 }, { priority: 200 }),
    '400 SecurityRuleConflict',
    'errors',
  ),
  row(
    'a rule without ports',
    'PUT',
    `${network}/networkSecurityGroups/nsg-2`,
    rules({ destinationPortRange: '' }),
    '400 SecurityRuleInvalidParameter',
    'assumed',
  ),
  row(
    'a port above 65535',
    'PUT',
    `${network}/networkSecurityGroups/nsg-2`,
    rules({ destinationPortRange: '70000' }),
    '400 SecurityRuleInvalidPortRange',
    'assumed',
  ),
  row(
    'a next hop address without an appliance',
    'PUT',
    all.route,
    { properties: { addressPrefix: '10.0.0.0/8', nextHopType: 'None', nextHopIpAddress: '10.0.0.4' } },
    '400 InvalidRouteNextHop',
    'assumed',
  ),
  row(
    'a next hop without an address',
    'PUT',
    all.route,
    { properties: { addressPrefix: '10.0.0.0/8', nextHopType: 'VirtualAppliance' } },
    '400 InvalidRouteNextHop',
    'assumed',
  ),
  row(
    'a route with host bits',
    'PUT',
    all.route,
    { properties: { addressPrefix: '10.0.0.1/8', nextHopType: 'None' } },
    '400 InvalidCIDRNotation',
    'errors',
  ),
  row(
    'a peering with itself',
    'PUT',
    `${all.vnet}/virtualNetworkPeerings/self`,
    { properties: { remoteVirtualNetwork: { id: all.vnet } } },
    '400 CannotPeerVnetWithItself',
    'assumed',
  ),
  row(
    'a peering with nothing',
    'PUT',
    `${all.vnet}/virtualNetworkPeerings/none`,
    { properties: { remoteVirtualNetwork: { id: newVnet } } },
    '400 InvalidResourceReference',
    'errors',
  ),
  row(
    'a second peering with one network',
    'PUT',
    `${all.vnet}/virtualNetworkPeerings/again`,
    { properties: { remoteVirtualNetwork: { id: hubNetwork } } },
    '400 AnotherPeeringAlreadyReferencesRemoteVnet',
    'emulators',
  ),
  row(
    'a peering over overlapping addresses',
    'PUT',
    `${newVnet}/virtualNetworkPeerings/p`,
    { properties: { remoteVirtualNetwork: { id: hubNetwork } } },
    '400 VnetAddressSpacesOverlap',
    'assumed',
    { arrange: settled(newVnet, but('vnet', 'properties.addressSpace.addressPrefixes', ['10.0.0.0/20'])) },
  ),
  row(
    "a network interface of one's own",
    'PUT',
    `${network}/networkInterfaces/nic`,
    { location, properties: {} },
    '405 MethodNotAllowed',
    'assumed',
  ),
  row('a stale ETag', 'PUT', all.routeTable, whole.routeTable, '412 PreconditionFailed', 'contract', {
    headers: { 'if-match': 'W/"00000000-0000-0000-0000-000000000000"' },
  }),
  row('creating what exists', 'PUT', all.text, whole.text, '412 PreconditionFailed', 'contract', {
    headers: { 'if-none-match': '*' },
  }),
];

const endpoints: readonly Row[] = [
  row(
    'the wrong group id',
    'PUT',
    newEndpoint,
    endpointBody(all.vault, 'account'),
    '400 PrivateEndpointGroupIdNotFound',
    'assumed',
  ),
  row(
    'a target that is not there',
    'PUT',
    newEndpoint,
    endpointBody(newVault, 'vault'),
    '400 InvalidResourceReference',
    'errors',
  ),
  row(
    'a target without private link',
    'PUT',
    newEndpoint,
    endpointBody(all.zone, 'vault'),
    '400 InvalidResourceReference',
    'errors',
  ),
  row(
    'a subnet that is not there',
    'PUT',
    newEndpoint,
    endpointBody(all.vault, 'vault', { subnet: { id: sibling } }),
    '400 InvalidResourceReference',
    'errors',
  ),
  row(
    'another region than the network',
    'PUT',
    newEndpoint,
    { ...endpointBody(all.vault, 'vault'), location: 'westeurope' },
    '400 InvalidResourceReference',
    'errors',
  ),
  row(
    'an account that was just written to',
    'PUT',
    newEndpoint,
    endpointBody(all.account, 'account'),
    '400 AccountProvisioningStateInvalid',
    'race',
    {
      arrange: async (cloud) => {
        await cloud.call('PATCH', versioned(all.account), { tags: { a: 'b' } });
        cloud.pass(8_000);
      },
    },
  ),
  row(
    'a subnet in change',
    'PUT',
    newEndpoint,
    endpointBody(all.vault, 'vault'),
    '429 RetryableError',
    'referenced',
    { arrange: put(all.subnet, whole.subnet) },
  ),
  row(
    'an address outside of the subnet',
    'PUT',
    newEndpoint,
    endpointBody(all.vault, 'vault', {
      ipConfigurations: [
        { name: 'a', properties: { groupId: 'vault', memberName: 'default', privateIPAddress: '10.40.1.9' } },
      ],
    }),
    '400 PrivateIPAddressNotInSubnet',
    'errors',
  ),
  row(
    'a reserved address',
    'PUT',
    newEndpoint,
    endpointBody(all.vault, 'vault', {
      ipConfigurations: [
        { name: 'a', properties: { groupId: 'vault', memberName: 'default', privateIPAddress: '10.40.0.3' } },
      ],
    }),
    '400 PrivateIPAddressInReservedRange',
    'errors',
  ),
  row(
    'a subnet without room',
    'PUT',
    newEndpoint,
    endpointBody(all.vault, 'vault', { subnet: { id: sibling } }),
    '400 SubnetIsFull',
    'errors',
    {
      arrange: inOrder(
        settled(sibling, { properties: { addressPrefix: '10.40.1.0/29' } }),
        ...['a', 'b', 'c'].map((name) =>
          settled(`${newEndpoint}-${name}`, endpointBody(all.vault, 'vault', { subnet: { id: sibling } })),
        ),
      ),
    },
  ),
  row(
    'another target for an endpoint',
    'PUT',
    all.endpoint,
    endpointBody(all.account, 'account'),
    '400 PrivateEndpointPropertyCannotBeChanged',
    'assumed',
  ),
  row(
    'no right on the target',
    'PUT',
    newEndpoint,
    endpointBody(all.vault, 'vault'),
    '403 LinkedAuthorizationFailed',
    'linked',
    {
      as: 'reader',
      arrange: async (cloud) => {
        await put(
          newGrant,
          grant({
            roleDefinitionId: `${authorization}/roleDefinitions/4d97b98b-1d4f-4787-a291-c67834d212e7`,
          }),
        )(cloud);
        cloud.pass(5_000);
      },
    },
  ),
  row(
    'a second zone group',
    'PUT',
    `${all.endpoint}/privateDnsZoneGroups/second`,
    whole.zoneGroup,
    '400 MoreThanOnePrivateDnsZoneGroupPerPrivateEndpointNotAllowed',
    'zoneGroups',
  ),
  row(
    'a zone group of six zones',
    'PUT',
    all.zoneGroup,
    {
      properties: {
        privateDnsZoneConfigs: Array.from({ length: 6 }, (_, index) => ({
          name: `z${index}`,
          properties: { privateDnsZoneId: all.zone },
        })),
      },
    },
    '400 PrivateDnsZoneConfigsLimitReached',
    'zoneLimit',
  ),
  row(
    'a zone group with what is no zone',
    'PUT',
    all.zoneGroup,
    { properties: { privateDnsZoneConfigs: [{ name: 'z', properties: { privateDnsZoneId: all.vnet } }] } },
    '400 InvalidPrivateDnsZoneIds',
    'assumed',
  ),
  row(
    'a zone in a region',
    'PUT',
    `${network}/privateDnsZones/example.test`,
    { location },
    '400 LocationNotAvailableForResourceType',
    'types',
  ),
  row(
    'a zone of one label',
    'PUT',
    `${network}/privateDnsZones/local`,
    { location: 'global' },
    '400 InvalidResourceName',
    'naming',
  ),
  row('a zone that is linked', 'DELETE', all.zone, undefined, '409 CannotDeleteResource', 'assumed'),
  row(
    'two zones of one name for one network',
    'PUT',
    `${hubZones[2] ?? ''}/virtualNetworkLinks/mine`,
    whole.link,
    '400 BadRequest',
    'overlapping',
  ),
  row('a link to a network that was made again', 'PUT', all.link, whole.link, '409 Conflict', 'stale', {
    arrange: inOrder(
      removed(all.zoneGroup),
      removed(all.endpoint),
      removed(all.vnet),
      settled(all.vnet, whole.vnet),
    ),
  }),
  row(
    'a record with a broken address',
    'PUT',
    all.record,
    { properties: { ttl: 60, aRecords: [{ ipv4Address: '10.0.0.256' }] } },
    '400 BadRequest',
    'assumed',
  ),
  row('the SOA record of a zone', 'DELETE', `${all.zone}/SOA/@`, undefined, '400 BadRequest', 'assumed'),
];

const vaults: readonly Row[] = [
  row(
    'a name with two hyphens together',
    'PUT',
    `${group}/providers/Microsoft.KeyVault/vaults/kv--x`,
    vaultBody(),
    '400 VaultNameNotValid',
    'vaultErrors',
  ),
  row(
    'a name of 25 characters',
    'PUT',
    `${group}/providers/Microsoft.KeyVault/vaults/k234567890123456789012345`,
    vaultBody(),
    '400 VaultNameNotValid',
    'vaultErrors',
  ),
  row(
    'a name that begins with a digit',
    'PUT',
    `${group}/providers/Microsoft.KeyVault/vaults/1kv`,
    vaultBody(),
    '400 VaultNameNotValid',
    'vaultErrors',
  ),
  row(
    'another directory',
    'PUT',
    newVault,
    vaultBody({ tenantId: juraBank.id }),
    '400 BadRequest',
    'vaultErrors',
  ),
  row(
    'no sku',
    'PUT',
    newVault,
    { location, properties: { tenantId: helvetiaCare.id } },
    '400 InvalidRequestContent',
    'types',
  ),
  row(
    'an unknown sku',
    'PUT',
    newVault,
    vaultBody({ sku: { family: 'A', name: 'deluxe' } }),
    '400 InvalidRequestContent',
    'types',
  ),
  row(
    'six days of retention',
    'PUT',
    newVault,
    vaultBody({ softDeleteRetentionInDays: 6 }),
    '400 InvalidRequestContent',
    'softDelete',
  ),
  row(
    'another retention',
    'PUT',
    all.vault,
    but('vault', 'properties.softDeleteRetentionInDays', 8),
    '400 BadRequest',
    'softDelete',
  ),
  row(
    'purge protection set to false',
    'PUT',
    newVault,
    vaultBody({ enablePurgeProtection: false }),
    '400 BadRequest',
    'softDelete',
  ),
  row(
    'purge protection taken away',
    'PATCH',
    newVault,
    { properties: { enablePurgeProtection: false } },
    '400 BadRequest',
    'softDelete',
    { arrange: settled(newVault, vaultBody({ enablePurgeProtection: true })) },
  ),
  row(
    'soft delete switched off',
    'PUT',
    newVault,
    vaultBody({ enableSoftDelete: false }),
    '400 BadRequest',
    'softDelete',
  ),
  row(
    'a name that is taken elsewhere',
    'PUT',
    all.vault.replace(helvetiaAiDev.id, helvetiaAiProd.id),
    whole.vault,
    '409 VaultAlreadyExists',
    'vaultErrors',
    { arrange: put(`/subscriptions/${helvetiaAiProd.id}/resourceGroups/rg-test`, { location }) },
  ),
  row(
    'a name that a soft-deleted vault holds',
    'PUT',
    newVault,
    vaultBody(),
    '409 ConflictError',
    'vaultErrors',
    { arrange: inOrder(settled(newVault, vaultBody()), removed(newVault)) },
  ),
  row(
    'recovering what was not deleted',
    'PUT',
    newVault,
    vaultBody({ createMode: 'recover' }),
    '404 SoftDeletedVaultDoesNotExist',
    'recover',
  ),
  row(
    'purging under purge protection',
    'POST',
    `${deletedVault}/purge`,
    undefined,
    '405 MethodNotAllowed',
    'vaultPurge',
    { arrange: inOrder(settled(newVault, vaultBody({ enablePurgeProtection: true })), removed(newVault)) },
  ),
  row(
    'purging without the right',
    'POST',
    `${deletedVault}/purge`,
    undefined,
    '403 AuthorizationFailed',
    'vaultPurge',
    { as: 'no-purge', arrange: inOrder(settled(newVault, vaultBody()), removed(newVault)) },
  ),
  row('purging what is not there', 'POST', `${deletedVault}/purge`, undefined, '404 NotFound', 'errors'),
  row(
    'an endpoint connection in a state that there is not',
    'PUT',
    `${all.vault}/privateEndpointConnections/mine`,
    { properties: { privateLinkServiceConnectionState: { status: 'Blocked' } } },
    '400 InvalidRequestContent',
    'errors',
  ),
  row(
    'an endpoint connection made by hand',
    'PUT',
    `${all.vault}/privateEndpointConnections/mine`,
    { properties: { privateLinkServiceConnectionState: { status: 'Approved' } } },
    '404 PrivateEndpointConnectionNotFound',
    'assumed',
  ),
  row('deleting a secret', 'DELETE', all.secret, undefined, '405 MethodNotAllowed', 'noDelete'),
  row('deleting a key', 'DELETE', all.key, undefined, '405 MethodNotAllowed', 'noDelete'),
  row(
    'a secret with an underscore',
    'PUT',
    `${all.vault}/secrets/a_b`,
    whole.secret,
    '400 InvalidResourceName',
    'naming',
  ),
  row(
    'a secret of a vault that is not there',
    'PUT',
    `${newVault}/secrets/one`,
    whole.secret,
    '404 ParentResourceNotFound',
    'errors',
  ),
  row(
    'a key of an odd size',
    'PUT',
    `${all.vault}/keys/odd`,
    { properties: { kty: 'RSA', keySize: 1024 } },
    '400 BadRequest',
    'types',
  ),
  row(
    'a hardware key in a standard vault',
    'PUT',
    `${all.vault}/keys/hard`,
    { properties: { kty: 'RSA-HSM' } },
    '400 BadRequest',
    'assumed',
  ),
];

const accounts: readonly Row[] = [
  row(
    'a sku that is not offered',
    'PUT',
    newAccount,
    { ...accountBody(), sku: { name: 'F0' } },
    '400 InvalidResourceProperties',
    'modelSku',
  ),
  row(
    'no kind',
    'PUT',
    newAccount,
    { ...accountBody(), kind: null },
    '400 InvalidResourceProperties',
    'assumed',
  ),
  row(
    'an unknown region',
    'PUT',
    newAccount,
    { ...accountBody(), location: 'mars' },
    '400 LocationNotAvailableForResourceType',
    'errors',
  ),
  row(
    'network rules without a subdomain',
    'PUT',
    newAccount,
    { ...accountBody({ customSubDomainName: null, networkAcls: { defaultAction: 'Deny' } }) },
    '400 BadRequest',
    'assumed',
  ),
  row(
    'a subdomain that is taken',
    'PUT',
    newAccount,
    accountBody({ customSubDomainName: 'oai-test' }),
    '409 CustomDomainInUse',
    'subdomain',
  ),
  row(
    'another subdomain',
    'PUT',
    all.account,
    but('account', 'properties.customSubDomainName', 'other'),
    '400 InvalidResourceProperties',
    'assumed',
  ),
  row(
    'an account that is moved',
    'PUT',
    all.account,
    but('account', 'location', 'westeurope'),
    '409 InvalidResourceLocation',
    'errors',
  ),
  row(
    'an unknown member',
    'PUT',
    newAccount,
    accountBody({ disableLocalAuthentication: true }),
    '400 InvalidRequestContent',
    'types',
  ),
  row(
    'an identity that lists nobody',
    'PUT',
    newAccount,
    { ...accountBody(), identity: { type: 'UserAssigned' } },
    '400 InvalidIdentityValues',
    'assumed',
  ),
  row(
    'an identity that is not there',
    'PUT',
    newAccount,
    {
      ...accountBody(),
      identity: { type: 'UserAssigned', userAssignedIdentities: { [`${all.identity}x`]: {} } },
    },
    '400 FailedIdentityOperation',
    'assumed',
  ),
  row(
    'a key of a vault that is not there',
    'PUT',
    newAccount,
    accountBody({
      encryption: {
        keySource: 'Microsoft.KeyVault',
        keyVaultProperties: { keyName: 'k', keyVaultUri: 'https://nobody.vault.azure.net/' },
      },
    }),
    '400 BadRequest',
    'assumed',
  ),
  row(
    'an id that a soft-deleted account holds',
    'PUT',
    newAccount,
    accountBody(),
    '409 FlagMustBeSetForRestore',
    'restore',
    { arrange: inOrder(settled(newAccount, accountBody()), removed(newAccount)) },
  ),
  row(
    'a subdomain that a soft-deleted account holds',
    'PUT',
    `${newAccount}-2`,
    accountBody(),
    '409 CustomDomainInUse',
    'subdomain',
    { arrange: inOrder(settled(newAccount, accountBody()), removed(newAccount)) },
  ),
  row(
    'restoring what was not deleted',
    'PUT',
    newAccount,
    accountBody({ restore: true }),
    '404 ResourceNotFound',
    'assumed',
  ),
  row(
    'purging without the right',
    'DELETE',
    deletedAccount,
    undefined,
    '403 AuthorizationFailed',
    'accountPurge',
    { as: 'no-purge', arrange: inOrder(settled(newAccount, accountBody()), removed(newAccount)) },
  ),
  row('keys while there are none', 'POST', `${all.account}/listKeys`, undefined, '400 BadRequest', 'noKeys'),
  row(
    'a second write to an account',
    'PATCH',
    all.account,
    { tags: { a: 'c' } },
    '409 RequestConflict',
    'deploymentLane',
    { arrange: (cloud) => cloud.call('PATCH', versioned(all.account), { tags: { a: 'b' } }) },
  ),
  row(
    'a deployment beside another write',
    'PUT',
    newDeployment,
    deploymentBody(one, mini),
    '409 RequestConflict',
    'deploymentLane',
    { arrange: (cloud) => cloud.call('PATCH', versioned(all.account), { tags: { a: 'b' } }) },
  ),
  row(
    'a deployment of an account that is not there',
    'PUT',
    `${newAccount}/deployments/chat`,
    deploymentBody(one, mini),
    '404 ParentResourceNotFound',
    'errors',
  ),
  row(
    'a type that the region does not offer',
    'PUT',
    newDeployment,
    deploymentBody({ name: 'DataZoneStandard', capacity: 1 }, mini),
    '400 InvalidResourceProperties',
    'modelSku',
  ),
  row(
    'a model that the region does not offer regionally',
    'PUT',
    newDeployment,
    deploymentBody({ name: 'Standard', capacity: 1 }, mini),
    '400 InvalidResourceProperties',
    'modelSku',
  ),
  row(
    'no deployment type, which is a Standard one',
    'PUT',
    newDeployment,
    deploymentBody(undefined, mini),
    '400 InvalidResourceProperties',
    'modelSku',
  ),
  row(
    'an unknown model',
    'PUT',
    newDeployment,
    deploymentBody(one, { name: 'gpt-9' }),
    '400 DeploymentModelNotSupported',
    'retired',
  ),
  row(
    'an unknown version',
    'PUT',
    newDeployment,
    deploymentBody(one, { name: 'gpt-5.1', version: '2020-01-01' }),
    '400 DeploymentModelNotSupported',
    'retired',
  ),
  row(
    'a retired model',
    'PUT',
    newDeployment,
    deploymentBody(one, { name: 'gpt-4.1', version: '2025-04-14' }),
    '400 ServiceModelDeprecated',
    'retired',
  ),
  row(
    'more than the quota',
    'PUT',
    newDeployment,
    deploymentBody({ name: 'GlobalStandard', capacity: 2_001 }, mini),
    '400 InsufficientQuota',
    'quota',
  ),
  row(
    'too few provisioned units',
    'PUT',
    newDeployment,
    deploymentBody({ name: 'ProvisionedManaged', capacity: 25 }, { name: 'gpt-5.1' }),
    '400 InvalidResourceProperties',
    'modelSku',
  ),
  row(
    'another model for a deployment',
    'PUT',
    all.deployment,
    deploymentBody(one, { name: 'gpt-5.4-nano' }),
    '400 InvalidResourceProperties',
    'assumed',
  ),
  row(
    'a content filter that is not there',
    'PUT',
    newDeployment,
    {
      ...deploymentBody(one, mini),
      properties: { model: { format: 'OpenAI', ...mini }, raiPolicyName: 'none' },
    },
    '400 InvalidResourceProperties',
    'assumed',
  ),
  row('a content filter in use', 'DELETE', all.filter, undefined, '400 BadRequest', 'assumed'),
  row(
    'a filter on the wrong side',
    'PUT',
    all.filter,
    { properties: { contentFilters: [{ name: 'Jailbreak', source: 'Completion' }] } },
    '400 InvalidResourceProperties',
    'assumed',
  ),
];

const rights: readonly Row[] = [
  row('a write without the right', 'PUT', `${group}-2`, { location }, '403 AuthorizationFailed', 'errors', {
    as: 'reader',
  }),
  row(
    'a delete without the right',
    'DELETE',
    all.routeTable,
    undefined,
    '403 AuthorizationFailed',
    'errors',
    { as: 'reader' },
  ),
  row(
    'an action without the right',
    'POST',
    `${all.account}/listKeys`,
    undefined,
    '403 AuthorizationFailed',
    'errors',
    { as: 'reader' },
  ),
  row('a read without the right', 'GET', all.vnet, undefined, '403 AuthorizationFailed', 'errors', {
    as: 'jura-owner',
    headers: token({ oid: '1e0a5d42-71c8-4b3e-a6d9-0f2c8b7e6a05' }),
  }),
  row('a role given by a Contributor', 'PUT', newGrant, grant(), '403 AuthorizationFailed', 'errors', {
    as: 'contributor',
  }),
  row('a right that was given a moment ago', 'PUT', group, whole.group, '403 AuthorizationFailed', 'errors', {
    as: 'reader',
    arrange: put(
      newGrant,
      grant({ roleDefinitionId: `${authorization}/roleDefinitions/b24988ac-6180-42a0-ab88-20f7382dd24c` }),
    ),
  }),
  row('a right that has lapsed', 'PUT', group, whole.group, '403 AuthorizationFailed', 'errors', {
    as: 'time-limited',
    arrange: async (cloud) => cloud.pass(9 * 3_600_000),
  }),
  row(
    'an unknown principal',
    'PUT',
    newGrant,
    grant({ principalId: guid }),
    '400 PrincipalNotFound',
    'principal',
  ),
  row(
    'an unknown role',
    'PUT',
    newGrant,
    grant({ roleDefinitionId: `${authorization}/roleDefinitions/${guid}` }),
    '400 RoleDefinitionDoesNotExist',
    'emulators',
  ),
  row(
    'the wrong kind of principal',
    'PUT',
    newGrant,
    grant({ principalType: 'Group' }),
    '400 UnmatchedPrincipalType',
    'emulators',
  ),
  row(
    'a name that is no GUID',
    'PUT',
    `${group}/providers/Microsoft.Authorization/roleAssignments/mine`,
    grant(),
    '400 InvalidRoleAssignmentId',
    'emulators',
  ),
  row(
    'an assignment that exists under another name',
    'PUT',
    newGrant,
    grant(),
    '409 RoleAssignmentExists',
    'twin',
    { arrange: put(newGrant.replace(/f$/, 'e'), grant()) },
  ),
  row(
    'another principal under the same name',
    'PUT',
    newGrant,
    grant({ principalId: '1e0a5d42-71c8-4b3e-a6d9-0f2c8b7e6a02' }),
    '400 RoleAssignmentUpdateNotPermitted',
    'reuse',
    { arrange: put(newGrant, grant()) },
  ),
  row(
    'an assignment on what is not there',
    'PUT',
    `${newVault}/providers/Microsoft.Authorization/roleAssignments/${guid}`,
    grant(),
    '404 ResourceNotFound',
    'errors',
  ),
  row(
    'a custom role of a taken name',
    'PUT',
    `${authorization}/roleDefinitions/${guid}`,
    whole.roleDefinition,
    '409 RoleDefinitionWithSameNameExists',
    'emulators',
  ),
  row(
    'a custom role that is assigned',
    'DELETE',
    all.roleDefinition,
    undefined,
    '400 RoleDefinitionHasAssignments',
    'emulators',
    { arrange: put(newGrant, grant({ roleDefinitionId: all.roleDefinition })) },
  ),
  row(
    'an activation without eligibility',
    'PUT',
    `${authorization}/roleAssignmentScheduleRequests/${guid}`,
    {
      properties: {
        requestType: 'SelfActivate',
        principalId: '1e0a5d42-71c8-4b3e-a6d9-0f2c8b7e6a03',
        roleDefinitionId: `${authorization}/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635`,
        scheduleInfo: { expiration: { type: 'AfterDuration', duration: 'PT1H' } },
      },
    },
    '400 RoleAssignmentRequestPolicyValidationFailed',
    'pim',
    { as: 'reader' },
  ),
  row('deleting beneath a lock', 'DELETE', all.vault, undefined, '409 ScopeLocked', 'lockDelete'),
  row(
    'deleting a role assignment beneath a lock',
    'DELETE',
    all.roleAssignment,
    undefined,
    '409 ScopeLocked',
    'lockDelete',
  ),
  row('deleting the group around a lock', 'DELETE', group, undefined, '409 ScopeLocked', 'locks'),
  row(
    'a write beneath a ReadOnly lock',
    'PATCH',
    all.account,
    { tags: { a: 'b' } },
    '409 ScopeLocked',
    'locks',
    {
      arrange: put(`${group}/providers/Microsoft.Authorization/locks/still`, {
        properties: { level: 'ReadOnly' },
      }),
    },
  ),
  row(
    'keys beneath a ReadOnly lock',
    'POST',
    `${all.account}/listKeys`,
    undefined,
    '409 ScopeLocked',
    'locks',
    {
      arrange: put(`${group}/providers/Microsoft.Authorization/locks/still`, {
        properties: { level: 'ReadOnly' },
      }),
    },
  ),
  row(
    'tags beneath a ReadOnly lock',
    'PUT',
    `${all.account}/providers/Microsoft.Resources/tags/default`,
    { properties: { tags: {} } },
    '409 ScopeLocked',
    'locks',
    {
      arrange: put(`${group}/providers/Microsoft.Authorization/locks/still`, {
        properties: { level: 'ReadOnly' },
      }),
    },
  ),
  row(
    'an unknown level of a lock',
    'PUT',
    all.lock,
    { properties: { level: 'Some' } },
    '400 BadRequestFormat',
    'types',
  ),
];

const policies: readonly Row[] = [
  row(
    'a region that policy does not allow',
    'PUT',
    `${network}/routeTables/rt-2`,
    { location: 'westeurope' },
    '403 RequestDisallowedByPolicy',
    'policyShape',
    { arrange: deny('locations', { listOfAllowedLocations: [location] }) },
  ),
  row(
    'a group in such a region',
    'PUT',
    `${group}-2`,
    { location: 'westeurope' },
    '403 RequestDisallowedByPolicy',
    'builtIns',
    { arrange: deny('groupLocations', { listOfAllowedLocations: [location] }) },
  ),
  row(
    'a type that policy does not allow',
    'PUT',
    `${network}/routeTables/rt-2`,
    whole.routeTable,
    '403 RequestDisallowedByPolicy',
    'builtIns',
    { arrange: deny('types', { listOfResourceTypesAllowed: ['Microsoft.KeyVault/vaults'] }) },
  ),
  row(
    'an account that is open',
    'PUT',
    newAccount,
    accountBody({ publicNetworkAccess: 'Enabled' }),
    '403 RequestDisallowedByPolicy',
    'builtIns',
    { arrange: deny('accountNetwork') },
  ),
  row('an account with keys', 'PUT', newAccount, accountBody(), '403 RequestDisallowedByPolicy', 'builtIns', {
    arrange: deny('accountNoKeys'),
  }),
  row(
    'an account without its own key',
    'PUT',
    newAccount,
    accountBody(),
    '403 RequestDisallowedByPolicy',
    'builtIns',
    { arrange: deny('accountOwnKey') },
  ),
  row(
    'an account without an identity',
    'PUT',
    newAccount,
    accountBody(),
    '403 RequestDisallowedByPolicy',
    'builtIns',
    { arrange: deny('accountIdentity') },
  ),
  row(
    'a vault that is open',
    'PUT',
    newVault,
    vaultBody({ publicNetworkAccess: 'Enabled' }),
    '403 RequestDisallowedByPolicy',
    'builtIns',
    { arrange: deny('vaultNoPublicAccess') },
  ),
  row(
    'a vault without purge protection',
    'PUT',
    newVault,
    vaultBody(),
    '403 RequestDisallowedByPolicy',
    'builtIns',
    { arrange: deny('vaultPurgeProtection') },
  ),
  row(
    'a vault with access policies',
    'PUT',
    newVault,
    vaultBody({ enableRbacAuthorization: false }),
    '403 RequestDisallowedByPolicy',
    'builtIns',
    { arrange: deny('vaultRoles') },
  ),
  row(
    'a resource without its tag',
    'PUT',
    `${network}/routeTables/rt-2`,
    whole.routeTable,
    '403 RequestDisallowedByPolicy',
    'builtIns',
    { arrange: tagPolicy },
  ),
  row(
    'a tag taken away past its resource',
    'PATCH',
    `${all.routeTable}/providers/Microsoft.Resources/tags/default`,
    { operation: 'Replace', properties: { tags: {} } },
    '403 RequestDisallowedByPolicy',
    'builtIns',
    { arrange: tagPolicy },
  ),
  row(
    'a subnet that is not private',
    'PUT',
    sibling,
    { properties: { addressPrefix: '10.40.1.0/27' } },
    '403 RequestDisallowedByPolicy',
    'builtIns',
    { arrange: deny('privateSubnets') },
  ),
  row(
    'a rule that can not be evaluated',
    'PUT',
    `${network}/routeTables/rt-2`,
    whole.routeTable,
    '403 RequestDisallowedByPolicy',
    'policyRule',
    {
      arrange: inOrder(
        put(
          `${authorization}/policyDefinitions/failing`,
          definitionOf({ value: "[substring(field('name'), 0, 99)]", equals: 'x' }),
        ),
        put(
          `${authorization}/policyAssignments/failing`,
          assignmentOf(`${authorization}/policyDefinitions/failing`),
        ),
      ),
    },
  ),
  row(
    'no rule',
    'PUT',
    all.definition,
    { properties: { displayName: 'x' } },
    '400 InvalidRequestContent',
    'policyTests',
  ),
  row(
    'a rule that can not be read',
    'PUT',
    all.definition,
    { properties: { policyRule: { policyRule: {} } } },
    '400 InvalidPolicyRule',
    'policyRule',
  ),
  row(
    'an unknown mode',
    'PUT',
    all.definition,
    definitionOf({ field: 'name', equals: 'x' }, { mode: 'Foo' }),
    '400 InvalidPolicyDefinitionMode',
    'policyTests',
  ),
  row(
    'an unused parameter',
    'PUT',
    all.definition,
    definitionOf({ field: 'name', equals: 'x' }, { parameters: { foo: { type: 'String' } } }),
    '400 InvalidPolicyParameterUpdate',
    'assumed',
  ),
  row(
    'an unused parameter of a new definition',
    'PUT',
    `${authorization}/policyDefinitions/new`,
    definitionOf({ field: 'name', equals: 'x' }, { parameters: { foo: { type: 'String' } } }),
    '400 UnusedPolicyParameters',
    'policyTests',
  ),
  row(
    'an undefined parameter',
    'PUT',
    all.definition,
    definitionOf({ field: 'name', equals: "[parameters('foo')]" }),
    '400 InvalidPolicyParameters',
    'policyTests',
  ),
  row(
    'an unknown alias',
    'PUT',
    all.definition,
    definitionOf({ field: 'Microsoft.KeyVault/vaults/colour', equals: 'x' }),
    '400 InvalidPolicyAlias',
    'policyAlias',
  ),
  row(
    'modify without a role',
    'PUT',
    all.definition,
    { properties: { policyRule: ruleOf({ field: 'name', equals: 'x' }, 'modify', { operations: [] }) } },
    '400 InvalidPolicyRuleEffectDetails',
    'assumed',
  ),
  row(
    'a definition in use',
    'DELETE',
    all.definition,
    undefined,
    '400 InvalidDeletePolicyDefinitionRequest',
    'policyInUse',
  ),
  row(
    'a set of an unknown definition',
    'PUT',
    all.set,
    { properties: { policyDefinitions: [{ policyDefinitionId: `${all.definition}x` }] } },
    '404 PolicyDefinitionNotFound',
    'policyTests',
  ),
  row(
    'a set with a parameter that its definition has not',
    'PUT',
    all.set,
    {
      properties: {
        policyDefinitions: [{ policyDefinitionId: all.definition, parameters: { foo: { value: 'abc' } } }],
      },
    },
    '400 UndefinedPolicyParameter',
    'policyTests',
  ),
  row(
    'an assignment of an unknown definition',
    'PUT',
    all.assignment,
    assignmentOf(`${all.definition}x`),
    '404 PolicyDefinitionNotFound',
    'policyTests',
  ),
  row(
    'an assignment of nothing',
    'PUT',
    all.assignment,
    { properties: { displayName: 'x' } },
    '400 InvalidRequestContent',
    'policyTests',
  ),
  row(
    'an unknown sku',
    'PUT',
    all.assignment,
    { ...assignmentOf(all.definition), sku: { name: 'A2', tier: 'Free' } },
    '400 InvalidPolicySku',
    'policyTests',
  ),
  row(
    'a missing parameter',
    'PUT',
    all.assignment,
    assignmentOf(builtInId('tag')),
    '400 MissingPolicyParameter',
    'policyParameters',
  ),
  row(
    'an undefined parameter of an assignment',
    'PUT',
    all.assignment,
    assignmentOf(all.definition, { foo: 'x' }),
    '400 UndefinedPolicyParameter',
    'policyParameters',
  ),
  row(
    'a value that is not allowed',
    'PUT',
    all.assignment,
    assignmentOf(builtInId('accountNoKeys'), { effect: 'deny' }),
    '400 PolicyParameterValueNotAllowed',
    'policyValues',
  ),
  row(
    'modify without an identity',
    'PUT',
    all.assignment,
    assignmentOf(builtInId('setTag'), { tagName: 'a', tagValue: 'b' }),
    '400 ResourceIdentityRequired',
    'policyIdentity',
  ),
  row(
    'an effect that is not modelled',
    'PUT',
    all.assignment,
    assignmentOf(builtInId('accountLogs')),
    '501 SandboxNotModelled',
    'builtIns',
  ),
  row(
    'an assignment by a Contributor',
    'PUT',
    all.assignment,
    whole.assignment,
    '403 AuthorizationFailed',
    'errors',
    { as: 'contributor' },
  ),
];

const monitoring: readonly Row[] = [
  row(
    'a setting of the same category and sink',
    'PUT',
    `${all.account}/providers/Microsoft.Insights/diagnosticSettings/theirs`,
    whole.setting,
    '409 Conflict',
    'diagnostics',
  ),
  row(
    'a setting without a sink',
    'PUT',
    all.setting,
    but('setting', 'properties.workspaceId', undefined),
    '400 BadRequest',
    'types',
  ),
  row(
    'an entry with neither category nor group',
    'PUT',
    all.setting,
    but('setting', 'properties.logs', [{ enabled: true }]),
    '400 BadRequest',
    'types',
  ),
  row(
    'a category of another type',
    'PUT',
    all.setting,
    but('setting', 'properties.logs', [{ category: 'AuditEvent', enabled: true }]),
    '400 BadRequest',
    'diagnostics',
  ),
  row(
    'a workspace that is not there',
    'PUT',
    all.setting,
    but('setting', 'properties.workspaceId', `${all.workspace}x`),
    '404 ResourceNotFound',
    'errors',
  ),
  row(
    'a setting on what is not there',
    'PUT',
    `${newVault}/providers/Microsoft.Insights/diagnosticSettings/ours`,
    whole.setting,
    '404 ResourceNotFound',
    'errors',
  ),
  row(
    'a short name of 13 characters',
    'PUT',
    all.actionGroup,
    but('actionGroup', 'properties.groupShortName', 'thirteenchars'),
    '400 InvalidRequestContent',
    'types',
  ),
  row(
    'a metric that the resource has not',
    'PUT',
    all.metricAlert,
    but('metricAlert', 'properties.criteria.allOf', [
      {
        ...((whole.metricAlert as { properties: { criteria: { allOf: object[] } } }).properties.criteria
          .allOf[0] ?? {}),
        metricName: 'ServiceApiHit',
      },
    ]),
    '400 BadRequest',
    'alerts',
  ),
  row(
    'an alert on what is not there',
    'PUT',
    all.metricAlert,
    but('metricAlert', 'properties.scopes', [newVault]),
    '404 ResourceNotFound',
    'errors',
  ),
  row(
    'an action group that is not there',
    'PUT',
    all.metricAlert,
    but('metricAlert', 'properties.actions', [{ actionGroupId: `${all.actionGroup}x` }]),
    '400 BadRequest',
    'assumed',
  ),
  row(
    'severity 5',
    'PUT',
    all.metricAlert,
    but('metricAlert', 'properties.severity', 5),
    '400 InvalidRequestContent',
    'types',
  ),
  row(
    'an activity log alert without a category',
    'PUT',
    all.activityAlert,
    but('activityAlert', 'properties.condition.allOf', [{ field: 'level', equals: 'Error' }]),
    '400 BadRequest',
    'assumed',
  ),
  row(
    'a log alert without a query',
    'PUT',
    all.logAlert,
    but('logAlert', 'properties.criteria.allOf', [
      { timeAggregation: 'Count', operator: 'GreaterThan', threshold: 0 },
    ]),
    '400 InvalidRequestContent',
    'types',
  ),
  row(
    'a workbook whose name is no GUID',
    'PUT',
    `${all.workbook.slice(0, -4)}`,
    whole.workbook,
    '400 InvalidResourceName',
    'assumed',
  ),
  row(
    'a workbook without content',
    'PUT',
    all.workbook,
    but('workbook', 'properties.serializedData', undefined),
    '400 InvalidRequestContent',
    'types',
  ),
  row(
    'a workbook whose content is no JSON',
    'PUT',
    all.workbook,
    but('workbook', 'properties.serializedData', 'Notebook/1.0'),
    '400 BadRequest',
    'assumed',
  ),
  row(
    'a workspace of an old tier',
    'PUT',
    `${all.workspace}-2`,
    but('workspace', 'properties.sku', { name: 'Standalone' }),
    '400 BadRequest',
    'assumed',
  ),
  row(
    '29 days of logs',
    'PUT',
    `${all.workspace}-2`,
    but('workspace', 'properties.retentionInDays', 29),
    '400 InvalidRequestContent',
    'types',
  ),
  row(
    'a workspace of three characters',
    'PUT',
    `${group}/providers/Microsoft.OperationalInsights/workspaces/log`,
    whole.workspace,
    '400 InvalidResourceName',
    'naming',
  ),
  row(
    'an identity of two characters',
    'PUT',
    `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id`,
    whole.identity,
    '400 InvalidResourceName',
    'naming',
  ),
  row(
    'a budget that begins in mid-month',
    'PUT',
    all.budget,
    but('budget', 'properties.timePeriod.startDate', '2026-11-02T00:00:00Z'),
    '400 BadRequest',
    'assumed',
  ),
  row(
    'a budget of nothing',
    'PUT',
    all.budget,
    but('budget', 'properties.amount', 0),
    '400 BadRequest',
    'assumed',
  ),
  row(
    'a stale eTag of a budget',
    'PUT',
    all.budget,
    but('budget', 'eTag', '"0"'),
    '412 PreconditionFailed',
    'assumed',
  ),
];

let base: Cloud;
beforeAll(async () => {
  base = openCloud();
  await buildWhole(base);
});

const table = { frontDoor, groups, networks, endpoints, vaults, accounts, rights, policies, monitoring };

describe.each(Object.entries(table))('the sandbox refuses, of %s,', (_area, rows) => {
  it.each(rows)(
    '$name: $status $code',
    async ({ request: [method, path, body], arrange, headers, as, status, code }) => {
      let time = base.now();
      const now = (): number => time;
      const pass = (ms: number): void => {
        time += ms;
      };
      const owner = cloudOf(cloneSandbox(base.sandbox, { now }), now, pass);
      pass(120_000);
      await arrange?.(owner);
      const caller =
        as === undefined ? owner : cloudOf(cloneSandbox(owner.sandbox, { now, principal: as }), now, pass);
      const before = caller.sandbox.export();
      const answer = await caller.call(method, versioned(path), body, headers);
      expect(`${answer.status} ${answer.code}`, JSON.stringify(answer.body)).toBe(`${status} ${code}`);
      expect(String((answer.body['error'] as JsonObject)['message']).length).toBeGreaterThan(10);
      expect(caller.sandbox.export()).toBe(before);
    },
  );
});

it('has a source for every one of at least 120 rules', () => {
  const rows = Object.values(table).flat();
  expect(rows.length).toBeGreaterThanOrEqual(120);
  expect(new Set(rows.map((each) => `${each.request.join(' ')} ${each.name}`)).size).toBe(rows.length);
  expect(rows.filter((each) => each.source === '')).toEqual([]);
});

/**
 * Built-in policies that can stand in the way of an estate, with what they demand, so that they can be judged without
 * reading their definitions.
 *
 * Source: Azure/azure-policy, built-in-policies (identifiers, parameters and default effects; 2026-04). Those without
 * an `effect` parameter always deny.
 */
export interface BuiltInPolicy {
  /** Name of the definition: the last part of its id. */
  readonly id: string;
  readonly title: string;
  /** What it does unless the assignment says otherwise; lower case. */
  readonly defaultEffect: 'audit' | 'deny' | 'modify' | 'deployifnotexists';
  readonly demand: Demand;
}

/** What a policy demands of a body. Pointers are JSON Pointers into the ARM body. */
export type Demand =
  /** Locations out of a parameter's list. */
  | { readonly of: 'locations'; readonly parameter: string; readonly groups: boolean }
  | { readonly of: 'types'; readonly parameter: string }
  /** A tag, and possibly its value, named by parameters. */
  | { readonly of: 'tag'; readonly groups: boolean; readonly withValue: boolean }
  /** At least one of these properties has its value. */
  | { readonly of: 'property'; readonly type: string; readonly any: readonly PropertyDemand[] }
  /** It writes DNS records of private endpoints. */
  | { readonly of: 'dns'; readonly parameter: string };

export interface PropertyDemand {
  readonly pointer: string;
  readonly value: string | boolean;
}

const account = 'Microsoft.CognitiveServices/accounts';
const vault = 'Microsoft.KeyVault/vaults';
const noPublicAccess: PropertyDemand = { pointer: '/properties/publicNetworkAccess', value: 'Disabled' };
const closedByDefault: PropertyDemand = { pointer: '/properties/networkAcls/defaultAction', value: 'Deny' };

function property(
  id: string,
  title: string,
  type: string,
  any: readonly PropertyDemand[],
  defaultEffect: BuiltInPolicy['defaultEffect'] = 'audit',
): BuiltInPolicy {
  return { id, title, defaultEffect, demand: { of: 'property', type, any } };
}

function tag(id: string, title: string, groups: boolean, withValue: boolean): BuiltInPolicy {
  return { id, title, defaultEffect: 'deny', demand: { of: 'tag', groups, withValue } };
}

/** Names of the definitions that are assigned to environments, with the file of `built-in-policies/policyDefinitions/` that holds each. */
export const policyIds = {
  // General/AllowedLocations_Deny.json
  allowedLocations: 'e56962a6-4747-49cd-b67b-bf8b01975c4c',
  // Azure Ai Services/NetworkAcls_Audit.json
  accountNetwork: '037eea7a-bd0a-46c5-9a66-03aea78705d3',
  // Azure Ai Services/EnablePrivateEndpoints_Audit.json: it can't deny, since the endpoint comes after the account.
  accountPrivateLink: 'd6759c02-b87f-42b7-892e-71b3f471d782',
  // Azure Ai Services/DisableLocalAuth_Audit.json
  accountKeys: '71ef260a-8f18-47b7-abcb-62d0673d94dc',
  // Cognitive Services/CustomerManagedKey_Audit.json: where it denies, the very first PUT has to name the key.
  accountEncryption: '67121cc7-ff39-4ab8-b7e3-95b84dab487d',
  // Key Vault/AzureKeyVaultFirewallEnabled_Audit.json
  vaultNetwork: '405c5871-3e91-4644-8a63-58e19d68ff5b',
  // Key Vault/Should_Use_RBAC.json
  vaultRoles: '12d4fa5e-1f9f-4c21-97a9-b99b3c6611b5',
  // Key Vault/Should_Use_PrivateEndpoint_Audit.json
  vaultPrivateLink: 'a6abeaec-4d90-4a02-805f-6b26c4d3fbe9',
  // Key Vault/Recoverable_Audit.json: where it denies, the first PUT has to protect from purging.
  purgeProtection: '0b60c0b2-2dc2-4e1c-b5c9-abbed971de53',
} as const;

/** Attaches one DNS zone to private endpoints of Azure AI accounts. */
export const accountDnsPolicy = 'c4bc6f10-cb41-49eb-b000-d5ab82e2a091';

const builtInPolicies: readonly BuiltInPolicy[] = [
  {
    id: policyIds.allowedLocations,
    title: 'Allowed locations',
    defaultEffect: 'deny',
    demand: { of: 'locations', parameter: 'listOfAllowedLocations', groups: false },
  },
  {
    id: 'e765b5de-1225-4ba3-bd56-1ac6695af988',
    title: 'Allowed locations for resource groups',
    defaultEffect: 'deny',
    demand: { of: 'locations', parameter: 'listOfAllowedLocations', groups: true },
  },
  {
    id: 'a08ec900-254a-4555-9bf5-e42af04b5c5c',
    title: 'Allowed resource types',
    defaultEffect: 'deny',
    demand: { of: 'types', parameter: 'listOfResourceTypesAllowed' },
  },
  tag('871b6d14-10aa-478d-b590-94f262ecfa99', 'Require a tag on resources', false, false),
  tag('1e30110a-5ceb-460c-a204-c1c3969c6d62', 'Require a tag and its value on resources', false, true),
  tag('96670d01-0a4d-4649-9c89-2d3abc0a5025', 'Require a tag on resource groups', true, false),
  tag('8ce3da23-7156-49e4-b145-24f95f9dcb46', 'Require a tag and its value on resource groups', true, true),
  property(policyIds.accountNetwork, 'Azure AI: restrict network access', account, [
    noPublicAccess,
    closedByDefault,
  ]),
  property(policyIds.accountKeys, 'Azure AI: no key access', account, [
    { pointer: '/properties/disableLocalAuth', value: true },
  ]),
  property(policyIds.accountEncryption, 'Azure AI: customer-managed key', account, [
    { pointer: '/properties/encryption/keySource', value: 'Microsoft.KeyVault' },
  ]),
  property(policyIds.vaultNetwork, 'Key Vault: no public access', vault, [noPublicAccess]),
  property('55615ac9-af46-4a59-874e-391cc3dfb490', 'Key Vault: firewall or no public access', vault, [
    noPublicAccess,
    closedByDefault,
  ]),
  property(policyIds.vaultRoles, 'Key Vault: RBAC permission model', vault, [
    { pointer: '/properties/enableRbacAuthorization', value: true },
  ]),
  property(policyIds.purgeProtection, 'Key Vault: deletion protection', vault, [
    { pointer: '/properties/enablePurgeProtection', value: true },
  ]),
  property(
    '47ba1dd7-28d9-4b07-a8d5-9813bed64e0c',
    'Configure Azure AI accounts to disable public access',
    account,
    [noPublicAccess],
    'modify',
  ),
  {
    id: accountDnsPolicy,
    title: 'Configure Azure AI accounts to use private DNS zones',
    defaultEffect: 'deployifnotexists',
    demand: { of: 'dns', parameter: 'privateDnsZoneId' },
  },
];

/** The built-in policy of a definition id, or undefined. */
export function builtInPolicy(definitionId: string): BuiltInPolicy | undefined {
  const name = definitionId.split('/').at(-1)?.toLowerCase();
  return builtInPolicies.find(({ id }) => id === name);
}

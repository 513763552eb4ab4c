import accountPublicAccess from '../../templates/policies/account-public-access.json' with { type: 'json' };
import deploymentTypes from '../../templates/policies/deployment-types.json' with { type: 'json' };
import requiredTags from '../../templates/policies/required-tags.json' with { type: 'json' };
import { policyMode } from '../estate/governance.ts';
import { nameMark } from '../estate/naming.ts';
import { policyIds } from '../facts/built-in-policies.ts';
import { residencyRules } from '../facts/residency.ts';
import type { Json, JsonObject } from '../resource/json.ts';
import { type Area, markText, ownTagsOf, resource } from './area.ts';
import type { DesignedResource } from './design.ts';
import { groupsOf } from './foundation.ts';

/** Azure shows these letters first, wherever it names a policy. */
const prefix = 'gotthard';

const definitionType = 'Microsoft.Authorization/policyDefinitions';
const initiativeType = 'Microsoft.Authorization/policySetDefinitions';

/** A definition of the initiative, with the values of its parameters. */
interface Member {
  readonly reference: string;
  readonly definitionId: string;
  readonly values: JsonObject;
}

/** A definition of our own, where Azure has none that says as much. */
interface OwnDefinition extends Pick<Member, 'reference' | 'values'> {
  readonly name: string;
  readonly template: { readonly displayName: string } & JsonObject;
}

/** What the initiative takes and passes on. */
interface Parameter {
  readonly name: string;
  readonly type: 'String' | 'Array';
  readonly value: Json;
}

/**
 * One initiative for each environment, assigned to every group of it that holds data or traffic: what the estate file
 * says of regions, networks, keys, encryption and tags is then also what Azure lets be written there by others.
 *
 * What can't be undone (purge protection, a key of the customer) is never denied, only told: it can't be lost, and a
 * refusal would stand in the way of the order in which it is put.
 */
export function policies(area: Area): DesignedResource[] {
  const { environment } = area.stamp;
  const mode = policyMode(environment);
  if (mode === 'off') return [];
  const hash = nameMark(area.stamp);
  // Azure takes no parameter away from an initiative, so that each mode has one of its own.
  const name = `${prefix}-${mode}-${hash}`;
  const own = mode === 'deny' ? ownDefinitions : [];
  const definitions = own.map((each) => definition(area, each, `${prefix}-${each.name}-${hash}`));
  const members = [
    ...builtIns,
    ...own.map(({ reference, values }, index) => ({
      reference,
      values,
      definitionId: definitions[index]?.id ?? '',
    })),
  ];
  const parameters = parametersOf(area, mode);
  const initiative = resource({
    id: `${area.ids.subscription}/providers/${initiativeType}/${name}`,
    type: initiativeType,
    noun: 'policy initiative',
    step: 'Governance',
    body: {
      properties: {
        policyType: 'Custom',
        displayName: `Gotthard: ${area.stamp.name} (${mode})`,
        description: 'What the estate file says of this environment.',
        metadata: metadataOf(area),
        parameters: Object.fromEntries(parameters.map((each) => [each.name, { type: each.type }])),
        policyDefinitions: members.map(({ reference, definitionId, values }) => ({
          policyDefinitionReferenceId: reference,
          policyDefinitionId: definitionId,
          parameters: valuesOf(Object.entries(values)),
        })),
      },
    },
    dependsOn: definitions.map(({ id }) => id),
  });
  return [...definitions, initiative, ...assignments(area, { name, initiative, parameters })];
}

/** The value of a parameter of the initiative, in a definition of it. */
const passed = (name: string): string => `[parameters('${name}')]`;

const builtIns: readonly Member[] = (
  [
    ['allowedLocations', { listOfAllowedLocations: passed('allowedLocations'), effect: passed('effect') }],
    ['accountNetwork', { effect: passed('effect') }],
    ['accountPrivateLink', { effect: 'Audit' }],
    ['accountKeys', { effect: passed('keysEffect') }],
    ['accountEncryption', { effect: passed('encryptionEffect') }],
    ['vaultNetwork', { effect: passed('effect') }],
    ['vaultRoles', { effect: passed('effect') }],
    ['vaultPrivateLink', { audit_effect: 'Audit' }],
    ['purgeProtection', { effect: passed('purgeProtectionEffect') }],
  ] as const
).map(([reference, values]) => ({
  reference,
  definitionId: `/providers/${definitionType}/${policyIds[reference]}`,
  values,
}));

const ownDefinitions: readonly OwnDefinition[] = [
  {
    reference: 'accountPublicAccess',
    name: 'account-public-access',
    template: accountPublicAccess,
    values: { effect: passed('effect') },
  },
  {
    reference: 'deploymentTypes',
    name: 'deployment-types',
    template: deploymentTypes,
    values: { allowedDeploymentTypes: passed('allowedDeploymentTypes'), effect: passed('effect') },
  },
  {
    reference: 'requiredTags',
    name: 'required-tags',
    template: requiredTags,
    values: {
      requiredTags: passed('requiredTags'),
      taggedTypes: passed('taggedTypes'),
      effect: passed('effect'),
    },
  },
];

/** Types that people make in these groups, and Azure never by itself: that would have no tags. */
const taggedTypes: readonly string[] = [
  'Microsoft.CognitiveServices/accounts',
  'Microsoft.KeyVault/vaults',
  'Microsoft.ManagedIdentity/userAssignedIdentities',
  'Microsoft.Network/networkSecurityGroups',
  'Microsoft.Network/privateEndpoints',
  'Microsoft.Network/routeTables',
  'Microsoft.Network/virtualNetworks',
  'Microsoft.OperationalInsights/workspaces',
];

function parametersOf({ stamp, region, modelRegion }: Area, mode: 'deny' | 'audit'): Parameter[] {
  const { environment, estate } = stamp;
  const effect = mode === 'deny' ? 'Deny' : 'Audit';
  const text = (name: string, value: string): Parameter => ({ name, type: 'String', value });
  const list = (name: string, value: readonly string[]): Parameter => ({ name, type: 'Array', value });
  return [
    text('effect', effect),
    text('keysEffect', environment.authentication === 'entra' ? effect : 'Disabled'),
    text('encryptionEffect', auditedIf(environment.customerManagedKey === true)),
    text('purgeProtectionEffect', auditedIf(environment.keyVault.purgeProtection)),
    list('allowedLocations', [...new Set([region, modelRegion])]),
    ...(mode === 'deny'
      ? [
          list('allowedDeploymentTypes', residencyRules[estate.residency].deploymentTypes),
          list('requiredTags', Object.keys(ownTagsOf(stamp))),
          list('taggedTypes', [
            ...taggedTypes,
            ...(environment.integration?.storage ? ['Microsoft.Storage/storageAccounts'] : []),
            ...(environment.integration?.cosmos ? ['Microsoft.DocumentDB/databaseAccounts'] : []),
            ...(environment.integration?.sql ? ['Microsoft.Sql/servers'] : []),
            ...(environment.integration?.dataFactory ? ['Microsoft.DataFactory/factories'] : []),
          ]),
        ]
      : []),
  ];
}

function auditedIf(wanted: boolean): string {
  return wanted ? 'Audit' : 'Disabled';
}

function definition(area: Area, { template }: OwnDefinition, name: string): DesignedResource {
  return resource({
    id: `${area.ids.subscription}/providers/${definitionType}/${name}`,
    type: definitionType,
    noun: 'policy definition',
    step: 'Governance',
    body: { properties: { policyType: 'Custom', ...template, metadata: metadataOf(area) } },
  });
}

function assignments(
  area: Area,
  given: {
    readonly name: string;
    readonly initiative: DesignedResource;
    readonly parameters: readonly Parameter[];
  },
): DesignedResource[] {
  const { name, initiative, parameters } = given;
  return governedGroups(area).map((group) => ({
    ...resource({
      id: `${group}/providers/Microsoft.Authorization/policyAssignments/${name}`,
      type: 'Microsoft.Authorization/policyAssignments',
      noun: 'policy assignment',
      step: 'Governance',
      body: {
        properties: {
          displayName: `Gotthard: ${area.stamp.name}`,
          policyDefinitionId: initiative.id,
          enforcementMode: 'Default',
          notScopes: [],
          metadata: metadataOf(area),
          parameters: valuesOf(parameters.map((each) => [each.name, each.value])),
          nonComplianceMessages: [
            { message: `The estate file of ${area.stamp.name} does not allow this: change it there.` },
          ],
        },
      },
      dependsOn: [group, initiative.id],
    }),
    title: `policy assignment ${group.slice(group.lastIndexOf('/') + 1)}`,
  }));
}

/** Groups with data or traffic in them; zones of names have no region and no settings that matter here. */
function governedGroups(area: Area): string[] {
  const groups = groupsOf(area).map(({ id }) => id);
  return [...new Set(groups.filter((id) => id !== area.ids.dnsGroup))];
}

function metadataOf({ stamp }: Area): JsonObject {
  return { category: 'Gotthard', gotthard: markText(stamp) };
}

/** Values of parameters as Azure wants them wrapped. */
function valuesOf(values: readonly (readonly [string, Json])[]): JsonObject {
  return Object.fromEntries(values.map(([name, value]) => [name, { value }]));
}

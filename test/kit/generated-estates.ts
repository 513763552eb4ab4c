import fc from 'fast-check';
import { kinds as catalogue } from '../../src/azure/catalogue.ts';
import type { Design, DesignedResource } from '../../src/design/design.ts';
import { makeDesign } from '../../src/design/make-design.ts';
import type { Kinds } from '../../src/resource/kind.ts';
import { alone, changed } from '../conformance/quartet.ts';
import { richStamp } from '../sweep/stamps.ts';

/** A small estate as it is drawn: some types of the catalogue, each with all that it needs, and what is changed of them. */
export interface SmallEstate {
  readonly types: readonly string[];
  readonly changed: readonly string[];
}

const whole = makeDesign(richStamp());

/** Types by how many requests they and what they need take: the cheap ones are drawn more often. */
const light = [
  'Microsoft.Resources/resourceGroups',
  'Microsoft.ManagedIdentity/userAssignedIdentities',
  'Microsoft.Network/networkSecurityGroups',
  'Microsoft.Network/routeTables',
  'Microsoft.Insights/actionGroups',
  'Microsoft.Network/privateDnsZones',
  'Microsoft.Consumption/budgets',
  'Microsoft.KeyVault/vaults',
];
const heavy = [
  'Microsoft.OperationalInsights/workspaces',
  'Microsoft.Network/virtualNetworks',
  'Microsoft.Network/virtualNetworks/subnets',
  'Microsoft.Network/privateDnsZones/virtualNetworkLinks',
  'Microsoft.CognitiveServices/accounts',
  'Microsoft.CognitiveServices/accounts/raiPolicies',
  'Microsoft.CognitiveServices/accounts/deployments',
  'Microsoft.Network/privateEndpoints',
  'Microsoft.Network/privateEndpoints/privateDnsZoneGroups',
  'Microsoft.Authorization/roleAssignments',
  'Microsoft.Insights/diagnosticSettings',
  'Microsoft.Insights/metricAlerts',
];
const drawn = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom(...light) },
  { weight: 1, arbitrary: fc.constantFrom(...heavy) },
);

/** Estates of one or two types and what these need. */
export function smallEstates(): fc.Arbitrary<SmallEstate> {
  const one = fc.tuple(drawn);
  const two = fc.uniqueArray(drawn, { minLength: 2, maxLength: 2 });
  return fc
    .oneof({ weight: 2, arbitrary: one }, { weight: 1, arbitrary: two })
    .chain((types) => fc.record({ types: fc.constant(types), changed: fc.subarray(types) }));
}

/** The design of a small estate; of none, a design without resources. */
export function designOf(estate: SmallEstate | undefined): Design {
  const needed = new Set<DesignedResource>();
  for (const type of estate?.types ?? []) {
    for (const resource of alone(whole, firstOf(type)).resources) needed.add(resource);
  }
  const change = new Set((estate?.changed ?? []).map(firstOf));
  const resources = whole.resources
    .filter((each) => needed.has(each))
    .map((each) => (change.has(each) ? changed(each, whole) : each));
  return { ...whole, resources };
}

/** The kinds that designs consist of. What nobody has need not be looked for. */
export function kindsOf(designs: readonly Design[]): Kinds {
  const types = new Set(designs.flatMap(({ resources }) => resources.map(({ type }) => type.toLowerCase())));
  return { ...catalogue, all: catalogue.all.filter(({ type }) => types.has(type.toLowerCase())) };
}

function firstOf(type: string): DesignedResource {
  const found = whole.resources.find((each) => each.type === type);
  if (!found) throw new Error(`the design has no ${type}`);
  return found;
}

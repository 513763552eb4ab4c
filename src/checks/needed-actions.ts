import type { Design } from '../design/design.ts';
import type { StampPlan } from '../plan/plan.ts';
import { parseArmId } from '../resource/arm-id.ts';
import { at, isObject, type Json } from '../resource/json.ts';
import { apiKeyOf } from '../resource/secret-value.ts';
import type { CheckInput } from './rule.ts';

/** Control-plane actions a run needs, each with the type it is needed for. */
export interface NeededActions {
  /** Without them the run fails. */
  readonly toRun: ReadonlyMap<string, string>;
  /** Without them a failed run can't be undone. */
  readonly toUndo: ReadonlyMap<string, string>;
}

/** What the plan's actions need; without a plan, what building the whole design needs. */
export function neededActions(input: Pick<CheckInput, 'design' | 'plan'>): NeededActions {
  const toRun = new Map<string, string>();
  const toUndo = new Map<string, string>();
  // What is used of another subscription needs its right there: those that were read here say nothing of it.
  const here = input.design.subscriptionId.toLowerCase();
  const isHere = (id: string): boolean => parseArmId(id).subscriptionId?.toLowerCase() === here;
  for (const { type, act, body } of writesOf(input.design, input.plan)) {
    const base = actionBase(type);
    if (act !== 'remove') toRun.set(/\/regenerateKey$/.test(type) ? `${base}/action` : `${base}/write`, type);
    if (act === 'remove' || act === 'replace') toRun.set(`${base}/delete`, type);
    if (act === 'create' && !goesWithParent.test(type)) toUndo.set(`${base}/delete`, type);
    // App settings are read by a POST.
    if (type === 'Microsoft.Web/sites/config') toRun.set(`${base}/list/action`, type);
    for (const linked of body === undefined ? [] : linkedActions(type, body, isHere)) toRun.set(linked, type);
  }
  return { toRun, toUndo };
}

/** What ARM never deletes by itself, and so asks nobody for the right to. */
const goesWithParent =
  /\/(vaults\/(keys|secrets)|storageAccounts\/blobServices|sites\/(config|basicPublishingCredentialsPolicies)|factories\/managedVirtualNetworks)$/;

interface Write {
  readonly type: string;
  readonly act: 'create' | 'update' | 'replace' | 'remove';
  readonly body: Json | undefined;
}

function writesOf(design: Design, plan: StampPlan | undefined): Write[] {
  if (!plan) return design.resources.map(({ type, body }) => ({ type, act: 'create', body }));
  return plan.actions.flatMap(({ type, action, body }): Write[] =>
    action === 'unchanged' || action === 'blocked' ? [] : [{ type, act: action, body }],
  );
}

/** Groups are written under a longer name than their ids show. */
function actionBase(type: string): string {
  return type === 'Microsoft.Resources/resourceGroups'
    ? 'Microsoft.Resources/subscriptions/resourceGroups'
    : type;
}

/** By the type that is referred to: what ARM checks beside the write itself. */
const linkedRights: Readonly<Record<string, string>> = {
  'microsoft.network/virtualnetworks': 'Microsoft.Network/virtualNetworks/join/action',
  'microsoft.network/virtualnetworks/subnets': 'Microsoft.Network/virtualNetworks/subnets/join/action',
  'microsoft.network/networksecuritygroups': 'Microsoft.Network/networkSecurityGroups/join/action',
  'microsoft.network/routetables': 'Microsoft.Network/routeTables/join/action',
  'microsoft.network/privatednszones': 'Microsoft.Network/privateDnsZones/join/action',
  'microsoft.web/serverfarms': 'Microsoft.Web/serverfarms/join/action',
  'microsoft.managedidentity/userassignedidentities':
    'Microsoft.ManagedIdentity/userAssignedIdentities/assign/action',
};

/** What sends logs into a workspace needs its keys. Source: https://github.com/MicrosoftDocs/azure-docs/issues/80159 */
const sinks: Readonly<Record<string, string>> = {
  'microsoft.operationalinsights/workspaces': 'Microsoft.OperationalInsights/workspaces/sharedKeys/action',
};

/** A private endpoint also needs the right to approve itself at its target. */
const approvals: Readonly<Record<string, string>> = {
  'microsoft.keyvault/vaults': 'Microsoft.KeyVault/vaults/privateEndpointConnectionsApproval/action',
  'microsoft.cognitiveservices/accounts':
    'Microsoft.CognitiveServices/accounts/privateEndpointConnectionsApproval/action',
  'microsoft.storage/storageaccounts':
    'Microsoft.Storage/storageAccounts/privateEndpointConnectionsApproval/action',
  'microsoft.documentdb/databaseaccounts':
    'Microsoft.DocumentDB/databaseAccounts/privateEndpointConnectionsApproval/action',
  'microsoft.sql/servers': 'Microsoft.Sql/servers/privateEndpointConnectionsApproval/action',
  'microsoft.web/sites': 'Microsoft.Web/sites/privateEndpointConnectionsApproval/action',
  'microsoft.datafactory/factories':
    'Microsoft.DataFactory/factories/privateEndpointConnectionsApproval/action',
};

/** What leads there from the network of a data factory waits on its target until the run approves it. */
const managedApprovals: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  ['Microsoft.CognitiveServices/accounts', 'Microsoft.Storage/storageAccounts'].map((type) => [
    type.toLowerCase(),
    [`${type}/privateEndpointConnections/write`, `${type}/privateEndpointConnectionsApproval/action`],
  ]),
);

/** What a write of a body needs at the resources that it names, of those that are meant. */
export function linkedActions(
  type: string,
  body: Json,
  isMeant: (id: string) => boolean = () => true,
): string[] {
  const key = apiKeyOf(at(body, '/properties/value'));
  if (key && !isMeant(key.accountId)) return [];
  if (key)
    return [`Microsoft.CognitiveServices/accounts/${key.renewed ? 'regenerateKey' : 'listKeys'}/action`];
  const rights = rightsBeside(type);
  return idsIn(body)
    .filter(isMeant)
    .flatMap((id) => rights[parseArmId(id).type.toLowerCase()] ?? []);
}

/** By the type that is referred to, what writing a type needs there. */
function rightsBeside(type: string): Readonly<Record<string, string | readonly string[]>> {
  if (type === 'Microsoft.Insights/diagnosticSettings') return sinks;
  if (/\/managedPrivateEndpoints$/.test(type)) return managedApprovals;
  if (type === 'Microsoft.Network/privateEndpoints') return { ...linkedRights, ...approvals };
  return /^Microsoft\.(Network|CognitiveServices|Web)\//.test(type) ? linkedRights : {};
}

/** Ids in a body, as values or as keys. */
function idsIn(value: Json): string[] {
  if (typeof value === 'string') return value.startsWith('/subscriptions/') ? [value] : [];
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap(idsIn);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, member]) => [...idsIn(key), ...idsIn(member)]);
}

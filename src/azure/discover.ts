import type { Found, FoundResource } from '../resource/found.ts';
import type { JsonObject } from '../resource/json.ts';
import type { ResourceKind } from '../resource/kind.ts';
import { fact, type Read } from './facts/tolerant.ts';
import { account } from './kinds/account.ts';
import { actionGroup } from './kinds/action-group.ts';
import { blobContainer } from './kinds/blob-container.ts';
import { budget } from './kinds/budget.ts';
import { contentFilterPolicy } from './kinds/content-filter-policy.ts';
import { cosmosAccount } from './kinds/cosmos-account.ts';
import { defenderPlan } from './kinds/defender-plan.ts';
import { diagnosticSetting } from './kinds/diagnostic-setting.ts';
import { metricAlert } from './kinds/metric-alert.ts';
import { modelDeployment } from './kinds/model-deployment.ts';
import { networkSecurityGroup } from './kinds/network-security-group.ts';
import { policyAssignment } from './kinds/policy-assignment.ts';
import { privateDnsZone } from './kinds/private-dns-zone.ts';
import { privateDnsZoneGroup } from './kinds/private-dns-zone-group.ts';
import { privateDnsZoneLink } from './kinds/private-dns-zone-link.ts';
import { privateEndpoint } from './kinds/private-endpoint.ts';
import { roleAssignment } from './kinds/role-assignment.ts';
import { sqlAuditing } from './kinds/sql-auditing.ts';
import { sqlServer } from './kinds/sql-server.ts';
import { storageAccount } from './kinds/storage-account.ts';
import { vault } from './kinds/vault.ts';
import { virtualNetwork } from './kinds/virtual-network.ts';
import { workspace } from './kinds/workspace.ts';
import type { Session } from './session.ts';

/** What one request lists in a whole subscription. */
const inSubscription: readonly ResourceKind[] = [
  account,
  actionGroup,
  budget,
  cosmosAccount,
  defenderPlan,
  // Of the subscription itself, which is its activity log.
  diagnosticSetting,
  metricAlert,
  networkSecurityGroup,
  policyAssignment,
  privateDnsZone,
  privateEndpoint,
  roleAssignment,
  sqlServer,
  storageAccount,
  vault,
  virtualNetwork,
  workspace,
];

/** What is listed beneath each resource of a kind. */
const beneath: readonly {
  readonly of: ResourceKind;
  readonly collection: string;
  readonly kind: ResourceKind;
  /** Which of them have it; default all. */
  readonly where?: (body: JsonObject) => boolean;
}[] = [
  { of: account, collection: 'deployments', kind: modelDeployment },
  { of: account, collection: 'raiPolicies', kind: contentFilterPolicy },
  { of: account, collection: `providers/${diagnosticSetting.type}`, kind: diagnosticSetting },
  { of: vault, collection: `providers/${diagnosticSetting.type}`, kind: diagnosticSetting },
  { of: privateEndpoint, collection: 'privateDnsZoneGroups', kind: privateDnsZoneGroup },
  { of: sqlServer, collection: 'auditingSettings', kind: sqlAuditing },
  {
    of: storageAccount,
    collection: 'blobServices/default/containers',
    kind: blobContainer,
    // An account for files alone has no blobs, and refuses to list them.
    where: ({ kind }) => kind !== 'FileStorage',
  },
  { of: privateDnsZone, collection: 'virtualNetworkLinks', kind: privateDnsZoneLink },
];

interface List {
  readonly path: string;
  readonly kind: ResourceKind;
}

/**
 * Everything in a subscription that the security of Azure OpenAI depends on, found by lists alone: whoever built it.
 * Reads only. A list that Azure refuses hides no other.
 */
export async function discover(
  session: Session,
  resourceGroup: string | undefined,
  read: Read,
): Promise<Found> {
  const subscription = `/subscriptions/${session.subscriptionId}`;
  const list = ({ path, kind }: List) => fact(() => read(() => session.list(path, kind.apiVersion)));
  const group = resourceGroup === undefined ? undefined : `${subscription}/resourceGroups/${resourceGroup}`;
  const above: List[] = [
    ...inSubscription.map((kind) => ({ path: `${subscription}/providers/${kind.type}`, kind })),
    // Budgets of a group are in no list of the subscription.
    ...(group === undefined ? [] : [{ path: `${group}/providers/${budget.type}`, kind: budget }]),
  ];
  const first = await gathered(above, list);
  const children = beneath.flatMap(({ of, collection, kind, where }) =>
    first.resources
      .filter(({ type, body }) => type === of.type && (where?.(body) ?? true))
      .map(({ id }) => ({ path: `${id}/${collection}`, kind })),
  );
  const second = await gathered(children, list);
  return {
    subscriptionId: session.subscriptionId,
    ...(resourceGroup === undefined ? {} : { resourceGroup }),
    resources: [...first.resources, ...second.resources],
    unread: [...first.unread, ...second.unread],
  };
}

async function gathered(
  lists: readonly List[],
  list: (one: List) => ReturnType<typeof fact<readonly JsonObject[] | undefined>>,
): Promise<Pick<Found, 'resources' | 'unread'>> {
  const answers = await Promise.all(lists.map(async (one) => ({ one, answer: await list(one) })));
  return {
    resources: answers.flatMap(({ one, answer }) =>
      'value' in answer ? (answer.value ?? []).flatMap((body) => foundOf(one.kind, body)) : [],
    ),
    unread: answers.flatMap(({ one, answer }) =>
      'unknown' in answer ? [{ path: one.path, type: one.kind.type, ...answer.unknown }] : [],
    ),
  };
}

function foundOf({ type }: ResourceKind, body: JsonObject): FoundResource[] {
  const { id } = body;
  return typeof id === 'string' ? [{ id, type, body }] : [];
}

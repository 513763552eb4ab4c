import type { JsonObject } from '../../resource/json.ts';
import type {
  PermissionFact,
  RegistrationFact,
  RightFact,
  SubscriptionFact,
} from '../../resource/subscription.ts';
import type { Session } from '../session.ts';
import { member, objects, text, texts } from './json-fields.ts';
import { present } from './tolerant.ts';

/** The subscription, its state and the directory it trusts. */
export async function readSubscription(session: Session): Promise<SubscriptionFact> {
  const path = `/subscriptions/${session.subscriptionId}`;
  return subscriptionFrom(present(await session.get(path, '2022-12-01'), `subscription ${path}`));
}

/** A subscription as ARM shows it. */
export function subscriptionFrom(body: JsonObject): SubscriptionFact {
  const tags = Object.entries(member(body, '/tags')).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] as const] : [],
  );
  return {
    id: text(body, '/subscriptionId') ?? '',
    name: text(body, '/displayName') ?? '',
    state: text(body, '/state') ?? 'Unknown',
    directoryId: text(body, '/tenantId') ?? '',
    managedBy: objects(body, '/managedByTenants').map((tenant) => text(tenant, '/tenantId') ?? ''),
    tags: Object.fromEntries(tags),
  };
}

/** What the signed-in principal may do at the scope of the subscription. */
export async function readPermissions(session: Session): Promise<readonly PermissionFact[]> {
  const path = `/subscriptions/${session.subscriptionId}/providers/Microsoft.Authorization/permissions`;
  const items = present(await session.list(path, '2022-04-01'), 'the list of permissions');
  return items.map((item) => ({
    actions: texts(item, '/actions'),
    notActions: texts(item, '/notActions'),
  }));
}

/** The registration of the wanted providers, in one list instead of a request for each. */
export async function readRegistrations(
  session: Session,
  wanted: { readonly namespaces: readonly string[]; readonly types: readonly string[] },
): Promise<Readonly<Record<string, RegistrationFact>>> {
  const path = `/subscriptions/${session.subscriptionId}/providers`;
  const items = present(await session.list(path, '2025-04-01'), 'the list of providers');
  const namespaces = new Set(wanted.namespaces.map((namespace) => namespace.toLowerCase()));
  const types = new Set(wanted.types.map((type) => type.toLowerCase()));
  return Object.fromEntries(
    items.flatMap((item) => {
      const namespace = text(item, '/namespace') ?? '';
      const state = text(item, '/registrationState') ?? 'NotRegistered';
      const locations = locationsOf(item, namespace, types);
      const key = namespace.toLowerCase();
      return namespaces.has(key) ? [[key, { namespace, state, locations }] as const] : [];
    }),
  );
}

function locationsOf(
  provider: JsonObject,
  namespace: string,
  types: ReadonlySet<string>,
): Record<string, string[]> {
  const entries = objects(provider, '/resourceTypes').flatMap((entry) => {
    const type = `${namespace}/${text(entry, '/resourceType') ?? ''}`.toLowerCase();
    return types.has(type) ? [[type, texts(entry, '/locations').map(shortRegion)] as const] : [];
  });
  return Object.fromEntries(entries);
}

/** `Switzerland North` is `switzerlandnorth`. */
function shortRegion(name: string): string {
  return name.toLowerCase().replaceAll(' ', '');
}

/**
 * Roles that the principal holds, directly or through a group, with the end of those that were activated for a time
 * by Privileged Identity Management.
 */
export async function readRights(session: Session): Promise<readonly RightFact[]> {
  const path =
    `/subscriptions/${session.subscriptionId}/providers/Microsoft.Authorization/` +
    'roleAssignmentScheduleInstances?$filter=asTarget()';
  const items = present(await session.list(path, '2020-10-01'), 'the list of role assignments');
  return items.map((item) => {
    const roleDefinitionId = text(item, '/properties/roleDefinitionId') ?? '';
    return {
      role:
        text(item, '/properties/expandedProperties/roleDefinition/displayName') ??
        roleDefinitionId.split('/').at(-1) ??
        '',
      roleDefinitionId,
      endsAt: text(item, '/properties/endDateTime'),
    };
  });
}

import type { Design } from '../../design/design.ts';
import { markOf } from '../../plan/ownership.ts';
import type { AccessFacts } from '../../resource/access.ts';
import { idKey, isWithin, sameId } from '../../resource/arm-id.ts';
import type { JsonObject } from '../../resource/json.ts';
import type { ResourceKind } from '../../resource/kind.ts';
import { known, type Unread, unread } from '../../resource/subscription.ts';
import { textAt } from '../places.ts';
import { abilitiesOf } from './abilities.ts';
import { type Access, type AccessReview, type From, nameOf } from './access.ts';
import { remarksOf } from './remarks.ts';

type Marks = Pick<ResourceKind, 'mark'>;

/** Who can do what on a stamp, and what of it somebody should look at. Pure. */
export function reviewAccess(design: Design, facts: AccessFacts, marks: Marks): AccessReview {
  const roles = known(facts.roles) ?? {};
  const names = known(facts.principals);
  const roleName = (id: string): string => roles[id]?.name ?? id;
  const access = facts.assignments.flatMap((body) => {
    const from = whence(textAt(body, '/properties/scope'), design);
    return from === undefined ? [] : [accessOf(body, from, { design, facts, marks })];
  });
  const eligible = (known(facts.eligible) ?? [])
    .filter(({ scope }) => whence(scope, design) !== undefined)
    .map(({ principalId, roleId, scope }) => ({
      principalId,
      ...named(names?.[principalId]?.name),
      role: roleName(roleId),
      scope,
    }));
  return {
    tenant: design.tenant,
    environment: design.environment,
    subscriptionId: design.subscriptionId,
    access: access.sort(byWeight),
    eligible,
    unread: [
      ...told('what the roles let do', unread(facts.roles)),
      ...told('names, and who was deleted', unread(facts.principals)),
      ...told('which roles end by themselves', unread(facts.ends)),
      ...told('who may activate a role', unread(facts.eligible)),
    ],
  };
}

function accessOf(
  body: JsonObject,
  from: From,
  { design, facts, marks }: { design: Design; facts: AccessFacts; marks: Marks },
): Access {
  const id = String(body['id']);
  const scope = textAt(body, '/properties/scope');
  const principalId = textAt(body, '/properties/principalId').toLowerCase();
  const roleId = textAt(body, '/properties/roleDefinitionId').split('/').at(-1)?.toLowerCase() ?? '';
  const role = known(facts.roles)?.[roleId];
  const names = known(facts.principals);
  const mark = markOf(body, marks);
  const until = known(facts.ends)?.[idKey(id)];
  const plain = {
    id,
    principalId,
    principalType: textAt(body, '/properties/principalType'),
    ...named(names?.[principalId]?.name),
    role: role?.name ?? roleId,
    scope,
    from,
    designed: design.resources.some((resource) => sameId(resource.id, id)),
    ours: mark?.estateId === design.estateId && mark.stamp === `${design.tenant}/${design.environment}`,
    ...(until === undefined ? {} : { until }),
    ...(role ? abilitiesOf(role, scope === '/' ? '' : scope, design) : { can: [], administers: false }),
    own: principalId === facts.signedIn,
  };
  const isKnown = names === undefined ? undefined : names[principalId] !== undefined;
  return { ...plain, remarks: remarksOf(plain, isKnown) };
}

function named(name: string | undefined): { principalName?: string } {
  return name === undefined || name === '' ? {} : { principalName: name };
}

/** Where an assignment at a scope comes from, seen from a stamp; undefined: it does not concern it. */
function whence(scope: string, { resources, uses, subscriptionId }: Design): From | undefined {
  const subscription = `/subscriptions/${subscriptionId}`;
  if (scope === '/' || scope === '' || !isWithin(scope, subscription)) {
    return /^\/subscriptions\//i.test(scope) ? undefined : 'above';
  }
  if (sameId(scope, subscription)) return 'subscription';
  const concerns = (ids: readonly string[]): boolean =>
    ids.some((id) => isWithin(scope, id) || (isWithin(id, scope) && !sameId(id, scope)));
  const groups = resources.filter(({ type }) => type === 'Microsoft.Resources/resourceGroups');
  if (concerns(groups.map(({ id }) => id))) return 'environment';
  return concerns(uses.map(({ id }) => id)) ? 'existing' : undefined;
}

const order: readonly From[] = ['above', 'subscription', 'existing', 'environment'];

/** What somebody should look at first, then what reaches furthest. */
function byWeight(a: Access, b: Access): number {
  return (
    Number(b.remarks.length > 0) - Number(a.remarks.length > 0) ||
    order.indexOf(a.from) - order.indexOf(b.from) ||
    nameOf(a).localeCompare(nameOf(b), 'en') ||
    a.role.localeCompare(b.role, 'en') ||
    a.id.localeCompare(b.id, 'en')
  );
}

function told(what: string, why: Unread | undefined): AccessReview['unread'] {
  return why === undefined ? [] : [{ what, reason: `${why.code}: ${why.reason}` }];
}

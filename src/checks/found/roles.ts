import { privilegedRoles } from '../../facts/roles.ts';
import { isWithin, sameId } from '../../resource/arm-id.ts';
import type { Found, FoundResource } from '../../resource/found.ts';
import { textAt } from '../places.ts';
import { type Finding, failed, ok, warning } from '../rule.ts';
import { accountsIn, allOf, vaultsIn } from './within.ts';

const owner = '8e3af657-a8ff-443c-a75c-2fe8c4bcb635';

/** Source: built-in policy 4f11b553-d42e-4e3a-89be-32ca364cad4c, "A maximum of 3 owners should be designated". */
const mostOwners = 3;

interface Assigned {
  readonly id: string;
  readonly role: string;
  readonly scope: string;
  readonly principal: string;
  readonly toPerson: boolean;
}

/** Who may do everything to these services: few owners above, and nobody by name beneath. */
export function rolesFound(found: Found): Finding[] {
  const services = [...accountsIn(found), ...vaultsIn(found)];
  const subscription = `/subscriptions/${found.subscriptionId}`;
  const assigned = allOf(found, 'Microsoft.Authorization/roleAssignments')
    .map(assignedOf)
    .filter(({ scope }) => services.some(({ id }) => isWithin(id, scope)) || !isWithin(scope, subscription));
  const above = assigned.filter(({ scope }) => !isWithin(scope, subscription) || sameId(scope, subscription));
  const owners = above.filter(({ role }) => role === owner);
  const findings = [
    ...assigned
      .filter((each) => each.toPerson && each.role in privilegedRoles && !owners.includes(each))
      .map(tooMuch),
    ...(owners.length > mostOwners ? [tooManyOwners(owners)] : []),
    ...assigned.filter(({ role, toPerson }) => toPerson && !(role in privilegedRoles)).map(byName),
  ];
  return findings.length > 0
    ? findings
    : [ok(`${assigned.length} roles: none is wider than needed`, subscription)];
}

function assignedOf({ id, body }: FoundResource): Assigned {
  return {
    id,
    role: textAt(body, '/properties/roleDefinitionId').split('/').at(-1)?.toLowerCase() ?? '',
    scope: textAt(body, '/properties/scope'),
    principal: textAt(body, '/properties/principalId'),
    toPerson: textAt(body, '/properties/principalType') === 'User',
  };
}

function tooMuch({ id, role, scope, principal }: Assigned): Finding {
  return failed(
    `user ${principal} is ${privilegedRoles[role] ?? role} on ${scope}`,
    `Give a group that is eligible for a limited time a narrower role, then: az role assignment delete --ids ${id}`,
    id,
  );
}

function tooManyOwners(owners: readonly Assigned[]): Finding {
  return failed(
    `${owners.length} principals own the subscription; ${mostOwners} are the most that should`,
    'Remove owners that need no such right: az role assignment delete --ids ID',
    owners.map(({ id }) => id).join(', '),
  );
}

function byName({ id, scope, principal }: Assigned): Finding {
  return warning(
    `user ${principal} has a role on ${scope} by himself, not by a group`,
    'Give the role to a group, so that it goes with the work.',
    id,
  );
}

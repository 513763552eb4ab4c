import { privilegedRoles, roles } from '../../facts/roles.ts';
import { isOwnedBy, ownerOf } from '../../plan/ownership.ts';
import { isWithin, parentId, sameId } from '../../resource/arm-id.ts';
import type { JsonObject } from '../../resource/json.ts';
import { known } from '../../resource/subscription.ts';
import { textAt } from '../places.ts';
import { type Check, type CheckInput, designedOf, type Finding, failed, ok } from '../rule.ts';
import { type Existing, existing } from './existing.ts';

const type = 'Microsoft.Authorization/roleAssignments';

export const accessControl: Check = {
  id: 'GT-CHECK-ROLES',
  stage: 'after',
  checklist: ['IAM-1', 'IAM-2', 'KEY-2'],
  title: 'The designed roles are assigned, and nobody else administers what is here',
  risk: 'Somebody may do more than his work needs, or can not do it.',
  run: (input) => [...existing(input, 'GT-CHECK-ROLES', type, judge), ...widened(input)],
};

function judge({ id, title, body }: Existing): Finding[] {
  const role = roleOf(body);
  const principal = textAt(body, '/properties/principalId');
  return [ok(`${title} is assigned`, `${id}: role ${role} to ${principal}`)];
}

function roleOf(body: JsonObject): string {
  return textAt(body, '/properties/roleDefinitionId').split('/').at(-1)?.toLowerCase() ?? '';
}

/** Where a role assignment of ours says so. */
const mark = { in: 'text', pointer: '/properties/description' } as const;

/** Roles that change what keeps an environment closed, by id. */
const administering: Readonly<Record<string, string>> = {
  ...privilegedRoles,
  ...Object.fromEntries(
    (
      [
        'Cognitive Services Contributor',
        'Key Vault Administrator',
        'Network Contributor',
        'Monitoring Contributor',
      ] as const
    ).map((name) => [roles[name], name]),
  ),
};

/**
 * Who administers something of the environment by a role that somebody gave him there by hand. Roles on the whole
 * subscription and above are for the access review; whoever is signed in works on it.
 */
function widened({ design, observed, facts }: CheckInput): Finding[] {
  const groups = designedOf(design, 'Microsoft.Resources/resourceGroups').map(({ id }) => id);
  // What does the same as one of ours is told with it.
  const told = [...designedOf(design, type).map(({ id }) => id), ...Object.values(observed?.standIns ?? {})];
  const isOurs = (body: JsonObject): boolean => isOwnedBy(body, { mark }, ownerOf(design));
  const own = known(facts.principal)?.objectId.toLowerCase();
  return (known(facts.around) ?? []).flatMap((body) => {
    const id = String(body['id'] ?? '');
    const role = administering[roleOf(body)];
    const principal = textAt(body, '/properties/principalId');
    const scope = parentId(id) ?? '';
    if (role === undefined || !/\/roleAssignments\//i.test(id) || principal.toLowerCase() === own) return [];
    if (!groups.some((group) => isWithin(scope, group))) return [];
    if (told.some((each) => sameId(each, id)) || isOurs(body)) return [];
    const who = `${textAt(body, '/properties/principalType').toLowerCase() || 'principal'} ${principal}`;
    return [
      failed(
        `${who} is ${role} on ${scope.split('/').at(-1)}, which the estate file does not know`,
        `Ask whoever assigned it, then: az role assignment delete --ids ${id}`,
        id,
      ),
    ];
  });
}

import type { AccessFacts, EligibleFact, RoleFact, RolePermission } from '../resource/access.ts';
import { idKey } from '../resource/arm-id.ts';
import type { GroupDirectory } from '../resource/groups.ts';
import type { Json, JsonObject } from '../resource/json.ts';
import type { PermissionFact } from '../resource/subscription.ts';
import { objects, text, texts } from './facts/json-fields.ts';
import { fact, present, type Read } from './facts/tolerant.ts';
import { roleAssignment } from './kinds/role-assignment.ts';
import type { Session } from './session.ts';
import { whoAmI } from './who-am-i.ts';

export interface AccessPorts {
  readonly read: Read;
  /** Reads of the directory, which counts by itself. */
  readonly readDirectory: Read;
  readonly directory: GroupDirectory;
  /** A token of the signed-in principal for ARM. */
  readonly token: string;
}

/**
 * Who holds which role at, above and beneath a subscription, with what each role lets do and whom the directory still
 * knows. Reads only. Names, and what Privileged Identity Management knows, may be refused and are unknown then.
 * Sources: https://learn.microsoft.com/rest/api/authorization/role-assignments/list-for-subscription (what lies above and
 * beneath is in the list), https://learn.microsoft.com/rest/api/authorization/role-assignment-schedule-instances
 */
export async function readAccess(session: Session, ports: AccessPorts): Promise<AccessFacts> {
  const { read, readDirectory, directory, token } = ports;
  const authorization = `/subscriptions/${session.subscriptionId}/providers/Microsoft.Authorization`;
  const listed = async (type: string, apiVersion: string): Promise<readonly JsonObject[]> =>
    present(await read(() => session.list(`${authorization}/${type}`, apiVersion)), `the list of ${type}`);
  const [assignments, roles, active, eligible] = await Promise.all([
    listed('roleAssignments', roleAssignment.apiVersion),
    fact(() => listed('roleDefinitions', '2022-04-01')),
    fact(() => listed('roleAssignmentScheduleInstances', '2020-10-01')),
    fact(() => listed('roleEligibilityScheduleInstances', '2020-10-01')),
  ]);
  const eligibleFor = 'value' in eligible ? eligible.value.map(eligibleFrom) : [];
  const ids = [
    ...assignments.map((one) => (text(one, '/properties/principalId') ?? '').toLowerCase()),
    ...eligibleFor.map(({ principalId }) => principalId),
  ];
  const principals = await fact(() => readDirectory(() => directory.objects([...new Set(ids)])));
  return {
    assignments,
    roles: 'value' in roles ? { value: Object.fromEntries(roles.value.map(roleFrom)) } : roles,
    principals:
      'value' in principals
        ? { value: Object.fromEntries(principals.value.map((one) => [one.objectId, one])) }
        : principals,
    ends: 'value' in active ? { value: Object.fromEntries(active.value.flatMap(endOf)) } : active,
    eligible: 'value' in eligible ? { value: eligibleFor } : eligible,
    signedIn: whoAmI(token)?.objectId.toLowerCase(),
  };
}

function roleFrom(definition: JsonObject): [string, RoleFact] {
  const permissions = objects(definition, '/properties/permissions').map(
    (entry): RolePermission => ({
      ...patterns(entry, 'actions', 'notActions'),
      data: patterns(entry, 'dataActions', 'notDataActions'),
    }),
  );
  const guid = text(definition, '/name') ?? '';
  return [guid.toLowerCase(), { name: text(definition, '/properties/roleName') ?? guid, permissions }];
}

function patterns(entry: Json, actions: string, notActions: string): PermissionFact {
  return { actions: texts(entry, `/${actions}`), notActions: texts(entry, `/${notActions}`) };
}

function endOf(instance: JsonObject): [string, string][] {
  const assignment = text(instance, '/properties/originRoleAssignmentId');
  const end = text(instance, '/properties/endDateTime');
  return assignment === undefined || end === undefined ? [] : [[idKey(assignment), end]];
}

function eligibleFrom(instance: JsonObject): EligibleFact {
  return {
    scope: text(instance, '/properties/scope') ?? '',
    roleId: (text(instance, '/properties/roleDefinitionId') ?? '').split('/').at(-1)?.toLowerCase() ?? '',
    principalId: (text(instance, '/properties/principalId') ?? '').toLowerCase(),
  };
}

import { permissionsOf } from '../authorisation.ts';
import { ArmError } from '../errors.ts';
import { isoTime } from '../instants.ts';
import { type JsonObject, numberAt, objectAt, present, textAt } from '../json.ts';
import { spanMs } from '../microsoft.insights/time-spans.ts';
import type { Answer, Call, RouteModel, Stored, World } from '../provider.ts';
import { anything, object, oneOf, required, text } from '../shape.ts';
import { assignmentType, guidPattern } from './names.ts';
import { checkPrincipal, principalKind, roleOf } from './role-assignments.ts';
import { activations, isEligible } from './role-schedules.ts';

const requestType = 'Microsoft.Authorization/roleAssignmentScheduleRequests';
const pattern = `{*scope}/providers/${requestType}/{request}`;
const versions = ['2020-10-01', '2022-04-01-preview', '2024-09-01-preview'] as const;

/** Settings of Privileged Identity Management that nobody changed: activations last eight hours at most. */
const longestActivation = 8 * 3_600_000;
/** What was activated can be given back after five minutes. */
const shortestActivation = 5 * 60_000;
/** Name of the rule that Privileged Identity Management says was broken. */
type Rule = 'EligibilityRule' | 'ExpirationRule';

const modelled = ['SelfActivate', 'SelfDeactivate', 'AdminAssign', 'AdminRemove'] as const;
const others = ['AdminUpdate', 'AdminExtend', 'AdminRenew', 'SelfExtend', 'SelfRenew'] as const;

const body = object({
  properties: required(
    object({
      principalId: required(text({ pattern: guidPattern })),
      roleDefinitionId: required(text({ pattern: /\/roledefinitions\/[0-9a-f-]{36}$/i })),
      requestType: required(oneOf(...modelled, ...others)),
      linkedRoleEligibilityScheduleId: text(),
      targetRoleAssignmentScheduleId: text(),
      targetRoleAssignmentScheduleInstanceId: text(),
      justification: text(),
      ticketInfo: anything(),
      scheduleInfo: object({
        startDateTime: text(),
        expiration: object({
          type: oneOf('AfterDuration', 'AfterDateTime', 'NoExpiration'),
          endDateTime: text(),
          duration: text(),
        }),
      }),
      condition: text(),
      conditionVersion: oneOf('2.0'),
    }),
  ),
});

/** PUT and GET of requests to hold a role for a time. */
export const scheduleRequestRoutes: readonly RouteModel[] = [
  { method: 'PUT', pattern, apiVersions: versions, writes: true, body, handle: put },
  { method: 'GET', pattern, apiVersions: versions, writes: false, handle: get },
];

function put(call: Call): Answer {
  const { world, parts } = call;
  const scope = parts['scope'] ?? '';
  const properties = objectAt(call.body, 'properties');
  const kind = textAt(properties, 'requestType') ?? '';
  const principal = textAt(properties, 'principalId')?.toLowerCase() ?? '';
  const role = roleOf(properties);
  if (!guidPattern.test(parts['request'] ?? ''))
    throw new ArmError(400, 'InvalidRoleAssignmentScheduleRequestId', 'The name of a request is a GUID.');
  if (!modelled.some((one) => one === kind))
    throw new ArmError(501, 'SandboxNotModelled', `The sandbox does not model requests of type ${kind}.`);
  if (kind.startsWith('Admin') || principal !== world.caller.objectId.toLowerCase())
    world.authorise(`${requestType}/write`, scope);
  if (permissionsOf(world, role).length === 0)
    throw new ArmError(
      400,
      'RoleDefinitionDoesNotExist',
      `The specified role definition with ID '${role}' does not exist.`,
    );
  const active = activations(world, scope, principal, role);
  if (kind.endsWith('Deactivate') || kind.endsWith('Remove')) return end(call, active);
  if (active.length > 0)
    throw new ArmError(400, 'RoleAssignmentExists', 'The Role assignment already exists.');
  const endsAt = endOf(world, properties);
  if (kind === 'SelfActivate') checkActivation(world, { scope, principal, role, endsAt });
  checkPrincipal(world, scope, principal);
  return begin(call, endsAt, kind === 'SelfActivate');
}

function checkActivation(
  world: World,
  asked: { scope: string; principal: string; role: string; endsAt: number | undefined },
): void {
  const broken: Rule[] = [];
  if (!isEligible(world, asked.scope, asked.principal, asked.role)) broken.push('EligibilityRule');
  if (asked.endsAt === undefined || asked.endsAt - world.now > longestActivation)
    broken.push('ExpirationRule');
  if (broken.length > 0) throw policyFailed(broken);
}

function policyFailed(rules: readonly Rule[]): ArmError {
  const message = `The following policy rules failed: ${JSON.stringify(rules)}`;
  return new ArmError(400, 'RoleAssignmentRequestPolicyValidationFailed', message);
}

/** The moment at which the role ends again; undefined for never. */
function endOf(world: World, properties: JsonObject): number | undefined {
  const schedule = objectAt(properties, 'scheduleInfo');
  const from = Date.parse(textAt(schedule, 'startDateTime') ?? isoTime(world.now));
  if (Number.isNaN(from) || from > world.now + 60_000)
    throw new ArmError(501, 'SandboxNotModelled', 'The sandbox lets roles begin at once only.');
  const expiration = objectAt(schedule, 'expiration');
  const type = textAt(expiration, 'type') ?? 'NoExpiration';
  if (type === 'NoExpiration') return undefined;
  const span = spanMs(textAt(expiration, 'duration'));
  const end =
    type === 'AfterDateTime'
      ? Date.parse(textAt(expiration, 'endDateTime') ?? '')
      : Math.max(from, world.now) + (span ?? Number.NaN);
  if (Number.isNaN(end) || end <= world.now) throw policyFailed(['ExpirationRule']);
  return end;
}

function begin(call: Call, endsAt: number | undefined, activated: boolean): Answer {
  const { world, parts } = call;
  const scope = parts['scope'] ?? '';
  const properties = objectAt(call.body, 'properties');
  const principal = textAt(properties, 'principalId')?.toLowerCase() ?? '';
  const record = world.add(
    `${scope}/providers/${assignmentType}/${world.mint()}`,
    assignmentType,
    {
      properties: present({
        roleDefinitionId: textAt(properties, 'roleDefinitionId'),
        principalId: principal,
        principalType: principalKind(principal),
        scope,
      }),
    },
    present({ endsAt, activated, request: parts['request'], asked: properties }),
  );
  if (endsAt !== undefined) world.later(record, endsAt, 'lapse');
  return { status: 201, body: shown(scope, record) };
}

function end(call: Call, active: readonly Stored[]): Answer {
  const { world, parts } = call;
  const [held] = active;
  if (held === undefined)
    throw new ArmError(400, 'RoleAssignmentDoesNotExist', 'The Role assignment does not exist.');
  if (held.hidden['activated'] === true && world.now < held.createdAt + shortestActivation) {
    const message = 'The active duration is too short. Minimum required duration is 5 minutes.';
    throw new ArmError(400, 'ActiveDurationTooShort', message);
  }
  world.remove(held.id);
  const body = requestBody(parts['scope'] ?? '', parts['request'] ?? '', {
    ...objectAt(call.body, 'properties'),
    status: 'Revoked',
    createdOn: isoTime(world.now),
    requestorId: world.caller.objectId,
  });
  return { status: 201, body };
}

function get({ world, parts }: Call): Answer {
  const scope = parts['scope'] ?? '';
  const wanted = parts['request']?.toLowerCase();
  const found = world
    .all(assignmentType)
    .find((one) => textAt(one.hidden, 'request')?.toLowerCase() === wanted);
  if (found?.createdBy !== world.caller.objectId) world.authorise(`${requestType}/read`, scope);
  if (found !== undefined) return { status: 200, body: shown(scope, found) };
  throw new ArmError(404, 'RoleAssignmentScheduleRequestNotFound', 'The request was not found or has ended.');
}

function shown(scope: string, record: Stored): JsonObject {
  const endsAt = numberAt(record.hidden, 'endsAt');
  const asked = objectAt(record.hidden, 'asked');
  const expiration = objectAt(asked, 'scheduleInfo', 'expiration');
  return requestBody(
    scope,
    textAt(record.hidden, 'request') ?? '',
    present({
      ...asked,
      principalType: textAt(record.body, 'properties', 'principalType'),
      scheduleInfo: {
        startDateTime: isoTime(record.createdAt),
        expiration: present({
          ...expiration,
          endDateTime: endsAt === undefined ? undefined : isoTime(endsAt),
        }),
      },
      status: 'Provisioned',
      createdOn: isoTime(record.createdAt),
      requestorId: record.createdBy,
    }),
  );
}

function requestBody(scope: string, name: string, properties: JsonObject): JsonObject {
  return {
    id: `${scope}/providers/${requestType}/${name}`,
    name,
    type: requestType,
    properties: { ...properties, scope },
  };
}

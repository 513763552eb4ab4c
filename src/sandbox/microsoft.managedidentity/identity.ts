/**
 * The `identity` member that resources of several providers have. A system-assigned identity gets a principal
 * with its resource and loses it with it; the directory knows the principal only some seconds later, so that a role
 * assignment made at once is refused with PrincipalNotFound.
 */
import { ArmError } from '../errors.ts';
import { isObject, type JsonObject, numberAt, objectAt, textAt } from '../json.ts';
import type { Stored, World, Write } from '../provider.ts';
import { anything, map, type ObjectShape, object, oneOf, readOnly, required, text } from '../shape.ts';

/** Cloud time in ms until a new principal is known everywhere in its directory. */
export const replicationDelay = 8_000;
/** Purpose of the deferred registration, to be passed on from a type's `later`. */
export const principalPurpose = 'principal';

const identityType = 'Microsoft.ManagedIdentity/userAssignedIdentities';

/** Shape of `identity` for a type that takes these kinds, e.g. `SystemAssigned, UserAssigned`. */
export function identityShape(...kinds: readonly string[]): ObjectShape {
  return object({
    type: required(oneOf('None', ...kinds)),
    principalId: readOnly(text()),
    tenantId: readOnly(text()),
    userAssignedIdentities: map(anything()),
  });
}

/** Refuses an identity that can't be; returns the body with the identity in its stored form. */
export function admitIdentity({ world, id, body, prior }: Write): JsonObject {
  const identity = body['identity'];
  if (!isObject(identity)) return body;
  const kind = textAt(identity, 'type') ?? 'None';
  const wanted = Object.entries(objectAt(identity, 'userAssignedIdentities'))
    .filter(([, value]) => value !== null)
    .map(([key]) => key);
  if (kind.includes('UserAssigned') !== wanted.length > 0) {
    const message = `The identity type '${kind}' of resource '${id.name}' does not fit its list of user-assigned identities.`;
    throw new ArmError(400, 'InvalidIdentityValues', message);
  }
  const before = Object.keys(objectAt(prior?.body, 'identity', 'userAssignedIdentities')).map((key) =>
    key.toLowerCase(),
  );
  for (const key of wanted) checkAssignable(world, key, before.includes(key.toLowerCase()));
  const users = Object.fromEntries(wanted.map((key) => [key, {}]));
  return {
    ...body,
    identity: wanted.length > 0 ? { type: kind, userAssignedIdentities: users } : { type: kind },
  };
}

function checkAssignable(world: World, identity: string, known: boolean): void {
  if (world.find(identity)?.type !== identityType) {
    const message = `Failed to perform resource identity operation. Status: 'BadRequest'. The identity '${identity}' was not found.`;
    throw new ArmError(400, 'FailedIdentityOperation', message);
  }
  if (!known) world.authorise(`${identityType}/assign/action`, identity);
}

/** Gives a record the principal that its identity asks for, or takes it away. Call from `wrote`. */
export function settlePrincipal(world: World, record: Stored): Stored {
  const wants = (textAt(record.body, 'identity', 'type') ?? 'None').includes('SystemAssigned');
  const has = textAt(record.hidden, 'principal');
  if (wants && has === undefined) {
    const round = (numberAt(record.hidden, 'principals') ?? 0) + 1;
    const principal = world.made(record, `principal ${round}`);
    const saved = world.save({ ...record, hidden: { ...record.hidden, principal, principals: round } });
    world.later(saved, world.now + world.duration(replicationDelay), principalPurpose, { principal });
    return saved;
  }
  if (wants || has === undefined) return record;
  world.dropPrincipal(has);
  const { principal: _, ...hidden } = record.hidden;
  return world.save({ ...record, hidden });
}

/** Makes the principal known in its directory. Call from `later` with {@link principalPurpose}. */
export function replicatePrincipal(world: World, record: Stored | undefined, data: JsonObject): void {
  const principal = textAt(data, 'principal');
  if (record === undefined || principal === undefined || textAt(record.hidden, 'principal') !== principal)
    return;
  const directory = directoryOf(world, record);
  if (directory !== undefined) world.addPrincipal(directory, principal, record);
}

/** The identity as answered, with its ids; undefined when the resource has none. */
export function shownIdentity(world: World, record: Stored): JsonObject | undefined {
  const identity = record.body['identity'];
  if (!isObject(identity)) return undefined;
  const shown: JsonObject = { type: identity['type'] ?? 'None' };
  const principal = textAt(record.hidden, 'principal');
  if (principal !== undefined) {
    shown['principalId'] = principal;
    shown['tenantId'] = directoryOf(world, record) ?? '';
  }
  const users = Object.keys(objectAt(identity, 'userAssignedIdentities'));
  if (users.length > 0) {
    shown['userAssignedIdentities'] = Object.fromEntries(users.map((id) => [id, idsOf(world, id)]));
  }
  return shown;
}

/** Paths of {@link shownIdentity} for a type's `serverMade` and `references`. */
export const identityPaths = {
  serverMade: ['identity.principalId'],
  references: ['identity.userAssignedIdentities.*.principalId', 'identity.userAssignedIdentities.*.clientId'],
} as const;

/** Forgets a deleted resource's principal. Call from `deleted`. */
export function forgetPrincipal(world: World, record: Stored): void {
  const principal = textAt(record.hidden, 'principal');
  if (principal !== undefined) world.dropPrincipal(principal);
}

/** Directory of the subscription a resource lies in. */
export function directoryOf(world: World, record: Stored): string | undefined {
  return world.directoryOf(record.id.split('/')[2] ?? '');
}

function idsOf(world: World, id: string): JsonObject {
  const owner = world.find(id);
  const ids = owner === undefined ? {} : objectAt(world.shown(owner), 'properties');
  const principalId = textAt(ids, 'principalId');
  const clientId = textAt(ids, 'clientId');
  return principalId === undefined || clientId === undefined ? {} : { principalId, clientId };
}

import { keyOf } from '../arm-id.ts';
import { ArmError } from '../errors.ts';
import { type JsonObject, objectAt, textAt } from '../json.ts';
import type { Stored, World, Write } from '../provider.ts';
import { recordIn } from '../soft-delete.ts';
import { deletedVaultType, vaultType } from './names.ts';

/** From this api-version on a vault is made in RBAC mode unless the body says otherwise. */
const rbacByDefault = '2026-02-01';

/** What ARM refuses of a vault; returns the body to store. */
export function admitVault(write: Write): JsonObject {
  const { world, id, body, prior } = write;
  const properties = objectAt(body, 'properties');
  if (prior === undefined && properties['createMode'] === 'recover') return bodyToRecover(write);
  if (prior === undefined) checkNameFree(world, id.name, id.subscription ?? '');
  checkDirectory(world, id.subscription ?? '', properties);
  checkSwitches(properties, objectAt(prior?.body, 'properties'));
  return {
    ...body,
    properties: prior === undefined ? created(world, properties) : updated(properties, prior),
  };
}

function created(world: World, properties: JsonObject): JsonObject {
  const { createMode: _, vaultUri: _uri, ...kept } = properties;
  return {
    accessPolicies: [],
    enabledForDeployment: false,
    enableSoftDelete: true,
    softDeleteRetentionInDays: 90,
    enableRbacAuthorization: world.apiVersion >= rbacByDefault,
    publicNetworkAccess: 'Enabled',
    ...kept,
  };
}

/** What can't be taken back stays when an update leaves it out. */
function updated(properties: JsonObject, prior: Stored): JsonObject {
  const { createMode: _, vaultUri: _uri, ...kept } = properties;
  const before = objectAt(prior.body, 'properties');
  const lasting: JsonObject = {
    accessPolicies: [],
    enableSoftDelete: true,
    softDeleteRetentionInDays: before['softDeleteRetentionInDays'] ?? 90,
    enableRbacAuthorization: before['enableRbacAuthorization'] ?? false,
    publicNetworkAccess: before['publicNetworkAccess'] ?? 'Enabled',
  };
  if (before['enablePurgeProtection'] === true) lasting['enablePurgeProtection'] = true;
  return { ...lasting, ...kept };
}

/** The soft-deleted vault of a name, wherever it was. */
export function deletedTwin(world: World, name: string): Stored | undefined {
  return world.all(deletedVaultType).find((one) => keyOf(one.name) === keyOf(name));
}

/** The living vault of a name, in any subscription of the cloud. */
export function livingTwin(world: World, name: string): Stored | undefined {
  return world.all(vaultType).find((one) => keyOf(one.name) === keyOf(name));
}

function checkNameFree(world: World, name: string, subscription: string): void {
  const gone = deletedTwin(world, name);
  if (gone?.id.toLowerCase().startsWith(`/subscriptions/${subscription.toLowerCase()}/`)) {
    const message =
      'A vault with the same name already exists in deleted state. You need to either recover or purge existing key vault. Follow this link https://go.microsoft.com/fwlink/?linkid=2149745 for more information on soft delete.';
    throw new ArmError(409, 'ConflictError', message);
  }
  if (gone === undefined && livingTwin(world, name) === undefined) return;
  const message = `The vault name '${name}' is already in use. Vault names are globally unique so it is possible that the name is already taken.`;
  throw new ArmError(409, 'VaultAlreadyExists', message);
}

/** A recovery takes the old settings; those sent along are ignored. */
function bodyToRecover({ world, id, body }: Write): JsonObject {
  const gone = deletedTwin(world, id.name);
  const old = gone === undefined ? {} : recordIn(gone);
  const here = keyOf(textAt(old, 'id') ?? '') === keyOf(id.id);
  if (gone !== undefined && here && sameRegion(old, body)) return objectAt(old, 'body');
  const message =
    'A soft deleted vault with the given name does not exist. Ensure that the name for the vault that is being attempted to recover is in a recoverable state.';
  throw new ArmError(404, 'SoftDeletedVaultDoesNotExist', message);
}

function sameRegion(old: JsonObject, body: JsonObject): boolean {
  const short = (location: string | undefined): string => (location ?? '').toLowerCase().replace(/\s/g, '');
  return short(textAt(old, 'body', 'location')) === short(textAt(body, 'location'));
}

function bad(message: string): ArmError {
  return new ArmError(400, 'BadRequest', message);
}

function checkDirectory(world: World, subscription: string, properties: JsonObject): void {
  const directory = world.directoryOf(subscription);
  const given = textAt(properties, 'tenantId');
  if (given?.toLowerCase() === directory?.toLowerCase()) return;
  throw bad(
    `The property "tenantId" is '${given ?? ''}', the subscription belongs to directory '${directory ?? ''}'.`,
  );
}

function checkSwitches(properties: JsonObject, before: JsonObject): void {
  if (properties['enablePurgeProtection'] === false) {
    throw bad(
      'The property "enablePurgeProtection" cannot be set to false. Enabling the purge protection for a vault is an irreversible action.',
    );
  }
  if (properties['enableSoftDelete'] === false) {
    throw bad(
      'The property "enableSoftDelete" can be set to false only for creating new vault. Enabling the \'soft delete\' functionality is an irreversible action.',
    );
  }
  const days = properties['softDeleteRetentionInDays'];
  const set = before['softDeleteRetentionInDays'];
  if (days !== undefined && set !== undefined && days !== set) {
    throw bad('The property "softDeleteRetentionInDays" has been set already and it can\'t be modified.');
  }
}

import { keyOf, type ResourceId } from '../arm-id.ts';
import { ArmError } from '../errors.ts';
import { type JsonObject, listAt, objectAt, textAt } from '../json.ts';
import { refuseNewer } from '../member-versions.ts';
import { admitIdentity } from '../microsoft.managedidentity/identity.ts';
import type { Stored, World, Write } from '../provider.ts';
import { recordIn } from '../soft-delete.ts';
import { checkEncryption } from './account-encryption.ts';
import { deletedAccountId } from './deleted-accounts.ts';
import { accountType, deletedAccountType, regionName, regionOf } from './names.ts';
import { accountCounter } from './quota.ts';
import { accountMembers } from './versions.ts';

/** What ARM refuses of an account; returns the body to store. */
export function admitAccount(write: Write): JsonObject {
  const { world, id, prior } = write;
  refuseNewer(
    world.apiVersion,
    write.method === 'PUT' ? objectAt(write.sent, 'properties') : {},
    accountMembers,
  );
  const restoring = objectAt(write.sent, 'properties')['restore'] === true;
  const gone = prior === undefined ? softDeleted(world, id, write.body) : undefined;
  if (gone !== undefined) {
    if (restoring) return { ...objectAt(recordIn(gone), 'body'), location: write.body['location'] ?? '' };
    const message = `An existing resource with ID '${id.id}' has been soft-deleted. To restore the resource, you must specify 'restore' to be 'true' in the property. If you don't want to restore existing resource, please purge it first.`;
    throw new ArmError(409, 'FlagMustBeSetForRestore', message);
  }
  if (restoring && prior === undefined) {
    throw new ArmError(404, 'ResourceNotFound', `There is no soft-deleted account '${id.name}' to restore.`);
  }
  const { restore: _, ...properties } = objectAt(write.body, 'properties');
  const kept = keepSubdomain(properties, prior);
  const body = { ...write.body, properties: { publicNetworkAccess: 'Enabled', ...kept } };
  checkKindAndSku(body, prior);
  checkSubdomain(world, id, body, prior);
  if (prior === undefined) checkCount(world, id, body);
  const admitted = admitIdentity({ ...write, body });
  checkEncryption(world, id, admitted, prior);
  return admitted;
}

/** A PUT that leaves the subdomain out keeps the one there is: it can't be taken away. */
function keepSubdomain(properties: JsonObject, prior: Stored | undefined): JsonObject {
  const before = textAt(prior?.body, 'properties', 'customSubDomainName');
  return before === undefined || 'customSubDomainName' in properties
    ? properties
    : { ...properties, customSubDomainName: before };
}

function softDeleted(world: World, id: ResourceId, body: JsonObject): Stored | undefined {
  const location = regionOf(body);
  return world.find(deletedAccountId(id, location));
}

function checkKindAndSku(body: JsonObject, prior: Stored | undefined): void {
  const kind = textAt(body, 'kind');
  if (kind === undefined)
    throw new ArmError(400, 'InvalidResourceProperties', "The required property 'kind' is missing.");
  const before = textAt(prior?.body, 'kind');
  // An account of kind OpenAI can be upgraded in place, nothing else changes its kind.
  if (before !== undefined && before !== kind && kind !== 'AIServices') {
    throw new ArmError(
      400,
      'InvalidResourceProperties',
      `The kind of an account cannot be changed from '${before}' to '${kind}'.`,
    );
  }
  const sku = textAt(body, 'sku', 'name');
  if (sku === 'S0') return;
  const named = sku === undefined ? 'missing' : `'${sku}', which kind '${kind}' does not offer`;
  throw new ArmError(400, 'InvalidResourceProperties', `The SKU of the account is ${named}. Offered: 'S0'.`);
}

function checkSubdomain(world: World, id: ResourceId, body: JsonObject, prior: Stored | undefined): void {
  const wanted = textAt(body, 'properties', 'customSubDomainName');
  const before = textAt(prior?.body, 'properties', 'customSubDomainName');
  if (wanted === undefined) {
    checkNeedsNoSubdomain(body);
    return;
  }
  if (before !== undefined && before.toLowerCase() !== wanted.toLowerCase()) {
    const message = `The custom subdomain name of an account cannot be changed once it is set ('${before}').`;
    throw new ArmError(400, 'InvalidResourceProperties', message);
  }
  if (subdomainOwner(world, wanted, id.id) === undefined) return;
  const message = `The subdomain name '${wanted}' is not available as it's already used by a resource. Please pick a different name. Reference resource id: (not shown).`;
  throw new ArmError(409, 'CustomDomainInUse', message);
}

function checkNeedsNoSubdomain(body: JsonObject): void {
  const acls = objectAt(body, 'properties', 'networkAcls');
  const ruled = listAt(acls, 'ipRules').length + listAt(acls, 'virtualNetworkRules').length > 0;
  if (!ruled && textAt(acls, 'defaultAction') !== 'Deny') return;
  throw new ArmError(
    400,
    'BadRequest',
    'Network rules need a custom subdomain name: set properties.customSubDomainName.',
  );
}

/** The living or soft-deleted account, other than the one named, that holds a subdomain anywhere in the cloud. */
export function subdomainOwner(world: World, subdomain: string, except = ''): Stored | undefined {
  const holds = (record: Stored): boolean =>
    textAt(record.body, 'properties', 'customSubDomainName')?.toLowerCase() === subdomain.toLowerCase();
  const living = world.all(accountType).find((record) => keyOf(record.id) !== keyOf(except) && holds(record));
  return living ?? world.all(deletedAccountType).find(holds);
}

function checkCount(world: World, id: ResourceId, body: JsonObject): void {
  const region = regionName(textAt(body, 'location') ?? '');
  const { currentValue, limit } = accountCounter(world, id.subscription ?? '', region);
  if (currentValue < limit) return;
  const message = `The account limit of ${limit} accounts in region ${region} is reached.`;
  throw new ArmError(400, 'InsufficientQuota', message);
}

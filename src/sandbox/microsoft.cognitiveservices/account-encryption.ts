import type { ResourceId } from '../arm-id.ts';
import { dataGrantedTo } from '../authorisation.ts';
import { ArmError } from '../errors.ts';
import { type JsonObject, objectAt, textAt } from '../json.ts';
import { keyType, vaultType } from '../microsoft.keyvault/names.ts';
import type { Stored, World } from '../provider.ts';
import { regionOf } from './names.ts';

/** What an account's identity has to be allowed on its key. */
const uses = ['read', 'wrap/action', 'unwrap/action'];

/**
 * What Azure asks of an account that is encrypted with a customer's key. Source: Microsoft, "Customer-managed keys
 * (CMKs) for Microsoft Foundry" and "Azure OpenAI Service encryption of data at rest": vault of the same region and
 * directory with soft delete and purge protection, trusted services let in, RSA 2048, an identity with get, wrap and
 * unwrap. Codes and messages of these refusals are not documented; the one of a missing role is the vault's own.
 */
export function checkEncryption(
  world: World,
  id: ResourceId,
  body: JsonObject,
  prior: Stored | undefined,
): void {
  const encryption = objectAt(body, 'properties', 'encryption');
  const managed = textAt(encryption, 'keySource') === 'Microsoft.KeyVault';
  if (textAt(prior?.body, 'properties', 'encryption', 'keySource') === 'Microsoft.KeyVault' && !managed) {
    throw new ArmError(
      400,
      'InvalidResourceProperties',
      'Encryption with a customer-managed key cannot be turned off.',
    );
  }
  const given = objectAt(encryption, 'keyVaultProperties');
  if (!managed) {
    if (Object.keys(given).length === 0) return;
    throw bad("keyVaultProperties can be given only with keySource 'Microsoft.KeyVault'.");
  }
  const uri = textAt(given, 'keyVaultUri');
  const name = textAt(given, 'keyName');
  if (uri === undefined || name === undefined) {
    throw new ArmError(400, 'InvalidResourceProperties', 'Encryption needs keyVaultUri and keyName.');
  }
  const vault = usableVault(world, id, body, uri);
  const key = usableKey(world, vault, name, textAt(given, 'keyVersion'));
  const principal = principalOf(world, body, prior, textAt(given, 'identityClientId'));
  for (const use of uses) {
    const action = `Microsoft.KeyVault/vaults/keys/${use}`;
    if (dataGrantedTo(world, principal, action, key.id)) continue;
    throw new ArmError(
      403,
      'Forbidden',
      `Caller is not authorized to perform action on resource. If role assignments, deny assignments or role definitions were changed recently, please observe propagation time. Caller: oid=${principal}. Action: '${action}'. Resource: '${key.id}'. Assignment: (not found).`,
    );
  }
}

function bad(message: string): ArmError {
  return new ArmError(400, 'BadRequest', message);
}

function usableVault(world: World, id: ResourceId, body: JsonObject, uri: string): Stored {
  const host = /^https:\/\/([a-z0-9-]+)\.vault\.azure\.net\/?$/i.exec(uri)?.[1]?.toLowerCase();
  const vault = world.all(vaultType).find((one) => one.name.toLowerCase() === host);
  if (vault === undefined) throw bad(`The key vault '${uri}' does not exist.`);
  const properties = objectAt(vault.body, 'properties');
  const directory = world.directoryOf(id.subscription ?? '');
  if (textAt(properties, 'tenantId')?.toLowerCase() !== directory?.toLowerCase())
    throw bad(`The key vault '${uri}' belongs to another directory than the account.`);
  if (regionOf(vault.body) !== regionOf(body))
    throw bad(`The key vault '${uri}' must be in the same region as the account: '${regionOf(body)}'.`);
  if (properties['enablePurgeProtection'] !== true || properties['enableSoftDelete'] === false)
    throw bad(`The key vault '${uri}' must have soft delete and purge protection enabled.`);
  const closed =
    textAt(properties, 'publicNetworkAccess')?.toLowerCase() === 'disabled' ||
    textAt(properties, 'networkAcls', 'defaultAction') === 'Deny';
  if (closed && (textAt(properties, 'networkAcls', 'bypass') ?? 'AzureServices') !== 'AzureServices')
    throw bad(`The firewall of the key vault '${uri}' must allow trusted Microsoft services.`);
  return vault;
}

function usableKey(world: World, vault: Stored, name: string, version: string | undefined): Stored {
  const key = world.find(`${vault.id}/keys/${name}`);
  if (key?.type !== keyType) throw bad(`The key '${name}' was not found in the key vault '${vault.name}'.`);
  const properties = objectAt(world.shown(key), 'properties');
  const current = textAt(properties, 'keyUriWithVersion')?.split('/').at(-1);
  if (version !== undefined && version !== '' && version !== current)
    throw bad(`The key '${name}' has no version '${version}'.`);
  if (objectAt(properties, 'attributes')['enabled'] === false) throw bad(`The key '${name}' is disabled.`);
  if (!textAt(properties, 'kty')?.startsWith('RSA') || properties['keySize'] !== 2048)
    throw bad(`The key '${name}' must be an RSA key of size 2048.`);
  return key;
}

/** Whom the vault sees: the identity that is named, which the account must have, else the account's own. */
function principalOf(
  world: World,
  body: JsonObject,
  prior: Stored | undefined,
  clientId: string | undefined,
): string {
  if (clientId === undefined || clientId === '') {
    const own = textAt(prior?.hidden, 'principal');
    if (own !== undefined) return own;
    throw bad(
      'The account has no system-assigned identity yet: name a user-assigned one in identityClientId.',
    );
  }
  const named = Object.keys(objectAt(body, 'identity', 'userAssignedIdentities'))
    .map((one) => world.find(one))
    .map((one) => (one === undefined ? {} : objectAt(world.shown(one), 'properties')))
    .find((one) => textAt(one, 'clientId')?.toLowerCase() === clientId.toLowerCase());
  if (named === undefined)
    throw bad(`The identity with client id '${clientId}' is not assigned to the account.`);
  return textAt(named, 'principalId') ?? '';
}

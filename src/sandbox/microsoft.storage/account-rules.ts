import { keyOf } from '../arm-id.ts';
import { ArmError } from '../errors.ts';
import { type JsonObject, objectAt, textAt } from '../json.ts';
import { admitIdentity } from '../microsoft.managedidentity/identity.ts';
import type { Stored, World, Write } from '../provider.ts';
import { types } from './names.ts';

/** What the service takes for granted of a new account. Source: descriptions of the published type (2025-06-01). */
const born: JsonObject = {
  allowBlobPublicAccess: false,
  allowCrossTenantReplication: false,
  minimumTlsVersion: 'TLS1_0',
  supportsHttpsTrafficOnly: true,
  networkAcls: {
    bypass: 'AzureServices',
    defaultAction: 'Allow',
    ipRules: [],
    ipv6Rules: [],
    virtualNetworkRules: [],
  },
};

/** What ARM refuses of a storage account; returns the body to store. */
export function admitAccount(write: Write): JsonObject {
  const { world, body, prior } = write;
  if (prior === undefined) checkNameFree(world, write);
  checkKindAndSku(body);
  checkNamespace(body);
  if (prior !== undefined) checkUnchanged(write, prior);
  const properties = objectAt(body, 'properties');
  const before = objectAt(prior?.body, 'properties');
  const admitted = {
    ...body,
    properties: {
      ...(textAt(body, 'kind') === 'Storage' ? {} : { accessTier: 'Hot' }),
      ...(prior === undefined ? born : before),
      ...properties,
      encryption: encryptionOf(properties, before),
    },
  };
  return admitIdentity({ ...write, body: admitted });
}

/** The account of a name, in any subscription of the cloud. */
export function accountNamed(world: World, name: string): Stored | undefined {
  return world.all(types.account).find((one) => keyOf(one.name) === keyOf(name));
}

function checkNameFree(world: World, { id }: Write): void {
  const taken = accountNamed(world, id.name);
  if (taken === undefined) return;
  const own = `/subscriptions/${id.subscription ?? ''}/`.toLowerCase();
  if (taken.id.toLowerCase().startsWith(own)) {
    const message = `The account ${id.name} is already in another resource group in this subscription.`;
    throw new ArmError(409, 'StorageAccountInAnotherResourceGroup', message);
  }
  throw new ArmError(
    409,
    'StorageAccountAlreadyTaken',
    `The storage account named ${id.name} is already taken.`,
  );
}

/** Redundancies that each kind offers. Source: Microsoft, "Storage account overview", types of storage accounts. */
const offered: { readonly [kind: string]: RegExp } = {
  Storage: /^(Standard_(LRS|GRS|RAGRS)|Premium_LRS)$/,
  StorageV2: /^(Standard_\w+|Premium_LRS)$/,
  BlobStorage: /^Standard_(LRS|GRS|RAGRS)$/,
  FileStorage: /^Premium_(LRS|ZRS)$/,
  BlockBlobStorage: /^Premium_(LRS|ZRS)$/,
};

function checkKindAndSku(body: JsonObject): void {
  const kind = textAt(body, 'kind') ?? '';
  const sku = textAt(body, 'sku', 'name') ?? '';
  if (!(offered[kind]?.test(sku) ?? false)) throw badValue(sku, 'accountType');
  if (kind === 'BlobStorage' && textAt(body, 'properties', 'accessTier') === undefined) {
    const message = "The required property 'accessTier' is missing for accounts of kind BlobStorage.";
    throw new ArmError(400, 'InvalidRequestPropertyValue', message);
  }
  const encryption = objectAt(body, 'properties', 'encryption');
  const named = textAt(encryption, 'keyvaultproperties', 'keyvaulturi') !== undefined;
  if ((textAt(encryption, 'keySource') === 'Microsoft.Keyvault') !== named)
    throw badValue(textAt(encryption, 'keySource') ?? '', 'encryption.keySource');
}

/** A hierarchical namespace: where it can be, and what can only be with it. Source: Azure/azure-cli#25748. */
function checkNamespace(body: JsonObject): void {
  const properties = objectAt(body, 'properties');
  const premium = (textAt(body, 'sku', 'name') ?? '').startsWith('Premium');
  const kind = textAt(body, 'kind');
  const possible = premium ? kind === 'BlockBlobStorage' : kind === 'StorageV2';
  if (properties['isHnsEnabled'] === true && !possible) throw badValue('True', 'isHnsEnabled');
  for (const member of ['isSftpEnabled', 'isNfsV3Enabled']) {
    if (properties[member] === true && properties['isHnsEnabled'] !== true) throw badValue('True', member);
  }
}

function badValue(value: string, property: string): ArmError {
  const message = `The value '${value}' is not allowed for property ${property}. For more information, see - https://aka.ms/storageaccountcreate`;
  return new ArmError(400, 'InvalidRequestPropertyValue', message);
}

/** What is fixed at creation is refused as soon as it is sent with another value; `false` of what is not set too. */
function checkUnchanged({ body, sent }: Write, prior: Stored): void {
  const given = objectAt(sent, 'properties');
  const before = objectAt(prior.body, 'properties');
  const namespace = given['isHnsEnabled'];
  if (
    namespace !== undefined &&
    namespace !== null &&
    (namespace !== true || before['isHnsEnabled'] !== true)
  )
    throw fixed('isHnsEnabled');
  const twice = objectAt(given, 'encryption')['requireInfrastructureEncryption'];
  const wasTwice = objectAt(before, 'encryption')['requireInfrastructureEncryption'];
  if (twice !== undefined && twice !== null && (twice !== true || wasTwice !== true))
    throw fixed('requireInfrastructureEncryption');
  const kinds = [textAt(prior.body, 'kind'), textAt(body, 'kind')];
  const upgraded = kinds[1] === 'StorageV2' && (kinds[0] === 'Storage' || kinds[0] === 'BlobStorage');
  if (kinds[0] !== kinds[1] && !upgraded) throw fixed('kind');
  if (redundancy(prior.body) !== redundancy(body)) throw fixed('sku.name');
}

/** Copies in zones come and go by a conversion of its own; within the rest a new name of the SKU is enough. */
function redundancy(body: JsonObject): string {
  const sku = textAt(body, 'sku', 'name') ?? '';
  return `${sku.startsWith('Premium')} ${/ZRS$/.test(sku)}`;
}

/** Source: the refusals that Azure/azure-rest-api-specs#18441 and Azure/ResourceModules#4466 quote. */
function fixed(property: string): ArmError {
  const message = `The property '${property}' was specified in the input, but it cannot be updated as it is read-only. For more information, see - https://aka.ms/storageaccountupdate`;
  return new ArmError(400, 'AccountPropertyCannotBeUpdated', message);
}

/** Blobs and files are always encrypted, whatever is sent. */
function encryptionOf(properties: JsonObject, before: JsonObject): JsonObject {
  const sent = objectAt(properties, 'encryption');
  const kept = objectAt(before, 'encryption');
  const always = { enabled: true, keyType: 'Account' };
  const services = { ...objectAt(kept, 'services'), ...objectAt(sent, 'services') };
  return {
    keySource: 'Microsoft.Storage',
    ...kept,
    ...sent,
    services: {
      ...services,
      blob: { ...always, ...objectAt(services, 'blob'), enabled: true },
      file: { ...always, ...objectAt(services, 'file'), enabled: true },
    },
  };
}

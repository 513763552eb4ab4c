import { isObject, type Json, type JsonObject, objectAt, textAt } from '../json.ts';
import type { TypeModel, Write } from '../provider.ts';
import { anything, choice, list, map, object, oneOf, required, type Shape, text } from '../shape.ts';
import { factoryVersions, partName, types } from './names.ts';
import { referenceShape, refuseWhileReferenced, requireReferences } from './references.ts';

const secret = object({
  type: required(oneOf('SecureString', 'AzureKeyVaultSecret')),
  value: text(),
  secretName: anything(),
  secretVersion: anything(),
  store: referenceShape('LinkedServiceReference'),
});
/** What is read out of a vault. */
const vaultSecret = object({
  type: required(oneOf('AzureKeyVaultSecret')),
  store: required(referenceShape('LinkedServiceReference')),
  secretName: required(anything()),
  secretVersion: anything(),
});
const common = {
  servicePrincipalId: anything(),
  servicePrincipalKey: secret,
  tenant: anything(),
  azureCloudType: anything(),
  encryptedCredential: text(),
  credential: object({ type: required(oneOf('CredentialReference')), referenceName: required(text()) }),
  sasUri: anything(),
};
const typeProperties: { readonly [type: string]: Shape } = {
  AzureBlobStorage: object({
    ...common,
    accountKey: vaultSecret,
    sasToken: vaultSecret,
    connectionString: anything(),
    serviceEndpoint: anything(),
    accountKind: anything(),
    authenticationType: oneOf('Anonymous', 'AccountKey', 'SasUri', 'ServicePrincipal', 'Msi'),
    containerUri: anything(),
  }),
  AzureBlobFS: object({
    ...common,
    accountKey: anything(),
    sasToken: secret,
    url: anything(),
    servicePrincipalCredentialType: anything(),
    servicePrincipalCredential: secret,
  }),
};

function shapeOf(value: Json): Shape {
  const type = textAt(value, 'type') ?? '';
  return object({
    type: required(text()),
    version: text(),
    connectVia: referenceShape('IntegrationRuntimeReference'),
    description: text(),
    parameters: map(object({ type: required(text()), defaultValue: anything() })),
    annotations: list(anything()),
    typeProperties: required(typeProperties[type] ?? map(anything())),
  });
}

/** Microsoft.DataFactory/factories/linkedservices: how a factory gets into something else. */
export const linkedServices: TypeModel = {
  type: types.linkedService,
  apiVersions: factoryVersions,
  placement: 'group',
  name: { pattern: partName, max: 260, code: 'BadRequest' },
  body: object({ properties: required(choice(shapeOf)) }),
  pace: { create: { how: 'sync' }, update: { how: 'sync' }, delete: { how: 'sync' } },
  answers: { create: 200, update: 200 },
  patch: false,
  etag: true,
  showsState: false,
  admit: admitService,
  mayDelete: refuseWhileReferenced,
};

/** Secrets are kept encrypted, and never answered. */
function admitService({ world, id, body }: Write): JsonObject {
  requireReferences(world, id.id, body);
  const properties = objectAt(body, 'properties');
  const given = objectAt(properties, 'typeProperties');
  const kept = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, masked(value)]));
  return { properties: { ...properties, typeProperties: kept } };
}

function masked(value: Json): Json {
  return isObject(value) && value['type'] === 'SecureString' ? { ...value, value: '**********' } : value;
}

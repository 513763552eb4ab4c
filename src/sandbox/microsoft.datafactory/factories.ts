import { keyOf } from '../arm-id.ts';
import { ArmError } from '../errors.ts';
import { isoTime } from '../instants.ts';
import { type JsonObject, objectAt, present } from '../json.ts';
import { didPolicy, expectPolicy } from '../microsoft.insights/policy-diagnostics.ts';
import {
  admitIdentity,
  forgetPrincipal,
  identityPaths,
  identityShape,
  principalPurpose,
  replicatePrincipal,
  settlePrincipal,
  shownIdentity,
} from '../microsoft.managedidentity/identity.ts';
import type { Stored, TypeModel, World, Write } from '../provider.ts';
import {
  anything,
  choice,
  map,
  object,
  oneOf,
  readOnly,
  required,
  tags,
  text,
  withDefault,
} from '../shape.ts';
import { factoryName, factoryVersions, types } from './names.ts';

const repository = {
  type: required(oneOf('FactoryGitHubConfiguration', 'FactoryVSTSConfiguration')),
  accountName: required(text()),
  repositoryName: required(text()),
  collaborationBranch: required(text()),
  rootFolder: required(text()),
  lastCommitId: text(),
};
const gitHub = object({ ...repository, hostName: text(), clientId: text(), clientSecret: anything() });
const devOps = object({ ...repository, projectName: required(text()), tenantId: text() });

/** Microsoft.DataFactory/factories: made, changed and deleted at once, with everything in it. */
export const factories: TypeModel = {
  type: types.factory,
  apiVersions: factoryVersions,
  placement: 'group',
  name: { pattern: factoryName, min: 3, max: 63, code: 'InvalidResourceName' },
  body: object({
    location: required(text()),
    tags: tags(),
    eTag: readOnly(text()),
    identity: identityShape('SystemAssigned', 'UserAssigned', 'SystemAssigned,UserAssigned'),
    properties: object({
      createTime: readOnly(text()),
      version: readOnly(text()),
      publicNetworkAccess: withDefault(oneOf('Enabled', 'Disabled'), 'Enabled'),
      purviewConfiguration: object({ purviewResourceId: text() }),
      globalParameters: map(object({ type: required(text()), value: required(anything()) })),
      encryption: object({
        keyName: required(text()),
        vaultBaseUrl: required(text()),
        keyVersion: text(),
        identity: object({ userAssignedIdentity: text() }),
      }),
      repoConfiguration: choice((value) =>
        typeof value === 'object' &&
        value !== null &&
        'type' in value &&
        value.type === 'FactoryVSTSConfiguration'
          ? devOps
          : gitHub,
      ),
    }),
  }),
  patch: object({
    tags: tags(),
    identity: identityShape('SystemAssigned', 'UserAssigned', 'SystemAssigned,UserAssigned'),
    properties: object({ publicNetworkAccess: oneOf('Enabled', 'Disabled') }),
  }),
  pace: { create: { how: 'sync' }, update: { how: 'sync' }, delete: { how: 'sync' } },
  answers: { create: 200, update: 200 },
  serverMade: [...identityPaths.serverMade, 'eTag', 'properties.createTime'],
  references: [...identityPaths.references],
  admit: admitFactory,
  wrote: (world, record) => void settlePrincipal(world, record),
  done: (world, record, created) => {
    if (created) expectPolicy(world, record);
  },
  show: shownFactory,
  deleted: forgetPrincipal,
  later: (world, record, purpose, data) => {
    if (purpose === principalPurpose) replicatePrincipal(world, record, data);
    else didPolicy(world, record, purpose);
  },
};

/** Names of factories are unique in the world. */
function admitFactory(write: Write): JsonObject {
  const { world, id, prior, body } = write;
  const twin = world.all(types.factory).find((one) => keyOf(one.name) === keyOf(id.name));
  if (prior === undefined && twin !== undefined) {
    const message = `The specified resource name '${id.name}' is already in use. Resource names must be globally unique.`;
    throw new ArmError(409, 'DataFactoryNameInUse', message);
  }
  const properties = { publicNetworkAccess: 'Enabled', ...objectAt(body, 'properties') };
  return admitIdentity({ ...write, body: { ...body, properties } });
}

function shownFactory(world: World, record: Stored): JsonObject {
  return present({
    ...record.body,
    eTag: world.etag(record),
    identity: shownIdentity(world, record),
    properties: {
      ...objectAt(record.body, 'properties'),
      createTime: isoTime(record.createdAt),
      version: '2018-06-01',
    },
  });
}

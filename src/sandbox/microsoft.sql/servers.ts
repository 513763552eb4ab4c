import { keyOf } from '../arm-id.ts';
import { ArmError } from '../errors.ts';
import { type JsonObject, objectAt, present, textAt } from '../json.ts';
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
import type { Pace, Stored, TypeModel, World, Write } from '../provider.ts';
import { anything, boolean, object, oneOf, readOnly, required, tags, text, withDefault } from '../shape.ts';
import { auditingType, connectionType, databaseType, serverName, serverType, sqlVersions } from './names.ts';

const guid = text({ min: 36, max: 36, pattern: /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i });
const onOff = (value: string) => withDefault(oneOf('Enabled', 'Disabled'), value);
const accepted = (ms: number): Pace => ({ how: 'accepted', state: 'Ready', ms });

/** Microsoft.Sql/servers: everything is accepted first and there later, with its master database. */
export const servers: TypeModel = {
  type: serverType,
  apiVersions: sqlVersions,
  placement: 'group',
  name: { pattern: serverName, max: 63, code: 'InvalidServerName' },
  body: object({
    location: required(text()),
    tags: tags(),
    kind: readOnly(text()),
    identity: identityShape('SystemAssigned', 'UserAssigned', 'SystemAssigned,UserAssigned'),
    properties: object({
      administratorLogin: text(),
      administratorLoginPassword: text(),
      version: withDefault(oneOf('12.0'), '12.0'),
      minimalTlsVersion: withDefault(oneOf('None', '1.0', '1.1', '1.2', '1.3'), '1.2'),
      publicNetworkAccess: withDefault(oneOf('Enabled', 'Disabled', 'SecuredByPerimeter'), 'Enabled'),
      restrictOutboundNetworkAccess: onOff('Disabled'),
      isIPv6Enabled: oneOf('Enabled', 'Disabled'),
      primaryUserAssignedIdentityId: text(),
      federatedClientId: guid,
      keyId: text(),
      administrators: object({
        administratorType: withDefault(oneOf('ActiveDirectory'), 'ActiveDirectory'),
        principalType: oneOf('User', 'Group', 'Application'),
        login: required(text({ min: 1 })),
        sid: required(guid),
        tenantId: guid,
        azureADOnlyAuthentication: withDefault(boolean(), false),
      }),
      state: readOnly(text()),
      fullyQualifiedDomainName: readOnly(text()),
      privateEndpointConnections: readOnly(anything()),
      workspaceFeature: readOnly(text()),
      externalGovernanceStatus: readOnly(text()),
    }),
  }),
  pace: { create: accepted(60_000), update: accepted(20_000), delete: accepted(30_000) },
  showsState: false,
  serverMade: [...identityPaths.serverMade, 'properties.administratorLogin'],
  references: [...identityPaths.references],
  admit: admitServer,
  wrote: (world, record) => void settlePrincipal(world, record),
  done: (world, record, created) => {
    if (!created) return;
    checkNameFree(world, record);
    addBorn(world, record);
    expectPolicy(world, record);
  },
  show: shownServer,
  deleted: (world, record) => forgetPrincipal(world, record),
  later: (world, record, purpose, data) => {
    if (purpose === principalPurpose) replicatePrincipal(world, record, data);
    else didPolicy(world, record, purpose);
  },
};

function invalid(parameter: string): ArmError {
  return new ArmError(
    400,
    'InvalidParameterValue',
    `Invalid value given for parameter ${parameter}. Specify a valid parameter value.`,
  );
}

function admitServer(write: Write): JsonObject {
  const { prior, body } = write;
  const { administratorLoginPassword: password, ...properties } = objectAt(body, 'properties');
  const administrators = objectAt(properties, 'administrators');
  const entraOnly = administrators['azureADOnlyAuthentication'] === true;
  if (prior === undefined) {
    if (!entraOnly && textAt(properties, 'administratorLogin') === undefined)
      throw invalid('AdministratorLogin');
    if (!entraOnly && typeof password !== 'string') throw invalid('Password');
    return admitIdentity({ ...write, body: { ...body, properties } });
  }
  const before = objectAt(prior.body, 'properties', 'administrators');
  // Source: Azure/bicep-types-az#2320. Who administers a server that is there is changed elsewhere.
  if ('administrators' in properties && (before['azureADOnlyAuthentication'] === true) !== entraOnly)
    throw invalid('AzureADOnlyAuthentication');
  const kept = Object.keys(before).length > 0 ? { administrators: before } : {};
  const login = textAt(prior.body, 'properties', 'administratorLogin');
  const lasting = login === undefined ? {} : { administratorLogin: login };
  return admitIdentity({ ...write, body: { ...body, properties: { ...properties, ...lasting, ...kept } } });
}

/** The living server of a name, in any subscription of the cloud, other than one. */
export function livingTwin(world: World, name: string, except = ''): Stored | undefined {
  return world
    .all(serverType)
    .find((one) => keyOf(one.name) === keyOf(name) && keyOf(one.id) !== keyOf(except));
}

/** Found out when the operation ends (Azure/azure-powershell#4845). */
function checkNameFree(world: World, record: Stored): void {
  if (livingTwin(world, record.name, record.id) === undefined) return;
  throw new ArmError(
    409,
    'NameAlreadyExists',
    `The name '${record.name}' already exists. Choose a different name.`,
  );
}

/** What a server has from the start: its system database, and auditing that is off. */
function addBorn(world: World, record: Stored): void {
  const location = textAt(record.body, 'location') ?? '';
  const sku = { name: 'System', tier: 'System', capacity: 0 };
  world.add(`${record.id}/databases/master`, databaseType, { location, sku, properties: {} });
  world.add(`${record.id}/auditingSettings/Default`, auditingType, {
    properties: { state: 'Disabled', isAzureMonitorTargetEnabled: false, auditActionsAndGroups: [] },
  });
}

function shownServer(world: World, record: Stored): JsonObject {
  const properties = objectAt(record.body, 'properties');
  const connections = world.under(record.id, connectionType).map((one) => {
    const { id, properties: shown } = world.shown(one);
    return { id: id ?? '', properties: shown ?? {} };
  });
  return present({
    ...record.body,
    kind: 'v12.0',
    identity: shownIdentity(world, record),
    properties: {
      // A server without a SQL login has one that nobody knows (Azure/azure-quickstart-templates#13691).
      administratorLogin: `CloudSA${world.secret(record, 'login', 8)}`,
      ...properties,
      state: 'Ready',
      fullyQualifiedDomainName: `${record.name.toLowerCase()}.database.windows.net`,
      privateEndpointConnections: connections,
      externalGovernanceStatus: 'Disabled',
    },
  });
}

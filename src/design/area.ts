import type { Stamp } from '../estate/estate.ts';
import { type Names, namesOf } from '../estate/naming.ts';
import { privateDnsZonesOf } from '../facts/private-dns-zones.ts';
import type { JsonObject } from '../resource/json.ts';
import type { Step } from '../resource/step.ts';
import type { DesignedResource } from './design.ts';

/** Ids of what a stamp consists of; every area of the design refers to others by these. */
export interface Ids {
  readonly subscription: string;
  readonly networkGroup: string;
  readonly securityGroup: string;
  readonly aiGroup: string;
  readonly monitorGroup: string;
  readonly dnsGroup: string;
  readonly dataGroup: string;
  readonly virtualNetwork: string;
  readonly routeTable: string;
  /** Of the subnet that holds the private endpoints: ours or an existing one. */
  readonly endpointSubnet: string;
  /** Of the subnet that holds those of databases and storage: the same where an existing network is used. */
  readonly dataSubnet: string;
  /** Of the subnet that functions join; nowhere in an existing network. */
  readonly functionSubnet: string;
  readonly vault: string;
  readonly account: string;
  readonly accountEndpoint: string;
  readonly vaultEndpoint: string;
  readonly identity: string;
  readonly encryptionVault: string;
  readonly encryptionKey: string;
  readonly encryptionIdentity: string;
  readonly storage: string;
  readonly blobEndpoint: string;
  readonly dataLakeEndpoint: string;
  /** Ours or an existing one. */
  readonly workspace: string;
  readonly rotationStorage: string;
  readonly rotationStorageEndpoint: string;
  readonly rotationIdentity: string;
  readonly rotationPlan: string;
  readonly rotationApp: string;
  readonly rotationAppEndpoint: string;
  readonly actionGroup: string;
  readonly contentFilter: string;
  /** Secret that holds the API key in use. */
  readonly apiKey: string;
  readonly cosmos: string;
  readonly cosmosEndpoint: string;
  readonly sqlServer: string;
  readonly sqlDatabase: string;
  readonly sqlEndpoint: string;
  readonly dataFactory: string;
  readonly dataFactoryEndpoint: string;
  /** Of the subnet that the Logic App calls from: ours or an existing one. */
  readonly logicSubnet: string;
  readonly logicPlan: string;
  readonly logicApp: string;
  /** Identity of the Logic App's host, for its own storage alone. */
  readonly logicIdentity: string;
  readonly logicStorage: string;
  readonly logicEndpoint: string;
  readonly logicBlobEndpoint: string;
  readonly logicQueueEndpoint: string;
  readonly logicTableEndpoint: string;
  readonly logicFileEndpoint: string;
}

/** What every area of the design is computed from. */
export interface Area {
  readonly stamp: Stamp;
  readonly names: Names;
  readonly ids: Ids;
  /** Region of network, vault and logs. */
  readonly region: string;
  /** Region of the account. */
  readonly modelRegion: string;
  readonly tags: JsonObject;
}

/** Name of the secret that applications read the API key in use from. */
export const apiKeyName = 'azure-openai-api-key';

/** Name of the key that an account is encrypted with. */
export const encryptionKeyName = 'account';

/** Name of the content filter policy of every account. */
export const contentFilterName = 'gotthard-strict';

export function areaOf(stamp: Stamp): Area {
  const names = namesOf(stamp);
  const { environment } = stamp;
  return {
    stamp,
    names,
    ids: idsOf(stamp, names),
    region: environment.region,
    modelRegion: environment.modelRegion ?? environment.region,
    tags: tagsOf(stamp),
  };
}

function idsOf(stamp: Stamp, names: Names): Ids {
  const { environment } = stamp;
  const subscription = `/subscriptions/${environment.subscriptionId.toLowerCase()}`;
  const group = (name: string): string => `${subscription}/resourceGroups/${name}`;
  const within = (groupName: string, type: string, name: string): string =>
    `${group(groupName)}/providers/${type}/${name}`;
  const virtualNetwork =
    environment.network.mode === 'existing'
      ? environment.network.virtualNetworkId
      : within(names.networkGroup, 'Microsoft.Network/virtualNetworks', names.virtualNetwork);
  const sqlServer = within(names.dataGroup, 'Microsoft.Sql/servers', names.sqlServer);
  const vault = within(names.securityGroup, 'Microsoft.KeyVault/vaults', names.vault);
  const encryptionVault = within(names.securityGroup, 'Microsoft.KeyVault/vaults', names.encryptionVault);
  const account = within(names.aiGroup, 'Microsoft.CognitiveServices/accounts', names.account);
  const endpoint = (name: string): string =>
    within(names.networkGroup, 'Microsoft.Network/privateEndpoints', name);
  return {
    subscription,
    networkGroup: group(names.networkGroup),
    securityGroup: group(names.securityGroup),
    aiGroup: group(names.aiGroup),
    monitorGroup: group(names.monitorGroup),
    dnsGroup: group(names.dnsGroup),
    dataGroup: group(names.dataGroup),
    virtualNetwork,
    routeTable: within(names.networkGroup, 'Microsoft.Network/routeTables', names.routeTable),
    endpointSubnet:
      environment.network.mode === 'existing'
        ? environment.network.privateEndpointSubnetId
        : `${virtualNetwork}/subnets/${names.endpointSubnet}`,
    dataSubnet:
      environment.network.mode === 'existing'
        ? environment.network.privateEndpointSubnetId
        : `${virtualNetwork}/subnets/${names.dataSubnet}`,
    functionSubnet: `${virtualNetwork}/subnets/${names.functionSubnet}`,
    vault,
    account,
    accountEndpoint: within(names.networkGroup, 'Microsoft.Network/privateEndpoints', names.accountEndpoint),
    vaultEndpoint: within(names.networkGroup, 'Microsoft.Network/privateEndpoints', names.vaultEndpoint),
    identity: within(names.aiGroup, 'Microsoft.ManagedIdentity/userAssignedIdentities', names.identity),
    encryptionVault,
    encryptionKey: `${encryptionVault}/keys/${encryptionKeyName}`,
    encryptionIdentity: within(
      names.securityGroup,
      'Microsoft.ManagedIdentity/userAssignedIdentities',
      names.encryptionIdentity,
    ),
    storage: within(names.dataGroup, 'Microsoft.Storage/storageAccounts', names.storage),
    blobEndpoint: within(names.networkGroup, 'Microsoft.Network/privateEndpoints', names.blobEndpoint),
    dataLakeEndpoint: within(
      names.networkGroup,
      'Microsoft.Network/privateEndpoints',
      names.dataLakeEndpoint,
    ),
    workspace:
      environment.logs.mode === 'existing'
        ? environment.logs.workspaceId
        : within(names.monitorGroup, 'Microsoft.OperationalInsights/workspaces', names.workspace),
    rotationStorage: within(names.securityGroup, 'Microsoft.Storage/storageAccounts', names.rotationStorage),
    rotationStorageEndpoint: within(
      names.networkGroup,
      'Microsoft.Network/privateEndpoints',
      names.rotationStorageEndpoint,
    ),
    rotationIdentity: within(
      names.securityGroup,
      'Microsoft.ManagedIdentity/userAssignedIdentities',
      names.rotationIdentity,
    ),
    rotationPlan: within(names.securityGroup, 'Microsoft.Web/serverfarms', names.rotationPlan),
    rotationApp: within(names.securityGroup, 'Microsoft.Web/sites', names.rotationApp),
    rotationAppEndpoint: within(
      names.networkGroup,
      'Microsoft.Network/privateEndpoints',
      names.rotationAppEndpoint,
    ),
    actionGroup: within(names.monitorGroup, 'Microsoft.Insights/actionGroups', names.actionGroup),
    contentFilter: `${account}/raiPolicies/${contentFilterName}`,
    apiKey: `${vault}/secrets/${apiKeyName}`,
    cosmos: within(names.dataGroup, 'Microsoft.DocumentDB/databaseAccounts', names.cosmos),
    cosmosEndpoint: within(names.networkGroup, 'Microsoft.Network/privateEndpoints', names.cosmosEndpoint),
    sqlServer,
    sqlDatabase: `${sqlServer}/databases/${names.sqlDatabase}`,
    sqlEndpoint: within(names.networkGroup, 'Microsoft.Network/privateEndpoints', names.sqlEndpoint),
    dataFactory: within(names.dataGroup, 'Microsoft.DataFactory/factories', names.dataFactory),
    dataFactoryEndpoint: within(
      names.networkGroup,
      'Microsoft.Network/privateEndpoints',
      names.dataFactoryEndpoint,
    ),
    logicSubnet:
      environment.network.mode === 'existing'
        ? (environment.integration?.logicApp?.subnet ?? '')
        : `${virtualNetwork}/subnets/${names.logicSubnet}`,
    logicPlan: within(names.dataGroup, 'Microsoft.Web/serverfarms', names.logicPlan),
    logicApp: within(names.dataGroup, 'Microsoft.Web/sites', names.logicApp),
    logicIdentity: within(
      names.dataGroup,
      'Microsoft.ManagedIdentity/userAssignedIdentities',
      names.logicIdentity,
    ),
    logicStorage: within(names.dataGroup, 'Microsoft.Storage/storageAccounts', names.logicStorage),
    logicEndpoint: endpoint(names.logicEndpoint),
    logicBlobEndpoint: endpoint(names.logicBlobEndpoint),
    logicQueueEndpoint: endpoint(names.logicQueueEndpoint),
    logicTableEndpoint: endpoint(names.logicTableEndpoint),
    logicFileEndpoint: endpoint(names.logicFileEndpoint),
  };
}

/** Tags of every resource of a stamp: the mark of ownership, what people look for, and their own. */
function tagsOf(stamp: Stamp): JsonObject {
  const { estate, tenant, environment } = stamp;
  const layers = [estate.tags, tenant.tags ?? {}, environment.tags ?? {}, ownTagsOf(stamp)];
  // Azure compares tag names without case, and refuses a name that is there twice.
  const merged = new Map<string, readonly [string, string]>();
  for (const [key, value] of layers.flatMap(Object.entries<string>)) {
    merged.set(key.toLowerCase(), [key, value]);
  }
  return Object.fromEntries(merged.values());
}

/** Those without people's own: what lies in a vault takes 15 at most. */
export function ownTagsOf({ estate, tenant, environment, name }: Stamp): Readonly<Record<string, string>> {
  return {
    tenant: tenant.name,
    environment: environment.name,
    'data-class': environment.classification,
    'managed-by': 'gotthard',
    'gotthard-estate': estate.id,
    'gotthard-stamp': name,
  };
}

/** The mark of ownership where there are no tags. */
export function markText({ estate, name }: Stamp): string {
  return `gotthard-estate=${estate.id} gotthard-stamp=${name}`;
}

/** One designed resource, titled by what it is and its name. */
export function resource(given: {
  id: string;
  type: string;
  noun: string;
  step: Step;
  body: JsonObject;
  dependsOn?: readonly string[];
}): DesignedResource {
  const { id, type, noun, step, body, dependsOn = [] } = given;
  return { id, type, step, title: `${noun} ${id.slice(id.lastIndexOf('/') + 1)}`, body, dependsOn };
}

/** Where the models of an environment are called, and what tokens for them are for, in the cloud of their region. */
export function modelsAt({ names, modelRegion }: Pick<Area, 'names' | 'modelRegion'>): {
  readonly url: string;
  readonly audience: string;
} {
  const domain = privateDnsZonesOf(modelRegion).openai.replace(/^privatelink\./, '');
  // Source: Microsoft, "Use Azure OpenAI without keys", scope of its tokens.
  const audience = `https://${domain.replace('openai', 'cognitiveservices')}`;
  return { url: `https://${names.subdomain}.${domain}`, audience };
}

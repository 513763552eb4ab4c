import type { Json } from '../json.ts';

/** What a client is told of a cloud. */
interface Endpoints {
  readonly name: string;
  readonly base: string;
  readonly graph: string;
  readonly login: string;
  readonly audiences: readonly string[];
  readonly suffixes: Readonly<Record<string, string>>;
}

/** Name by which clients of the product tell a sandbox from real work. */
const sandboxName = 'gotthard-sandbox';

/**
 * `GET /metadata/endpoints` in the three shapes that clients read: an old object for az and PowerShell with nothing
 * but the address of ARM, a list for az, one object for Terraform and newer az.
 */
export function metadata(base: string, version: string | undefined): Json {
  const endpoints = base === azure.base ? azure : localEndpoints(base);
  if (version === undefined || version < '2019') return oldShape(endpoints);
  return version < '2020' ? [shape(endpoints)] : shape(endpoints);
}

function oldShape({ base, login, audiences }: Endpoints): Json {
  return {
    galleryEndpoint: base,
    // az refuses to register a cloud without it.
    graphEndpoint: base,
    portalEndpoint: base,
    graphAudience: base,
    authentication: { loginEndpoint: login, audiences: [...audiences].reverse() },
  };
}

function shape({ name, base, graph, login, audiences, suffixes }: Endpoints): Json {
  return {
    name,
    portal: base,
    media: base,
    graph: base,
    graphAudience: base,
    batch: base,
    resourceManager: base,
    vmImageAliasDoc: base,
    activeDirectoryDataLake: base,
    sqlManagement: base,
    microsoftGraphResourceId: graph,
    appInsightsResourceId: base,
    appInsightsTelemetryChannelResourceId: base,
    attestationResourceId: base,
    synapseAnalyticsResourceId: base,
    logAnalyticsResourceId: base,
    ossrDbmsResourceId: base,
    gallery: base,
    // No trailing slash: Terraform appends the directory and the path of the token endpoint.
    authentication: {
      loginEndpoint: login,
      audiences: [...audiences],
      tenant: 'common',
      identityProvider: 'AAD',
    },
    suffixes: { ...suffixes },
  };
}

function localEndpoints(base: string): Endpoints {
  const { port } = new URL(base);
  return {
    name: sandboxName,
    base,
    graph: `${base}/`,
    login: `${base}/adfs`,
    audiences: [base, `${base}/`],
    suffixes: suffixesUnder('localhost', {
      keyVaultDns: `vault.localhost:${port}`,
      storage: 'core.localhost',
    }),
  };
}

/** Azure's own names, for clients that come through the proxy. */
const azure: Endpoints = {
  name: 'AzureCloud',
  base: 'https://management.azure.com',
  graph: 'https://graph.microsoft.com/',
  login: 'https://login.microsoftonline.com',
  audiences: ['https://management.azure.com', 'https://management.core.windows.net/'],
  suffixes: suffixesUnder('azure.net', { keyVaultDns: 'vault.azure.net', storage: 'core.windows.net' }),
};

/** Clients read every suffix, though nothing answers under most of them. */
function suffixesUnder(domain: string, own: Readonly<Record<string, string>>): Record<string, string> {
  return {
    azureDataLakeStoreFileSystem: `datalake.${domain}`,
    acrLoginServer: `acr.${domain}`,
    sqlServerHostname: `sql.${domain}`,
    azureDataLakeAnalyticsCatalogAndJob: `analytics.${domain}`,
    azureFrontDoorEndpointSuffix: `frontdoor.${domain}`,
    storageSyncEndpointSuffix: `afs.${domain}`,
    mhsmDns: `managedhsm.${domain}`,
    mysqlServerEndpoint: `mysql.${domain}`,
    postgresqlServerEndpoint: `postgres.${domain}`,
    mariadbServerEndpoint: `mariadb.${domain}`,
    synapseAnalytics: `synapse.${domain}`,
    attestationEndpoint: `attest.${domain}`,
    ...own,
  };
}

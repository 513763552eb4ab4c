import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a client needs to connect: in `serve.json`, and as the first line of `--json`. */
export interface Connection {
  /** `https://localhost:PORT` */
  readonly url: string;
  readonly caFile: string;
  readonly envFile: string;
  readonly cloudFile: string;
  readonly directoryId: string;
  readonly clientId: string;
  /** Good for this sandbox and nothing else. */
  readonly clientSecret: string;
  readonly subscriptionId: string;
  readonly proxyUrl: string;
}

/** How the server of a folder is reached; undefined when none runs there. */
export function readConnection(folder: string): Connection | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, 'serve.json'), 'utf8')) as Connection;
  } catch {
    return undefined;
  }
}

/** What `az cloud register --cloud-config` reads. */
export function cloudConfig({ url }: Connection): object {
  return {
    name: 'gotthard',
    profile: 'latest',
    endpoints: {
      resourceManager: url,
      management: url,
      gallery: url,
      activeDirectory: `${url}/adfs`,
      activeDirectoryResourceId: url,
      activeDirectoryGraphResourceId: url,
      microsoftGraphResourceId: `${url}/`,
      logAnalyticsResourceId: url,
      appInsightsResourceId: url,
    },
    suffixes: { keyvaultDns: `.vault.localhost:${new URL(url).port}`, storageEndpoint: 'core.localhost' },
  };
}

/** Shell variables that point clients at the sandbox, and at nothing else. */
export function environmentFile(connection: Connection, configDirectory: string): string {
  const { url, caFile, directoryId, clientId, clientSecret, subscriptionId } = connection;
  const variables = {
    AZURE_CONFIG_DIR: configDirectory,
    AZURE_CORE_COLLECT_TELEMETRY: 'false',
    AZURE_CORE_INSTANCE_DISCOVERY: 'false',
    REQUESTS_CA_BUNDLE: caFile,
    SSL_CERT_FILE: caFile,
    NODE_EXTRA_CA_CERTS: caFile,
    NO_PROXY: 'localhost,127.0.0.1',
    ARM_METADATA_HOSTNAME: new URL(url).host,
    ARM_TENANT_ID: directoryId,
    ARM_CLIENT_ID: clientId,
    ARM_CLIENT_SECRET: clientSecret,
    ARM_SUBSCRIPTION_ID: subscriptionId,
    ARM_RESOURCE_PROVIDER_REGISTRATIONS: 'none',
  };
  return Object.entries(variables)
    .map(([name, value]) => `export ${name}=${quoted(value)}\n`)
    .join('');
}

/** A text as one word of a POSIX shell. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

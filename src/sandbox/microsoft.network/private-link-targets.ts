import { isObject, type Json, listAt, textAt } from '../json.ts';
import type { Stored } from '../provider.ts';

/** One address that a private endpoint takes for a target, with the names that lead to it. */
export interface Member {
  readonly name: string;
  readonly fqdns: readonly string[];
}

/** One service by which a resource can be reached by a private endpoint: its group id and its members. */
interface Target {
  readonly type: string;
  readonly group: string;
  readonly members: (target: Stored) => readonly Member[];
  /** What the target lacks to be reachable, if anything. */
  readonly lacks?: (target: Stored) => string | undefined;
}

const subdomain = (account: Stored): string =>
  textAt(account.body, 'properties', 'customSubDomainName') ?? '';

const targets: readonly Target[] = [
  {
    type: 'microsoft.cognitiveservices/accounts',
    group: 'account',
    members: accountMembers,
    lacks: (account) => (subdomain(account) === '' ? 'a custom subdomain name' : undefined),
  },
  {
    type: 'microsoft.keyvault/vaults',
    group: 'vault',
    members: (vault) => [{ name: 'default', fqdns: [`${vault.name.toLowerCase()}.vault.azure.net`] }],
  },
  ...['blob', 'dfs', 'file', 'queue', 'table', 'web'].map((group) => ({
    type: 'microsoft.storage/storageaccounts',
    group,
    members: (account: Stored) => [
      { name: group, fqdns: [`${account.name.toLowerCase()}.${group}.core.windows.net`] },
    ],
  })),
  {
    type: 'microsoft.documentdb/databaseaccounts',
    group: 'Sql',
    members: cosmosMembers,
  },
  {
    type: 'microsoft.datafactory/factories',
    group: 'dataFactory',
    members: (factory) => [
      {
        name: 'dataFactory',
        fqdns: [
          `${factory.name.toLowerCase()}.${textAt(factory.body, 'location') ?? ''}.datafactory.azure.net`,
        ],
      },
    ],
  },
  {
    type: 'microsoft.datafactory/factories',
    group: 'portal',
    members: () => [{ name: 'portal', fqdns: ['adf.azure.com'] }],
  },
  {
    type: 'microsoft.sql/servers',
    group: 'sqlServer',
    members: (server) => [
      { name: 'sqlServer', fqdns: [`${server.name.toLowerCase()}.database.windows.net`] },
    ],
  },
  {
    type: 'microsoft.web/sites',
    group: 'sites',
    // One address for the app and for its deployment site. Source: Microsoft, "Private DNS zone values", Web.
    members: ({ name }) => [
      {
        name: 'sites',
        fqdns: ['', '.scm'].map((part) => `${name.toLowerCase()}${part}.azurewebsites.net`),
      },
    ],
  },
];

/** An account of kind OpenAI has one name, one of kind AIServices three, each with an address of its own. */
function accountMembers(account: Stored): Member[] {
  const name = subdomain(account).toLowerCase();
  const suffixes =
    textAt(account.body, 'kind') === 'AIServices'
      ? ['cognitiveservices.azure.com', 'openai.azure.com', 'services.ai.azure.com']
      : textAt(account.body, 'kind') === 'OpenAI'
        ? ['openai.azure.com']
        : ['cognitiveservices.azure.com'];
  const members = ['default', 'secondary', 'third'];
  return suffixes.map((suffix, index) => ({
    name: members[index] ?? 'default',
    fqdns: [`${name}.${suffix}`],
  }));
}

/** An account of Cosmos DB has a name of its own and one for each region. Source: Microsoft, "Configure Private Link". */
function cosmosMembers(account: Stored): Member[] {
  const regions = listAt(account.body, 'properties', 'locations').map(
    (one) => textAt(one, 'locationName') ?? '',
  );
  const name = account.name.toLowerCase();
  return [name, ...regions.map((region) => `${name}-${region}`)].map((member) => ({
    name: member,
    fqdns: [`${member}.documents.azure.com`],
  }));
}

/** Types that can be reached by private endpoints, in lower case. */
export const targetTypes: readonly string[] = [...new Set(targets.map(({ type }) => type))];

/** How a type is reached by private endpoints; none when it cannot be. */
export function targetsOf(type: string): readonly Target[] {
  return targets.filter((target) => target.type === type.toLowerCase());
}

/** What a group id leads to; undefined where the type has no such group. */
export function targetOf(type: string, group: string): Target | undefined {
  return targetsOf(type).find((target) => target.group.toLowerCase() === group.toLowerCase());
}

/** The private zone of a public name and the record in it: `kv.vault.azure.net` is `kv` in `privatelink.vaultcore…`,
 *  `app.scm.azurewebsites.net` is `app.scm` in `privatelink.azurewebsites.net`. */
export function privateNameOf(fqdn: string): { zone: string; record: string } {
  // A factory's name stands before its region. Source: Microsoft, "Azure Private Link for Azure Data Factory".
  const inFactories = /^(.+)\.(datafactory\.azure\.net)$/.exec(fqdn);
  if (inFactories) return { zone: `privatelink.${inFactories[2]}`, record: inFactories[1] ?? '' };
  const dot = fqdn.indexOf('.', fqdn.endsWith('.scm.azurewebsites.net') ? fqdn.indexOf('.') + 1 : 0);
  const suffix = fqdn.slice(dot + 1).replace(/^vault\.azure\.net$/, 'vaultcore.azure.net');
  return { zone: `privatelink.${suffix}`, record: fqdn.slice(0, dot) };
}

/** Name and address of a DNS configuration as endpoints keep it. */
export interface DnsEntry {
  readonly fqdn: string;
  readonly address: string;
}

/** Reads DNS entries back from where an endpoint keeps them. */
export function readEntries(stored: readonly Json[]): DnsEntry[] {
  return stored
    .filter(isObject)
    .map((one) => ({ fqdn: textAt(one, 'fqdn') ?? '', address: textAt(one, 'address') ?? '' }));
}

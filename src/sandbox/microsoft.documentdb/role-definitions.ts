import type { TypeModel } from '../provider.ts';
import { anything, list, object, oneOf, text } from '../shape.ts';
import { accountLane } from './lane.ts';
import { cosmosVersions, roleDefinitionType } from './names.ts';

const metadata = 'Microsoft.DocumentDB/databaseAccounts/readMetadata';
const containers = 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers';

/** Source: Microsoft, "Azure Cosmos DB for NoSQL data plane role-based access control", built-in role definitions. */
const builtIn = [
  {
    name: '00000000-0000-0000-0000-000000000001',
    roleName: 'Cosmos DB Built-in Data Reader',
    dataActions: [
      metadata,
      `${containers}/executeQuery`,
      `${containers}/readChangeFeed`,
      `${containers}/items/read`,
    ],
  },
  {
    name: '00000000-0000-0000-0000-000000000002',
    roleName: 'Cosmos DB Built-in Data Contributor',
    dataActions: [metadata, `${containers}/*`, `${containers}/items/*`],
  },
] as const;

/** Ids of the definitions that every account is born with, in lower case. */
export function builtInDefinitions(account: string): string[] {
  return builtIn.map(({ name }) => `${account}/sqlRoleDefinitions/${name}`.toLowerCase());
}

/** Microsoft.DocumentDB/databaseAccounts/sqlRoleDefinitions: the built-in ones alone. */
export const roleDefinitions: TypeModel = {
  type: roleDefinitionType,
  apiVersions: cosmosVersions,
  placement: 'group',
  name: { pattern: /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i },
  body: object({
    properties: object({
      roleName: text(),
      type: oneOf('BuiltInRole', 'CustomRole'),
      assignableScopes: list(text()),
      permissions: list(anything()),
    }),
  }),
  pace: { create: { how: 'sync' }, update: { how: 'sync' }, delete: { how: 'sync' } },
  verbs: ['get', 'list'],
  showsState: false,
  lane: accountLane,
  standing: (account) =>
    builtIn.map(({ name, roleName, dataActions }) => ({
      name,
      body: {
        properties: {
          roleName,
          type: 'BuiltInRole',
          assignableScopes: [account],
          permissions: [{ id: name, dataActions: [...dataActions], notDataActions: [] }],
        },
      },
    })),
};

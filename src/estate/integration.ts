import { z } from 'zod';
import { answersChat } from '../facts/model-purposes.ts';
import type { ZoneKey } from '../facts/private-dns-zones.ts';

/** What of the services around the models an environment has: each only where the file asks for it. */
export const integrationSchema = z.strictObject({
  storage: z
    .enum(['blob', 'data-lake'])
    .optional()
    .describe(
      'A storage account for files: blob for documents that are written and read one by one, data-lake for many files in folders that analyses read. Azure fixes the choice when the account is created.',
    ),
  cosmos: z
    .literal(true)
    .optional()
    .describe(
      'true deploys an Azure Cosmos DB account for NoSQL: serverless, private, and opened by Entra roles alone.',
    ),
  sql: z
    .strictObject({
      administrators: z
        .string()
        .min(1)
        .max(128)
        .describe('Name of the Entra group that administers the databases, as its directory has it.'),
      administratorsId: z
        .guid('a GUID, such as 0f8fad5b-d9cb-469f-a165-70867728950e')
        .optional()
        .describe('Object id of that group. Left out: that of groups.administrators of the tenant.'),
    })
    .optional()
    .describe('An Azure SQL Database: serverless, private, and opened by Entra alone.'),
  logicApp: z
    .strictObject({
      subnet: z
        .string()
        .regex(
          /^(\d{1,3}(\.\d{1,3}){3}\/\d{1,2}|\/subscriptions\/[0-9a-fA-F-]{36}\/.+)$/,
          'a range such as 10.40.1.224/28, or the ARM id of a subnet',
        )
        .describe(
          'Where its calls come from: a range of /28 or larger in the address space; in an existing network the ARM id of an empty subnet that is delegated to Microsoft.Web/serverFarms.',
        ),
      deployment: z
        .string()
        .min(1)
        .optional()
        .describe('Name of the model deployment that it calls. Left out: the first of models that chats.'),
    })
    .optional()
    .describe(
      'A Logic App (Standard) whose workflows answer with the models, private and by its own identity. It costs by the hour, used or not.',
    ),
  dataFactory: z
    .literal(true)
    .optional()
    .describe(
      'true deploys an Azure Data Factory that prepares what lies in the storage for the models: private, in a managed network, without keys. It needs storage.',
    ),
});

export type Integration = z.output<typeof integrationSchema>;

export type StorageKind = NonNullable<Integration['storage']>;

/** Services that can be asked for beside the models, in the order in which people are asked. */
export const services = ['storage', 'cosmos', 'sql', 'dataFactory', 'logicApp'] as const;

export type Service = (typeof services)[number];

/** What has a price of its own among them. */
export type IntegrationOption = Exclude<Service, 'storage'> | StorageKind;

/** What tells whether the API key of an environment is rotated by a function. */
interface KeyChoice {
  readonly authentication?: 'entra' | 'keys' | undefined;
  readonly apiKeys?: { readonly rotation?: 'function' | undefined } | undefined;
}

/** Whether a function of ours rotates the API key of an environment. */
export function isRotated({ authentication, apiKeys }: KeyChoice): boolean {
  return authentication === 'keys' && apiKeys?.rotation === 'function';
}

/** Names of the model deployments of an environment that answer messages. */
export function chatDeployments({
  models,
}: {
  readonly models: readonly { readonly name: string; readonly model: string }[];
}): string[] {
  return models.filter(({ model }) => answersChat(model)).map(({ name }) => name);
}

/** The private DNS zones that the endpoints of an environment need. */
export function zonesNeeded(
  environment: KeyChoice & { readonly integration?: Integration | undefined },
): readonly ZoneKey[] {
  const { storage, cosmos, sql, dataFactory, logicApp } = environment.integration ?? {};
  const rotated = isRotated(environment);
  return [
    'openai',
    'keyVault',
    ...(storage || rotated || logicApp ? (['blob'] as const) : []),
    ...(storage === 'data-lake' ? (['dataLake'] as const) : []),
    ...(cosmos ? (['cosmos'] as const) : []),
    ...(sql ? (['sql'] as const) : []),
    ...(rotated || logicApp ? (['websites'] as const) : []),
    ...(dataFactory ? (['dataFactory'] as const) : []),
    ...(logicApp ? (['queue', 'table', 'file'] as const) : []),
  ];
}

/** Whether an environment has anything that lies in its group for data. */
export function isIntegrated({ integration }: { readonly integration?: Integration | undefined }): boolean {
  return Object.values(integration ?? {}).some((asked) => asked !== undefined);
}

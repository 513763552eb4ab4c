import { isObject, type Json, type JsonObject } from '../../resource/json.ts';
import type { ResourceKind } from '../../resource/kind.ts';
import { connectionStringOf } from '../../resource/secret-value.ts';
import { genericCalls } from '../calls.ts';
import { type Session, session } from '../session.ts';
import { storageVersion } from './storage-account.ts';

/** The version that the design's bodies are written for. */
export const siteVersion = '2025-03-01';

const calls = genericCalls(siteVersion);

/**
 * An app of App Service, Functions or Logic Apps (Standard). Its settings are sent with it and shown to no reader; a key
 * among them goes from one answer of Azure into this request and nowhere else.
 */
export const site: ResourceKind = {
  type: 'Microsoft.Web/sites',
  noun: 'app',
  apiVersion: siteVersion,
  mark: { in: 'tags' },
  comparison: {
    ignoreCase: ['/kind', '/properties/publicNetworkAccess'],
    writeOnly: ['/properties/siteConfig'],
    replace: ['/location', '/kind'],
  },
  readOnly: [
    '/identity/principalId',
    '/identity/tenantId',
    '/identity/userAssignedIdentities/*/principalId',
    '/identity/userAssignedIdentities/*/clientId',
    '/properties/state',
    '/properties/hostNames',
    '/properties/repositorySiteName',
    '/properties/usageState',
    '/properties/enabledHostNames',
    '/properties/availabilityState',
    '/properties/hostNameSslStates',
    '/properties/lastModifiedTimeUtc',
    '/properties/trafficManagerHostNames',
    '/properties/outboundIpAddresses',
    '/properties/possibleOutboundIpAddresses',
    '/properties/suspendedTill',
    '/properties/maxNumberOfWorkers',
    '/properties/resourceGroup',
    '/properties/isDefaultContainer',
    '/properties/defaultHostName',
    '/properties/slotSwapStatus',
    '/properties/inProgressOperationId',
    '/properties/customDomainVerificationId',
    '/properties/privateEndpointConnections',
    '/properties/sku',
  ],
  removal: { how: 'delete' },
  // What people deliver into it lies in its storage.
  holdsData: true,
  typicalMs: { create: 40_000, update: 20_000, remove: 15_000 },
  listed: 'subscription',
  read: calls.read,
  put: async (azure, id, body, options) =>
    calls.put(azure, id, (await withConnectionStrings(session(azure), body)) as JsonObject, options),
  remove: async (azure, id) => {
    // Azure would take an empty plan along, which is a resource of its own here.
    await session(azure).delete(id, siteVersion, '&deleteEmptyServerFarm=false');
    return { done: true, retryAfterMs: undefined, poll: async () => undefined };
  },
};

/** The body with a key of the account in place of each value that stands for a connection string. */
async function withConnectionStrings(arm: Session, value: Json): Promise<Json> {
  const wanted = connectionStringOf(value);
  if (wanted) {
    const answer = await arm.post(`${wanted.accountId}/listKeys`, storageVersion);
    const keys = answer?.['keys'];
    const [first] = Array.isArray(keys) ? (keys as readonly Json[]) : [];
    const key = isObject(first) ? String(first['value'] ?? '') : '';
    const name = wanted.accountId.slice(wanted.accountId.lastIndexOf('/') + 1);
    return `DefaultEndpointsProtocol=https;AccountName=${name};AccountKey=${key};EndpointSuffix=${wanted.suffix}`;
  }
  if (Array.isArray(value))
    return Promise.all((value as readonly Json[]).map((each) => withConnectionStrings(arm, each)));
  if (!isObject(value)) return value;
  const members = Object.entries(value).map(async ([name, member]): Promise<[string, Json]> => [
    name,
    await withConnectionStrings(arm, member),
  ]);
  return Object.fromEntries(await Promise.all(members));
}

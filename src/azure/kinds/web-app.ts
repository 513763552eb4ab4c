import type { ResourceKind } from '../../resource/kind.ts';
import { accountLane } from '../account-lane.ts';
import { genericCalls } from '../calls.ts';
import { session } from '../session.ts';
import { webVersion } from './web-plan.ts';

const calls = genericCalls(webVersion);

/** An app of Azure Functions or Logic Apps. Its settings lie beneath it: what is put here of them is never read here. */
export const webApp: ResourceKind = {
  type: 'Microsoft.Web/sites',
  noun: 'app',
  apiVersion: webVersion,
  mark: { in: 'tags' },
  comparison: {
    ignoreCase: ['/kind', '/properties/publicNetworkAccess'],
    replace: ['/location', '/kind', '/properties/serverFarmId'],
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
    '/properties/sku',
  ],
  lanes: (id) => [accountLane(id)],
  removal: { how: 'delete' },
  // Its settings and the code in it go with it.
  holdsData: true,
  typicalMs: { create: 40_000, update: 20_000, remove: 15_000 },
  listed: 'subscription',
  ...calls,
  // Without a word Azure takes along a plan that has become empty, which is a resource of its own here.
  remove: (azure, id) =>
    session(azure).finish(() => session(azure).delete(id, webVersion, '&deleteEmptyServerFarm=false')),
};

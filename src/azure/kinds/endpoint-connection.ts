import type { ResourceKind } from '../../resource/kind.ts';
import { genericCalls } from '../calls.ts';

/**
 * The connection that a private endpoint leaves on its target: made with the endpoint, approved or rejected here.
 * Source: https://learn.microsoft.com/azure/private-link/manage-private-endpoint.
 */
export function endpointConnection(
  target: 'Microsoft.CognitiveServices/accounts' | 'Microsoft.KeyVault/vaults',
  apiVersion: string,
): Omit<ResourceKind, 'lanes'> {
  return {
    type: `${target}/privateEndpointConnections`,
    noun: 'private endpoint connection',
    apiVersion,
    mark: { in: 'parent' },
    comparison: { ignoreCase: ['/properties/privateLinkServiceConnectionState/status'] },
    readOnly: ['/location', '/properties/privateEndpoint', '/properties/groupIds'],
    removal: { how: 'with-parent' },
    typicalMs: { create: 5_000, update: 5_000, remove: 5_000 },
    listed: 'no',
    ...genericCalls(apiVersion),
  };
}

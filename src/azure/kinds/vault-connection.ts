import type { ResourceKind } from '../../resource/kind.ts';
import { endpointConnection } from './endpoint-connection.ts';
import { vault } from './vault.ts';

export const vaultConnection: ResourceKind = endpointConnection(
  'Microsoft.KeyVault/vaults',
  vault.apiVersion,
);

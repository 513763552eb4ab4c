import type { ResourceKind } from '../../resource/kind.ts';
import { genericCalls } from '../calls.ts';

/**
 * A key of a vault, made through ARM since nothing outside the network reaches a closed vault's own address. ARM makes
 * one where there is none, answers the one that there is without writing, and deletes none ("createIfNotExist",
 * Azure/azure-rest-api-specs, keyvault keys.json).
 */
export const vaultKey: ResourceKind = {
  type: 'Microsoft.KeyVault/vaults/keys',
  noun: 'key',
  apiVersion: '2026-02-01',
  mark: { in: 'tags' },
  comparison: {
    replace: ['/properties/kty', '/properties/keySize'],
    fixedAtCreation: ['/tags', '/properties/keyOps', '/properties/attributes', '/properties/rotationPolicy'],
  },
  readOnly: [
    '/location',
    '/properties/keyUri',
    '/properties/keyUriWithVersion',
    '/properties/attributes/created',
    '/properties/attributes/updated',
    '/properties/attributes/recoveryLevel',
    '/properties/rotationPolicy/attributes/created',
    '/properties/rotationPolicy/attributes/updated',
  ],
  removal: { how: 'with-parent' },
  holdsData: true,
  typicalMs: { create: 3_000, update: 1_000, remove: 0 },
  listed: 'parent',
  ...genericCalls('2026-02-01'),
};

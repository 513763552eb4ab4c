import { type JsonObject, objectAt } from '../json.ts';
import { didPolicy, expectPolicy } from '../microsoft.insights/policy-diagnostics.ts';
import type { Stored, TypeModel, World, Write } from '../provider.ts';
import { putBack } from '../soft-delete.ts';
import { softDeleteVault } from './deleted-vaults.ts';
import { connectionType, vaultName, vaultType, vaultUri, vaultVersions } from './names.ts';
import { admitVault, deletedTwin } from './vault-rules.ts';
import { vaultShape } from './vault-shape.ts';

/** Microsoft.KeyVault/vaults: answers 200 with RegisteringDns first, then is polled itself. */
export const vaults: TypeModel = {
  type: vaultType,
  apiVersions: vaultVersions,
  placement: 'group',
  name: { pattern: vaultName, min: 3, max: 24, code: 'VaultNameNotValid' },
  body: vaultShape,
  pace: {
    create: { how: 'resource', state: 'RegisteringDns', ms: 30_000 },
    update: { how: 'sync' },
    delete: { how: 'sync' },
  },
  answers: { create: 200, update: 200 },
  showsSystemData: true,
  admit: admitVault,
  wrote: recover,
  done: (world, record, created) => {
    if (created) expectPolicy(world, record);
  },
  later: (world, record, purpose) => void didPolicy(world, record, purpose),
  show: shownVault,
  removing: softDeleteVault,
};

/** The name was free of soft-deleted twins unless this write recovers one. */
function recover(world: World, record: Stored, write: Write): void {
  const gone = write.prior === undefined ? deletedTwin(world, record.name) : undefined;
  if (gone !== undefined) putBack(world, gone, record);
}

function shownVault(world: World, record: Stored): JsonObject {
  const connections = world.under(record.id, connectionType).map((one) => {
    const { id, etag, properties } = world.shown(one);
    return { id: id ?? '', etag: etag ?? '', properties: properties ?? {} };
  });
  return {
    ...record.body,
    properties: {
      ...objectAt(record.body, 'properties'),
      vaultUri: vaultUri(record.name),
      ...(connections.length > 0 ? { privateEndpointConnections: connections } : {}),
    },
  };
}

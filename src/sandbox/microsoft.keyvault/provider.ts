import { endpointConnections } from '../endpoint-connections.ts';
import { textAt } from '../json.ts';
import { linkResources } from '../link-resources.ts';
import type { Answer, Call, ProviderModel, RouteModel } from '../provider.ts';
import { object, required, text } from '../shape.ts';
import { deletedVaultList, deletedVaults } from './deleted-vaults.ts';
import { keys } from './keys.ts';
import { connectionType, vaultName, vaultType, vaultVersions } from './names.ts';
import { secrets } from './secrets.ts';
import { deletedTwin, livingTwin } from './vault-rules.ts';
import { vaults } from './vaults.ts';

const checkName: RouteModel = {
  method: 'POST',
  pattern: '/subscriptions/{subscription}/providers/Microsoft.KeyVault/checkNameAvailability',
  apiVersions: vaultVersions,
  writes: false,
  right: { action: 'Microsoft.KeyVault/checkNameAvailability/read', scope: '/subscriptions/{subscription}' },
  body: object({ name: required(text()), type: required(text()) }),
  handle: nameCheck,
};

/** Clients that list deleted vaults ask for these as well; there are none. */
const deletedHardware: RouteModel = {
  method: 'GET',
  pattern: '/subscriptions/{subscription}/providers/Microsoft.KeyVault/deletedManagedHSMs',
  apiVersions: vaultVersions,
  writes: false,
  right: { action: 'Microsoft.KeyVault/deletedManagedHsms/read', scope: '/subscriptions/{subscription}' },
  handle: () => ({ status: 200, body: [] }),
};

/** Microsoft.KeyVault. */
export const keyVault: ProviderModel = {
  namespace: 'Microsoft.KeyVault',
  types: [
    vaults,
    keys,
    secrets,
    {
      ...endpointConnections(connectionType, vaultVersions, {
        how: 'accepted',
        state: 'Deleting',
        ms: 5_000,
      }),
      etag: true,
    },
    deletedVaults,
  ],
  routes: [deletedVaultList, deletedHardware, checkName, linkResources(vaultType, vaultVersions)],
};

function nameCheck({ world, body }: Call): Answer {
  const name = textAt(body, 'name') ?? '';
  if (!vaultName.test(name)) {
    const message = `The vault name '${name}' is invalid. A vault's name must be between 3-24 alphanumeric characters. The name must begin with a letter, end with a letter or digit, and not contain consecutive hyphens.`;
    return { status: 200, body: { nameAvailable: false, reason: 'AccountNameInvalid', message } };
  }
  const gone = deletedTwin(world, name);
  if (gone === undefined && livingTwin(world, name) === undefined)
    return { status: 200, body: { nameAvailable: true } };
  const state = gone === undefined ? 'already in use' : 'in deleted state';
  const message = `The name '${name}' is ${state}. Vault names are globally unique.`;
  return { status: 200, body: { nameAvailable: false, reason: 'AlreadyExists', message } };
}

import { endpointConnections } from '../endpoint-connections.ts';
import { textAt } from '../json.ts';
import { linkResources } from '../link-resources.ts';
import type { Answer, Call, ProviderModel, RouteModel } from '../provider.ts';
import { object, oneOf, required, text } from '../shape.ts';
import { accountNamed } from './account-rules.ts';
import { accounts } from './accounts.ts';
import { blobServices } from './blob-services.ts';
import { containers } from './containers.ts';
import { fileServices, fileShares } from './file-shares.ts';
import { accountName, storageVersions, types } from './names.ts';

const checkName: RouteModel = {
  method: 'POST',
  pattern: '/subscriptions/{subscription}/providers/Microsoft.Storage/checkNameAvailability',
  apiVersions: storageVersions,
  writes: false,
  right: { action: 'Microsoft.Storage/checknameavailability/read', scope: '/subscriptions/{subscription}' },
  body: object({ name: required(text()), type: required(oneOf(types.account)) }),
  handle: nameCheck,
};

/** Microsoft.Storage. */
export const storage: ProviderModel = {
  namespace: 'Microsoft.Storage',
  types: [
    accounts,
    blobServices,
    containers,
    fileServices,
    fileShares,
    endpointConnections(types.connection, storageVersions, { how: 'sync' }),
  ],
  routes: [checkName, linkResources(types.account, storageVersions)],
};

function nameCheck({ world, body }: Call): Answer {
  const name = textAt(body, 'name') ?? '';
  if (!accountName.test(name)) {
    const message = `${name} is not a valid storage account name. Storage account name must be between 3 and 24 characters in length and use numbers and lower-case letters only.`;
    return { status: 200, body: { nameAvailable: false, reason: 'AccountNameInvalid', message } };
  }
  if (accountNamed(world, name) === undefined) return { status: 200, body: { nameAvailable: true } };
  const message = `The storage account named ${name} is already taken.`;
  return { status: 200, body: { nameAvailable: false, reason: 'AlreadyExists', message } };
}

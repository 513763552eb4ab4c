import { didPolicy, expectPolicy } from '../microsoft.insights/policy-diagnostics.ts';
import {
  forgetPrincipal,
  identityPaths,
  principalPurpose,
  replicatePrincipal,
  settlePrincipal,
} from '../microsoft.managedidentity/identity.ts';
import type { TypeModel } from '../provider.ts';
import { admitAccount } from './account-rules.ts';
import { accountShape } from './account-shape.ts';
import { shownAccount } from './account-show.ts';
import { accountLane } from './lane.ts';
import { accountName, accountType, cosmosVersions } from './names.ts';

/** Microsoft.DocumentDB/databaseAccounts: answers 200 with Creating, and takes minutes. */
export const accounts: TypeModel = {
  type: accountType,
  apiVersions: cosmosVersions,
  placement: 'group',
  name: { pattern: accountName, min: 3, max: 44, code: 'BadRequest' },
  body: accountShape,
  pace: {
    create: { how: 'operation', state: 'Creating', ms: 180_000 },
    update: { how: 'operation', state: 'Updating', ms: 40_000 },
    delete: { how: 'operation', state: 'Deleting', ms: 180_000 },
  },
  answers: { create: 200, update: 200 },
  badBody: 'BadRequest',
  showsSystemData: true,
  lane: accountLane,
  serverMade: [
    ...identityPaths.serverMade,
    'properties.instanceId',
    'properties.keysMetadata.*.generationTime',
  ],
  references: [...identityPaths.references],
  admit: admitAccount,
  wrote: (world, record) => void settlePrincipal(world, record),
  done: (world, record, created) => {
    if (created) expectPolicy(world, record);
  },
  show: shownAccount,
  deleted: (world, record) => forgetPrincipal(world, record),
  later: (world, record, purpose, data) => {
    if (purpose === principalPurpose) replicatePrincipal(world, record, data);
    else didPolicy(world, record, purpose);
  },
};

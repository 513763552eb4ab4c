import { parseId } from '../arm-id.ts';
import { ArmError } from '../errors.ts';
import { numberAt, objectAt, textAt } from '../json.ts';
import { didPolicy, expectPolicy } from '../microsoft.insights/policy-diagnostics.ts';
import {
  forgetPrincipal,
  identityPaths,
  principalPurpose,
  replicatePrincipal,
  settlePrincipal,
} from '../microsoft.managedidentity/identity.ts';
import { unlinkableFor } from '../private-link.ts';
import type { ActionModel, Stored, TypeModel, World, Write } from '../provider.ts';
import { object, oneOf, required } from '../shape.ts';
import { putBack } from '../soft-delete.ts';
import { keysOf } from './account-keys.ts';
import { admitAccount } from './account-rules.ts';
import { accountShape } from './account-shape.ts';
import { shownAccount } from './account-show.ts';
import { deletedAccountId, softDeleteAccount } from './deleted-accounts.ts';
import { accountLane } from './lane.ts';
import { accountType, regionOf } from './names.ts';
import { cognitiveVersions } from './versions.ts';

/** Cloud time in ms for which a written account is still Accepted in the network provider's eyes. */
export const acceptedWindow = 5_000;

const keyNames = ['Key1', 'Key2'] as const;

const listKeys: ActionModel = {
  writes: false,
  handle: (world, record) => ({ status: 200, body: shownKeys(world, record) }),
};

const regenerateKey: ActionModel = {
  writes: true,
  body: object({ keyName: required(oneOf(...keyNames)) }),
  handle: (world, record, body) => {
    const name = `round ${textAt(body, 'keyName') ?? 'Key1'}`;
    shownKeys(world, record);
    const hidden = { ...record.hidden, [name]: (numberAt(record.hidden, name) ?? 0) + 1 };
    return { status: 200, body: keysOf(world, world.save({ ...record, hidden })) };
  },
};

/** Microsoft.CognitiveServices/accounts. */
export const accounts: TypeModel = {
  type: accountType,
  apiVersions: cognitiveVersions,
  placement: 'group',
  name: { pattern: /^[a-z0-9][a-z0-9_.-]*$/i, min: 2, max: 64 },
  body: accountShape,
  pace: {
    create: { how: 'operation', state: 'Creating', ms: 40_000 },
    update: { how: 'operation', state: 'Accepted', ms: 8_000 },
    delete: { how: 'operation', state: 'Deleting', ms: 15_000 },
  },
  etag: true,
  showsSystemData: true,
  lane: accountLane,
  actions: { listKeys, regenerateKey },
  serverMade: [...identityPaths.serverMade, 'properties.internalId', 'properties.dateCreated'],
  references: [...identityPaths.references, 'properties.encryption.keyVaultProperties.identityClientId'],
  admit: admitAccount,
  wrote: settle,
  done: (world, record, created) => {
    unlinkableFor(world, record, acceptedWindow);
    if (created) expectPolicy(world, record);
  },
  show: shownAccount,
  removing: (world, record) => {
    const id = parseId(record.id);
    if (id !== undefined) softDeleteAccount(world, record, id);
  },
  deleted: (world, record) => forgetPrincipal(world, record),
  later: (world, record, purpose, data) => {
    if (purpose === principalPurpose) replicatePrincipal(world, record, data);
    else didPolicy(world, record, purpose);
  },
};

function settle(world: World, record: Stored, write: Write): void {
  const gone =
    write.prior === undefined ? world.find(deletedAccountId(write.id, regionOf(record.body))) : undefined;
  const current = gone === undefined ? record : restored(world, gone, record);
  settlePrincipal(world, current);
}

/** A restored account keeps its keys; its system-assigned identity is a new one. */
function restored(world: World, gone: Stored, record: Stored): Stored {
  const back = putBack(world, gone, record);
  const { principal: _, ...hidden } = back.hidden;
  return world.save({ ...back, hidden });
}

/** Keys, unless the account works without. */
function shownKeys(world: World, record: Stored): { key1: string; key2: string } {
  if (objectAt(record.body, 'properties')['disableLocalAuth'] === true) {
    throw new ArmError(400, 'BadRequest', 'Failed to list key. disableLocalAuth is set to be true');
  }
  return keysOf(world, record);
}

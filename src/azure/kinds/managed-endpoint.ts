import { ArmError } from '../../problems/arm-error.ts';
import { idKey, parseArmId } from '../../resource/arm-id.ts';
import { at, type JsonObject } from '../../resource/json.ts';
import type { AzureCalls, Operation, ResourceKind } from '../../resource/kind.ts';
import { accountLane } from '../account-lane.ts';
import { genericCalls } from '../calls.ts';
import { text } from '../facts/json-fields.ts';
import { isSucceeded } from '../ready.ts';
import { account } from './account.ts';
import { factoryVersion } from './data-factory.ts';
import { storageAccount } from './storage-account.ts';

const calls = genericCalls(factoryVersion);

/**
 * An endpoint of a factory's managed network. Azure leaves its connection pending on the target: whoever owns the target
 * approves it there, which for ours is the run.
 */
export const managedEndpoint: ResourceKind = {
  type: 'Microsoft.DataFactory/factories/managedVirtualNetworks/managedPrivateEndpoints',
  noun: 'managed private endpoint',
  apiVersion: factoryVersion,
  mark: { in: 'parent' },
  comparison: {
    ignoreCase: ['/properties/groupId', '/properties/connectionState/status'],
    replace: ['/properties/privateLinkResourceId', '/properties/groupId'],
  },
  readOnly: ['/properties/connectionState', '/properties/isReserved'],
  lanes: (_id, body) => [accountLane(text(body, '/properties/privateLinkResourceId') ?? '')],
  ready: (observed) =>
    isSucceeded(observed) && at(observed, '/properties/connectionState/status') === 'Approved',
  removal: { how: 'delete' },
  typicalMs: { create: 90_000, update: 10_000, remove: 30_000 },
  listed: 'parent',
  read: calls.read,
  remove: calls.remove,
  // How its connection stands is its target's to say.
  put: (azure, id, body, options) => calls.put(azure, id, withoutState(body), options),
  follow: approve,
};

function withoutState(body: JsonObject): JsonObject {
  const properties = at(body, '/properties');
  const { connectionState: _, ...kept } = (properties ?? {}) as JsonObject;
  return { ...body, properties: kept };
}

/**
 * The endpoint stands in a subscription of Microsoft's, under the names of the factory and of itself. Source:
 * hashicorp/terraform-provider-azurerm#19777, where people find theirs so on the target.
 */
async function approve(azure: AzureCalls, id: string, body: JsonObject): Promise<Operation> {
  const target = text(body, '/properties/privateLinkResourceId') ?? '';
  const kind = [account, storageAccount].find(({ type }) => idKey(type) === idKey(parseArmId(target).type));
  if (!kind) throw new Error(`nothing approves endpoints of ${target}`);
  const { names } = parseArmId(id);
  const endpoint = idKey(`/${names[0]}.${names.at(-1)}`);
  const all = await azure.list(`${target}/privateEndpointConnections`, kind.apiVersion);
  const called = (all ?? []).filter((one) =>
    idKey(text(one, '/properties/privateEndpoint/id') ?? '').endsWith(endpoint),
  );
  const [own] = called;
  if (!own)
    throw notApproved('EndpointConnectionNotShown', `${target} does not show the connection of ${id}`);
  // Anybody may ask for a connection under any name: what can't be told apart is nothing to approve.
  if (called.length > 1)
    throw notApproved(
      'EndpointConnectionAmbiguous',
      `${target} shows ${called.length} connections like that of ${id}`,
    );
  const status = text(own, '/properties/privateLinkServiceConnectionState/status');
  if (status === 'Approved') return { done: true, retryAfterMs: undefined, poll: async () => undefined };
  const state = { status: 'Approved', description: 'Approved by gotthard for the data factory.' };
  return genericCalls(kind.apiVersion).put(
    azure,
    String(own['id']),
    { properties: { privateLinkServiceConnectionState: state } },
    {},
  );
}

function notApproved(code: string, message: string): ArmError {
  return new ArmError({ status: 409, code, message });
}

import { keyOf, parseId, type ResourceId } from './arm-id.ts';
import { wrongDirectory } from './authentication.ts';
import { delegationsOf } from './delegation.ts';
import { ArmError } from './errors.ts';
import { modelOf, providerOf } from './models.ts';
import type { TypeModel } from './provider.ts';
import { isRegistered } from './registrations.ts';
import type { Subscription } from './seed-directories.ts';
import type { Transaction } from './transaction.ts';

/** The subscription of a URL; throws for one that is unknown, or neither of nor delegated to the directory of the caller's token. */
export function requireSubscription(tx: Transaction, id: string): Subscription {
  const { caller } = tx;
  const found = tx.subscription(id);
  if (found === undefined)
    throw new ArmError(404, 'SubscriptionNotFound', `The subscription '${id}' could not be found.`);
  const lets = (): boolean =>
    delegationsOf(tx, found.id).some(({ directoryId }) => directoryId === caller.directoryId);
  if (found.directoryId !== caller.directoryId && !lets()) throw wrongDirectory(caller, found.directoryId);
  return found;
}

/** Refuses a write to a disabled subscription. */
export function checkWritable(subscription: Subscription): void {
  if (subscription.state === 'Enabled') return;
  const message = `The subscription '${subscription.id}' is disabled and therefore marked as read only. You cannot perform any write actions on this subscription until it is re-enabled.`;
  throw new ArmError(409, 'ReadOnlyDisabledSubscription', message);
}

/** Refuses ids whose placement does not fit the type. */
export function checkPlacement(model: TypeModel, id: ResourceId): void {
  const fits =
    model.placement === 'extension' ||
    (model.placement === 'group' && id.group !== undefined) ||
    (model.placement === 'subscription' && id.subscription !== undefined) ||
    (model.placement === 'tenant' && id.subscription === undefined);
  if (fits) return;
  throw new ArmError(
    400,
    'MismatchingResourceSegments',
    `The resource '${id.id}' of type '${model.type}' is not placed as its type demands.`,
  );
}

/** Throws 404 when the group, the parent or the extended resource does not exist. */
export function checkSurroundings(tx: Transaction, model: TypeModel, id: ResourceId): void {
  if (id.group !== undefined && model.type !== 'Microsoft.Resources/resourceGroups') requireGroup(tx, id);
  if (id.parent !== undefined && isResourceType(id.parent) && tx.find(id.parent) === undefined) {
    const message = `Can not perform requested operation on nested resource. Parent resource '${parseId(id.parent)?.name ?? id.parent}' not found.`;
    throw new ArmError(404, 'ParentResourceNotFound', message);
  }
  if (model.placement === 'extension') requireExtended(tx, id.scope);
  const unregistered = providerOf(id.namespace)?.unregistered;
  if (unregistered && id.subscription !== undefined && !isRegistered(tx, id.subscription, id.namespace))
    throw unregistered();
}

function requireGroup(tx: Transaction, id: ResourceId): void {
  const group = `/subscriptions/${id.subscription ?? ''}/resourceGroups/${id.group ?? ''}`;
  if (tx.find(group) !== undefined) return;
  throw new ArmError(404, 'ResourceGroupNotFound', `Resource group '${id.group ?? ''}' could not be found.`);
}

/** Parents such as `locations/{name}` are part of the URL only. */
function isResourceType(id: string): boolean {
  const parent = parseId(id);
  return parent !== undefined && modelOf(parent.type) !== undefined;
}

function requireExtended(tx: Transaction, scope: string): void {
  const extended = parseId(scope);
  if (
    extended === undefined ||
    modelOf(extended.type) === undefined ||
    extended.type === 'Microsoft.Resources/subscriptions'
  )
    return;
  if (tx.find(scope) !== undefined) return;
  const under = extended.group === undefined ? '' : ` under resource group '${extended.group}'`;
  throw new ArmError(
    404,
    'ResourceNotFound',
    `The Resource '${extended.type}/${extended.names.join('/')}'${under} was not found.`,
  );
}

/** Refuses writes into a group that is being deleted. */
export function checkGroupAlive(tx: Transaction, id: ResourceId): void {
  if (id.group === undefined) return;
  const group = tx.find(`/subscriptions/${id.subscription ?? ''}/resourceGroups/${id.group}`);
  if (group?.state !== 'Deleting' || keyOf(group.id) === keyOf(id.id)) return;
  const message = `The resource group '${id.group}' is in deprovisioning state and cannot perform this operation.`;
  throw new ArmError(409, 'ResourceGroupBeingDeleted', message);
}

/** Refuses writes with a provider that the subscription has not registered. */
export function checkRegistered(tx: Transaction, id: ResourceId): void {
  if (id.subscription === undefined || isRegistered(tx, id.subscription, id.namespace)) return;
  const message = `The subscription is not registered to use namespace '${id.namespace}'. See https://aka.ms/rps-not-found for how to register subscriptions.`;
  const detail = { code: 'MissingSubscriptionRegistration', target: id.namespace, message };
  throw new ArmError(409, 'MissingSubscriptionRegistration', message, { details: [detail] });
}

/** The 404 of a resource that does not exist. */
export function resourceNotFound(id: ResourceId): ArmError {
  if (id.type === 'Microsoft.Resources/resourceGroups') {
    return new ArmError(404, 'ResourceGroupNotFound', `Resource group '${id.name}' could not be found.`);
  }
  const under = id.group === undefined ? '' : ` under resource group '${id.group}'`;
  const what = [
    id.namespace,
    ...id.type
      .split('/')
      .slice(1)
      .flatMap((type, index) => [type, id.names[index] ?? '']),
  ].join('/');
  const code = id.names.length > 1 ? 'NotFound' : 'ResourceNotFound';
  return new ArmError(
    404,
    code,
    `The Resource '${what}'${under} was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`,
  );
}

import { keyOf } from './arm-id.ts';
import { ArmError } from './errors.ts';
import type { Json } from './json.ts';
import { guidFrom, hexFrom } from './made-values.ts';
import { modelOf } from './models.ts';
import type { Operation } from './operation.ts';
import type { Stored } from './provider.ts';
import type { Transaction } from './transaction.ts';

/** What an operation needs from the request that begins it; the rest is filled in here. */
export type Beginning = Pick<
  Operation,
  'resource' | 'type' | 'verb' | 'subscription' | 'namespace' | 'location' | 'form'
> &
  Partial<Pick<Operation, 'prior' | 'lane' | 'answer' | 'effect'>> & { readonly ms: number };

/** Begins an operation; how it ends follows the request's mood. */
export function beginOperation(tx: Transaction, beginning: Beginning): Operation {
  const { ms, ...rest } = beginning;
  const serial = tx.serial();
  const failure = {
    status: 500,
    code: 'InternalServerError',
    message: 'The operation failed because of an internal error.',
  };
  const operation: Operation = {
    ...rest,
    id: guidFrom(`operation ${serial} ${beginning.resource}`),
    serial,
    begun: tx.now,
    due: tx.now + tx.duration(ms),
    status: 'InProgress',
    callerId: tx.caller.objectId,
    ...(tx.mood === 'lro-failed' ? { error: failure } : {}),
    ...(tx.mood === 'lro-flip' ? { flip: true } : {}),
  };
  saveOperation(tx, operation);
  tx.begun = operation;
  return operation;
}

/** Stores an operation; the tag tells running ones from ended ones. */
export function saveOperation(tx: Transaction, operation: Operation): void {
  const tag = operation.status === 'InProgress' ? 'running' : 'ended';
  tx.rows.put('operation', operation.id, tag, operation as unknown as Json);
}

/** An operation by its id. */
export function findOperation(tx: Transaction, id: string): Operation | undefined {
  return tx.rows.get('operation', id.toLowerCase()) as unknown as Operation | undefined;
}

/** Operations under way. */
export function runningOperations(tx: Transaction): Operation[] {
  return tx.rows.tagged('operation', 'running') as unknown as Operation[];
}

/** The operation that keeps others out of a lane. */
export function inLane(tx: Transaction, lane: string): Operation | undefined {
  return runningOperations(tx).find((operation) => operation.lane === lane);
}

/** A running operation on a resource, or on something beneath it. */
export function operationOn(tx: Transaction, id: string, beneath = false): Operation | undefined {
  const key = keyOf(id);
  return runningOperations(tx).find((operation) => {
    const busy = keyOf(operation.resource);
    return busy === key || (beneath && busy.startsWith(`${key}/`));
  });
}

/** The state to show: nested resources written inline share the state of their parent's operation. */
export function shownState(tx: Transaction, record: Stored): string {
  if (record.state !== 'Succeeded') return record.state;
  const key = keyOf(record.id);
  const around = runningOperations(tx).find(
    ({ verb, resource }) =>
      verb !== 'action' &&
      verb !== 'delete' &&
      key.startsWith(`${keyOf(resource)}/`) &&
      isNested(record, resource, tx),
  );
  return around === undefined ? record.state : (tx.findAny(around.resource)?.state ?? record.state);
}

function isNested(record: Stored, resource: string, tx: Transaction): boolean {
  const owner = tx.findAny(resource);
  return owner !== undefined && record.type.toLowerCase().startsWith(`${owner.type.toLowerCase()}/`);
}

/** The URL of an operation, of either kind, with its opaque part: clients follow it as it stands. */
export function operationUrl(operation: Operation, kind: 'status' | 'result'): string {
  const ticks = String(operation.begun);
  const sign = signature(operation);
  const opaque = `t=${ticks}&c=${hexFrom(`certificate ${operation.id}`, 64)}&s=${sign}&h=${hexFrom(`hash ${operation.id}`, 40)}`;
  const root = `https://management.azure.com/subscriptions/${operation.subscription}`;
  if (operation.form === 'subscription')
    return `${root}/operationresults/${operation.id}?api-version=2025-04-01&${opaque}`;
  const last = kind === 'status' ? 'operations' : 'operationResults';
  const version = modelOf(operation.type)?.apiVersions[0] ?? '2025-04-01';
  return `${root}/providers/${operation.namespace}/locations/${operation.location}/${last}/${operation.id}?api-version=${version}&${opaque}`;
}

/** Refuses an operation URL that a client put together itself. */
export function checkOperationUrl(operation: Operation, given: string | undefined): void {
  if (given === signature(operation)) return;
  throw new ArmError(404, 'NotFound', `The operation ${operation.id} was not found: its URL is incomplete.`);
}

function signature(operation: Operation): string {
  return hexFrom(`signature ${operation.id}`, 48);
}

import { ArmError } from './errors.ts';
import { modelOf } from './models.ts';
import type { Operation, Waiting } from './operation.ts';
import { runningOperations, saveOperation } from './operations.ts';
import { removeRecord } from './removal.ts';
import type { Transaction } from './transaction.ts';

/** Operations are kept for a day after their end, then their URLs answer 404. */
const keptFor = 24 * 3_600_000;

/** Brings the world to `tx.now`: ends what is due, in order of due time. Effects run at the moment they were due. */
export function settle(tx: Transaction, replay: (tx: Transaction, request: Waiting) => void): void {
  const now = tx.now;
  const waiting = tx.rows.tagged('waiting', 'waiting') as unknown as Waiting[];
  let due = inOrder([...runningOperations(tx), ...waiting].filter((one) => one.due <= now));
  for (let next = due.shift(); next !== undefined; next = due.shift()) {
    if (!isPending(tx, next)) continue;
    const before = tx.rows.checkpoint();
    tx.now = next.due;
    if ('verb' in next) endOperation(tx, next);
    else runWaiting(tx, next, replay);
    const begun = begunSince(tx, before).filter((one) => one.due <= now);
    if (begun.length > 0) due = inOrder([...due, ...begun]);
  }
  tx.now = now;
}

type Pending = Operation | Waiting;

function inOrder(pending: readonly Pending[]): Pending[] {
  return [...pending].sort((one, other) => one.due - other.due || one.serial - other.serial);
}

/** Whether it is still as it was when it was looked up: what ended before it may have called it off or replaced it. */
function isPending(tx: Transaction, pending: Pending): boolean {
  return (tx.rows.get('verb' in pending ? 'operation' : 'waiting', pending.id) as unknown) === pending;
}

/** What the changes since a checkpoint have begun. */
function begunSince(tx: Transaction, checkpoint: number): Pending[] {
  return tx.rows.changedSince(checkpoint).flatMap(({ kind, key }) => {
    if (kind !== 'operation' && kind !== 'waiting') return [];
    const pending = tx.rows.get(kind, key) as unknown as Pending | undefined;
    if (pending === undefined || ('status' in pending && pending.status !== 'InProgress')) return [];
    return [pending];
  });
}

/** Forgets operations that ended long ago; answers when there can be others. */
export function forgetOld(tx: Transaction): number {
  let oldest = tx.now;
  for (const operation of tx.rows.tagged('operation', 'ended') as unknown as Operation[]) {
    if (operation.due + keptFor < tx.now) tx.rows.drop('operation', operation.id);
    else oldest = Math.min(oldest, operation.due);
  }
  return oldest + keptFor;
}

function runWaiting(
  tx: Transaction,
  waiting: Waiting,
  replay: (tx: Transaction, request: Waiting) => void,
): void {
  tx.rows.drop('waiting', waiting.id);
  if (waiting.type === 'request') {
    replay(tx, waiting);
    return;
  }
  const before = tx.rows.checkpoint();
  try {
    modelOf(waiting.type)?.later?.(tx, tx.findAny(waiting.resource), waiting.purpose, waiting.data);
  } catch (error) {
    // What the platform could not do leaves no trace, and is not the next caller's fault.
    if (!(error instanceof ArmError)) throw error;
    tx.rows.restore(before);
  }
}

function endOperation(tx: Transaction, operation: Operation): void {
  if (operation.error !== undefined) {
    fail(tx, operation, operation.error);
    return;
  }
  const before = tx.rows.checkpoint();
  try {
    succeed(tx, operation);
    saveOperation(tx, { ...operation, status: 'Succeeded' });
  } catch (error) {
    if (!(error instanceof ArmError)) throw error;
    // A resource group's removal stops half-way and keeps what it did; everything else is all or nothing.
    if (operation.form !== 'subscription') tx.rows.restore(before);
    fail(tx, operation, { status: error.status, code: error.code, message: error.message }, error);
  }
}

function succeed(tx: Transaction, operation: Operation): void {
  const model = modelOf(operation.type);
  const record = tx.findAny(operation.resource);
  if (operation.verb === 'action') {
    const { effect } = operation;
    if (effect !== undefined) modelOf(effect.type)?.later?.(tx, record, effect.purpose, effect.data);
    return;
  }
  if (record === undefined || model === undefined) return;
  if (operation.verb === 'delete') {
    if (model.removal === undefined) removeRecord(tx, record.id);
    else model.removal(tx, record);
    return;
  }
  const saved = tx.save({ ...record, state: 'Succeeded', visible: true });
  model.done?.(tx, saved, operation.verb === 'create');
}

function fail(
  tx: Transaction,
  operation: Operation,
  error: NonNullable<Operation['error']>,
  cause?: ArmError,
): void {
  const parts = cause?.parts.details === undefined ? {} : { parts: { details: [...cause.parts.details] } };
  saveOperation(tx, { ...operation, status: 'Failed', error: { ...error, ...parts } });
  const record = tx.findAny(operation.resource);
  if (record === undefined || operation.verb === 'action') return;
  // What has no state to show it by is not there.
  const model = modelOf(operation.type);
  const shows = model?.showsState !== false && model?.vanishesOnFailure !== true;
  if (operation.verb === 'create' && !shows) removeRecord(tx, record.id);
  else if (operation.verb === 'create') tx.save({ ...record, state: 'Failed', visible: true });
  else if (operation.prior !== undefined) tx.save(operation.prior);
}

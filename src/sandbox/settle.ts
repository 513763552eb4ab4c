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
  for (let next = nextDue(tx, now); next !== undefined; next = nextDue(tx, now)) {
    tx.now = next.due;
    if ('verb' in next) endOperation(tx, next);
    else runWaiting(tx, next, replay);
  }
  tx.now = now;
}

/** Forgets operations that ended long ago. */
export function forgetOld(tx: Transaction): void {
  for (const operation of tx.rows.tagged('operation', 'ended') as unknown as Operation[]) {
    if (operation.due + keptFor < tx.now) tx.rows.drop('operation', operation.id);
  }
}

function nextDue(tx: Transaction, now: number): Operation | Waiting | undefined {
  const waiting = tx.rows.tagged('waiting', 'waiting') as unknown as Waiting[];
  let first: Operation | Waiting | undefined;
  for (const item of [...runningOperations(tx), ...waiting]) {
    if (item.due > now) continue;
    const earlier =
      first === undefined || item.due < first.due || (item.due === first.due && item.serial < first.serial);
    if (earlier) first = item;
  }
  return first;
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
  if (operation.verb === 'create') tx.save({ ...record, state: 'Failed', visible: true });
  else if (operation.prior !== undefined) tx.save(operation.prior);
}

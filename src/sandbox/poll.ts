import type { ArmUrl } from './arm-url.ts';
import { ArmError } from './errors.ts';
import { isoTime } from './instants.ts';
import { isObject, type JsonObject, present } from './json.ts';
import type { Operation } from './operation.ts';
import { checkOperationUrl, findOperation, operationUrl } from './operations.ts';
import type { Answer } from './provider.ts';
import type { Transaction } from './transaction.ts';

const statusUrl =
  /^\/subscriptions\/[^/]+\/providers\/[^/]+\/locations\/[^/]+\/(operations|operationResults)\/([^/]+)$/i;
const groupUrl = /^\/subscriptions\/[^/]+\/operationresults\/([^/]+)$/i;

/** The operation URL that a path is, if it is one. */
export function readOperationUrl(path: string): { kind: 'status' | 'result'; id: string } | undefined {
  const regional = statusUrl.exec(path);
  if (regional !== null) {
    return { kind: regional[1]?.toLowerCase() === 'operations' ? 'status' : 'result', id: regional[2] ?? '' };
  }
  const group = groupUrl.exec(path);
  return group === null ? undefined : { kind: 'result', id: group[1] ?? '' };
}

/** Answers a poll. `flipped` holds the ids of operations whose false failure was already told. */
export function poll(
  tx: Transaction,
  url: ArmUrl,
  asked: { kind: 'status' | 'result'; id: string },
  flipped: Set<string>,
): Answer {
  const operation = findOperation(tx, asked.id);
  if (operation === undefined)
    throw new ArmError(404, 'NotFound', `The operation '${asked.id}' was not found.`);
  checkOperationUrl(operation, url.query.get('s'));
  const told = tellFlip(operation, flipped);
  return asked.kind === 'status' ? { status: 200, body: statusBody(told) } : result(tx, told);
}

/** A flipping operation tells its first reader that it failed. */
function tellFlip(operation: Operation, flipped: Set<string>): Operation {
  if (!operation.flip || operation.status !== 'Succeeded' || flipped.has(operation.id)) return operation;
  flipped.add(operation.id);
  const error = {
    status: 500,
    code: 'InternalServerError',
    message: 'The operation failed because of an internal error.',
  };
  return { ...operation, status: 'Failed', error };
}

function statusBody(operation: Operation): JsonObject {
  const ended = operation.status !== 'InProgress';
  return present({
    id: operationUrl(operation, 'status').replace(/^https:\/\/[^/]+|\?.*$/g, ''),
    name: operation.id,
    status: operation.status,
    startTime: isoTime(operation.begun),
    endTime: ended ? isoTime(operation.due) : undefined,
    error: operation.status === 'Failed' ? errorOf(operation) : undefined,
  });
}

function errorOf(operation: Operation): JsonObject {
  const { code = 'InternalServerError', message = 'The operation failed.' } = operation.error ?? {};
  const parts: unknown = operation.error?.parts;
  const details = isObject(parts) && parts['details'] !== undefined ? { details: parts['details'] } : {};
  return { code, message, ...details };
}

function result(tx: Transaction, operation: Operation): Answer {
  if (operation.status === 'InProgress') {
    const headers: { [name: string]: string } = { location: operationUrl(operation, 'result') };
    if (operation.form === 'subscription') headers['retry-after'] = '15';
    return { status: 202, headers };
  }
  if (operation.status === 'Failed')
    return { status: operation.error?.status ?? 500, body: { error: errorOf(operation) } };
  if (operation.answer !== undefined) return operation.answer;
  if (operation.verb === 'delete') return { status: 200 };
  const record = tx.find(operation.resource);
  return record === undefined ? { status: 204 } : { status: 200, body: tx.shown(record) };
}

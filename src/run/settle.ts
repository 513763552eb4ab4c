import { ArmError } from '../problems/arm-error.ts';
import { at, type JsonObject } from '../resource/json.ts';
import type { AzureCalls, Operation, ResourceKind } from '../resource/kind.ts';
import type { Requests } from './requests.ts';

/** How often to ask where Azure doesn't say. */
const pollEveryMs = 2_000;
/** The longest a single resource may take. */
const deadlineMs = 30 * 60_000;
/** A read may still answer 404 for so long after a write. */
const lateReadMs = 60_000;
/** An operation reported as failed is looked at again after this: some turn out well. */
export const secondLookMs = 30_000;

export interface SettlePorts {
  readonly azure: AzureCalls;
  readonly requests: Requests;
}

/**
 * Steps an operation to its end. When the way to its status is lost (dropped connection, 403, 404 or 5xx on the
 * status URL) it returns, and the resource itself has to say.
 */
export async function untilDone(operation: Operation, ports: SettlePorts): Promise<void> {
  const started = ports.requests.now();
  while (!operation.done) {
    await ports.requests.sleep(operation.retryAfterMs ?? pollEveryMs);
    try {
      await ports.requests.readOnce(() => operation.poll());
    } catch (error) {
      if (error instanceof ArmError && isLostStatus(error)) return;
      throw error;
    }
    if (ports.requests.now() - started > deadlineMs) throw tooLong(started, ports);
  }
}

function isLostStatus(error: ArmError): boolean {
  // Who may not ask how far it is has not stopped it.
  if (error.code === 'AuthorizationFailed') return true;
  return error.status === null || [401, 404, 408, 429].includes(error.status) || error.status >= 500;
}

/** Reads until the resource is truly ready, and answers its body. */
export async function untilReady(kind: ResourceKind, id: string, ports: SettlePorts): Promise<JsonObject> {
  const started = ports.requests.now();
  for (;;) {
    const body = await ports.requests.read(() => kind.read(ports.azure, id));
    const waited = ports.requests.now() - started;
    if (!body && waited > lateReadMs) {
      throw new ArmError({
        status: 404,
        code: 'NotFoundAfterWrite',
        message: `${id} is not there after its write`,
      });
    }
    if (body && isFailed(body)) throw failedState(id, body);
    if (body && isReady(kind, body)) return body;
    if (waited > deadlineMs) throw tooLong(started, ports);
    await ports.requests.sleep(pollEveryMs);
  }
}

/** Reads until the resource is gone. */
export async function untilAbsent(kind: ResourceKind, id: string, ports: SettlePorts): Promise<void> {
  const started = ports.requests.now();
  while (await ports.requests.read(() => kind.read(ports.azure, id))) {
    if (ports.requests.now() - started > deadlineMs) throw tooLong(started, ports);
    await ports.requests.sleep(pollEveryMs);
  }
}

/**
 * Judges an operation that ended Failed: waits and looks again, since some report a failure and then succeed.
 * Answers the body when it is well after all, else throws the failure.
 */
export async function secondLook(
  failure: ArmError,
  kind: ResourceKind,
  id: string,
  ports: SettlePorts,
): Promise<JsonObject> {
  await ports.requests.sleep(secondLookMs);
  const body = await ports.requests.read(() => kind.read(ports.azure, id));
  if (body && isReady(kind, body)) return body;
  throw failure;
}

/** The same for an operation that was to remove something: fine when it is gone after all, else throws the failure. */
export async function secondLookAtRemoval(
  failure: ArmError,
  kind: ResourceKind,
  id: string,
  ports: SettlePorts,
): Promise<void> {
  await ports.requests.sleep(secondLookMs);
  if (await ports.requests.read(() => kind.read(ports.azure, id))) throw failure;
}

function isReady(kind: ResourceKind, body: JsonObject): boolean {
  if (isFailed(body)) return false;
  if (kind.ready) return kind.ready(body);
  const state = at(body, '/properties/provisioningState');
  return state === undefined || state === null || state === 'Succeeded';
}

function isFailed(body: JsonObject): boolean {
  const state = at(body, '/properties/provisioningState');
  return state === 'Failed' || state === 'Canceled';
}

function failedState(id: string, body: JsonObject): ArmError {
  const state = String(at(body, '/properties/provisioningState'));
  return new ArmError({
    status: 200,
    code: 'ProvisioningFailed',
    message: `${id} ended in the state ${state}`,
    body,
  });
}

/** The failure of what Azure has not ended since `started`. */
export function tooLong(started: number, ports: SettlePorts): ArmError {
  const took = Math.round((ports.requests.now() - started) / 60_000);
  return new ArmError({
    status: null,
    code: 'TookTooLong',
    message: `Azure did not finish within ${took} minutes`,
  });
}

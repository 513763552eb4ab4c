import { parseId, type ResourceId } from './arm-id.ts';
import type { ArmRequest } from './arm-request.ts';
import { checkBody } from './check-body.ts';
import { ArmError } from './errors.ts';
import { checkPreconditions } from './etags.ts';
import { checkVerb } from './find-model.ts';
import { guard } from './guards.ts';
import { isObject, type JsonObject, textAt } from './json.ts';
import { mergePatch } from './merge-patch.ts';
import { badBodyOf } from './models.ts';
import { beginOperation, inLane, operationOn, operationUrl } from './operations.ts';
import type { Answer, Pace, TypeModel } from './provider.ts';
import { checkGroupAlive, checkRegistered, checkSurroundings, resourceNotFound } from './scope-checks.ts';
import type { Transaction } from './transaction.ts';
import { applyWrite, checkName, type Written } from './write.ts';

/** PUT of a resource. */
export function put(tx: Transaction, model: TypeModel, id: ResourceId, request: ArmRequest): Answer {
  checkVerb(model, 'put');
  tx.authorise(`${model.rights ?? model.type}/write`, id.id);
  if (!request.hasBody) throw new ArmError(400, 'MissingRequestBody', 'A request body is required.');
  return write(tx, model, id, request, request.body);
}

/** PATCH of a resource: its stored body with the sent one merged in, written like a PUT. 404 when absent. */
export function patch(tx: Transaction, model: TypeModel, id: ResourceId, request: ArmRequest): Answer {
  checkVerb(model, 'patch');
  if (model.patch === false)
    throw new ArmError(405, 'MethodNotAllowed', `Type '${model.type}' does not support PATCH.`);
  tx.authorise(`${model.rights ?? model.type}/write`, id.id);
  checkSurroundings(tx, model, id);
  const prior = tx.find(id.id);
  if (prior === undefined) throw resourceNotFound(id);
  const { id: _id, name: _name, type: _type, ...rest } = request.body;
  const changes = checkBody(model.patch || model.body, rest, badBodyOf(model), 'partial');
  const merged = mergePatch(prior.body, changes);
  // Tags are replaced as a whole, not merged one by one.
  if (isObject(changes['tags'])) merged['tags'] = changes['tags'];
  return write(tx, model, id, request, merged);
}

function write(
  tx: Transaction,
  model: TypeModel,
  id: ResourceId,
  request: ArmRequest,
  body: JsonObject,
): Answer {
  checkSurroundings(tx, model, id);
  checkGroupAlive(tx, id);
  checkRegistered(tx, id);
  checkName(model, id);
  const prior = tx.findAny(id.id);
  checkPreconditions(tx, model, prior, request);
  const allowed = guard(tx, { method: request.method, id, type: model.type, body });
  checkFree(tx, model, id);
  const pace = model.paceFor?.(allowed) ?? (prior === undefined ? model.pace.create : model.pace.update);
  const before = tx.rows.checkpoint();
  const written = applyWrite(tx, model, id, allowed, request.method === 'PATCH' ? 'PATCH' : 'PUT');
  if (pace.how === 'sync') {
    model.done?.(tx, written.record, written.created);
    return answer(tx, model, written);
  }
  return begin(tx, model, written, pace, before);
}

/** One operation in a lane, and nothing on a resource that is being deleted. */
export function checkFree(tx: Transaction, model: TypeModel, id: ResourceId): void {
  const lane = model.lane?.key(id).toLowerCase();
  const other = lane === undefined ? undefined : inLane(tx, lane);
  if (model.lane !== undefined && other !== undefined) throw model.lane.refuse(operationUrl(other, 'status'));
  if (operationOn(tx, id.id)?.verb === 'delete') {
    throw new ArmError(409, 'Conflict', `The resource '${id.id}' is being deleted.`);
  }
}

function begin(
  tx: Transaction,
  model: TypeModel,
  written: Written,
  pace: Exclude<Pace, { how: 'sync' }>,
  before: ReturnType<Transaction['rows']['checkpoint']>,
): Answer {
  const { record, prior, created } = written;
  const pending = tx.save({
    ...record,
    state: pace.state,
    visible: created ? pace.how !== 'accepted' : record.visible,
  });
  // An update that a fault lets fail changes nothing: only the operation is kept.
  const undone = !created && prior !== undefined && tx.mood === 'lro-failed';
  const early = answer(tx, model, { ...written, record: pending });
  if (undone) {
    tx.rows.restore(before);
    tx.save({ ...prior, state: pace.state });
  }
  const operation = beginOperation(tx, {
    ...operationPlace(tx, record.id, model),
    resource: record.id,
    type: model.type,
    verb: created ? 'create' : 'update',
    form: pace.how === 'resource' ? 'none' : 'regional',
    ms: pace.ms,
    ...(prior === undefined ? {} : { prior }),
    ...laneOf(model, record.id),
  });
  // Shown again now that the operation runs: what is nested in the resource shares its state.
  const shown = undone ? early : answer(tx, model, { ...written, record: pending });
  if (pace.how === 'resource') return shown;
  if (pace.how === 'accepted') {
    const headers = {
      location: operationUrl(operation, 'result'),
      'azure-asyncoperation': operationUrl(operation, 'status'),
    };
    return { status: 202, headers };
  }
  const headers = { ...shown.headers, 'azure-asyncoperation': operationUrl(operation, 'status') };
  return { ...shown, headers };
}

/** The lane of a resource's operation, if its type has lanes. */
export function laneOf(model: TypeModel, id: string): { lane?: string } {
  const parsed = parseId(id);
  return model.lane === undefined || parsed === undefined
    ? {}
    : { lane: model.lane.key(parsed).toLowerCase() };
}

/** Subscription, namespace and region of the URL of an operation on a resource. */
export function operationPlace(
  tx: Transaction,
  id: string,
  model: TypeModel,
): { subscription: string; namespace: string; location: string } {
  const subscription = parseId(id)?.subscription ?? '';
  return {
    subscription,
    namespace: model.type.slice(0, model.type.indexOf('/')),
    location: regionOf(tx, id),
  };
}

/** The region of a resource: its own, its parent's, its group's. */
function regionOf(tx: Transaction, id: string): string {
  for (let here: string | undefined = id; here !== undefined; here = parseId(here)?.parent) {
    const location = textAt(tx.findAny(here)?.body, 'location');
    if (location !== undefined) return location;
  }
  return 'switzerlandnorth';
}

function answer(tx: Transaction, model: TypeModel, { record, created }: Written): Answer {
  const status = created ? (model.answers?.create ?? 201) : (model.answers?.update ?? 200);
  const body = tx.shown(record);
  const etag = textAt(body, 'etag');
  return { status, body, ...(etag === undefined ? {} : { headers: { etag } }) };
}

import type { ResourceId } from './arm-id.ts';
import type { ArmRequest } from './arm-request.ts';
import { checkPreconditions } from './etags.ts';
import { checkVerb } from './find-model.ts';
import { guard } from './guards.ts';
import { beginOperation, operationOn, operationUrl } from './operations.ts';
import type { Answer, TypeModel } from './provider.ts';
import { checkFree, laneOf, operationPlace } from './put.ts';
import { removeRecord } from './removal.ts';
import { checkGroupAlive, checkSurroundings, resourceNotFound } from './scope-checks.ts';
import type { Transaction } from './transaction.ts';

/** DELETE of a resource: 200 when done at once, 202 when it takes time, 204 when there is nothing. */
export function remove(tx: Transaction, model: TypeModel, id: ResourceId, request: ArmRequest): Answer {
  checkVerb(model, 'delete');
  tx.authorise(`${model.rights ?? model.type}/delete`, id.id);
  const record = tx.findAny(id.id);
  if (record === undefined) {
    if (model.type === 'Microsoft.Resources/resourceGroups') throw resourceNotFound(id);
    checkSurroundings(tx, model, id);
    return { status: 204 };
  }
  checkPreconditions(tx, model, record, request);
  checkGroupAlive(tx, id);
  guard(tx, { method: 'DELETE', id, type: model.type, body: {} });
  const running = operationOn(tx, id.id);
  if (running?.verb === 'delete') return accepted(running);
  checkFree(tx, model, id);
  model.mayDelete?.(tx, record);
  const pace = model.pace.delete;
  if (pace.how === 'sync') {
    const body = model.showsDeleted ? tx.shown(record) : undefined;
    removeRecord(tx, record.id);
    return { status: 200, ...(body === undefined ? {} : { body }) };
  }
  if (tx.mood !== 'lro-failed') model.deleting?.(tx, record);
  const prior = tx.findAny(id.id) ?? record;
  tx.save({ ...prior, state: pace.state });
  const operation = beginOperation(tx, {
    ...operationPlace(tx, record.id, model),
    resource: record.id,
    type: model.type,
    verb: 'delete',
    form: model.type === 'Microsoft.Resources/resourceGroups' ? 'subscription' : 'regional',
    ms: pace.ms,
    prior,
    ...laneOf(model, record.id),
  });
  return accepted(operation);
}

function accepted(operation: Parameters<typeof operationUrl>[0]): Answer {
  const location = operationUrl(operation, 'result');
  if (operation.form === 'subscription') return { status: 202, headers: { location, 'retry-after': '15' } };
  return { status: 202, headers: { location, 'azure-asyncoperation': operationUrl(operation, 'status') } };
}

import type { ResourceId } from './arm-id.ts';
import type { ArmRequest } from './arm-request.ts';
import { checkBody } from './check-body.ts';
import { ArmError } from './errors.ts';
import { guard } from './guards.ts';
import { isObject } from './json.ts';
import { badBodyOf } from './models.ts';
import { beginOperation, operationUrl } from './operations.ts';
import type { ActionModel, Answer, TypeModel } from './provider.ts';
import { checkSurroundings, resourceNotFound } from './scope-checks.ts';
import type { Transaction } from './transaction.ts';

/** The action of a type by its name in any casing; throws 404 when there is none. */
export function actionOf(model: TypeModel, name: string): [name: string, action: ActionModel] {
  const found = Object.entries(model.actions ?? {}).find(([key]) => key.toLowerCase() === name.toLowerCase());
  if (found !== undefined) return found;
  throw new ArmError(
    404,
    'InvalidResourceType',
    `The resource type '${model.type}' has no action '${name}'.`,
  );
}

/** POST of an action on a resource. */
export function act(
  tx: Transaction,
  model: TypeModel,
  id: ResourceId,
  name: string,
  request: ArmRequest,
): Answer {
  const [proper, action] = actionOf(model, name);
  tx.authorise(action.action ?? `${model.rights ?? model.type}/${proper}/action`, id.id);
  checkSurroundings(tx, model, id);
  const record = tx.find(id.id);
  if (record === undefined) throw resourceNotFound(id);
  guard(tx, { method: 'POST', id, type: model.type, body: {} });
  const code = badBodyOf(model);
  const body = action.body === undefined ? {} : checkBody(action.body, request.body, code);
  return withOperation(tx, action.handle(tx, record, body), id.id, id.subscription ?? '');
}

/** Turns an answer that takes time into 202 + Location, with the answer kept for the end. */
export function withOperation(
  tx: Transaction,
  answer: Answer,
  resource: string,
  subscription: string,
): Answer {
  if (answer.operation === undefined) return answer;
  const { ms, type, purpose, data, location } = answer.operation;
  const operation = beginOperation(tx, {
    resource,
    type,
    verb: 'action',
    subscription,
    namespace: type.slice(0, type.indexOf('/')),
    location,
    form: 'regional',
    ms,
    effect: { type, purpose, data },
    answer: { status: answer.status, ...(isObject(answer.body) ? { body: answer.body } : {}) },
  });
  return { status: 202, headers: { location: operationUrl(operation, 'result') } };
}

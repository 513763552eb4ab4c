import { act, actionOf, withOperation } from './action.ts';
import { requireApiVersion } from './api-version.ts';
import { type ArmRequest, isWrite } from './arm-request.ts';
import { type Subject, subjectOf } from './arm-url.ts';
import { checkBody } from './check-body.ts';
import { remove } from './delete.ts';
import { ArmError } from './errors.ts';
import { checkRouteVersion, findModel, notModelled } from './find-model.ts';
import { modelOf } from './models.ts';
import { poll, readOperationUrl } from './poll.ts';
import type { Answer, TypeModel } from './provider.ts';
import { patch, put } from './put.ts';
import { get, head, list, paged } from './read.ts';
import { fillPattern, matchRoute, type RouteMatch } from './route-match.ts';
import { checkPlacement, checkWritable, requireSubscription } from './scope-checks.ts';
import type { Transaction } from './transaction.ts';

/** Whether a request needs a writing transaction. */
export function writes(request: ArmRequest): boolean {
  const route = matchRoute(request.method, request.url.path);
  if (route !== undefined) return route.route.writes;
  if (request.method !== 'POST') return isWrite(request.method);
  const subject = subjectOf(request.url, 'POST');
  const model = subject.what === 'action' ? modelOf(subject.id.type) : undefined;
  return subject.what === 'action' && model !== undefined && actionOf(model, subject.action)[1].writes;
}

/** Does what a request asks for, inside its transaction. Throws ArmError; then nothing of it may be kept. */
export function perform(tx: Transaction, request: ArmRequest, flipped: Set<string>): Answer {
  const { url, method } = request;
  const subscription = url.subscription === undefined ? undefined : requireSubscription(tx, url.subscription);
  const operation = method === 'GET' ? readOperationUrl(url.path) : undefined;
  if (operation !== undefined) return poll(tx, url, operation, flipped);
  const version = requireApiVersion(url.query);
  if (subscription !== undefined && isWrite(method)) checkWritable(subscription);
  const route = matchRoute(method, url.path);
  if (route !== undefined) return callRoute(tx, route, request, version);
  return performOn(tx, subjectOf(url, method), request, version);
}

function callRoute(
  tx: Transaction,
  { route, parts }: RouteMatch,
  request: ArmRequest,
  version: string,
): Answer {
  const { url, method } = request;
  checkRouteVersion(route, version);
  if (route.right !== undefined)
    tx.authorise(fillPattern(route.right.action, parts), fillPattern(route.right.scope, parts));
  const body =
    route.body === undefined ? request.body : checkBody(route.body, request.body, 'InvalidRequestContent');
  const answer = route.handle({ world: tx, method, parts, query: url.query, body, path: url.path });
  if (Array.isArray(answer.body)) return { ...answer, body: paged(tx, answer.body, url, (item) => item) };
  return withOperation(tx, answer, url.path, url.subscription ?? '');
}

function performOn(tx: Transaction, subject: Subject, request: ArmRequest, version: string): Answer {
  const { method, url } = request;
  const type = subject.what === 'list' ? subject.type : subject.id.type;
  const model = findModel(type, version);
  if (subject.what === 'list') {
    if (method !== 'GET') throw noSuchMethod(method, type);
    return model === undefined ? { status: 200, body: { value: [] } } : list(tx, model, subject.scope, url);
  }
  if (model === undefined) throw notModelled(type);
  checkPlacement(model, subject.id);
  if (subject.what === 'action') return act(tx, model, subject.id, subject.action, request);
  return onResource(tx, model, subject, request);
}

function onResource(
  tx: Transaction,
  model: TypeModel,
  { id }: Subject & { what: 'resource' },
  request: ArmRequest,
): Answer {
  switch (request.method) {
    case 'GET':
      return get(tx, model, id);
    case 'HEAD':
      return head(tx, model, id);
    case 'PUT':
      return put(tx, model, id, request);
    case 'PATCH':
      return patch(tx, model, id, request);
    case 'DELETE':
      return remove(tx, model, id, request);
    default:
      throw noSuchMethod(request.method, model.type);
  }
}

function noSuchMethod(method: string, type: string): ArmError {
  return new ArmError(
    405,
    'MethodNotAllowed',
    `The requested resource of type '${type}' does not support http method '${method}'.`,
  );
}

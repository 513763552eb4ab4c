import { keyOf, parseId, type ResourceId } from './arm-id.ts';
import type { ArmUrl } from './arm-url.ts';
import { checkVerb } from './find-model.ts';
import { type Json, objectAt, textAt } from './json.ts';
import type { Answer, Stored, TypeModel } from './provider.ts';
import { checkSurroundings, resourceNotFound } from './scope-checks.ts';
import type { Transaction } from './transaction.ts';

/** GET of a resource. */
export function get(tx: Transaction, model: TypeModel, id: ResourceId): Answer {
  checkVerb(model, 'get');
  tx.authorise(`${model.rights ?? model.type}/read`, id.id);
  checkSurroundings(tx, model, id);
  const record =
    tx.find(id.id) ?? standingAt(model, id.scope).find(({ id: own }) => keyOf(own) === keyOf(id.id));
  if (record === undefined) throw resourceNotFound(id);
  const body = tx.shown(record);
  const etag = textAt(body, 'etag');
  return { status: 200, body, ...(etag === undefined ? {} : { headers: { etag } }) };
}

/** HEAD of a resource: 204 when it exists, 404 when not. */
export function head(tx: Transaction, model: TypeModel, id: ResourceId): Answer {
  tx.authorise(`${model.rights ?? model.type}/read`, id.id);
  return { status: tx.find(id.id) === undefined ? 404 : 204 };
}

/** List of a type in a group, a subscription, beneath a parent or at a scope; filtered to what the caller may read. */
export function list(tx: Transaction, model: TypeModel, scope: string, url: ArmUrl): Answer {
  checkVerb(model, 'list');
  checkListScope(tx, model, scope);
  const action = `${model.rights ?? model.type}/read`;
  const found = tx
    .all(model.type, scope === '' ? undefined : scope)
    .filter((one) => belongs(model, one, scope));
  const written = new Set(found.map((one) => keyOf(one.id)));
  const all = [...found, ...standingAt(model, scope).filter((one) => !written.has(keyOf(one.id)))];
  const readable = all.filter((one) => hasTag(one, url.query.get('$filter')) && tx.allowed(action, one.id));
  return {
    status: 200,
    body: paged(tx, readable, url, (one) => tx.shown(one)),
  };
}

/** What is there from birth and was never written. */
function standingAt(model: TypeModel, scope: string): Stored[] {
  return (model.standing?.(scope) ?? []).map(({ name, body }) => ({
    id: `${scope}/providers/${model.type}/${name}`,
    type: model.type,
    name,
    body,
    hidden: {},
    state: 'Succeeded',
    visible: true,
    incarnation: 0,
    revision: 0,
    createdAt: 0,
    createdBy: '',
    changedAt: 0,
    changedBy: '',
  }));
}

/** `$filter=tagName eq 'a' and tagValue eq 'b'`; other filters are left to the types that know them. */
function hasTag(record: Stored, filter: string | undefined): boolean {
  const asked = /^tagName eq '([^']*)'(?: and tagValue eq '([^']*)')?$/i.exec(filter?.trim() ?? '');
  if (asked === null) return true;
  const name = asked[1]?.toLowerCase();
  const tag = Object.entries(objectAt(record.body, 'tags')).find(([key]) => key.toLowerCase() === name);
  return tag !== undefined && (asked[2] === undefined || tag[1] === asked[2]);
}

/** Nested types list what is directly beneath the parent, extensions what is at the scope itself. */
function belongs(model: TypeModel, record: Stored, scope: string): boolean {
  if (model.placement !== 'extension') return true;
  return keyOf(parseId(record.id)?.scope ?? '') === keyOf(scope);
}

function checkListScope(tx: Transaction, model: TypeModel, scope: string): void {
  const leaf = model.type.slice(model.type.lastIndexOf('/') + 1);
  const nested = model.type.split('/').length > 2;
  const probe = parseId(nested ? `${scope}/${leaf}/-` : `${scope}/providers/${model.type}/-`);
  if (probe !== undefined) checkSurroundings(tx, model, probe);
}

/** One page of items, with a nextLink when there are more: `$top` and the sandbox's page size bound it. */
export function paged<T>(tx: Transaction, items: readonly T[], url: ArmUrl, show: (item: T) => Json): Json {
  const from = Number.parseInt(url.query.get('$skiptoken') ?? '0', 10) || 0;
  const size = tx.settings.page;
  const value = items.slice(from, from + size).map(show);
  if (from + size >= items.length) return { value };
  const query = new URLSearchParams([...url.query].filter(([key]) => key !== '$skiptoken'));
  query.set('$skiptoken', String(from + size));
  return { value, nextLink: `https://management.azure.com${encodeURI(url.path)}?${query.toString()}` };
}

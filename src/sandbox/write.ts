import { keyOf, type ResourceId } from './arm-id.ts';
import { checkBody } from './check-body.ts';
import { ArmError } from './errors.ts';
import { type JsonObject, textAt } from './json.ts';
import { checkLocation } from './locations.ts';
import { badBodyOf } from './models.ts';
import type { Stored, TypeModel } from './provider.ts';
import type { Transaction } from './transaction.ts';

/** What a write left behind. */
export interface Written {
  readonly record: Stored;
  readonly prior: Stored | undefined;
  readonly created: boolean;
}

/** Checks a body, asks the type, stores the record and lets the type do what follows from it at once. */
export function applyWrite(
  tx: Transaction,
  model: TypeModel,
  id: ResourceId,
  sent: JsonObject,
  method: 'PUT' | 'PATCH',
): Written {
  checkName(model, id);
  const prior = tx.findAny(id.id);
  const body = checkLocation(model, checkedBody(model, id, sent, prior), prior);
  const write = { world: tx, id, body, sent, prior, method };
  const admitted = model.admit?.(write) ?? body;
  const tagged = withOthersTags(tx, model, admitted);
  const record =
    prior === undefined
      ? tx.add(id.id, model.type, tagged)
      : tx.save({ ...prior, id: id.id, name: id.name, body: tagged, state: 'Succeeded' });
  model.wrote?.(tx, record, write);
  return { record: tx.findAny(id.id) ?? record, prior, created: prior === undefined };
}

/** Names come from the URL and must fit the type. */
export function checkName(model: TypeModel, id: ResourceId): void {
  const { pattern, min = 1, max = 260, code = 'InvalidResourceName' } = model.name;
  if (id.name.length >= min && id.name.length <= max && pattern.test(id.name)) return;
  const message = `Resource name ${id.name} is invalid for ${model.type}: ${min} to ${max} characters that match ${pattern.source}.`;
  throw new ArmError(400, code, message, { target: id.name });
}

/** The shape is held against the body without what every ARM resource has anyway. */
function checkedBody(
  model: TypeModel,
  id: ResourceId,
  sent: JsonObject,
  prior: Stored | undefined,
): JsonObject {
  const code = badBodyOf(model);
  const { id: sentId, name, type, etag: _etag, systemData: _data, apiVersion: _version, ...rest } = sent;
  if (typeof sentId === 'string' && keyOf(sentId) !== keyOf(id.id)) mismatch(code, 'id', sentId, id.id);
  if (typeof name === 'string' && name.toLowerCase() !== id.name.toLowerCase())
    mismatch(code, 'name', name, id.name);
  if (typeof type === 'string' && !sameType(model, type)) mismatch(code, 'type', type, model.type);
  const state = textAt(rest, 'properties', 'provisioningState');
  const server = prior?.state ?? 'Succeeded';
  if (state !== undefined && state.toLowerCase() !== server.toLowerCase()) {
    throw new ArmError(400, code, `'$.properties.provisioningState' is ${state}, the server's is ${server}.`);
  }
  const { provisioningState: _state, ...properties } = (rest['properties'] ?? {}) as JsonObject;
  const body = state === undefined ? rest : { ...rest, properties };
  return checkBody(model.body, body, code);
}

function sameType(model: TypeModel, type: string): boolean {
  const given = type.toLowerCase();
  return given === model.type.toLowerCase() || given === model.shownType?.toLowerCase();
}

function mismatch(code: string, member: string, given: string, wanted: string): never {
  const message = `The request content was invalid: '$.${member}' is '${given}', the URL says '${wanted}'.`;
  throw new ArmError(400, code, message, { target: `$.${member}` });
}

/** Another team's policy adds a tag to whatever has tags. */
function withOthersTags(tx: Transaction, model: TypeModel, body: JsonObject): JsonObject {
  if (!tx.othersHands.includes('tags') || model.body.members['tags'] === undefined) return body;
  const own = body['tags'];
  const tags = typeof own === 'object' && own !== null && !Array.isArray(own) ? own : {};
  return { ...body, tags: { ...tags, 'cost-center': 'CC-4711' } };
}

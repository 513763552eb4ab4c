import { keyOf, parseId } from '../arm-id.ts';
import { ArmError } from '../errors.ts';
import { isObject, type Json, type JsonObject, listAt, objectAt, textAt } from '../json.ts';
import { requireLinked } from '../linked-rights.ts';
import type { Stored, TypeModel, World, Write } from '../provider.ts';
import { boolean, integer, list, object, readOnly, required, text } from '../shape.ts';
import { isAudited, type Telemetry, telemetryOf } from './telemetry-facts.ts';

const maximum = 5;
const oldVersion = '2017-05-01-preview';
const retentionPolicy = object({ enabled: required(boolean()), days: required(integer({ min: 0 })) });
const sinks = [
  'workspaceId',
  'storageAccountId',
  'eventHubAuthorizationRuleId',
  'marketplacePartnerId',
] as const;

/** Microsoft.Insights/diagnosticSettings on a resource or a subscription. They outlive their resource. */
export const diagnosticSettings: TypeModel = {
  type: 'Microsoft.Insights/diagnosticSettings',
  apiVersions: [oldVersion, '2021-05-01-preview'],
  placement: 'extension',
  name: { pattern: /^[^<>%&:\\?/*+|#]+$/, max: 260 },
  body: object({
    // Clients send one for the settings of a subscription, which lie nowhere.
    location: readOnly(text()),
    properties: object({
      workspaceId: text(),
      storageAccountId: text(),
      eventHubAuthorizationRuleId: text(),
      eventHubName: text(),
      serviceBusRuleId: text(),
      marketplacePartnerId: text(),
      logAnalyticsDestinationType: text(),
      logs: list(
        object({ category: text(), categoryGroup: text(), enabled: required(boolean()), retentionPolicy }),
      ),
      metrics: list(
        object({ category: text(), timeGrain: text(), enabled: required(boolean()), retentionPolicy }),
      ),
    }),
  }),
  pace: { create: { how: 'sync' }, update: { how: 'sync' }, delete: { how: 'sync' } },
  answers: { create: 200, update: 200 },
  patch: false,
  showsState: false,
  outlives: true,
  admit: admitSetting,
  show: shownSetting,
};

function bad(message: string): ArmError {
  return new ArmError(400, 'BadRequest', message);
}

function admitSetting({ world, id, body, prior }: Write): JsonObject {
  const target = parseId(id.scope);
  const known = target === undefined ? undefined : telemetryOf(target.type);
  if (target === undefined || known === undefined) {
    const message = `The resource type '${target?.type ?? id.scope}' does not support diagnostic settings.`;
    throw new ArmError(400, 'ResourceTypeNotSupported', message);
  }
  checkSinks(world, body, id.scope);
  checkEntries(body, target.type, known);
  checkOthers(world, id.scope, body, prior);
  // No entries and an empty list of them are the same.
  return { ...body, properties: { logs: [], metrics: [], ...objectAt(body, 'properties') } };
}

function checkSinks(world: World, body: JsonObject, scope: string): void {
  const properties = objectAt(body, 'properties');
  if (!sinks.some((sink) => textAt(properties, sink) !== undefined)) {
    throw bad('At least one data sink needs to be specified.');
  }
  const workspace = textAt(properties, 'workspaceId');
  if (workspace === undefined) return;
  if (world.find(workspace) === undefined) {
    const message = `The workspace '${workspace}' was not found.`;
    throw new ArmError(404, 'ResourceNotFound', message);
  }
  // Source: the refusal that https://github.com/JimGBritt/AzurePolicy/issues/17 quotes.
  requireLinked(world, 'Microsoft.OperationalInsights/workspaces/sharedKeys/action', workspace, scope);
}

function checkEntries(body: JsonObject, type: string, known: Telemetry): void {
  const logs = listAt(body, 'properties', 'logs').filter(isObject);
  for (const entry of logs) checkLog(entry, type, known);
  const kinds = new Set(
    logs.map((entry) => (textAt(entry, 'category') === undefined ? 'group' : 'category')),
  );
  if (kinds.size > 1) throw bad('Diagnostic settings cannot mix log categories and category groups.');
  const metrics = listAt(body, 'properties', 'metrics');
  for (const entry of metrics) {
    const category = textAt(entry, 'category');
    if (category !== undefined && known.metrics.includes(category)) continue;
    throw bad(`Metric category '${category ?? ''}' is not supported by '${type}'.`);
  }
  if (logs.length + metrics.length === 0)
    throw bad('At least one log or metric entry needs to be specified.');
}

function checkLog(entry: JsonObject, type: string, known: Telemetry): void {
  const category = textAt(entry, 'category');
  const group = textAt(entry, 'categoryGroup');
  if ((category === undefined) === (group === undefined)) {
    throw bad('A log entry needs either a category or a categoryGroup, and not both.');
  }
  if (category !== undefined && !known.logs.some((one) => one.toLowerCase() === category.toLowerCase())) {
    throw bad(`Category '${category}' is not supported by '${type}'. Supported: ${known.logs.join(', ')}.`);
  }
  if (group !== undefined && !known.groups.some((one) => one.toLowerCase() === group.toLowerCase())) {
    throw bad(`Category group '${group}' is not supported by '${type}'.`);
  }
}

/** Another setting may not send the same category to the same sink, and there is room for five. */
function checkOthers(world: World, scope: string, body: JsonObject, prior: Stored | undefined): void {
  const others = world
    .all('Microsoft.Insights/diagnosticSettings', scope)
    .filter((one) => keyOf(parseId(one.id)?.scope ?? '') === keyOf(scope) && one.id !== prior?.id)
    .filter((one) => keyOf(one.id) !== keyOf(prior?.id ?? ''));
  if (prior === undefined && others.length >= maximum) {
    throw bad(`A resource has at most ${maximum} diagnostic settings.`);
  }
  const type = parseId(scope)?.type ?? '';
  const mine = streams(body, type);
  for (const other of others) {
    const shared = streams(other.body, type).find((stream) => mine.includes(stream));
    if (shared === undefined) continue;
    const [sink = '', category = ''] = shared.split(' ');
    const message = `Data sink '${sink}' is already used in diagnostic setting '${other.name}' for category '${category}'. Data sinks can't be reused in different settings on the same category for the same resource.`;
    throw new ArmError(409, 'Conflict', message);
  }
}

/** Every enabled category with every sink it goes to; groups stand for their categories. */
function streams(body: JsonObject, type: string): string[] {
  const properties = objectAt(body, 'properties');
  const targets = sinks.flatMap((sink) => textAt(properties, sink) ?? []).map((one) => one.toLowerCase());
  const entries = [...listAt(properties, 'logs'), ...listAt(properties, 'metrics')];
  const categories = entries
    .filter((entry) => isObject(entry) && entry['enabled'] === true)
    .flatMap((entry) => namesOf(entry, type));
  return targets.flatMap((target) => categories.map((category) => `${target} ${category.toLowerCase()}`));
}

function namesOf(entry: Json, type: string): readonly string[] {
  const category = textAt(entry, 'category');
  if (category !== undefined) return [category];
  const all = telemetryOf(type)?.logs ?? [];
  return textAt(entry, 'categoryGroup')?.toLowerCase() === 'audit' ? all.filter(isAudited) : all;
}

/** What the version before category groups shows: single categories, and nothing of what came after it. */
function oldSetting(properties: JsonObject): JsonObject {
  const {
    metrics: _,
    logAnalyticsDestinationType: _type,
    marketplacePartnerId: _partner,
    ...rest
  } = properties;
  const logs = listAt(properties, 'logs').filter((entry) => textAt(entry, 'category') !== undefined);
  return { properties: { ...rest, logs } };
}

/** Unset members come back as null, and metrics carry the retention that no longer means anything. */
function shownSetting(world: World, record: Stored): JsonObject {
  const properties = objectAt(record.body, 'properties');
  if (world.apiVersion === oldVersion) return oldSetting(properties);
  const shownEntry = (entry: Json): Json =>
    isObject(entry) ? { retentionPolicy: { enabled: false, days: 0 }, ...entry } : entry;
  return {
    properties: {
      ...properties,
      logs: listAt(properties, 'logs').map(shownEntry),
      metrics: listAt(properties, 'metrics').map(shownEntry),
      logAnalyticsDestinationType: properties['logAnalyticsDestinationType'] ?? null,
    },
  };
}

import { keyOf, parseId } from '../arm-id.ts';
import { isoTime } from '../instants.ts';
import { isObject, type Json, type JsonObject, listAt, numberAt, objectAt, textAt } from '../json.ts';
import { telemetryOf } from '../microsoft.insights/telemetry-facts.ts';
import type { Stored, World } from '../provider.ts';
import type { Transaction } from '../transaction.ts';

/** One value of a metric. */
export interface Point {
  /** Cloud time in ms since the epoch. */
  readonly at: number;
  readonly metric: string;
  readonly value: number;
  readonly dimensions: { readonly [name: string]: string };
}

/** A row of a log, as its table has it. */
export type LogRow = JsonObject;

/** Azure keeps metrics for 93 days; log rows are kept here as long as that. */
const keptMs = 93 * 86_400_000;

/** Keeps the values of metrics that a call has made. */
export function keepPoints(world: World, resource: Stored, points: readonly Omit<Point, 'at'>[]): void {
  const { rows } = world as Transaction;
  for (const { metric, value, dimensions } of points) {
    const serial = (world as Transaction).serial();
    const kept = { serial, at: world.now, metric, value, dimensions: { ...dimensions } };
    rows.put('metric', keyFor(keyOf(resource.id), serial), keyOf(resource.id), kept);
    if (isTimeToForget(serial)) forget(world, 'metric', keyOf(resource.id));
  }
}

/** Every kept value of a resource's metric from a moment on, oldest first. */
export function pointsOf(world: World, resource: string, metric: string, from: number, to: number): Point[] {
  const all = (world as Transaction).rows.tagged('metric', keyOf(resource)) as unknown as Point[];
  return all.filter((one) => one.metric === metric && one.at > from && one.at <= to);
}

/** Sends a log row to every workspace that a diagnostic setting of the resource sends its category to. */
export function keepLog(world: World, resource: Stored, category: string, row: JsonObject): void {
  const { rows } = world as Transaction;
  const parsed = parseId(resource.id);
  for (const workspace of workspacesFor(world, resource, category)) {
    const serial = (world as Transaction).serial();
    const full: LogRow = {
      TimeGenerated: isoTime(world.now),
      ResourceId: resource.id.toUpperCase(),
      Category: category,
      ResourceGroup: (parsed?.group ?? '').toUpperCase(),
      SubscriptionId: parsed?.subscription ?? '',
      ResourceProvider: (parsed?.namespace ?? '').toUpperCase(),
      Resource: resource.name.toUpperCase(),
      ResourceType: (parsed?.type.split('/').slice(1).join('/') ?? '').toUpperCase(),
      Type: 'AzureDiagnostics',
      ...row,
    };
    rows.put('log', keyFor(workspace, serial), workspace, { serial, at: world.now, row: full });
    if (isTimeToForget(serial)) forget(world, 'log', workspace);
  }
}

/** Rows of a workspace's table, oldest first. */
export function rowsOf(world: World, workspace: string, table: string): LogRow[] {
  const all = (world as Transaction).rows.tagged('log', keyOf(workspace));
  return all.map((kept) => objectAt(kept, 'row')).filter((row) => row['Type'] === table);
}

function workspacesFor(world: World, resource: Stored, category: string): string[] {
  const settings = world
    .under(resource.id, 'Microsoft.Insights/diagnosticSettings')
    .filter((setting) =>
      listAt(setting.body, 'properties', 'logs').some((entry) => takes(entry, category, resource)),
    )
    .flatMap((setting) => textAt(setting.body, 'properties', 'workspaceId') ?? []);
  return [...new Set(settings.filter((id) => world.find(id) !== undefined).map(keyOf))];
}

function takes(entry: Json, category: string, resource: Stored): boolean {
  if (!isObject(entry) || entry['enabled'] !== true) return false;
  const own = textAt(entry, 'category');
  if (own !== undefined) return own.toLowerCase() === category.toLowerCase();
  if (!telemetryOf(resource.type)?.logs.includes(category)) return false;
  return textAt(entry, 'categoryGroup')?.toLowerCase() === 'alllogs' || /^audit/i.test(category);
}

/** Serials sort as numbers. */
function keyFor(tag: string, serial: number): string {
  return `${tag} ${String(serial).padStart(12, '0')}`;
}

/** Now and then: looking for what is too old each time would cost more than the call itself. */
function isTimeToForget(serial: number): boolean {
  return serial % 64 === 0;
}

/** Drops what is too old; rows come oldest first. */
function forget(world: World, kind: 'metric' | 'log', tag: string): void {
  const { rows } = world as Transaction;
  for (const row of rows.tagged(kind, tag)) {
    if ((numberAt(row, 'at') ?? 0) >= world.now - keptMs) return;
    rows.drop(kind, keyFor(tag, numberAt(row, 'serial') ?? 0));
  }
}

import { keyOf, parseId } from './arm-id.ts';
import { isAllowed, platform, refusal } from './authorisation.ts';
import { guard } from './guards.ts';
import type { Json, JsonObject } from './json.ts';
import { guidFrom, hexFrom } from './made-values.ts';
import { modelOf } from './models.ts';
import type { Operation } from './operation.ts';
import { operationOn } from './operations.ts';
import { forgetPrincipal, isKnownPrincipal, rememberPrincipal } from './principals.ts';
import type { Caller, OthersHand, Stored } from './provider.ts';
import { register, registrationOf, unregister } from './registrations.ts';
import { removeRecord } from './removal.ts';
import type { Rows } from './rows.ts';
import type { Subscription } from './seed-directories.ts';
import type { ObjectShape } from './shape.ts';
import { shownBody } from './shown.ts';
import { subscriptionOf, subscriptionsOf } from './subscriptions.ts';
import type { Mood, Settings, Transaction } from './transaction.ts';
import { applyWrite } from './write.ts';

const groupType = 'Microsoft.Resources/resourceGroups';

/** What a world is opened with. */
export interface Opening {
  readonly rows: Rows;
  readonly settings: Settings;
  readonly caller: Caller;
  readonly apiVersion: string;
  readonly query?: ReadonlyMap<string, string>;
  readonly mood: Mood;
  /** Cloud time; default `settings.now()`. */
  readonly now?: number;
}

/** The cloud inside one transaction: what hooks and the core read and change. */
export class CloudWorld implements Transaction {
  readonly rows: Rows;
  readonly settings: Settings;
  readonly caller: Caller;
  readonly apiVersion: string;
  readonly query: ReadonlyMap<string, string>;
  readonly mood: Mood;
  now: number;
  begun: Operation | undefined = undefined;

  constructor(opening: Opening) {
    this.rows = opening.rows;
    this.settings = opening.settings;
    this.caller = opening.caller;
    this.apiVersion = opening.apiVersion;
    this.query = opening.query ?? new Map();
    this.mood = opening.mood;
    this.now = opening.now ?? opening.settings.now();
  }

  get othersHands(): readonly OthersHand[] {
    return this.settings.othersHands;
  }

  get rightsLag(): number {
    return this.settings.rightsLag;
  }
  get version(): number {
    return this.rows.version;
  }

  findAny(id: string): Stored | undefined {
    return this.rows.get('resource', keyOf(id)) as unknown as Stored | undefined;
  }
  find(id: string): Stored | undefined {
    const found = this.findAny(id);
    return found?.visible ? found : undefined;
  }
  under(id: string, type?: string): Stored[] {
    const wanted = type?.toLowerCase();
    const found = this.rows.starting('resource', `${keyOf(id)}/`) as unknown as Stored[];
    return found.filter((one) => one.visible && (wanted === undefined || one.type.toLowerCase() === wanted));
  }
  all(type: string, scope?: string): Stored[] {
    const prefix = scope === undefined ? '/' : `${keyOf(scope)}/`;
    const found = this.rows.tagged('resource', type.toLowerCase(), prefix) as unknown as Stored[];
    return found.filter((one) => one.visible);
  }

  save(record: Stored): Stored {
    // What the platform does in the course of things is no change by anybody.
    const changed = this.caller === platform ? {} : { changedAt: this.now, changedBy: this.caller.objectId };
    const saved: Stored = { ...record, ...changed, revision: record.revision + 1 };
    this.rows.put('resource', keyOf(record.id), record.type.toLowerCase(), saved as unknown as Json);
    return saved;
  }
  add(id: string, type: string, body: JsonObject, hidden: JsonObject = {}): Stored {
    const by = this.caller.objectId;
    return this.save({
      id: parseId(id)?.id ?? id,
      type: modelOf(type)?.type ?? type,
      name: id.slice(id.lastIndexOf('/') + 1),
      body,
      hidden,
      state: 'Succeeded',
      visible: true,
      incarnation: this.serial(),
      revision: 0,
      createdAt: this.now,
      createdBy: by,
      changedAt: this.now,
      changedBy: by,
    });
  }
  write(id: string, type: string, body: JsonObject): Stored {
    const model = modelOf(type);
    const parsed = parseId(id);
    if (model === undefined || parsed === undefined) throw new Error(`No model to write ${id} with.`);
    const { record, created } = applyWrite(this, model, parsed, body, 'PUT');
    model.done?.(this, record, created);
    return record;
  }
  remove(id: string): void {
    removeRecord(this, id);
  }
  drop(id: string): void {
    this.rows.drop('resource', keyOf(id));
  }
  shapeOf(type: string): ObjectShape | undefined {
    return modelOf(/^microsoft.resources.subscriptions.resourcegroups$/i.test(type) ? groupType : type)?.body;
  }
  checkUpdate(id: string, body: JsonObject): JsonObject {
    const record = this.find(id);
    const parsed = parseId(id);
    if (record === undefined || parsed === undefined) return body;
    return guard(this, { method: 'PATCH', id: parsed, type: record.type, body });
  }
  checkDelete(id: string): void {
    const record = this.find(id);
    const parsed = parseId(id);
    if (record === undefined || parsed === undefined) return;
    guard(this, { method: 'DELETE', id: parsed, type: record.type, body: {} });
    modelOf(record.type)?.mayDelete?.(this, record);
  }

  serial(): number {
    const last = this.rows.get('counter', 'serial');
    const next = (typeof last === 'number' ? last : 0) + 1;
    this.rows.put('counter', 'serial', '', next);
    return next;
  }
  made(record: Stored, purpose: string): string {
    return guidFrom(`${record.incarnation} ${keyOf(record.id)} ${purpose}`);
  }
  mint(): string {
    return guidFrom(`minted ${this.serial()}`);
  }
  secret(record: Stored, purpose: string, length: number): string {
    return hexFrom(`${record.incarnation} ${keyOf(record.id)} ${purpose}`, length);
  }
  etag(record: Stored): string {
    const value = guidFrom(`etag ${record.incarnation} ${record.revision} ${keyOf(record.id)}`);
    const weak = /^microsoft\.network\/(?!privatednszones)/i.test(record.type);
    return weak ? `W/"${value}"` : `"${value}"`;
  }
  shown(record: Stored): JsonObject {
    return shownBody(this, record);
  }

  later(record: Stored, due: number, purpose: string, data: JsonObject = {}): void {
    const id = `${record.type} ${keyOf(record.id)} ${purpose}`;
    const waiting = { id, serial: this.serial(), due, resource: record.id, type: record.type, purpose, data };
    this.rows.put('waiting', id, 'waiting', waiting);
  }
  duration(ms: number): number {
    return this.settings.durations === 'first-poll' ? 0 : ms;
  }
  busy(id: string, beneath = false): boolean {
    return operationOn(this, id, beneath) !== undefined;
  }

  authorise(action: string, scope: string): void {
    if (!this.allowed(action, scope)) throw refusal(this.caller, action, scope);
  }
  allowed(action: string, scope: string): boolean {
    if (this.caller !== platform) this.settings.asked?.(action);
    return isAllowed(this, action, scope);
  }
  registration(subscriptionId: string, namespace: string): string {
    return registrationOf(this, subscriptionId, namespace);
  }
  register(subscriptionId: string, namespace: string): void {
    register(this, subscriptionId, namespace);
  }
  unregister(subscriptionId: string, namespace: string): void {
    unregister(this, subscriptionId, namespace);
  }
  subscription(id: string): Subscription | undefined {
    return subscriptionOf(this.rows, id);
  }
  subscriptions(): Subscription[] {
    return subscriptionsOf(this.rows);
  }
  directoryOf(subscriptionId: string): string | undefined {
    return this.subscription(subscriptionId)?.directoryId;
  }
  principalExists(directoryId: string, objectId: string): boolean {
    return isKnownPrincipal(this.rows, directoryId, objectId);
  }
  addPrincipal(directoryId: string, objectId: string, owner: Stored): void {
    rememberPrincipal(this.rows, directoryId, objectId, owner.id);
  }
  dropPrincipal(objectId: string): void {
    forgetPrincipal(this.rows, objectId);
  }
}

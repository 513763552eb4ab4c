import { differences } from '../plan/compare.ts';
import { overlay, withoutReadOnly } from '../plan/overlay.ts';
import type { Action } from '../plan/plan.ts';
import { ArmError } from '../problems/arm-error.ts';
import { idKey, isWithin, parseArmId, sameId } from '../resource/arm-id.ts';
import { at, canonicalJson, type Json, type JsonObject } from '../resource/json.ts';
import type { AzureCalls, Kinds, Operation, ResourceKind } from '../resource/kind.ts';
import { resolveReferences } from '../resource/reference.ts';
import { groupContents } from './group-contents.ts';
import type { Journal } from './journal.ts';
import { lateMs } from './late-writes.ts';
import { purgeTwin } from './purge.ts';
import type { Requests } from './requests.ts';
import { secondLook, secondLookAtRemoval, untilAbsent, untilDone, untilReady } from './settle.ts';
import { withoutWithheld } from './withheld.ts';

export interface ApplyPorts {
  readonly azure: AzureCalls;
  readonly kinds: Kinds;
  readonly requests: Requests;
  readonly journal: Journal;
  /** All of the plan: what lies beneath a resource that is replaced goes with it. */
  readonly actions: readonly Action[];
  /** Keys of what an earlier process of this run has begun and not proven. */
  readonly begun: readonly string[];
  /** Region for types whose body has none, such as where a soft-deleted twin is looked for. */
  readonly region: string;
  readonly retrying: (id: string, code: string, waitMs: number) => void;
}

/** Raised when what exists is not what the plan saw. */
function changedSincePlan(id: string, how: string): ArmError {
  return new ArmError({
    status: null,
    code: 'ChangedSincePlan',
    message: `${id} ${how} since the plan was made`,
  });
}

/** Writes the resources of one plan; keeps what it has read, so that later ones can refer to it. */
export class Apply {
  readonly #ports: ApplyPorts;
  readonly #bodies = new Map<string, JsonObject>();
  /** Keys of what this run has begun: what is there then may be its own. */
  readonly #announced: Set<string>;
  /** Keys with an attempt that Azure has accepted, or whose answer nobody knows. */
  readonly #begun: Set<string>;
  /** When the answer to a removal was last lost, by id. */
  readonly #lostRemovals = new Map<string, number>();

  constructor(ports: ApplyPorts) {
    this.#ports = ports;
    this.#announced = new Set(ports.begun);
    this.#begun = new Set(ports.begun);
  }

  /** Whether a write of an action may have taken effect: not every attempt was refused. */
  mayHaveTaken({ key }: Pick<Action, 'key'>): boolean {
    return this.#begun.has(key);
  }

  /** Does what the plan says of one resource: announced in the journal first, proven by a read after. */
  async apply(action: Action): Promise<void> {
    const kind = this.#ports.kinds.get(action.type);
    const before = await this.#read(kind, action.id);
    switch (action.action) {
      case 'create':
        await this.#create(action, kind, before);
        break;
      case 'update':
        await this.#update(action, kind, before);
        break;
      case 'replace':
        await this.#replace(action, kind, before);
        break;
      case 'remove':
        // What is gone already may still hold its name.
        if (!before && !action.purge) return;
        await this.#expectNothingOfOthers(action);
        await this.#announce(action, kind, before);
        if (before) await this.#remove(action, kind);
        if (action.purge) await this.#purge(action, kind, before);
        break;
      default:
        return;
    }
    await this.#ports.journal.append({ entry: 'done', key: action.key, at: this.#now() });
  }

  async #create(action: Action, kind: ResourceKind, before: JsonObject | undefined): Promise<void> {
    const back = before !== undefined && this.#cameBack(action, kind);
    const isBorn = before !== undefined && kind.bornWithParent === true;
    if (before && !back && !isBorn && !this.#announced.has(action.key))
      throw changedSincePlan(action.id, 'has been created by somebody');
    await this.#announce(action, kind, back ? before : undefined, back ? 'update' : 'create');
    const recovered = action.recovers && !before ? await this.#recover(action, kind) : undefined;
    const body =
      before && (back || isBorn)
        ? await this.#resolved(overlay(action.body ?? {}, before, kind))
        : recovered
          ? await this.#overRecovered(action, kind, recovered)
          : await this.#resolved(action.body ?? {});
    await this.#put(action, kind, body, undefined);
  }

  /**
   * All that is designed, over what came back: that may hold what Azure lets nobody take away, and it may name what has
   * been made anew meanwhile.
   */
  async #overRecovered(action: Action, kind: ResourceKind, recovered: JsonObject): Promise<JsonObject> {
    const holdsLasting = kind.comparison.lasting?.some((pointer) => at(recovered, pointer) !== undefined);
    const whole = this.#ports.actions.find(({ key }) => holdsLasting === true && key === `${action.id}#last`);
    return overlay(await this.#resolved(whole?.body ?? action.body ?? {}), recovered, kind);
  }

  /** Whether something is there again with what it lies in: that was recovered, or made anew under a kind that outlives it. */
  #cameBack({ id }: Action, kind: ResourceKind): boolean {
    return this.#ports.actions.some(
      (other) =>
        isWithin(id, other.id) &&
        !sameId(id, other.id) &&
        (other.recovers || (kind.outlives === true && other.action === 'create')),
    );
  }

  /** Brings a soft-deleted one back as it was; what is designed is put after that, over what this answers. */
  async #recover(action: Action, kind: ResourceKind): Promise<JsonObject | undefined> {
    const { requests, azure } = this.#ports;
    const body = kind.softDelete?.recovering((await this.#resolved(action.body ?? {})) as JsonObject);
    if (!body) return undefined;
    try {
      await requests.again(async () => {
        // An attempt whose answer was lost may have brought it back.
        if (await kind.read(azure, action.id)) return;
        await untilDone(await this.#begin(action, () => kind.put(azure, action.id, body, {})), this.#ports);
      }, this.#told(action));
    } catch (error) {
      // Purged meanwhile: then it is made anew.
      if (error instanceof ArmError && isNothingToRecover(error)) return undefined;
      throw error;
    }
    return untilReady(kind, action.id, this.#ports);
  }

  async #update(action: Action, kind: ResourceKind, before: JsonObject | undefined): Promise<void> {
    if (!before || !action.body) throw changedSincePlan(action.id, 'has been deleted');
    const now = differences(action.body, before, kind.comparison);
    const asPlanned = canonicalJson(now) === canonicalJson(action.changes);
    if (!asPlanned && !action.irreversible && !this.#announced.has(action.key)) {
      throw changedSincePlan(action.id, 'has been changed by somebody');
    }
    await this.#announce(action, kind, before);
    const body = await this.#resolved(overlay(action.body, before, kind));
    const etag = before['etag'];
    // A write of our own that may still arrive would change the ETag.
    const guarded = kind.etag === true && !this.mayHaveTaken(action);
    await this.#put(action, kind, body, guarded && typeof etag === 'string' ? etag : undefined);
  }

  /** Deletes and puts again. What lies beneath goes with it, so that it is announced before it. */
  async #replace(action: Action, kind: ResourceKind, before: JsonObject | undefined): Promise<void> {
    if (!this.#announced.has(action.key)) {
      if (!before) throw changedSincePlan(action.id, 'has been deleted');
      await this.#expectNothingOfOthers(action);
      for (const beneath of this.#replacedWith(action)) {
        const kindBeneath = this.#ports.kinds.get(beneath.type);
        const body = await this.#read(kindBeneath, beneath.id);
        if (body) await this.#announce(beneath, kindBeneath, body);
      }
      await this.#announce(action, kind, before);
    }
    if (before) await this.#remove(action, kind);
    await this.#put(action, kind, await this.#resolved(action.body ?? {}), undefined);
  }

  #replacedWith({ id }: Action): Action[] {
    return this.#ports.actions.filter(
      (other) => other.action === 'replace' && isWithin(other.id, id) && !sameId(other.id, id),
    );
  }

  /** The intent, on disk before the request leaves. */
  async #announce(
    action: Action,
    kind: ResourceKind,
    before: JsonObject | undefined,
    act: Action['action'] = action.action,
  ): Promise<void> {
    if (act === 'unchanged' || act === 'blocked') return;
    const location = before?.['location'] ?? action.body?.['location'];
    await this.#ports.journal.append({
      entry: 'intent',
      key: action.key,
      id: action.id,
      type: action.type,
      act,
      existed: before !== undefined,
      ...(before ? { prior: withoutWithheld(withoutReadOnly(before, kind), kind) } : {}),
      ...(action.recovers ? { recovered: true } : {}),
      location: typeof location === 'string' ? location : this.#ports.region,
      at: this.#now(),
    });
    this.#announced.add(action.key);
  }

  async #put(
    action: Action,
    kind: ResourceKind,
    body: JsonObject,
    ifMatch: string | undefined,
  ): Promise<void> {
    const { requests, azure } = this.#ports;
    await this.#untilRemovalsShowUp(action);
    let match = ifMatch;
    const observed = await requests.again(async () => {
      try {
        const operation = await this.#begin(action, () =>
          kind.put(azure, action.id, body, { ifMatch: match }),
        );
        // From here on the ETag of before is outdated by ourselves.
        match = undefined;
        await untilDone(operation, this.#ports);
        const { follow } = kind;
        if (follow)
          await untilDone(await this.#begin(action, () => follow(azure, action.id, body)), this.#ports);
      } catch (error) {
        if (!(error instanceof ArmError)) throw error;
        // Without a condition of ours it says that something else is at work there.
        if (error.status === 412 && match !== undefined) await this.#withdraw(action);
        // An ETag of before an attempt of ours that may have taken effect would refuse the next one.
        if (error.status === null || error.status === 200 || error.status >= 500) match = undefined;
        if (error.status !== 200) throw error;
        return secondLook(error, kind, action.id, this.#ports);
      }
      return untilReady(kind, action.id, this.#ports);
    }, this.#told(action));
    this.#bodies.set(idKey(action.id), observed);
    const unlike = differences(body, observed, kind.comparison);
    if (unlike.length > 0) {
      const paths = unlike
        .map((change) => `${change.path} is ${JSON.stringify(change.before ?? null)}`)
        .join(', ');
      throw new ArmError({
        status: 200,
        code: 'NotAsAsked',
        message: `${action.id} was accepted, but ${paths}`,
      });
    }
  }

  /** Somebody was faster between our read and our write: nothing of ours is there, so that nothing is to be undone. */
  async #withdraw(action: Action): Promise<never> {
    await this.#ports.journal.append({ entry: 'undone', key: action.key, at: this.#now() });
    throw changedSincePlan(action.id, 'has been changed by somebody');
  }

  async #remove(action: Action, kind: ResourceKind): Promise<void> {
    const { requests, azure } = this.#ports;
    await requests.again(async () => {
      try {
        const operation = await this.#begin(action, () =>
          kind.remove(azure, action.id, { purge: action.purge ?? false }),
        );
        await untilDone(operation, this.#ports);
      } catch (error) {
        if (!(error instanceof ArmError)) throw error;
        if (error.status === null) this.#lostRemovals.set(idKey(action.id), requests.now());
        if (error.status !== 200) throw error;
        await secondLookAtRemoval(error, kind, action.id, this.#ports);
      }
    }, this.#told(action));
    await untilAbsent(kind, action.id, this.#ports);
  }

  /** A removal whose answer was lost may still be on its way: what is put before it arrives would not last. */
  async #untilRemovalsShowUp({ id }: Action): Promise<void> {
    const { requests } = this.#ports;
    const lostAt = this.#lostRemovals.get(idKey(id));
    const leftMs = lostAt === undefined ? 0 : lostAt + lateMs - requests.now();
    if (leftMs > 0) await requests.sleep(leftMs);
  }

  /** Frees the name at once; one that is protected frees itself later, which the report says. */
  async #purge(action: Action, kind: ResourceKind, before: JsonObject | undefined): Promise<void> {
    const { requests, region } = this.#ports;
    const location = String(before?.['location'] ?? action.body?.['location'] ?? region);
    await purgeTwin(kind, { id: action.id, location }, this.#ports, async (begin, gone) => {
      await requests.again(
        async () => untilDone(await this.#begin(action, begin), this.#ports),
        this.#told(action),
      );
      await gone();
    });
  }

  /** One attempt at a write, which has taken no effect only if Azure itself says so. */
  async #begin(action: Action, write: () => Promise<Operation>): Promise<Operation> {
    try {
      const operation = await this.#ports.requests.writeOnce(write);
      this.#begun.add(action.key);
      return operation;
    } catch (error) {
      const status = error instanceof ArmError ? error.status : null;
      if (status === null || status < 400 || status >= 500) this.#begun.add(action.key);
      throw error;
    }
  }

  /** A group goes with everything in it, so that it only goes when all of that is ours to delete. */
  async #expectNothingOfOthers(action: Action): Promise<void> {
    if (action.type !== 'Microsoft.Resources/resourceGroups') return;
    const going = this.#replacedWith(action);
    const contents = await groupContents(action.id, this.#ports);
    const others = contents.filter((id) => !going.some((other) => sameId(other.id, id)));
    if (others.length === 0) return;
    throw new ArmError({
      status: null,
      code: 'GroupNotEmpty',
      message: `${action.id} holds ${others.length} resources of others, such as ${others[0]}`,
    });
  }

  #told(action: Action): (code: string, waitMs: number) => void {
    return (code, waitMs) => this.#ports.retrying(action.id, code, waitMs);
  }

  async #read(kind: ResourceKind, id: string): Promise<JsonObject | undefined> {
    const body = await this.#ports.requests.read(() => kind.read(this.#ports.azure, id));
    if (body) this.#bodies.set(idKey(id), body);
    return body;
  }

  async #resolved(body: JsonObject): Promise<JsonObject> {
    const wanted: { id: string; property: string }[] = [];
    resolveReferences(body, { reference: (target) => wanted.push(target), date: () => null });
    for (const { id } of wanted) {
      if (!this.#bodies.has(idKey(id))) await this.#read(this.#ports.kinds.get(parseArmId(id).type), id);
    }
    return resolveReferences(body, {
      reference: (target) => this.#valueOf(target),
      date: (date) => dateAt(date, this.#ports.requests.now()),
    }) as JsonObject;
  }

  #valueOf({ id, property }: { id: string; property: string }): Json {
    const body = this.#bodies.get(idKey(id));
    const value = at(body, `/${property.replaceAll('.', '/')}`);
    if (value === undefined) throw changedSincePlan(id, `has no ${property}: it has been deleted`);
    return value;
  }

  #now(): string {
    return new Date(this.#ports.requests.now()).toISOString();
  }
}

function isNothingToRecover({ status, code }: ArmError): boolean {
  return status === 404 || code === 'SoftDeletedVaultDoesNotExist';
}

/** A date of the design, now that it is known. */
function dateAt(date: string, now: number): string | number {
  const today = new Date(now);
  if (date === 'firstOfMonth') {
    return new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth(), 1))
      .toISOString()
      .replace('.000Z', 'Z');
  }
  const nights = /^midnight\+(\d+)d$/.exec(date)?.[1];
  if (nights !== undefined) return (Math.floor(now / 86_400_000) + Number(nights)) * 86_400;
  const days = Number(/^now\+(\d+)d$/.exec(date)?.[1] ?? 0);
  return new Date(now + days * 86_400_000).toISOString();
}

import { withoutReadOnly } from '../plan/overlay.ts';
import { isOwnedBy } from '../plan/ownership.ts';
import { ArmError } from '../problems/arm-error.ts';
import { problemFrom } from '../problems/from-arm.ts';
import { isWithin, parseArmId } from '../resource/arm-id.ts';
import { canonicalJson, type JsonObject } from '../resource/json.ts';
import type { AzureCalls, Kinds, Operation, ResourceKind } from '../resource/kind.ts';
import type { Leftover } from './events.ts';
import { groupContents } from './group-contents.ts';
import { Halt } from './halt.ts';
import type { Intent, Journal, RunState } from './journal.ts';
import { lateLookMs, lateLooks } from './late-writes.ts';
import { purgeTwin } from './purge.ts';
import type { Requests } from './requests.ts';
import { type ScheduleResult, schedule } from './scheduler.ts';
import { isUnreadable, withSecondSource } from './second-source.ts';
import { secondLookMs, untilAbsent, untilDone, untilReady } from './settle.ts';
import { withoutWithheld, withWithheld } from './withheld.ts';

export interface RollbackPorts {
  readonly azure: AzureCalls;
  readonly kinds: Kinds;
  readonly requests: Requests;
  readonly journal: Journal;
  readonly concurrency: number;
  readonly stop: AbortSignal;
  /** Turns a refused sign-in into the Halt that it is. */
  readonly signedIn: <T>(act: () => Promise<T>) => Promise<T>;
  readonly started: (id: string) => void;
  readonly undone: (id: string, durationMs: number) => void;
}

/** How often everything that is left is tried. */
const rounds = 2;

/**
 * Undoes what a run's journal says it did, users before what they use, in parallel where it may: created ones are
 * removed and purged, updated ones get their prior body back, removed ones are put again. Goes on after a failure,
 * and answers what could not be undone. Throws the Halt that stopped it, once what was in flight has settled.
 */
export async function rollBack(state: RunState, ports: RollbackPorts): Promise<Leftover[]> {
  const undo = new Undo(state, ports);
  let pending = [...state.intents.values()].filter((intent) => !state.undone.has(intent.key));
  let leftovers: Leftover[] = [];
  // What was held up by something that has passed or gone since is tried again, when all others are undone.
  for (let round = 1; round <= rounds && pending.length > 0; round += 1) {
    const result = await undoAll(pending, undo, state, ports);
    const halted = result.failed.find(({ error }) => error instanceof Halt);
    if (halted) throw halted.error;
    pending = pending.filter(({ key }) => !result.done.includes(key));
    const errors = new Map(result.failed.map(({ key, error }) => [key, error]));
    const held = pending.filter(({ key }) => !errors.has(key));
    leftovers = [
      ...pending
        .filter((intent) => !held.includes(intent))
        .map((intent) => leftoverFrom(intent, errors.get(intent.key), undo)),
      ...held.map((intent) => leftBehind(intent, 'something that depends on it is still there', undo)),
    ];
  }
  return leftovers;
}

function undoAll(
  pending: readonly Intent[],
  undo: Undo,
  state: RunState,
  ports: RollbackPorts,
): Promise<ScheduleResult> {
  const byKey = new Map(pending.map((intent) => [intent.key, intent]));
  return schedule(undoGraph(state, pending, ports.kinds), {
    concurrency: ports.concurrency,
    stop: ports.stop,
    goOn: true,
    run: async (key) => {
      const intent = byKey.get(key);
      if (!intent) return;
      const started = ports.requests.now();
      ports.started(intent.id);
      const leftover = await ports.signedIn(() => undo.one(intent));
      if (leftover) throw new LeftBehind(leftover);
      await ports.journal.append({ entry: 'undone', key, at: new Date(ports.requests.now()).toISOString() });
      ports.undone(intent.id, ports.requests.now() - started);
    },
  });
}

/** Raised where something is left that no further attempt gets rid of. */
class LeftBehind extends Error {
  readonly leftover: Leftover;

  constructor(leftover: Leftover) {
    super(leftover.reason);
    this.leftover = leftover;
  }
}

/** The run's own graph turned round: users before what they use, and what is put back inside after what holds it. */
function undoGraph(state: RunState, pending: readonly Intent[], kinds: Kinds) {
  const actions = new Map(state.header.plan.actions.map((action) => [action.key, action]));
  const dependsOn = (user: Intent, used: Intent): boolean =>
    actions.get(user.key)?.dependsOn.includes(used.key) ?? false;
  const comesFirst = (other: Intent, intent: Intent): boolean => {
    if (other === intent) return false;
    const [first, second] = [turnOf(other, kinds), turnOf(intent, kinds)];
    if (first !== second) return first < second;
    if (other.id === intent.id) return other.key !== intent.id;
    if (goesWith(other, intent)) return false;
    if (goesWith(intent, other)) return true;
    if (dependsOn(other, intent)) return true;
    // What was removed is put back, and what it lay in before that: the plan's own order turned round says so.
    if (other.act !== 'remove' && isWithin(other.id, intent.id)) return true;
    // Whatever uses what goes with it has to be gone before.
    return pending.some((inner) => goesWith(inner, intent) && dependsOn(other, inner));
  };
  return pending.map((intent) => ({
    key: intent.key,
    dependsOn: pending.filter((other) => comesFirst(other, intent)).map((other) => other.key),
    durationMs: kinds.get(intent.type).typicalMs.remove,
    lanes:
      kinds.get(intent.type).lanes?.(intent.id, actions.get(intent.key)?.body ?? intent.prior ?? {}) ?? [],
  }));
}

/** What restrains others is lifted before anything is undone, and what had been lifted comes back after everything. */
function turnOf({ key, type }: Intent, kinds: Kinds): number {
  if (!kinds.get(type).restrains) return 1;
  return key.endsWith('#last') ? 0 : 2;
}

/** Whether one was deleted with another that was replaced, and can only be put back into it. */
function goesWith(inner: Intent, outer: Intent): boolean {
  const replaced = inner.act === 'replace' && outer.act === 'replace';
  return replaced && inner.id !== outer.id && isWithin(inner.id, outer.id);
}

/** Whether Azure has said that a write is over. */
type WriteEnd = 'ended' | 'lost from sight';

class Undo {
  readonly #state: RunState;
  readonly #ports: RollbackPorts;

  constructor(state: RunState, ports: RollbackPorts) {
    this.#state = state;
    this.#ports = ports;
  }

  get kinds(): Kinds {
    return this.#ports.kinds;
  }

  get runId(): string {
    return this.#state.header.runId;
  }

  /** Undoes one intent; answers the leftover when it can't be, and throws when Azure refuses. */
  async one(intent: Intent): Promise<Leftover | undefined> {
    const kind = withSecondSource(this.#ports.kinds.get(intent.type), this.#ports.kinds);
    // Its parent is of this run too, else it would have come after the point of no return.
    if (intent.act === 'create' && kind.removal.how === 'with-parent') return undefined;
    if (intent.act === 'create') return this.#removeCreated(intent, kind);
    if (intent.act === 'update') return this.#restore(intent, kind);
    if (intent.act === 'replace') {
      if (intent.prior && (await this.#isAsBefore(intent, kind, intent.prior))) return undefined;
      const left = await this.#removeCreated(intent, kind);
      if (left) return left;
    }
    return this.#restore(intent, kind);
  }

  async #removeCreated(intent: Intent, kind: ResourceKind): Promise<Leftover | undefined> {
    const observed = await this.#readLate(intent, kind);
    if (observed && observed !== 'unreadable' && !this.#isOurs(observed, kind)) {
      // What was refused is somebody else's; what was made by this run has become somebody else's.
      return this.#state.done.has(intent.key)
        ? leftBehind(intent, 'somebody has taken our mark off it', this)
        : undefined;
    }
    if (observed && kind.type === 'Microsoft.Resources/resourceGroups') {
      const contents = await groupContents(intent.id, this.#ports);
      if (contents.length > 0) {
        return leftBehind(
          intent,
          `it holds ${contents.length} resources of others, such as ${contents[0]}`,
          this,
        );
      }
    }
    if (observed) await this.#remove(intent, kind);
    else if (this.#isUnsettled(intent)) await this.#removeUnseen(intent, kind);
    return intent.recovered ? undefined : this.#purgeTwin(intent, kind);
  }

  /** Even after a 404: a write whose answer was lost may show up late. */
  async #removeUnseen(intent: Intent, kind: ResourceKind): Promise<void> {
    try {
      await this.#remove(intent, kind);
    } catch (error) {
      // What refuses to be removed may never have been: by now it would have shown up.
      if (!(error instanceof ArmError)) throw error;
      const { requests, azure } = this.#ports;
      if (await requests.read(() => kind.read(azure, intent.id))) throw error;
    }
  }

  async #remove(intent: Intent, kind: ResourceKind): Promise<void> {
    const purge = !intent.recovered;
    const end = await this.#write(() => kind.remove(this.#ports.azure, intent.id, { purge }));
    await this.#proven(end, () => untilAbsent(kind, intent.id, this.#ports));
  }

  /** A read proves a write; while nothing can be read, Azure's word that the write has ended does. */
  async #proven(end: WriteEnd, look: () => Promise<unknown>): Promise<void> {
    try {
      await look();
    } catch (error) {
      if (!isUnreadable(error) || end !== 'ended') throw error;
    }
  }

  /** Frees the name and quota that a deleted resource still holds. */
  async #purgeTwin(intent: Intent, kind: ResourceKind): Promise<Leftover | undefined> {
    const twin = await purgeTwin(kind, intent, this.#ports, async (begin, gone) =>
      this.#proven(await this.#write(begin), gone),
    );
    if (!twin) return undefined;
    return {
      id: intent.id,
      reason: `a deleted ${kind.noun} is protected against purging`,
      command: kind.softDelete?.purgeCommand(intent.id, intent.location) ?? '',
      ...(twin.freeOn === undefined ? {} : { freeOn: twin.freeOn }),
    };
  }

  /** Puts back, raw, what was there before; with what was in it where a deleted one is still kept. */
  async #restore(intent: Intent, kind: ResourceKind): Promise<Leftover | undefined> {
    const prior = intent.prior;
    if (!prior || (await this.#isAsBefore(intent, kind, prior))) return undefined;
    await this.#untilShownUp(intent, kind, prior);
    const { body, lost } = await this.#withWithheld(intent, kind, prior);
    const { azure } = this.#ports;
    const { follow } = kind;
    const put = async (): Promise<WriteEnd> => {
      const end = await this.#write(() => kind.put(azure, intent.id, body, {}));
      return follow ? await this.#write(() => follow(azure, intent.id, body)) : end;
    };
    await this.#recover(intent, kind, body);
    let end: WriteEnd;
    try {
      end = await put();
    } catch (error) {
      // What refuses to be written may never have been: by now a write whose answer was lost would have shown up.
      if (await this.#looksAsBefore(intent, kind, prior)) return undefined;
      // A removal that was still going on before has ended now.
      if (!(await this.#recover(intent, kind, body))) throw error;
      end = await put();
    }
    await this.#proven(end, () => untilReady(kind, intent.id, this.#ports));
    if (lost.length === 0) return undefined;
    return leftBehind(intent, `${lost.join(', ')} of others holds a secret that no journal keeps`, this);
  }

  /** What was there before, with what of it no journal holds, from where it still stands. */
  async #withWithheld(
    intent: Intent,
    kind: ResourceKind,
    prior: JsonObject,
  ): Promise<ReturnType<typeof withWithheld>> {
    if (kind.withheld === undefined) return { body: prior, lost: [] };
    const { requests, azure } = this.#ports;
    return withWithheld(prior, await requests.read(() => kind.read(azure, intent.id)), kind);
  }

  /** Brings a deleted one back, with what was in it. Whether there was one. */
  async #recover(intent: Intent, kind: ResourceKind, prior: JsonObject): Promise<boolean> {
    const { softDelete } = kind;
    const { requests, azure } = this.#ports;
    const twin = await requests.read(async () => softDelete?.read(azure, intent.id, intent.location));
    if (!softDelete || !twin) return false;
    await this.#write(() => kind.put(azure, intent.id, softDelete.recovering(prior), {}));
    await untilReady(kind, intent.id, this.#ports);
    return true;
  }

  /**
   * One write of an undoing. What is gone already is as it should be, and an operation that Azure reports as failed is
   * begun once more: nobody else will.
   */
  async #write(begin: () => Promise<Operation>): Promise<WriteEnd> {
    const { requests } = this.#ports;
    const once = (): Promise<WriteEnd> =>
      requests.again(async () => {
        try {
          const operation = await requests.writeOnce(begin);
          await untilDone(operation, this.#ports);
          return operation.done ? 'ended' : 'lost from sight';
        } catch (error) {
          if (!(error instanceof ArmError) || error.status !== 404) throw error;
          return 'ended';
        }
      });
    try {
      return await once();
    } catch (error) {
      if (!(error instanceof ArmError) || error.status !== 200) throw error;
      await requests.sleep(secondLookMs);
      return await once();
    }
  }

  /** A write whose answer was lost may still be on its way: what is put back before it arrives would not last. */
  async #untilShownUp(intent: Intent, kind: ResourceKind, prior: JsonObject): Promise<void> {
    if (!this.#isUnsettled(intent)) return;
    for (let look = 1; look < lateLooks; look += 1) {
      if (!(await this.#looksAsBefore(intent, kind, prior))) return;
      await this.#ports.requests.sleep(lateLookMs);
    }
  }

  /** Whether nothing is to be put back, since the write was refused. Not asked while one may still show up. */
  async #isAsBefore(intent: Intent, kind: ResourceKind, prior: JsonObject): Promise<boolean> {
    return !this.#isUnsettled(intent) && (await this.#looksAsBefore(intent, kind, prior));
  }

  async #looksAsBefore(intent: Intent, kind: ResourceKind, prior: JsonObject): Promise<boolean> {
    const { requests, azure } = this.#ports;
    try {
      const observed = await requests.read(() => kind.read(azure, intent.id));
      return (
        observed !== undefined &&
        canonicalJson(withoutWithheld(withoutReadOnly(observed, kind), kind)) === canonicalJson(prior)
      );
    } catch (error) {
      if (!isUnreadable(error)) throw error;
      return false;
    }
  }

  /** Reads what was to be created; when the answer to its write was lost, looks several times. */
  async #readLate(intent: Intent, kind: ResourceKind): Promise<JsonObject | 'unreadable' | undefined> {
    const { requests, azure } = this.#ports;
    const looks = this.#isUnsettled(intent) ? lateLooks : 1;
    try {
      for (let look = 1; ; look += 1) {
        const observed = await requests.read(() => kind.read(azure, intent.id));
        if (observed || look === looks) return observed;
        await requests.sleep(lateLookMs);
      }
    } catch (error) {
      if (!isUnreadable(error) || !isOursUnread(kind)) throw error;
      return 'unreadable';
    }
  }

  /** Whether nobody knows if the write took effect. */
  #isUnsettled(intent: Intent): boolean {
    return !this.#state.done.has(intent.key) && !this.#state.refused.has(intent.key);
  }

  #isOurs(observed: JsonObject, kind: ResourceKind): boolean {
    if (isOursUnread(kind)) return true;
    const { estateId, tenant, environment } = this.#state.header.plan;
    return isOwnedBy(observed, kind, {
      estateId,
      stamp: `${tenant}/${environment}`,
      nameMarks: [],
      owned: [],
    });
  }
}

/** Whether nothing on the resource itself says whose it is. */
function isOursUnread({ mark }: ResourceKind): boolean {
  return mark.in !== 'tags' && mark.in !== 'text';
}

/** What a leftover is told with. */
type Undoing = Pick<Undo, 'kinds' | 'runId'>;

function leftoverFrom(intent: Intent, error: unknown, by: Undoing): Leftover {
  if (error instanceof LeftBehind) return error.leftover;
  const problem = problemFrom(error, intent.id);
  return leftBehind(intent, `${problem.code}: ${problem.what}`, by);
}

function leftBehind(intent: Intent, reason: string, { kinds, runId }: Undoing): Leftover {
  const kind = kinds.get(intent.type);
  const restores = intent.act !== 'create';
  return {
    id: intent.id,
    reason: restores ? `${reason}; its prior settings are in the journal` : reason,
    command: restores ? `gotthard runs rollback ${runId}` : removing(intent.id, kind),
  };
}

function removing(id: string, kind: ResourceKind): string {
  const { subscriptionId, name } = parseArmId(id);
  return kind.type === 'Microsoft.Resources/resourceGroups'
    ? `az group delete --name ${name} --subscription ${subscriptionId}`
    : `az resource delete --ids "${id}" --api-version ${kind.apiVersion}`;
}

import type { Stamp } from '../estate/estate.ts';
import { isShared, type SharedStamp, sharedStampsOf } from '../estate/shared-stamp.ts';
import type { Action } from '../plan/plan.ts';
import { type Problem, Refusal } from '../problems/problem.ts';
import { idKey } from '../resource/arm-id.ts';
import type { RunResult } from '../run/events.ts';
import { stateOf } from '../run/journal.ts';
import type { BuiltStamp } from './built-stamp.ts';
import { exit } from './exit-code.ts';
import { inUseBy } from './in-use.ts';
import type { Live } from './live.ts';
import type { Cloud, Ports, Records } from './ports.ts';
import { hasChanges, type Planned, type PrepareOptions } from './prepare.ts';
import { prepareShared, usersNow } from './prepare-shared.ts';
import { type RunSettings, refusedRun, runStamp, undoStamp, untouchedRun } from './run-stamp.ts';

/** What shared stamps are run with. */
export interface SharedWork {
  readonly cloud: Cloud;
  readonly ports: Ports & Records;
  readonly settings: RunSettings;
  readonly live: Live;
  readonly options: Pick<PrepareOptions, 'adopt' | 'fx'>;
  /** Runs one as it was confirmed, and looks again at what was built. */
  readonly build: (planned: Planned) => Promise<BuiltStamp>;
}

/**
 * The shared stamps of one deployment. Each is run once, when the first stamp that uses it holds its own lock: so whoever
 * puts one back sees every stamp that relies on it.
 */
export class SharedRuns {
  readonly #shared: readonly Planned[];
  readonly #work: SharedWork;
  readonly #begun = new Map<Planned, Promise<BuiltStamp>>();

  constructor(planned: readonly Planned[], work: SharedWork) {
    this.#shared = planned.filter(({ stamp }) => isShared(stamp));
    this.#work = work;
  }

  /** To be awaited before a stamp is planned anew; throws a Refusal where what it needs is not there. */
  async before(stamp: Stamp): Promise<void> {
    const planned = this.#shared.find((shared) => sameSubscription(shared.stamp, stamp));
    if (!planned) return;
    const running = this.#begun.get(planned) ?? this.#run(planned);
    this.#begun.set(planned, running);
    const { result } = await running;
    if (result.outcome !== 'succeeded') throw notThere(stamp, result);
  }

  async #run(planned: Planned): Promise<BuiltStamp> {
    if (hasChanges({ stamps: [planned] })) return this.#work.build(planned);
    // Unchanged when it was planned: no lock, unless somebody has changed it since.
    const { cloud, ports, options } = this.#work;
    const inUse = inUseBy(ports);
    const now = isShared(planned.stamp)
      ? await prepareShared(planned.stamp, { cloud }, { ...options, inUse })
      : undefined;
    if (now && hasChanges({ stamps: [now] })) return this.#work.build(planned);
    return { result: untouchedRun(planned.plan), checks: [], verified: true };
  }

  /**
   * What came of each, once all stamps have ended. What none of them was built for is put back: to exactly what was
   * there when nobody else uses it, else to what the others need.
   */
  async settled(stamps: readonly RunResult[]): Promise<readonly BuiltStamp[]> {
    const all = await Promise.all(this.#shared.map((planned) => this.#settled(planned, stamps)));
    return all.flat();
  }

  async #settled(planned: Planned, stamps: readonly RunResult[]): Promise<BuiltStamp[]> {
    const begun = this.#begun.get(planned);
    if (!begun) return [{ result: this.#notBegun(planned), checks: [], verified: true }];
    const built = await begun;
    const { result } = built;
    if (result.outcome !== 'succeeded' || result.runId === '' || !isShared(planned.stamp)) return [built];
    const ours = new Set(planned.stamp.shared.users.map(({ name }) => name));
    const mine = stamps.filter((run) => ours.has(nameOf(run)));
    const failed = mine
      .filter(({ outcome }) => outcome === 'rolled-back' || outcome === 'refused')
      .map(nameOf);
    if (failed.length === 0) return [built];
    const { cloud, ports } = this.#work;
    const inUse = inUseBy(ports);
    const nobody = withUsers(planned.stamp, []);
    const users = await usersNow(nobody, cloud, { inUse });
    const others = users.filter(({ name }) => !failed.includes(name));
    if (others.length === 0) return [await this.#undone(result, failed)];
    const again = await this.#shrunk(nobody, result);
    return again ? [built, again] : [built];
  }

  #notBegun({ plan }: Planned): RunResult {
    if (!hasChanges({ stamps: [{ plan }] })) return untouchedRun(plan);
    return refusedRun(plan, {
      code: 'GT-SHARED-NOT-BEGUN',
      what: `${nameOf(plan)} was not begun: none of the environments that share it was`,
      why: 'what a subscription shares is there for its environments',
      next: ['gotthard deploy --all'],
    });
  }

  /** Everything of a run that has ended well, undone by its journal. */
  async #undone({ runId }: RunResult, failed: readonly string[]): Promise<BuiltStamp> {
    const { cloud, ports, settings, live } = this.#work;
    const read = await ports.journals.read(runId);
    const plan = stateOf(read.entries)?.header.plan;
    if (!plan) throw new Error(`the journal of ${runId} has lost its first line`);
    const azure = await cloud.calls(plan);
    const at = { plan, azure, requests: cloud.requests(plan), permissions: await cloud.rights(azure) };
    const result = await undoStamp(at, read, runId, cloud, ports, settings, live);
    const problem: Problem = {
      code: 'GT-SHARED-PUT-BACK',
      what: `${nameOf(plan)} was put back, since ${failed.join(' and ')} ${failed.length === 1 ? 'was' : 'were'} not built`,
      why: 'nobody else uses it',
      next: ['gotthard deploy does it again with the environment that needs it.'],
    };
    const { code, what: message, next } = problem;
    const told = result.failure ?? { id: '', code, message, next };
    return { result: { ...result, failure: told }, checks: [], verified: true };
  }

  /** What only those needed that were not built goes: what the run itself had made for good, as when it is undone. */
  async #shrunk(stamp: SharedStamp, { created }: RunResult): Promise<BuiltStamp | undefined> {
    const { cloud, ports, settings, live, options } = this.#work;
    const made = new Set(created.map(idKey));
    const purged = (action: Action): Action =>
      action.action === 'remove' && made.has(idKey(action.id)) && cloud.kinds.get(action.type).softDelete
        ? { ...action, purge: true }
        : action;
    const fresh = async () => {
      const found = await prepareShared(stamp, { cloud }, { ...options, inUse: inUseBy(ports) });
      return found && { ...found, plan: { ...found.plan, actions: found.plan.actions.map(purged) } };
    };
    const prepared = await fresh();
    if (!prepared || !hasChanges({ stamps: [prepared] })) return undefined;
    const run = async () => (await fresh()) ?? prepared;
    const result = await runStamp(prepared.plan, run, cloud, ports, settings, live);
    return { result, checks: [], verified: true };
  }
}

/** The same shared stamp with nobody but the given stamps as its users. */
function withUsers(stamp: SharedStamp, users: readonly Stamp[]): SharedStamp {
  return { ...stamp, shared: { ...stamp.shared, users } };
}

/** The shared stamp that a run of one was of, with the users that it had. */
export function sharedStampCalled(
  name: string,
  users: readonly string[],
  all: readonly Stamp[],
): Stamp | undefined {
  const [first] = all;
  const found = first && sharedStampsOf(first.estate).find((shared) => shared.name === name);
  return (
    found &&
    withUsers(
      found,
      all.filter((stamp) => users.includes(stamp.name)),
    )
  );
}

function sameSubscription(a: Stamp, b: Stamp): boolean {
  return a.environment.subscriptionId.toLowerCase() === b.environment.subscriptionId.toLowerCase();
}

function nameOf({ tenant, environment }: { readonly tenant: string; readonly environment: string }): string {
  return `${tenant}/${environment}`;
}

function notThere(stamp: Stamp, { failure, ...shared }: RunResult): Refusal {
  const name = nameOf(shared);
  return new Refusal(
    [
      {
        code: 'GT-SHARED-FAILED',
        what: `${stamp.name} was not begun: ${name}, which its subscription shares, was not built${failure ? `: ${failure.message}` : ''}`,
        why: 'what a subscription has once comes before the environments that use it',
        next: [
          failure?.next[0] ?? `gotthard deploy --tenant ${stamp.tenant.name} --env ${stamp.environment.name}`,
        ],
      },
    ],
    exit.refused,
  );
}

import { demandedAtCreation } from '../checks/before/deny-policies.ts';
import { withBillingCurrency } from '../checks/billing-currency.ts';
import type { CheckResult } from '../checks/check.ts';
import { runChecks } from '../checks/index.ts';
import { withMovedModels } from '../checks/moved-models.ts';
import { wantedFacts } from '../checks/wanted-facts.ts';
import type { Cost } from '../cost/cost.ts';
import { type EstimateContext, estimate } from '../cost/estimate.ts';
import { makeDesign } from '../design/make-design.ts';
import type { Estate, Stamp } from '../estate/estate.ts';
import { isShared, sharedStampsOf } from '../estate/shared-stamp.ts';
import { type HandOver, handOverOf, withoutHandedOver } from '../plan/hand-over.ts';
import { changesSomething } from '../plan/irreversible.ts';
import type { IncidentInput } from '../plan/make-incident-plan.ts';
import { makePlan } from '../plan/make-plan.ts';
import { emptied, makeRemovalPlan } from '../plan/make-removal-plan.ts';
import type { StampPlan } from '../plan/plan.ts';
import { problemFrom } from '../problems/from-arm.ts';
import { type Problem, Refusal } from '../problems/problem.ts';
import { known, unregistered } from '../resource/subscription.ts';
import { atOnce } from '../run/at-once.ts';
import { occupiedGroups } from '../run/group-contents.ts';
import { observe } from '../run/observe.ts';
import { costOf, estimateContext, type Priced, pricedOf } from './cost-of.ts';
import { exit } from './exit-code.ts';
import { hashOf } from './hash-of.ts';
import { otherDirectory } from './other-directory.ts';
import type { Cloud, Ports } from './ports.ts';
import { prepareShared, prepareSharedRemoval } from './prepare-shared.ts';
import type { Planned, Prepared, PrepareOptions } from './prepared.ts';

export interface Preparation<P extends Pick<Planned, 'stamp' | 'plan'> = Planned> {
  readonly stamps: readonly P[];
  readonly cost: Cost;
  readonly checks: readonly CheckResult[];
  /** Stamps that Azure didn't let be read, each with why: nothing is planned for them. */
  readonly unread: readonly Unread[];
}

/** A stamp that Azure didn't let be read, and why. */
export interface Unread {
  readonly stamp: Stamp;
  readonly problems: readonly [Problem, ...Problem[]];
}

export type { Planned, Prepared, PrepareOptions } from './prepared.ts';

type Needed = Pick<Ports, 'today' | 'files' | 'homeOf'> & { cloud: Cloud };

/** How many subscriptions are read at once: reading is the machine's work more than Azure's. */
const readAtOnce = 16;

/** Reads, checks, plans and prices stamps. Sends nothing that writes, and keeps of each only its plan. */
export function prepare(
  estate: Estate,
  stamps: readonly Stamp[],
  ports: Needed,
  options: PrepareOptions,
): Promise<Preparation> {
  return prepareEach(estate, stamps, ports, options, (prepared) => ({
    stamp: prepared.stamp,
    plan: withoutBodies(prepared.plan),
    hash: hashOf(prepared.plan.actions),
  }));
}

/** The same with all that was read. */
export function prepareWhole(
  estate: Estate,
  stamps: readonly Stamp[],
  ports: Needed,
  options: PrepareOptions,
): Promise<Preparation<Prepared>> {
  return prepareEach(estate, stamps, ports, options, (prepared) => prepared);
}

async function prepareEach<P extends Pick<Planned, 'stamp' | 'plan'>>(
  estate: Estate,
  stamps: readonly Stamp[],
  ports: Needed,
  options: PrepareOptions,
  kept: (prepared: Prepared) => P,
): Promise<Preparation<P>> {
  const context = await contextOf(estate, ports, options);
  const read = (stamp: Stamp): Promise<Prepared | undefined> =>
    isShared(stamp) ? prepareShared(stamp, ports, options) : prepareStamp(stamp, ports, options, context);
  return assembled(estate, [...sharedStampsOf(estate, stamps), ...stamps], read, kept, context);
}

/** The same for taking stamps down. */
export async function prepareRemoval(
  estate: Estate,
  stamps: readonly Stamp[],
  ports: Needed,
  options: Pick<PrepareOptions, 'inUse'> & { readonly purge: boolean },
): Promise<Preparation<Prepared>> {
  const context = await contextOf(estate, ports, {});
  const without = new Set(stamps.map(({ name }) => name));
  const shared = sharedStampsOf(estate, stamps).map((stamp) => ({
    ...stamp,
    shared: { users: [], turnedOn: [] },
  }));
  const read = (stamp: Stamp): Promise<Prepared | undefined> =>
    isShared(stamp)
      ? prepareSharedRemoval(stamp, ports, { ...options, without })
      : prepareStampRemoval(stamp, ports, options);
  return assembled(estate, [...stamps, ...shared], read, (prepared) => prepared, context);
}

/** The same for what a design does not ask for, such as an answer to an incident: of all that exists only what that concerns. */
export async function prepareApart(
  estate: Estate,
  stamps: readonly Stamp[],
  ports: Needed,
  planOf: (input: IncidentInput, stamp: Stamp) => StampPlan,
): Promise<Preparation<Prepared>> {
  const context = await contextOf(estate, ports, {});
  const read = (stamp: Stamp): Promise<Prepared> => prepareStampApart(stamp, ports, planOf);
  return assembled(estate, stamps, read, (prepared) => prepared, context);
}

/** Prices and rate by which stamps of an estate are planned. */
export function contextOf(
  estate: Estate,
  ports: Needed,
  { fx }: Pick<PrepareOptions, 'fx'>,
): Promise<EstimateContext> {
  return estimateContext(estate, ports, { cloud: ports.cloud.name, fx });
}

/** One stamp, with what is left of it once it has been checked. */
interface Kept<P> {
  readonly kept: P;
  readonly priced: Priced;
  readonly checks: readonly CheckResult[];
}

/**
 * Reads subscription by subscription, so that only a few are held at once. One that can't be read never stops the
 * others; where none can, that is the refusal.
 */
async function assembled<P>(
  estate: Estate,
  stamps: readonly Stamp[],
  read: (stamp: Stamp) => Promise<Prepared | undefined>,
  kept: (prepared: Prepared) => P & Pick<Planned, 'stamp' | 'plan'>,
  context: EstimateContext,
): Promise<Preparation<P & Pick<Planned, 'stamp' | 'plan'>>> {
  type Outcome = Kept<P & Pick<Planned, 'stamp' | 'plan'>> | (Unread & { readonly wrongInput: boolean });
  const outcomes = new Map<string, Outcome>();
  await atOnce(readAtOnce, bySubscription(stamps), async (together) => {
    const whole: Prepared[] = [];
    await Promise.all(
      together.map(async (stamp) => {
        try {
          const prepared = await read(stamp);
          if (prepared) whole.push(prepared);
        } catch (error) {
          const problems = unreadable(stamp, error);
          outcomes.set(stamp.name, { stamp, problems, wrongInput: isWrongInput(error) });
        }
      }),
    );
    // Where none of its users could be read, these say so themselves.
    const lone = together.filter(isShared).find(() => isWithoutUsers(together, whole));
    if (lone) {
      outcomes.delete(lone.name);
      whole.length = 0;
    }
    const cost = estimate(
      whole.map(({ design }) => design),
      context,
    );
    const checks = runChecks('before', { estate, stamps: whole, today: context.today, cost });
    for (const prepared of whole) {
      const { stamp, design, observed } = prepared;
      outcomes.set(stamp.name, {
        kept: kept(prepared),
        priced: pricedOf(design, observed, context),
        checks: checks.filter((check) => check.stamp === stamp.name),
      });
    }
  });
  const inOrder = stamps.flatMap(({ name }) => outcomes.get(name) ?? []);
  const prepared = inOrder.flatMap((each) => ('kept' in each ? [each] : []));
  const unread = inOrder.flatMap((each) => ('problems' in each ? [each] : []));
  const [first, ...others] = unread.flatMap(({ problems }) => problems);
  if (first && prepared.length === 0) {
    const wrongInput = unread.every((each) => each.wrongInput);
    throw new Refusal([first, ...others], wrongInput ? exit.input : exit.refused);
  }
  return {
    stamps: prepared.map((each) => each.kept),
    cost: costOf(
      estate,
      prepared.map(({ priced }) => priced),
      context,
    ),
    checks: prepared.flatMap(({ checks }) => checks),
    unread: unread.map(({ stamp, problems }) => ({ stamp, problems })),
  };
}

/** Whether a subscription was asked for the sake of its stamps, and none of them could be read. */
function isWithoutUsers(together: readonly Stamp[], read: readonly Prepared[]): boolean {
  return together.some((stamp) => !isShared(stamp)) && read.every(({ stamp }) => isShared(stamp));
}

/** Stamps that share a subscription share its quota: they are checked together. */
function bySubscription(stamps: readonly Stamp[]): Stamp[][] {
  const groups = new Map<string, Stamp[]>();
  for (const stamp of stamps) {
    const key = stamp.environment.subscriptionId.toLowerCase();
    const together = groups.get(key);
    if (together) together.push(stamp);
    else groups.set(key, [stamp]);
  }
  return [...groups.values()];
}

/** What a plan does, without what would be sent. */
function withoutBodies(plan: StampPlan): StampPlan {
  return { ...plan, actions: plan.actions.map(({ body, ...action }) => action) };
}

/** What was typed or set on this machine is to be corrected, and Azure was not asked. */
function isWrongInput(error: unknown): boolean {
  return error instanceof Refusal && error.exit === exit.input;
}

/** Why a stamp could not be read. */
export function unreadable(stamp: Stamp, error: unknown): Unread['problems'] {
  if (error instanceof Refusal) return error.problems;
  const foreign = otherDirectory(error, stamp);
  if (foreign) return [foreign];
  const problem = problemFrom(error, `/subscriptions/${stamp.environment.subscriptionId}`);
  return [{ ...problem, what: `${stamp.name} could not be read: ${problem.what}` }];
}

/** Reads one stamp and plans it. */
export async function prepareStamp(
  stamp: Stamp,
  { cloud, today }: Pick<Ports, 'today'> & { cloud: Cloud },
  options: PrepareOptions,
  { fx }: Pick<EstimateContext, 'fx'>,
): Promise<Prepared> {
  const design = makeDesign(stamp);
  const azure = await cloud.calls(design);
  const requests = cloud.requests(design);
  const observed = await observe(design, { azure, kinds: cloud.kinds, requests });
  const wanted = wantedFacts(design, observed, cloud.kinds, { around: options.around === true });
  const facts = await cloud.facts(azure, wanted);
  const moved = withMovedModels({ estate: stamp.estate, design, observed, facts, today: today() });
  const planned = withBillingCurrency({ design: moved, observed, facts }, fx);
  const policies = known(facts.policies) ?? [];
  const handOver = handOverOf(planned, observed);
  const plan = makePlan(withoutHandedOver(planned, handOver), observed, cloud.kinds, {
    adopt: options.adopt,
    unregistered: unregistered(design.providers, facts.registrations),
    irreversibleAtCreation: demandedAtCreation(policies, design),
    ...(options.journalled ? { journalled: options.journalled } : {}),
    ...(options.unsettled ? { unsettled: options.unsettled } : {}),
  });
  return { stamp, design, observed, facts, plan: withHandOver(plan, handOver), azure, requests };
}

function withHandOver(plan: StampPlan, { toOwner, waiting }: HandOver): StampPlan {
  if (toOwner.length === 0) return plan;
  const later = waiting.length === 0 ? '' : `, and ${waiting.length} that need them come after that`;
  const warning = `${toOwner.length} role assignments or locks are for an owner in directory ${plan.directoryId} to make, since Azure Lighthouse can't${later}: gotthard verify tells how`;
  return {
    ...plan,
    handedOver: toOwner.map(({ id, title }) => ({ id, title })),
    warnings: [...plan.warnings, warning],
  };
}

async function prepareStampRemoval(
  stamp: Stamp,
  { cloud }: { cloud: Cloud },
  { purge }: { purge: boolean },
): Promise<Prepared> {
  const whole = makeDesign(stamp);
  const design = emptied(whole);
  const azure = await cloud.calls(design);
  const requests = cloud.requests(design);
  const ports = { azure, kinds: cloud.kinds, requests };
  const observed = await observe(design, ports, whole.resources);
  const facts = await cloud.facts(azure, wantedFacts(design, observed, cloud.kinds));
  const occupied = await occupiedGroups(observed, ports);
  const plan = makeRemovalPlan(whole, observed, cloud.kinds, { purge, occupied });
  return { stamp, design, observed, facts, plan, azure, requests };
}

async function prepareStampApart(
  stamp: Stamp,
  { cloud }: { cloud: Cloud },
  planOf: (input: IncidentInput, stamp: Stamp) => StampPlan,
): Promise<Prepared> {
  const whole = makeDesign(stamp);
  const azure = await cloud.calls(whole);
  const requests = cloud.requests(whole);
  const observed = await observe(whole, { azure, kinds: cloud.kinds, requests });
  // Of checks only those are of interest that concern a write at all: they are asked of a stamp that has nothing.
  const design = emptied(whole);
  const facts = await cloud.facts(azure, wantedFacts(design, observed, cloud.kinds));
  const plan = planOf({ design: whole, observed, kinds: cloud.kinds }, stamp);
  return { stamp, design, observed, facts, plan, azure, requests };
}

/** Whether there is anything to run. */
export function hasChanges({ stamps }: { readonly stamps: readonly Pick<Planned, 'plan'>[] }): boolean {
  return stamps.some(({ plan }) => plan.actions.some(changesSomething) || plan.registrations.length > 0);
}

/** Why stamps can't run: what could not be read, and checks that failed. */
export function refusals({ checks, unread }: Pick<Preparation, 'checks' | 'unread'>): Problem[] {
  return [...unread.flatMap(({ problems }) => problems), ...failedChecks(checks)];
}

/** Checks that failed, as problems. */
export function failedChecks(checks: readonly CheckResult[]): Problem[] {
  return checks
    .filter((check) => check.status === 'failed')
    .map((check) => ({
      code: check.id,
      what: check.stamp ? `${check.stamp}: ${check.message}` : check.message,
      why: check.evidence ?? 'this has to hold before anything is changed',
      next: [check.next ?? `gotthard explain ${check.id}`],
    }));
}

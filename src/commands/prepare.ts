import { demandsPurgeProtection } from '../checks/before/deny-policies.ts';
import { withBillingCurrency } from '../checks/billing-currency.ts';
import type { CheckResult } from '../checks/check.ts';
import { runChecks } from '../checks/index.ts';
import { withMovedModels } from '../checks/moved-models.ts';
import { wantedFacts } from '../checks/wanted-facts.ts';
import type { Cost } from '../cost/cost.ts';
import type { EstimateContext } from '../cost/estimate.ts';
import type { Design } from '../design/design.ts';
import { makeDesign } from '../design/make-design.ts';
import type { Estate, Stamp } from '../estate/estate.ts';
import { changesSomething, makePlan, type PlanOptions } from '../plan/make-plan.ts';
import { emptied, makeRemovalPlan } from '../plan/make-removal-plan.ts';
import type { Observed } from '../plan/observed.ts';
import type { StampPlan } from '../plan/plan.ts';
import { problemFrom } from '../problems/from-arm.ts';
import { type Problem, Refusal } from '../problems/problem.ts';
import type { AzureCalls } from '../resource/kind.ts';
import { known, type SubscriptionFacts, unregistered } from '../resource/subscription.ts';
import { occupiedGroups } from '../run/group-contents.ts';
import { observe } from '../run/observe.ts';
import { Requests } from '../run/requests.ts';
import { costOf, estimateContext } from './cost-of.ts';
import { exit } from './exit-code.ts';
import { otherDirectory } from './other-directory.ts';
import type { Cloud, Ports } from './ports.ts';

/** One stamp, ready to be shown, confirmed and run. */
export interface Prepared {
  readonly stamp: Stamp;
  readonly design: Design;
  readonly observed: Observed;
  readonly facts: SubscriptionFacts;
  readonly plan: StampPlan;
  readonly azure: AzureCalls;
  readonly requests: Requests;
}

export interface Preparation {
  readonly stamps: readonly Prepared[];
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

export type PrepareOptions = Pick<PlanOptions, 'adopt' | 'journalled' | 'unsettled'> & {
  /** `--fx`: how many CHF a USD costs. */
  readonly fx?: string;
  /** Whether what others have put around the stamps' resources is read too. */
  readonly around?: boolean;
};

type Needed = Pick<Ports, 'today' | 'files' | 'homeOf'> & { cloud: Cloud };

/** Reads, checks, plans and prices stamps. Sends nothing that writes. */
export async function prepare(
  estate: Estate,
  stamps: readonly Stamp[],
  ports: Needed,
  options: PrepareOptions,
): Promise<Preparation> {
  const context = await estimateContext(estate, ports, { cloud: ports.cloud.name, fx: options.fx });
  const read = await readEach(stamps, (stamp) => prepareStamp(stamp, ports, options, context));
  return assembled(estate, read, context);
}

/** The same for taking stamps down. */
export async function prepareRemoval(
  estate: Estate,
  stamps: readonly Stamp[],
  ports: Needed,
  options: { purge: boolean },
): Promise<Preparation> {
  const context = await estimateContext(estate, ports, { cloud: ports.cloud.name });
  return assembled(
    estate,
    await readEach(stamps, (stamp) => prepareStampRemoval(stamp, ports, options)),
    context,
  );
}

/** One that can't be read never stops the others; where none can, that is the refusal. */
async function readEach(
  stamps: readonly Stamp[],
  read: (stamp: Stamp) => Promise<Prepared>,
): Promise<Pick<Preparation, 'stamps' | 'unread'>> {
  const outcomes = await Promise.all(
    stamps.map(async (stamp) => {
      try {
        return await read(stamp);
      } catch (error) {
        return { stamp, problems: unreadable(stamp, error), wrongInput: isWrongInput(error) };
      }
    }),
  );
  const prepared = outcomes.flatMap((each) => ('plan' in each ? [each] : []));
  const unread = outcomes.flatMap((each) => ('problems' in each ? [each] : []));
  const [first, ...others] = unread.flatMap(({ problems }) => problems);
  if (first && prepared.length === 0) {
    const wrongInput = outcomes.every((each) => 'wrongInput' in each && each.wrongInput);
    throw new Refusal([first, ...others], wrongInput ? exit.input : exit.refused);
  }
  return { stamps: prepared, unread };
}

/** What was typed or set on this machine is to be corrected, and Azure was not asked. */
function isWrongInput(error: unknown): boolean {
  return error instanceof Refusal && error.exit === exit.input;
}

function unreadable(stamp: Stamp, error: unknown): Unread['problems'] {
  if (error instanceof Refusal) return error.problems;
  const foreign = otherDirectory(error, stamp);
  if (foreign) return [foreign];
  const problem = problemFrom(error, `/subscriptions/${stamp.environment.subscriptionId}`);
  return [{ ...problem, what: `${stamp.name} could not be read: ${problem.what}` }];
}

function assembled(
  estate: Estate,
  { stamps: prepared, unread }: Pick<Preparation, 'stamps' | 'unread'>,
  context: EstimateContext,
): Preparation {
  const cost = costOf(estate, prepared, context);
  const checks = runChecks('before', { estate, stamps: prepared, today: context.today, cost });
  return { stamps: prepared, cost, checks, unread };
}

async function prepareStamp(
  stamp: Stamp,
  { cloud, today }: Pick<Ports, 'today'> & { cloud: Cloud },
  options: PrepareOptions,
  { fx }: Pick<EstimateContext, 'fx'>,
): Promise<Prepared> {
  const design = makeDesign(stamp);
  const azure = await cloud.calls(design);
  const requests = new Requests(cloud.clock);
  const observed = await observe(design, { azure, kinds: cloud.kinds, requests });
  const wanted = wantedFacts(design, observed, cloud.kinds, { around: options.around === true });
  const facts = await cloud.facts(azure, wanted);
  const moved = withMovedModels({ estate: stamp.estate, design, observed, facts, today: today() });
  const planned = withBillingCurrency({ design: moved, observed, facts }, fx);
  const policies = known(facts.policies) ?? [];
  const plan = makePlan(planned, observed, cloud.kinds, {
    adopt: options.adopt,
    unregistered: unregistered(design.providers, facts.registrations),
    ...(demandsPurgeProtection(policies, design)
      ? { irreversibleAtCreation: new Set(['Microsoft.KeyVault/vaults']) }
      : {}),
    ...(options.journalled ? { journalled: options.journalled } : {}),
    ...(options.unsettled ? { unsettled: options.unsettled } : {}),
  });
  return { stamp, design, observed, facts, plan, azure, requests };
}

async function prepareStampRemoval(
  stamp: Stamp,
  { cloud }: { cloud: Cloud },
  { purge }: { purge: boolean },
): Promise<Prepared> {
  const whole = makeDesign(stamp);
  const design = emptied(whole);
  const azure = await cloud.calls(design);
  const requests = new Requests(cloud.clock);
  const ports = { azure, kinds: cloud.kinds, requests };
  const observed = await observe(design, ports, whole.resources);
  const facts = await cloud.facts(azure, wantedFacts(design, observed, cloud.kinds));
  const occupied = await occupiedGroups(observed, ports);
  const plan = makeRemovalPlan(whole, observed, cloud.kinds, { purge, occupied });
  return { stamp, design, observed, facts, plan, azure, requests };
}

/** Whether there is anything to run. */
export function hasChanges(preparation: Preparation): boolean {
  return preparation.stamps.some(
    ({ plan }) => plan.actions.some(changesSomething) || plan.registrations.length > 0,
  );
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

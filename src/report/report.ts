import type { CheckResult } from '../checks/check.ts';
import type { Isolation } from '../checks/isolation/isolation.ts';
import type { Cost } from '../cost/cost.ts';
import type { StampPlan } from '../plan/plan.ts';
import type { Outcome, RunResult } from '../run/events.ts';

/** Everything a report tells: what was planned, what it costs, what was done, and what was checked. */
export interface ReportInput {
  /** `sandbox`, `azure`, … */
  readonly cloud: string;
  readonly estateName: string;
  readonly organisation: string;
  readonly plans: readonly StampPlan[];
  readonly cost: Cost;
  readonly checks: readonly CheckResult[];
  /** Empty for the report of a plan. */
  readonly runs: readonly RunResult[];
  /** Who reaches whom, where what exists was looked at. */
  readonly isolation?: Isolation;
  /** Date or time of the report, ISO 8601. */
  readonly at: string;
}

/** Outcomes as people say them; the first that occurred, in this order, is that of several runs. */
export const outcomeTexts: { readonly [outcome in Outcome]: string } = {
  leftovers: 'Failed, and something is left',
  kept: 'Stopped, kept for resume',
  'rolled-back': 'Failed, and everything was put back',
  refused: 'Refused, nothing was touched',
  succeeded: 'Succeeded',
};

/** How a whole deployment ended, or undefined where nothing was run. */
export function worstOutcome(runs: readonly RunResult[]): Outcome | undefined {
  const order = Object.keys(outcomeTexts) as Outcome[];
  return order.find((outcome) => runs.some((run) => run.outcome === outcome));
}

/** `tenant/environment`. */
export function stampName(stamp: { readonly tenant: string; readonly environment: string }): string {
  return `${stamp.tenant}/${stamp.environment}`;
}

/** Words for what a plan does, in the order in which people want to read them. */
const actWords = [
  ['create', 'create'],
  ['update', 'change'],
  ['replace', 'replace'],
  ['remove', 'remove'],
  ['blocked', 'blocked'],
  ['unchanged', 'unchanged'],
] as const;

/** `create 58, change 2`: what a plan does, by number. */
export function countsOf(actions: StampPlan['actions']): string {
  const counts = actWords.flatMap(([act, word]) => {
    const count = actions.filter(({ action }) => action === act).length;
    return count === 0 ? [] : [`${word} ${count}`];
  });
  return counts.join(', ') || 'nothing';
}

/** `GT-CHECK-…` results, the ones that need somebody first. */
export function byUrgency(checks: readonly CheckResult[]): CheckResult[] {
  const order = ['failed', 'warning', 'attested', 'ok', 'not-applicable'];
  return [...checks].sort((a, b) => order.indexOf(a.status) - order.indexOf(b.status));
}

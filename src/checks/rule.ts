import type { Cost } from '../cost/cost.ts';
import type { Design, DesignedResource } from '../design/design.ts';
import type { Estate } from '../estate/estate.ts';
import type { Observed } from '../plan/observed.ts';
import type { StampPlan } from '../plan/plan.ts';
import { idKey } from '../resource/arm-id.ts';
import type { JsonObject } from '../resource/json.ts';
import type { Looks } from '../resource/sighting.ts';
import { type Fact, known, type SubscriptionFacts, type Unread, unread } from '../resource/subscription.ts';
import type { Isolation } from './isolation/isolation.ts';

/** `before`: preflight, in the way of a run. `after`: proof that what exists is as it should be. */
export type Stage = 'before' | 'after';

/** All that a check may look at. One stamp. */
export interface CheckInput {
  readonly estate: Estate;
  readonly design: Design;
  readonly observed?: Observed;
  readonly plan?: StampPlan;
  readonly facts: SubscriptionFacts;
  /** What all stamps that are planned together cost. */
  readonly cost?: Cost;
  /** ISO date. */
  readonly today: string;
  /** Other stamps of this subscription that are planned in the same go: they draw on the same quota. */
  readonly alongside?: readonly { readonly design: Design; readonly observed?: Observed }[];
  /** By id key, what a resource costs a month in CHF while nobody uses it; null: unknown. */
  readonly idleCosts?: Readonly<Record<string, string | null>>;
  /** Which stamp of the estate reaches which, over what exists. */
  readonly isolation?: Isolation;
  /** What machines saw of its private names; absent where none has looked. */
  readonly looks?: Looks;
}

/** One rule. Pure; says all it finds, at once. */
export interface Check {
  readonly id: `GT-CHECK-${string}`;
  readonly stage: Stage;
  /** Whether it is about shared stamps too; default: about the stamps of environments alone. */
  readonly about?: 'all';
  /** Rows of the checklist it speaks to. */
  readonly checklist: readonly string[];
  readonly title: string;
  /** What may come of it when it fails, in one sentence; of checks after. */
  readonly risk?: string;
  run(input: CheckInput): readonly Finding[];
}

/** What a check found. What isn't good always says what to do next. */
export type Finding =
  | {
      readonly status: 'ok' | 'not-applicable' | 'attested';
      readonly message: string;
      readonly evidence?: string;
    }
  | {
      readonly status: 'warning' | 'failed';
      readonly message: string;
      readonly next: string;
      readonly evidence?: string;
    };

export function ok(message: string, evidence?: string): Finding {
  return { status: 'ok', message, ...(evidence === undefined ? {} : { evidence }) };
}

export function notApplicable(message: string): Finding {
  return { status: 'not-applicable', message };
}

export function attested(message: string, evidence: string): Finding {
  return { status: 'attested', message, evidence };
}

export function warning(message: string, next: string, evidence?: string): Finding {
  return { status: 'warning', message, next, ...(evidence === undefined ? {} : { evidence }) };
}

export function failed(message: string, next: string, evidence?: string): Finding {
  return { status: 'failed', message, next, ...(evidence === undefined ? {} : { evidence }) };
}

/** The finding for a fact that could not be read: nobody is stopped by what Azure didn't tell. */
export function cannotTell<T>(what: string, fact: Fact<T> | undefined, input: CheckInput): Finding {
  const { code, reason }: Unread = unread(fact) ?? { code: 'NotRead', reason: 'it was not read' };
  const next =
    code === 'AuthorizationFailed' ? askForRole('Reader', input) : 'Run the command again, with --verbose.';
  return warning(`${what} could not be checked: ${reason}`, next, code);
}

/** The command by which an owner of the subscription gives the signed-in principal a role. */
export function askForRole(role: string, { facts, design }: CheckInput): string {
  const assignee = known(facts.principal)?.objectId ?? 'OBJECT-ID';
  return `Ask an owner for: az role assignment create --role "${role}" --assignee ${assignee} --scope /subscriptions/${design.subscriptionId}`;
}

/** `findings`, or one good finding when there is none. */
export function orOk(findings: readonly Finding[], message: string, evidence?: string): readonly Finding[] {
  return findings.length > 0 ? findings : [ok(message, evidence)];
}

/** Designed resources of a type. */
export function designedOf(design: Design, type: string): readonly DesignedResource[] {
  return design.resources.filter((resource) => resource.type.toLowerCase() === type.toLowerCase());
}

/** The observed body of a resource; undefined when it isn't there or wasn't read. */
export function observedBody(observed: Observed | undefined, id: string): JsonObject | undefined {
  return observed?.resources[idKey(id)] ?? undefined;
}

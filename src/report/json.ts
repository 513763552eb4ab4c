import type { CheckResult } from '../checks/check.ts';
import type { Isolation } from '../checks/isolation/isolation.ts';
import type { Compared } from '../cost/actual.ts';
import type { Cost, MoneyRange } from '../cost/cost.ts';
import type { Explanation } from '../cost/explain.ts';
import type { PublishedComparison } from '../cost/published.ts';
import { type CostView, yearly } from '../cost/views.ts';
import type { WhatIf } from '../cost/what-if/choice.ts';
import type { Promised } from '../cost/what-if/promised.ts';
import type { Act, Action, Incident, PropertyChange, StampPlan } from '../plan/plan.ts';
import type { Problem } from '../problems/problem.ts';
import { isObject, type Json } from '../resource/json.ts';
import { dateOf } from '../resource/reference.ts';
import type { Leftover, RunResult } from '../run/events.ts';
import type { ReportInput } from './report.ts';

/** The documents of `--json`. Scripts rely on them: fields are added, never changed or taken away. */

export interface ActionJson {
  readonly id: string;
  readonly type: string;
  readonly step: string;
  readonly action: Act;
  /** ARM ids. */
  readonly dependsOn: readonly string[];
  /** An absent value is null. */
  readonly changes: readonly { readonly path: string; readonly before: Json; readonly after: Json }[];
  readonly irreversible?: true;
  readonly reason?: string;
}

export interface StampJson {
  readonly tenant: string;
  readonly environment: string;
  readonly subscriptionId: string;
  readonly region: string;
  readonly actions: readonly ActionJson[];
  readonly expectedDurationMs: number;
  /** What is for an owner of the subscription to make, since a delegation can't. */
  readonly handedOver?: NonNullable<StampPlan['handedOver']>;
  /** The whole stamp is taken down. */
  readonly destroys?: true;
  /** The stamps that share it, where it is the shared stamp of a subscription. */
  readonly users?: readonly string[];
  /** It answers to an incident, or takes that back. */
  readonly incident?: Incident['act'];
  /** Roles that a review has found are taken away. */
  readonly access?: 'remove';
}

export interface PlanJson {
  readonly cloud: string;
  readonly stamps: readonly StampJson[];
  readonly cost: Cost;
  readonly checks: readonly CheckResult[];
}

export interface RunJson {
  readonly cloud: string;
  readonly runs: readonly RunResult[];
  /** Of a deployment: who reaches whom, over what was built and the design of all else. */
  readonly isolation?: Isolation;
}

/** The document of `incident isolate|revoke|restore --json`. */
export interface IncidentJson extends RunJson {
  readonly incident: Incident['act'];
  /** Folders with what stood before. */
  readonly evidence: readonly string[];
}

/** The document of `incident plan --json`: the text, where it is not written to a file. */
export interface IncidentPlanJson {
  readonly path?: string;
  readonly text?: string;
  readonly stamps: readonly string[];
  /** Roles that nobody is named for. */
  readonly unnamed: readonly string[];
}

/** A step of a drill; milliseconds of cloud time. */
export interface DrillStep {
  readonly step: 'build a copy' | 'isolate' | 'revoke' | 'prove that it is cut off' | 'restore';
  readonly durationMs: number;
  readonly done: boolean;
  /** Why it failed, where a run tells. */
  readonly failure?: string;
}

/** The document of `incident drill --json`. */
export interface DrillJson {
  readonly cloud: 'sandbox';
  readonly drills: readonly {
    readonly stamp: string;
    readonly steps: readonly DrillStep[];
    /** Whether everything was as before afterwards. */
    readonly restored: boolean;
  }[];
}

/** A run in the list of runs. Times are ISO 8601, UTC; durations milliseconds of cloud time. */
export interface ListedRun {
  readonly runId: string;
  readonly tenant: string;
  readonly environment: string;
  readonly outcome: RunResult['outcome'] | 'open';
  readonly startedAt: string;
  readonly endedAt?: string;
  readonly durationMs?: number;
  readonly by: string;
  /** Present when its journal is broken. */
  readonly damage?: Problem;
}

/** The document of `runs list --json`. */
export interface RunsListJson {
  readonly cloud: string;
  readonly runs: readonly ListedRun[];
}

/** A run in the document of `runs show --json`: what it did, in its order. */
export interface RunStory extends ListedRun {
  readonly resumed: readonly { readonly at: string; readonly by: string }[];
  readonly actions: readonly {
    readonly id: string;
    readonly action: Act;
    readonly state: 'done' | 'failed' | 'undone' | 'not settled';
    readonly at: string;
    readonly durationMs?: number;
  }[];
  readonly leftovers: readonly Leftover[];
  readonly failure?: Problem;
}

/** A tenant in the document of `tenant list --json`. */
export interface TenantJson {
  readonly name: string;
  readonly directoryId: string;
  readonly environments: readonly {
    readonly name: string;
    readonly subscriptionId: string;
    readonly region: string;
    readonly addressSpace: string;
  }[];
}

/** The document of `tenant list --json`. */
export interface TenantsJson {
  readonly tenants: readonly TenantJson[];
}

/** The document of `tenant show --json`: the isolation is that of the design. */
export interface TenantShowJson {
  readonly tenants: readonly (TenantJson & {
    /** Object ids of Entra groups by role. */
    readonly groups: Readonly<Record<string, string | undefined>>;
  })[];
  readonly isolation: Isolation;
}

export interface ProblemsJson {
  readonly cloud?: string;
  readonly problems: readonly Problem[];
  readonly plan?: PlanJson;
}

/** What was prepared, as far as a plan document tells it. */
export interface PlanInput {
  readonly stamps: readonly { readonly plan: StampPlan }[];
  readonly cost: Cost;
  readonly checks: readonly CheckResult[];
}

/** The document of `plan --json`. */
export function planJson(cloud: string, { stamps, cost, checks }: PlanInput): PlanJson {
  return { cloud, stamps: stamps.map(({ plan }) => stampJson(plan)), cost, checks };
}

/** What `cost --json` tells beside the cost, where it was asked for. */
export interface CostExtras {
  readonly by?: { readonly view: CostView; readonly parts: readonly CostPartJson[] };
  readonly explain?: readonly Explanation[];
  readonly published?: PublishedComparison;
  readonly actual?: readonly Compared[];
  readonly whatIf?: { readonly choices: readonly WhatIf[]; readonly promised: readonly Promised[] };
}

export interface CostPartJson {
  readonly name: string;
  readonly monthly: MoneyRange;
  readonly complete: boolean;
}

export type CostJson = { readonly cloud: string } & Cost & { readonly yearly: MoneyRange } & CostExtras;

/** The document of `cost --json`. */
export function costJson(cloud: string, cost: Cost, extras: CostExtras): CostJson {
  return { cloud, ...cost, yearly: yearly(cost.monthly), ...extras };
}

/** The document of `deploy --json` and of a run that is resumed or undone. */
export function runJson(cloud: string, runs: readonly RunResult[], isolation?: Isolation): RunJson {
  return { cloud, runs, ...(isolation ? { isolation } : {}) };
}

/** The document of everything that was refused, with the plan beside it where one was made. */
export function problemsJson(
  cloud: string | undefined,
  problems: readonly Problem[],
  prepared?: PlanInput,
): ProblemsJson {
  return {
    ...(cloud === undefined ? {} : { cloud }),
    problems,
    ...(prepared && cloud !== undefined ? { plan: planJson(cloud, prepared) } : {}),
  };
}

/** A whole report as one document: the plan, its cost and checks, and what came of it. */
export function jsonReport(
  input: ReportInput,
): PlanJson & RunJson & Record<'estate' | 'organisation' | 'at', string> {
  const stamps = input.plans.map((plan) => ({ plan }));
  return {
    estate: input.estateName,
    organisation: input.organisation,
    at: input.at,
    ...planJson(input.cloud, { stamps, cost: input.cost, checks: input.checks }),
    runs: input.runs,
  };
}

function stampJson(plan: StampPlan): StampJson {
  const ids = new Map(plan.actions.map(({ key, id }) => [key, id]));
  return {
    tenant: plan.tenant,
    environment: plan.environment,
    subscriptionId: plan.subscriptionId,
    region: plan.region,
    actions: plan.actions.map((action) => actionJson(action, ids)),
    expectedDurationMs: plan.expectedDurationMs,
    ...(plan.destroys ? { destroys: true } : {}),
    ...(plan.users ? { users: plan.users } : {}),
    ...(plan.handedOver ? { handedOver: plan.handedOver } : {}),
    ...(plan.incident ? { incident: plan.incident.act } : {}),
    ...(plan.access ? { access: 'remove' } : {}),
  };
}

function actionJson(action: Action, ids: ReadonlyMap<string, string>): ActionJson {
  const { id, type, step, irreversible, reason } = action;
  // Keys tell two writes of one resource apart; outside of a run only the resource counts.
  const dependsOn = [...new Set(action.dependsOn.map((key) => ids.get(key) ?? key))];
  return {
    id,
    type,
    step,
    action: action.action,
    dependsOn,
    changes: action.changes.map((change) => changeJson(change, id)),
    ...(irreversible ? { irreversible } : {}),
    ...(reason === undefined ? {} : { reason }),
  };
}

function changeJson({ path, before, after }: PropertyChange, id: string): ActionJson['changes'][number] {
  return { path, before: shown(before, id, path), after: shown(after, id, path) };
}

/** Dates that are set at apply are values known later, like any other. */
function shown(value: Json | undefined, id: string, pointer: string): Json {
  if (value === undefined) return null;
  if (dateOf(value) !== undefined) {
    return { knownAfterApply: `${id}#${pointer.slice(1).replaceAll('/', '.')}` };
  }
  if (Array.isArray(value)) {
    return (value as readonly Json[]).map((item, index) => shown(item, id, `${pointer}/${index}`));
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, shown(member, id, `${pointer}/${key}`)]),
  );
}

/** What `export pipeline` made: the text of each, or where it was written. */
export interface PipelinesJson {
  readonly pipelines: readonly {
    readonly path?: string;
    readonly text?: string;
    readonly stamps: readonly string[];
  }[];
}

/** What `export federation` made: the script, or where it was written. */
export interface FederationJson {
  readonly path?: string;
  readonly script?: string;
}

import type { Json, JsonObject } from '../resource/json.ts';
import type { Step } from '../resource/step.ts';

export type Act = 'create' | 'update' | 'replace' | 'unchanged' | 'remove' | 'blocked';

/** One property that the plan changes; `path` is a JSON Pointer into the ARM body. */
export interface PropertyChange {
  readonly path: string;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

/** What a plan does to one resource. */
export interface Action {
  /** Unique in the plan: the id, with `#last` for what is put last, as the irreversible part of a resource is. */
  readonly key: string;
  readonly id: string;
  readonly type: string;
  readonly title: string;
  readonly step: Step;
  readonly action: Act;
  /** Keys of actions of this plan that come first. */
  readonly dependsOn: readonly string[];
  readonly changes: readonly PropertyChange[];
  /** Set when what is done can't be undone: such actions run last. */
  readonly irreversible?: true;
  /** Set when it puts back what this plan has lifted: undoing needs the same write, so that a run that can't is kept. */
  readonly putsBack?: true;
  /** Why it is blocked, replaced or removed. */
  readonly reason?: string;
  /** Set when a creation brings back what is soft-deleted, before it puts all that is designed. */
  readonly recovers?: true;
  /** Set when a removal also frees the name that the soft-deleted resource would hold. */
  readonly purge?: true;
  /** Set when an existing resource of somebody else is taken over. */
  readonly adopted?: true;
  /** The designed ARM body, references unresolved; absent for removals. */
  readonly body?: JsonObject;
  /** Cloud milliseconds the write typically takes. */
  readonly typicalMs: number;
}

/** What is done about an incident, so that a run of it can be gone on with. */
export interface Incident {
  readonly act: 'isolate' | 'revoke' | 'restore';
  /** Whether connections of private endpoints are rejected too. */
  readonly hard?: true;
  /** Object ids of those whose roles alone are revoked. */
  readonly principals?: readonly string[];
  /** What people have to know before they agree to it. */
  readonly notes: readonly string[];
}

/** Roles that are taken away after somebody has looked at them, so that a run of it can be gone on with. */
export interface AccessRemoval {
  /** Ids of role assignments. */
  readonly assignments: readonly string[];
  /** What people have to know before they agree to it. */
  readonly notes: readonly string[];
}

/** What is planned for one stamp. */
export interface StampPlan {
  readonly estateId: string;
  readonly tenant: string;
  readonly environment: string;
  readonly subscriptionId: string;
  readonly directoryId: string;
  /** Directory whose token its subscription is reached with, where that is another: through Azure Lighthouse. */
  readonly signInDirectoryId?: string;
  /** What its owners have to make, since a delegation can't; absent where there is nothing. */
  readonly handedOver?: readonly { readonly id: string; readonly title: string }[];
  readonly region: string;
  readonly production: boolean;
  readonly actions: readonly Action[];
  /** Length of the critical path in cloud milliseconds. */
  readonly expectedDurationMs: number;
  /** Loosened defaults, repeated as warnings. */
  readonly warnings: readonly string[];
  /** Provider namespaces that are registered before the run, and stay. */
  readonly registrations: readonly string[];
  /** Resources after whose writes a run only goes forward; empty when everything can be undone. */
  readonly pointOfNoReturn: readonly string[];
  /** Set when the whole stamp is taken down: from its first removal such a run only goes forward. */
  readonly destroys?: true;
  /** What of a stamp that is taken down stays all the same, and why. */
  readonly stays?: readonly string[];
  /** Names of the stamps that share it, where it is of the shared stamp of a subscription. */
  readonly users?: readonly string[];
  /** Set when it answers to an incident, or takes such an answer back. */
  readonly incident?: Incident;
  /** Set when it takes roles away that a review has found. */
  readonly access?: AccessRemoval;
}

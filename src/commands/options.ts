import type { CostView } from '../cost/views.ts';
import type { Answers } from '../estate/answers.ts';
import type { PipelineKind } from '../report/pipeline.ts';
import type { OnFailure } from '../run/run.ts';
import type { Rollout } from './rollout.ts';

/** What every command takes. */
export interface CommonOptions {
  readonly config: string;
  /** `--cloud`; else the estate file's, else the sandbox. */
  readonly cloud?: string;
  readonly json: boolean;
}

/** Which stamps a command is about. */
export interface Selection {
  readonly tenant?: string;
  readonly env?: string;
  readonly all: boolean;
}

export interface CostOptions extends CommonOptions {
  readonly by?: CostView;
  /** A file that says how much is used. */
  readonly usage?: string;
  /** Words of the address of a line. */
  readonly explain?: string;
  readonly whatIf: boolean;
  /** Whether the bills so far are asked for. */
  readonly actual: boolean;
  readonly csv: boolean;
  readonly markdown: boolean;
  /** How many CHF a USD costs. */
  readonly fx?: string;
}

export interface PlanOptions extends CommonOptions, Selection {
  readonly fx?: string;
  readonly yes: boolean;
  readonly adopt: boolean;
  readonly detailedExitcode: boolean;
  readonly out?: string;
  readonly save: boolean;
  readonly markdown: boolean;
  /** Answers of the wizard that were given as flags. */
  readonly answers: Answers;
}

export interface ExportPipelineOptions extends CommonOptions {
  readonly for: PipelineKind;
  /** Where it is written instead of to stdout. */
  readonly out?: string;
}

export interface ExportFederationOptions extends CommonOptions {
  readonly for: PipelineKind;
  readonly repository: string;
  readonly tenant?: string;
  /** Where it is written instead of to stdout. */
  readonly out?: string;
}

export interface ExportRightsOptions extends CommonOptions, Selection {
  /** A folder for the definitions, instead of stdout. */
  readonly out?: string;
}

export interface VerifyOptions extends CommonOptions, Selection {
  /** A file that ends in .html or .md. */
  readonly report?: string;
  /** Whether the plan that mends what failed is shown. */
  readonly fix: boolean;
  /** Where that plan is saved; with `fromInside`, what this machine sees. */
  readonly out?: string;
  /** Whether this machine is in the network, and looks at it from there. */
  readonly fromInside?: boolean;
  /** Whether it is not, and looks at it from there. */
  readonly fromOutside?: boolean;
  /** File of what a machine inside saw. */
  readonly inside?: string;
  /** Whether it is told how to look from a machine inside, instead of looking. */
  readonly print?: boolean;
  /** In the sandbox: name or id of the subnet that this machine stands in, or `internet`. */
  readonly sandboxFrom?: string;
  /** Judge whatever lies in this subscription, without an estate file. */
  readonly subscription?: string;
  readonly resourceGroup?: string;
  /** Directory that it trusts; without it all are asked that the sign-in sees. */
  readonly directory?: string;
}

export interface KeysRotateOptions extends CommonOptions, Selection {
  readonly yes: boolean;
  readonly confirm: readonly string[];
  /** Whether a key is replaced that callers may not have read yet. */
  readonly again: boolean;
}

export interface DestroyOptions extends CommonOptions, Selection {
  readonly yes: boolean;
  readonly confirm: readonly string[];
  /** Whether soft-deleted names are freed at once. */
  readonly purge: boolean;
  readonly concurrency: number;
}

export interface IncidentOptions extends CommonOptions, Selection {
  readonly yes: boolean;
  readonly confirm: readonly string[];
  readonly onFailure?: 'ask' | OnFailure;
  readonly concurrency: number;
  /** Whether connections of private endpoints are rejected too. */
  readonly hard: boolean;
  /** Object ids of those whose roles alone are revoked; empty: everybody's. */
  readonly principals: readonly string[];
}

export interface AccessReviewOptions
  extends CommonOptions,
    Selection,
    Pick<IncidentOptions, 'yes' | 'confirm' | 'onFailure' | 'concurrency'> {
  /** A file that ends in .html or .md. */
  readonly report?: string;
  /** Whether what may go is taken away. */
  readonly remove: boolean;
  /** Object ids of those whose roles alone go, whatever they are; empty: what is remarked on. */
  readonly principals: readonly string[];
}

export interface IncidentPlanOptions extends CommonOptions, Selection {
  /** Where the plan is written. */
  readonly out?: string;
}

export interface DeployOptions extends CommonOptions, Selection {
  readonly fx?: string;
  readonly planFile?: string;
  readonly yes: boolean;
  readonly adopt: boolean;
  readonly confirm: readonly string[];
  readonly onFailure?: 'ask' | OnFailure;
  readonly concurrency: number;
  /** Default: all in one go. */
  readonly rollout?: Rollout;
  readonly answers: Answers;
}

export interface TenantAddOptions
  extends CommonOptions,
    Pick<DeployOptions, 'yes' | 'adopt' | 'confirm' | 'onFailure' | 'concurrency' | 'rollout'> {
  /** Answers that were given as flags; `--name` is that of the tenant. */
  readonly answers: Answers;
  /** Whether a subscription of another tenant may be shared from now on. */
  readonly allowSharedSubscriptions: boolean;
}

export interface TenantRemoveOptions
  extends CommonOptions,
    Pick<DestroyOptions, 'yes' | 'confirm' | 'purge' | 'concurrency'> {
  readonly name: string;
}

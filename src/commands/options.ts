import type { Answers } from '../estate/answers.ts';
import type { OnFailure } from '../run/run.ts';

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

export interface PlanOptions extends CommonOptions, Selection {
  readonly yes: boolean;
  readonly adopt: boolean;
  readonly detailedExitcode: boolean;
  readonly out?: string;
  readonly save: boolean;
  readonly markdown: boolean;
  /** Answers of the wizard that were given as flags. */
  readonly answers: Answers;
}

export interface DestroyOptions extends CommonOptions, Selection {
  readonly yes: boolean;
  readonly confirm: readonly string[];
  /** Whether soft-deleted names are freed at once. */
  readonly purge: boolean;
  readonly concurrency: number;
}

export interface DeployOptions extends CommonOptions, Selection {
  readonly planFile?: string;
  readonly yes: boolean;
  readonly adopt: boolean;
  readonly confirm: readonly string[];
  readonly onFailure?: 'ask' | OnFailure;
  readonly concurrency: number;
  readonly answers: Answers;
}

export interface TenantAddOptions
  extends CommonOptions,
    Pick<DeployOptions, 'yes' | 'adopt' | 'confirm' | 'onFailure' | 'concurrency'> {
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

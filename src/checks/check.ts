/** The result of one rule over estate, design and observed. */
export interface CheckResult {
  /** Stable id, `GT-CHECK-…`. */
  readonly id: string;
  /** Rows of the checklist it speaks to. */
  readonly checklist: readonly string[];
  readonly stamp?: string;
  readonly status: 'ok' | 'warning' | 'failed' | 'not-applicable' | 'attested';
  readonly message: string;
  /** What may come of it, in one sentence; on what failed. */
  readonly risk?: string;
  readonly evidence?: string;
  /** What to do; always there on warning and failed. */
  readonly next?: string;
}

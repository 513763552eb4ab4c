import type { CheckResult } from '../checks/check.ts';
import type { Isolation } from '../checks/isolation/isolation.ts';
import { type ChecklistRow, checklist, checklistAreas } from '../facts/checklist.ts';
import type { FrameworkMapping } from './frameworks.ts';

/** What a verification found, for whoever has to answer for it. */
export interface VerificationInput {
  /** `sandbox`, `azure`, … */
  readonly cloud: string;
  readonly estateName: string;
  readonly organisation: string;
  readonly checks: readonly CheckResult[];
  /** Which environment reaches which; of what has no estate file nobody can say. */
  readonly isolation?: Isolation;
  /** Which control of which framework each check speaks to. */
  readonly frameworks?: FrameworkMapping;
  /** Date of the verification, ISO 8601. */
  readonly at: string;
}

/** One row of the checklist: the worst of what its checks say, and what they say. */
export interface RowVerdict extends ChecklistRow {
  /** `unchecked`: nothing speaks to it yet. */
  readonly verdict: CheckResult['status'] | 'unchecked';
  /** The worst first. */
  readonly checks: readonly CheckResult[];
}

const worstFirst: readonly CheckResult['status'][] = [
  'failed',
  'warning',
  'ok',
  'attested',
  'not-applicable',
];

/** The whole checklist by area, row by row. */
export function verdictsByArea(
  checks: readonly CheckResult[],
): readonly { readonly area: string; readonly rows: readonly RowVerdict[] }[] {
  return checklistAreas.map(([prefix, area]) => ({
    area,
    rows: checklist.filter(({ id }) => id.startsWith(`${prefix}-`)).map((row) => verdictOf(row, checks)),
  }));
}

function verdictOf(row: ChecklistRow, checks: readonly CheckResult[]): RowVerdict {
  const own = checks
    .filter(({ checklist: rows }) => rows.includes(row.id))
    .sort((a, b) => worstFirst.indexOf(a.status) - worstFirst.indexOf(b.status));
  return { ...row, verdict: own[0]?.status ?? 'unchecked', checks: own };
}

/** `failed 1, warning 5, ok 28 …`: rows of the checklist by verdict. */
export function countsByVerdict(
  checks: readonly CheckResult[],
): readonly (readonly [RowVerdict['verdict'], number])[] {
  const rows = verdictsByArea(checks).flatMap((area) => area.rows);
  return [...worstFirst, 'unchecked' as const]
    .map((verdict) => [verdict, rows.filter((row) => row.verdict === verdict).length] as const)
    .filter(([, count]) => count > 0);
}

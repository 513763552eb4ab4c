import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Exchange } from './sandbox.ts';

export interface Finding {
  readonly severity: 'error' | 'warning';
  readonly code: string;
  readonly where: 'request' | 'response' | 'url';
  readonly path: string;
  readonly message: string;
  readonly type: string;
  readonly apiVersion: string;
}
interface Report {
  readonly summary: {
    readonly errors: number;
    readonly warnings: number;
    readonly checked: number;
    readonly noVersion: number;
  };
  readonly findings: readonly Finding[];
  /** `type@api-version` of what was held against the published types, with how often. */
  readonly seen: Readonly<Record<string, number>>;
  /** Types and actions without data, with how often. */
  readonly notCovered: Readonly<Record<string, number>>;
}
interface Checker {
  readonly checkTraffic: (exchanges: readonly Exchange[]) => Report;
  readonly formatReport: (report: Report) => string;
}

const path = fileURLToPath(new URL('../../../shared/contract/check.mjs', import.meta.url));

/** Whether Microsoft's published types and their checker lie beside this checkout. */
export const hasContract = existsSync(path);

/** Holds recorded traffic against the published types. */
export async function checkContract(
  exchanges: readonly Exchange[],
): Promise<Report['summary'] & Pick<Report, 'seen' | 'notCovered'> & { report: string }> {
  const checker = (await import(path)) as Checker;
  const report = checker.checkTraffic(exchanges);
  const { summary, seen, notCovered } = report;
  return { ...summary, seen, notCovered, report: checker.formatReport(report) };
}

/** Everything that the checker has to say about recorded traffic. */
export async function findingsOn(exchanges: readonly Exchange[]): Promise<readonly Finding[]> {
  if (exchanges.length === 0) return [];
  const checker = (await import(path)) as Checker;
  return checker.checkTraffic(exchanges).findings;
}

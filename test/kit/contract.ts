import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Exchange } from './sandbox.ts';

interface Report {
  readonly summary: { readonly errors: number; readonly checked: number };
  readonly findings: readonly object[];
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
): Promise<{ errors: number; checked: number; report: string }> {
  const checker = (await import(path)) as Checker;
  const report = checker.checkTraffic(exchanges);
  return { ...report.summary, report: checker.formatReport(report) };
}

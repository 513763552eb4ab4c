import type { CheckResult } from '../checks/check.ts';
import type { Isolation } from '../checks/isolation/isolation.ts';
import { Refusal } from '../problems/problem.ts';
import { htmlReport } from '../report/html.ts';
import { markdownReport } from '../report/markdown.ts';
import type { ReportInput } from '../report/report.ts';
import type { RunResult } from '../run/events.ts';
import type { Cloud, Ports } from './ports.ts';
import type { Planned, Preparation } from './prepare.ts';

interface Reported {
  readonly preparation: Preparation<Pick<Planned, 'stamp' | 'plan'>>;
  readonly results: readonly RunResult[];
  readonly checks: readonly CheckResult[];
  readonly cloud: Cloud;
  readonly isolation?: Isolation;
}

/** What a report is made of. */
export function reportInput(
  { preparation, results, checks, cloud, isolation }: Reported,
  ports: Pick<Ports, 'today'>,
): ReportInput {
  const estate = preparation.stamps[0]?.stamp.estate;
  return {
    cloud: cloud.name,
    estateName: estate?.name ?? '',
    organisation: estate?.organisation ?? '',
    plans: preparation.stamps.map(({ plan }) => plan),
    cost: preparation.cost,
    checks: [...preparation.checks, ...checks],
    runs: results,
    ...(isolation ? { isolation } : {}),
    at: ports.today(),
  };
}

/** Writes the report of a deployment beside its journals, as a page and as Markdown, and says where. */
export async function writeReport(
  reported: Reported,
  ports: Pick<Ports, 'today' | 'files' | 'show' | 'homeOf'>,
): Promise<void> {
  const input = reportInput(reported, ports);
  const name = reported.results.map((result) => result.runId).find((runId) => runId !== '');
  if (name === undefined) return;
  const base = `${ports.homeOf(reported.cloud.name)}/reports/${name}`;
  try {
    await ports.files.write(`${base}.html`, htmlReport(input));
    await ports.files.write(`${base}.md`, markdownReport(input));
    ports.show.text(`Report: ${base}.html`);
  } catch (error) {
    // How the run ended is what counts by now.
    if (!(error instanceof Refusal)) throw error;
    ports.show.problems(error.problems);
  }
}

import { planJson, problemsJson } from '../report/json.ts';
import { markdownReport } from '../report/markdown.ts';
import { exit } from './exit-code.ts';
import { findEstate } from './find-estate.ts';
import type { PlanOptions } from './options.ts';
import type { Ports } from './ports.ts';
import { hasChanges, type Planned, type Preparation, prepare, prepareWhole, refusals } from './prepare.ts';
import { savedPlan } from './saved-plan.ts';
import { selectStamps } from './stamps.ts';
import { reportInput } from './write-report.ts';

/** Shows what a deployment would do and cost. The same code as deploy, stopped before it confirms. */
export async function plan(options: PlanOptions, ports: Ports): Promise<number> {
  const found = await findEstate(options, ports);
  if (!found) return exit.done;
  const { estate } = found;
  const cloud = await ports.cloud(options.cloud ?? estate.cloud);
  const stamps = await selectStamps(estate, { ...options, allByDefault: found.isNew }, ports);
  const at = { ...ports, cloud };
  // A plan that is saved holds all that would be sent; nothing else of it is needed once it has been compared.
  const preparation: Preparation<Pick<Planned, 'stamp' | 'plan'>> =
    options.out === undefined
      ? await prepare(estate, stamps, at, options)
      : await prepareWhole(estate, stamps, at, options);
  if (options.save) await found.save();
  if (options.out !== undefined)
    await ports.files.write(options.out, savedPlan(cloud.name, preparation, options));
  const problems = refusals(preparation);
  const document = planJson(cloud.name, preparation);
  if (options.markdown) {
    const report = markdownReport(reportInput({ preparation, results: [], checks: [], cloud }, ports));
    if (options.json) ports.show.text(report);
    else ports.text(report);
  }
  if (!options.markdown) {
    ports.show.plans(preparation.stamps.map((prepared) => prepared.plan));
    ports.show.checks(preparation.checks, 'PREFLIGHT');
    ports.show.cost(preparation.cost);
  }
  if (problems.length > 0) ports.show.problems(problems);
  if (options.json)
    ports.json(problems.length > 0 ? problemsJson(cloud.name, problems, preparation) : document);
  if (problems.length > 0) return exit.refused;
  return options.detailedExitcode && hasChanges(preparation) ? exit.changes : exit.done;
}

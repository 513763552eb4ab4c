import type { CheckResult } from '../checks/check.ts';
import { runChecks } from '../checks/index.ts';
import { stampsOf } from '../estate/estate.ts';
import { problemsJson, runJson } from '../report/json.ts';
import type { RunResult } from '../run/events.ts';
import { refusedStamp, withoutBusy } from './busy.ts';
import { confirmed } from './confirm.ts';
import { exit, exitCodeOf } from './exit-code.ts';
import { findEstate } from './find-estate.ts';
import { Live } from './live.ts';
import type { DeployOptions } from './options.ts';
import type { Cloud, Ports, Records } from './ports.ts';
import { failedChecks, hasChanges, type Preparation, prepare } from './prepare.ts';
import { reobserved } from './reobserve.ts';
import { runStamp, untouchedRun } from './run-stamp.ts';
import { differsFromSaved, pricesDiffer, readSavedPlan, refuseOtherCloud } from './saved-plan.ts';
import { selectStamps } from './stamps.ts';
import { writeReport } from './write-report.ts';

/** Asks, plans, prices, confirms, runs, verifies and reports. Answers the exit code. */
export async function deploy(options: DeployOptions, ports: Ports): Promise<number> {
  const saved =
    options.planFile === undefined ? undefined : await readSavedPlan(options.planFile, ports.files);
  if (saved && options.cloud !== undefined) refuseOtherCloud(saved, options.cloud);
  const found = await findEstate({ ...options, ...(saved ? { planned: saved } : {}) }, ports);
  if (!found) return exit.done;
  const { estate } = found;
  await found.save();
  const cloud = await ports.cloud(options.cloud ?? saved?.cloud ?? estate.cloud);
  const stamps = saved
    ? stampsOf(estate).filter(({ name }) => saved.stamps.includes(name))
    : await selectStamps(estate, { ...options, allByDefault: found.isNew }, ports);
  const records = await ports.records(cloud.name, estate);
  const { free, busy } = await withoutBusy(stamps, records);
  const adopt = options.adopt || saved?.adopt === true;
  const preparation = await prepare(estate, free, { ...ports, cloud }, { ...options, adopt });
  showPreparation(preparation, ports);
  for (const { refusal } of busy) ports.show.problems(refusal.problems);
  if (saved && pricesDiffer(saved, preparation))
    ports.show.text(`The prices are not those of ${saved.path} any more.`);
  const stale = saved ? differsFromSaved(saved, preparation) : [];
  const problems = [...stale, ...failedChecks(preparation.checks)];
  if (problems.length > 0) {
    ports.show.problems(problems);
    if (options.json) ports.json(problemsJson(cloud.name, problems, preparation));
    return exit.refused;
  }
  if (!hasChanges(preparation)) {
    ports.show.text('Everything is as the estate file says. Nothing to do.');
    const results = [...preparation.stamps.map(({ plan }) => untouchedRun(plan)), ...busy.map(refusedStamp)];
    if (options.json) ports.json(runJson(cloud.name, results));
    return exitCodeOf(results, true);
  }
  if (!(await confirmed(preparation, { ...options, isNew: found.isNew }, cloud, ports))) {
    ports.show.text('Declined. Nothing was changed.');
    return exit.done;
  }
  return await runAll(preparation, busy.map(refusedStamp), options, cloud, { ...ports, ...records });
}

function showPreparation(preparation: Preparation, ports: Ports): void {
  ports.show.plans(preparation.stamps.map(({ plan }) => plan));
  ports.show.checks(preparation.checks, 'PREFLIGHT');
  ports.show.cost(preparation.cost);
}

async function runAll(
  preparation: Preparation,
  refusals: readonly RunResult[],
  options: DeployOptions,
  cloud: Cloud,
  ports: Ports & Records,
): Promise<number> {
  const live = new Live(
    ports.show,
    preparation.stamps.map(({ plan }) => plan),
  );
  const onFailure = options.onFailure ?? (ports.interactive ? 'ask' : 'rollback');
  const settings = { onFailure, concurrency: options.concurrency };
  const ended = await Promise.all(
    preparation.stamps.map((prepared) => runStamp(prepared, cloud, ports, settings, live)),
  );
  const results = [...ended, ...refusals];
  await live.end();
  for (const result of results) ports.show.run(result);
  const checks = await verified(preparation, results, cloud, ports);
  if (checks.length > 0) ports.show.checks(checks, 'VERIFICATION');
  await writeReport({ preparation, results, checks, cloud }, ports);
  if (options.json) ports.json(runJson(cloud.name, results));
  return exitCodeOf(
    results,
    checks.every((check) => check.status !== 'failed'),
  );
}

/** Looks again at what was built. */
async function verified(
  preparation: Preparation,
  results: readonly RunResult[],
  cloud: Cloud,
  ports: Ports,
): Promise<readonly CheckResult[]> {
  const built = preparation.stamps.filter(({ design }) =>
    results.some(
      (result) =>
        result.tenant === design.tenant &&
        result.environment === design.environment &&
        result.outcome === 'succeeded',
    ),
  );
  const [first] = built;
  if (!first) return [];
  const stamps = await Promise.all(built.map((prepared) => reobserved(prepared, cloud, ports)));
  return runChecks('after', { estate: first.stamp.estate, stamps, today: ports.today() });
}

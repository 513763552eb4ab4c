import { isolationResults } from '../checks/after/isolation.ts';
import type { Isolation } from '../checks/isolation/isolation.ts';
import { isolationAmong } from '../checks/isolation/of-estate.ts';
import { type Estate, type Stamp, stampsOf } from '../estate/estate.ts';
import { isShared } from '../estate/shared-stamp.ts';
import type { Problem } from '../problems/problem.ts';
import { isolationText } from '../report/isolation-text.ts';
import { problemsJson, runJson } from '../report/json.ts';
import type { RunResult } from '../run/events.ts';
import { stampBuilder } from './build-stamp.ts';
import { refusedStamp, withoutBusy } from './busy.ts';
import { confirmed } from './confirm.ts';
import { exit, exitCodeOf } from './exit-code.ts';
import { findEstate } from './find-estate.ts';
import { inUseBy } from './in-use.ts';
import { Live } from './live.ts';
import type { DeployOptions } from './options.ts';
import type { Cloud, Ports, Records } from './ports.ts';
import { hasChanges, type Planned, type Preparation, prepare, refusals } from './prepare.ts';
import { withoutRefused } from './refused.ts';
import { inOneGo, inOrderOf, notBegunRun, refuseUnknownCanary, rollOut } from './rollout.ts';
import { untouchedRun } from './run-stamp.ts';
import {
  differsFromSaved,
  pricesDiffer,
  readSavedPlan,
  refuseOtherCloud,
  type SavedPlan,
} from './saved-plan.ts';
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
  const isNew = found.isNew;
  const ended = await deployStamps(
    { estate, stamps, isNew, cloud, ...(saved ? { saved } : {}) },
    options,
    ports,
  );
  if (options.json && ended.problems.length > 0)
    ports.json(problemsJson(cloud.name, ended.problems, ended.preparation));
  else if (options.json && !ended.declined) ports.json(runJson(cloud.name, ended.results, ended.isolation));
  return ended.code;
}

/** Which stamps are deployed, and what is particular about it. */
export interface Deployment {
  readonly estate: Estate;
  readonly stamps: readonly Stamp[];
  readonly cloud: Cloud;
  /** Whether nothing of it can be there yet. */
  readonly isNew: boolean;
  /** A saved plan that is to be run exactly. */
  readonly saved?: SavedPlan;
  /** Told beneath the cost of the plan. */
  readonly also?: string;
  /** Called once the plan is confirmed, before the first write. */
  readonly confirmed?: () => Promise<void>;
}

/** What came of it. */
export interface DeploymentEnded {
  readonly code: number;
  readonly preparation: Preparation<Pick<Planned, 'stamp' | 'plan'>>;
  readonly results: readonly RunResult[];
  /** Who reaches whom, over what was built and the design of all else; undefined where nothing was looked at. */
  readonly isolation?: Isolation;
  /** Why nothing at all was begun; empty otherwise. */
  readonly problems: readonly Problem[];
  readonly declined: boolean;
}

/** Plans, prices, confirms, runs, verifies and reports stamps. */
export async function deployStamps(
  { estate, stamps, cloud, isNew, saved, also, confirmed: begun }: Deployment,
  options: Omit<DeployOptions, 'answers' | 'planFile' | 'all'>,
  ports: Ports,
): Promise<DeploymentEnded> {
  refuseUnknownCanary(
    options.rollout ?? inOneGo,
    stamps.map(({ name }) => name),
  );
  const records = await ports.records(cloud.name, estate);
  const { free, busy } = await withoutBusy(stamps, records);
  const inUse = inUseBy(records);
  const adopt = options.adopt || saved?.adopt === true;
  const preparation = await prepare(estate, free, { ...ports, cloud }, { ...options, adopt, inUse });
  showPreparation(preparation, ports);
  if (also !== undefined) ports.show.text(also);
  for (const { refusal } of busy) ports.show.problems(refusal.problems);
  if (saved && pricesDiffer(saved, preparation))
    ports.show.text(`The prices are not those of ${saved.path} any more.`);
  const stale = saved ? differsFromSaved(saved, preparation) : [];
  const problems = [...stale, ...refusals(preparation)];
  if (problems.length > 0) ports.show.problems(problems);
  const { ready, refused } = withoutRefused(preparation);
  const ended = { preparation, results: [], problems: [], declined: false };
  if (stale.length > 0 || ready.stamps.length === 0) return { ...ended, code: exit.refused, problems };
  const left = [...refused, ...busy.map(refusedStamp)];
  const changes = hasChanges(ready);
  // What an owner has to make is looked for each time, and told again.
  const isWhole = ready.stamps.every(({ plan }) => plan.handedOver === undefined);
  if (!changes && isWhole) {
    ports.show.text(
      left.length > 0
        ? 'Everything else is as the estate file says. Nothing to do.'
        : 'Everything is as the estate file says. Nothing to do.',
    );
    const results = [...ready.stamps.map(({ plan }) => untouchedRun(plan)), ...left];
    return { ...ended, code: exitCodeOf(results, true), results };
  }
  if (changes && !(await confirmed(ready, { ...options, isNew }, cloud, ports))) {
    ports.show.text('Declined. Nothing was changed.');
    return { ...ended, code: exit.done, declined: true };
  }
  await begun?.();
  const running = { ...options, adopt };
  return {
    ...ended,
    ...(await runAll(ready, left, running, { estate, cloud }, { ...ports, ...records })),
  };
}

function showPreparation(preparation: Preparation, ports: Ports): void {
  ports.show.plans(preparation.stamps.map(({ plan }) => plan));
  ports.show.checks(preparation.checks, 'PREFLIGHT');
  ports.show.cost(preparation.cost);
}

type Running = Pick<DeployOptions, 'onFailure' | 'concurrency' | 'adopt' | 'fx' | 'rollout'>;

async function runAll(
  preparation: Preparation,
  refusals: readonly RunResult[],
  options: Running,
  { estate, cloud }: Pick<Deployment, 'estate' | 'cloud'>,
  ports: Ports & Records,
): Promise<Pick<DeploymentEnded, 'code' | 'results' | 'isolation'>> {
  const live = new Live(
    ports.show,
    preparation.stamps.map(({ plan }) => plan),
  );
  const builder = await stampBuilder(estate, preparation.stamps, options, cloud, ports, live);
  const { built, notBegun, because } = await rollOut(
    preparation.stamps.filter(({ stamp }) => !isShared(stamp)),
    options.rollout ?? inOneGo,
    refusals,
    ports.interrupts.signal,
    builder.build,
  );
  const shared = await builder.shared.settled(built.map(({ result }) => result));
  await live.end();
  const ended = [...shared, ...inOrderOf(preparation.stamps, built)];
  const results = [
    ...ended.map(({ result }) => result),
    ...notBegun.map((planned) => notBegunRun(planned, because)),
    ...refusals,
  ];
  ports.show.runs(results);
  const holdings = ended.flatMap(({ holding }) => holding ?? []);
  const isolation = holdings.length > 0 ? isolationAmong(estate, holdings) : undefined;
  const checks = [
    ...ended.flatMap((one) => one.checks),
    ...(isolation ? isolationResults(isolation, holdings) : []),
  ];
  if (checks.length > 0) ports.show.checks(checks, 'VERIFICATION');
  if (isolation) ports.show.text(isolationText(isolation, cloud.name));
  if (because) ports.show.problems([because]);
  const told = isolation ? { isolation } : {};
  await writeReport({ preparation, results, checks, cloud, ...told }, ports);
  const code = exitCodeOf(
    results,
    checks.every((check) => check.status !== 'failed'),
  );
  return { code, results, ...told };
}

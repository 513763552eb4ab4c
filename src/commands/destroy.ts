import { makeDesign, wholeSharedDesign } from '../design/make-design.ts';
import type { Estate, Stamp } from '../estate/estate.ts';
import { isShared } from '../estate/shared-stamp.ts';
import type { StampPlan } from '../plan/plan.ts';
import type { Problem } from '../problems/problem.ts';
import { problemsJson, runJson } from '../report/json.ts';
import { idKey } from '../resource/arm-id.ts';
import type { DeletedTwin, ResourceKind } from '../resource/kind.ts';
import { atOnce } from '../run/at-once.ts';
import type { Leftover, RunResult } from '../run/events.ts';
import { observe } from '../run/observe.ts';
import { refusedStamp, withoutBusy } from './busy.ts';
import { confirmed } from './confirm.ts';
import type { DeploymentEnded } from './deploy.ts';
import { readEstate } from './estate-files.ts';
import { exit, exitCodeOf } from './exit-code.ts';
import { noEstateFile } from './find-estate.ts';
import { inUseBy } from './in-use.ts';
import { Live } from './live.ts';
import type { DestroyOptions } from './options.ts';
import type { Cloud, Ports, Records } from './ports.ts';
import { hasChanges, type Preparation, type Prepared, prepareRemoval, refusals } from './prepare.ts';
import { withoutRefused } from './refused.ts';
import { runsAtOnce } from './rollout.ts';
import { refusedRun, runStamp, untouchedRun } from './run-stamp.ts';
import { selectStamps } from './stamps.ts';

/** Plans, confirms and takes environments down: all that carries their mark. The estate file stays as it is. */
export async function destroy(options: DestroyOptions, ports: Ports): Promise<number> {
  const read = await readEstate(options.config, ports.files);
  if (!read) throw noEstateFile(options.config, 'an environment is taken down by its file');
  const { estate } = read;
  const cloud = await ports.cloud(options.cloud ?? estate.cloud);
  const stamps = await selectStamps(estate, { ...options, allByDefault: false }, ports);
  const ended = await destroyStamps(
    {
      estate,
      stamps,
      cloud,
      confirm: (ready) => confirmed(ready, { ...options, isNew: false }, cloud, ports),
    },
    options,
    ports,
  );
  if (options.json && ended.problems.length > 0)
    ports.json(problemsJson(cloud.name, ended.problems, ended.preparation));
  else if (options.json && !ended.declined) ports.json(runJson(cloud.name, ended.results));
  return ended.code;
}

/** Which stamps are taken down, and who says that they may be. */
export interface Destruction {
  readonly estate: Estate;
  readonly stamps: readonly Stamp[];
  readonly cloud: Cloud;
  /** Asked once the plan has been shown, where there is something to do. */
  readonly confirm: (ready: Preparation<Prepared>) => Promise<boolean>;
  /** What would bring back what is deleted softly; default: the next deployment. */
  readonly again?: Again;
}

interface Again {
  readonly what: string;
  readonly command: string;
}

const nextDeployment: Again = { what: 'the next deployment', command: 'gotthard deploy' };

/** Plans, shows and takes stamps down. */
export async function destroyStamps(
  { estate, stamps, cloud, confirm, again = nextDeployment }: Destruction,
  options: Pick<DestroyOptions, 'purge' | 'concurrency'>,
  ports: Ports,
): Promise<DeploymentEnded> {
  const records = await ports.records(cloud.name, estate);
  const { free, busy } = await withoutBusy(stamps, records);
  const inUse = inUseBy(records);
  const preparation = await prepareRemoval(estate, free, { ...ports, cloud }, { ...options, inUse });
  ports.show.plans(preparation.stamps.map(({ plan }) => plan));
  ports.show.checks(preparation.checks, 'PREFLIGHT');
  for (const { refusal } of busy) ports.show.problems(refusal.problems);
  const problems = refusals(preparation);
  if (problems.length > 0) ports.show.problems(problems);
  const { ready, refused } = withoutRefused(preparation);
  const ended = { preparation, results: [], problems: [], declined: false };
  if (ready.stamps.length === 0) return { ...ended, code: exit.refused, problems };
  const left = [...refused, ...busy.map(refusedStamp)];
  if (!hasChanges(ready)) {
    ports.show.text('Nothing of it is there. Nothing to do.');
    const results = [...ready.stamps.map(({ plan }) => untouchedRun(plan)), ...left];
    return { ...ended, code: exitCodeOf(results, true), results };
  }
  if (!(await confirm(ready))) {
    ports.show.text('Declined. Nothing was changed.');
    return { ...ended, code: exit.done, declined: true };
  }
  const results = [...(await runAll(ready, { ...options, again }, cloud, { ...ports, ...records })), ...left];
  return { ...ended, code: exitCodeOf(results, true), results };
}

async function runAll(
  preparation: Preparation<Prepared>,
  { concurrency, again }: Pick<DestroyOptions, 'concurrency'> & { readonly again: Again },
  cloud: Cloud,
  ports: Ports & Records,
): Promise<readonly RunResult[]> {
  const live = new Live(
    ports.show,
    preparation.stamps.map(({ plan }) => plan),
  );
  // It only goes forward: whatever stops it, it is kept and gone on with.
  const settings = { onFailure: 'keep', concurrency } as const;
  const run = async (prepared: Prepared): Promise<RunResult> => {
    const result = await runStamp(prepared.plan, async () => prepared, cloud, ports, settings, live);
    return withHeldNames(result, prepared, again, cloud);
  };
  const own = preparation.stamps.filter(({ stamp }) => !isShared(stamp));
  const gone = await atOnce(runsAtOnce, own, run);
  const isGone = ({ tenant, environment }: StampPlan): boolean =>
    gone.some(
      (result) =>
        result.tenant === tenant && result.environment === environment && result.outcome === 'succeeded',
    );
  const standing = own.filter(({ plan }) => !isGone(plan));
  // What a subscription shares goes last, and stays where one of its users does.
  const shared = await atOnce(
    runsAtOnce,
    preparation.stamps.filter(({ stamp }) => isShared(stamp)),
    async (prepared) => {
      const user = standing.find(({ plan }) => plan.subscriptionId === prepared.plan.subscriptionId);
      return user ? refusedRun(prepared.plan, stillUsed(prepared.stamp, user.stamp)) : run(prepared);
    },
  );
  const results = [...gone, ...shared];
  await live.end();
  ports.show.runs(results);
  return results;
}

function stillUsed(shared: Stamp, user: Stamp): Problem {
  return {
    code: 'GT-SHARED-IN-USE',
    what: `${shared.name} stays: ${user.name}, which uses it, is not taken down`,
    why: 'what a subscription shares goes with the last of its environments',
    next: ['gotthard runs resume, then the same command again.'],
  };
}

/** What is deleted and still holds its name stands under what is left, with how it is freed or brought back. */
async function withHeldNames(
  result: RunResult,
  prepared: Prepared,
  again: Again,
  { kinds }: Cloud,
): Promise<RunResult> {
  if (result.outcome !== 'succeeded') return result;
  const { design, azure, requests } = prepared;
  const { stamp } = prepared;
  const { resources } = isShared(stamp) ? wholeSharedDesign(stamp) : makeDesign(stamp);
  const { deleted } = await observe(design, { azure, kinds, requests }, resources);
  const leftovers = resources.flatMap(({ id, type }) => {
    const twin = deleted[idKey(id)];
    return twin ? [heldName(id, twin, kinds.get(type), again)] : [];
  });
  return { ...result, leftovers };
}

function heldName(id: string, twin: DeletedTwin, kind: ResourceKind, again: Again): Leftover {
  const location = /\/locations\/([^/]+)/i.exec(twin.id)?.[1] ?? '';
  const protectedToo = twin.purgeProtected ? ' and can not be purged' : '';
  return {
    id,
    reason: `the deleted ${kind.noun} still holds its name${protectedToo}; ${again.what} brings it back.`,
    command: twin.purgeProtected
      ? again.command
      : (kind.softDelete?.purgeCommand(id, location) ?? again.command),
    ...(twin.freeOn === undefined ? {} : { freeOn: twin.freeOn }),
  };
}

import { makeDesign } from '../design/make-design.ts';
import { problemsJson, runJson } from '../report/json.ts';
import { idKey } from '../resource/arm-id.ts';
import type { DeletedTwin, ResourceKind } from '../resource/kind.ts';
import type { Leftover, RunResult } from '../run/events.ts';
import { observe } from '../run/observe.ts';
import { refusedStamp, withoutBusy } from './busy.ts';
import { confirmed } from './confirm.ts';
import { readEstate } from './estate-files.ts';
import { exit, exitCodeOf } from './exit-code.ts';
import { noEstateFile } from './find-estate.ts';
import { Live } from './live.ts';
import type { DestroyOptions } from './options.ts';
import type { Cloud, Ports, Records } from './ports.ts';
import { hasChanges, type Preparation, type Prepared, prepareRemoval, refusals } from './prepare.ts';
import { withoutRefused } from './refused.ts';
import { runStamp, untouchedRun } from './run-stamp.ts';
import { selectStamps } from './stamps.ts';

/** Plans, confirms and takes environments down: all that carries their mark. The estate file stays as it is. */
export async function destroy(options: DestroyOptions, ports: Ports): Promise<number> {
  const read = await readEstate(options.config, ports.files);
  if (!read) throw noEstateFile(options.config, 'an environment is taken down by its file');
  const { estate } = read;
  const cloud = await ports.cloud(options.cloud ?? estate.cloud);
  const stamps = await selectStamps(estate, { ...options, allByDefault: false }, ports);
  const records = await ports.records(cloud.name, estate);
  const { free, busy } = await withoutBusy(stamps, records);
  const preparation = await prepareRemoval(estate, free, { ...ports, cloud }, options);
  ports.show.plans(preparation.stamps.map(({ plan }) => plan));
  ports.show.checks(preparation.checks, 'PREFLIGHT');
  for (const { refusal } of busy) ports.show.problems(refusal.problems);
  const problems = refusals(preparation);
  if (problems.length > 0) ports.show.problems(problems);
  const { ready, refused } = withoutRefused(preparation);
  if (ready.stamps.length === 0) {
    if (options.json) ports.json(problemsJson(cloud.name, problems, preparation));
    return exit.refused;
  }
  const left = [...refused, ...busy.map(refusedStamp)];
  if (!hasChanges(ready)) {
    ports.show.text('Nothing of it is there. Nothing to do.');
    const results = [...ready.stamps.map(({ plan }) => untouchedRun(plan)), ...left];
    if (options.json) ports.json(runJson(cloud.name, results));
    return exitCodeOf(results, true);
  }
  if (!(await confirmed(ready, { ...options, isNew: false }, cloud, ports))) {
    ports.show.text('Declined. Nothing was changed.');
    return exit.done;
  }
  const ended = await runAll(ready, options, cloud, { ...ports, ...records });
  const results = [...ended, ...left];
  if (options.json) ports.json(runJson(cloud.name, results));
  return exitCodeOf(results, true);
}

async function runAll(
  preparation: Preparation,
  { concurrency }: DestroyOptions,
  cloud: Cloud,
  ports: Ports & Records,
): Promise<readonly RunResult[]> {
  const live = new Live(
    ports.show,
    preparation.stamps.map(({ plan }) => plan),
  );
  // It only goes forward: whatever stops it, it is kept and gone on with.
  const settings = { onFailure: 'keep', concurrency } as const;
  const results = await Promise.all(
    preparation.stamps.map((prepared) => runStamp(prepared, cloud, ports, settings, live)),
  );
  await live.end();
  const told = await Promise.all(
    results.map((result, index) => withHeldNames(result, preparation.stamps[index], cloud)),
  );
  for (const result of told) ports.show.run(result);
  return told;
}

/** What is deleted and still holds its name stands under what is left, with how it is freed or brought back. */
async function withHeldNames(
  result: RunResult,
  prepared: Prepared | undefined,
  { kinds }: Cloud,
): Promise<RunResult> {
  if (result.outcome !== 'succeeded' || !prepared) return result;
  const { design, azure, requests } = prepared;
  const { resources } = makeDesign(prepared.stamp);
  const { deleted } = await observe(design, { azure, kinds, requests }, resources);
  const leftovers = resources.flatMap(({ id, type }) => {
    const twin = deleted[idKey(id)];
    return twin ? [heldName(id, twin, kinds.get(type))] : [];
  });
  return { ...result, leftovers };
}

function heldName(id: string, twin: DeletedTwin, kind: ResourceKind): Leftover {
  const location = /\/locations\/([^/]+)/i.exec(twin.id)?.[1] ?? '';
  const protectedToo = twin.purgeProtected ? ' and can not be purged' : '';
  return {
    id,
    reason: `the deleted ${kind.noun} still holds its name${protectedToo}; the next deployment brings it back.`,
    command: twin.purgeProtected
      ? 'gotthard deploy'
      : (kind.softDelete?.purgeCommand(id, location) ?? 'gotthard deploy'),
    ...(twin.freeOn === undefined ? {} : { freeOn: twin.freeOn }),
  };
}

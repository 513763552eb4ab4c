import { type Estate, type Stamp, stampsOf } from '../estate/estate.ts';
import { accessRemovalPlan } from '../plan/make-access-plan.ts';
import { Refusal } from '../problems/problem.ts';
import { type ListedRun, type RunStory, type RunsListJson, runJson } from '../report/json.ts';
import { runStory, runsTable, storyOf } from '../report/runs.ts';
import type { RunResult } from '../run/events.ts';
import {
  isOpen,
  type JournalStore,
  knownToRun,
  type ReadJournal,
  type RunState,
  stateOf,
} from '../run/journal.ts';
import { withPutBacks } from '../run/put-backs.ts';
import { readEstate } from './estate-files.ts';
import { exit, exitCodeOf } from './exit-code.ts';
import { noEstateFile } from './find-estate.ts';
import { incidentPlans } from './incident.ts';
import { Live } from './live.ts';
import type { CommonOptions, DeployOptions } from './options.ts';
import type { Cloud, Ports, Records } from './ports.ts';
import {
  failedChecks,
  type Preparation,
  type Prepared,
  prepareApart,
  prepareRemoval,
  prepareWhole,
} from './prepare.ts';
import { resumeStamp, undoStamp } from './run-stamp.ts';
import { sharedStampCalled } from './shared-runs.ts';

type RunsOptions = CommonOptions & Pick<DeployOptions, 'concurrency' | 'onFailure'>;

/** A run as its journal tells it. */
interface Recorded {
  readonly state: RunState;
  readonly story: RunStory;
  readonly read: ReadJournal;
}

/** Lists the runs of a cloud, newest last. */
export async function runsList(options: CommonOptions, ports: Ports): Promise<number> {
  const { cloudName, journals } = await recordsOf(options, ports);
  const all = await Promise.all((await journals.list()).map((runId) => journals.read(runId)));
  const runs = all.flatMap((read) => recorded(read) ?? []);
  if (options.json) ports.json({ cloud: cloudName, runs: runs.map(listed) } satisfies RunsListJson);
  else if (runs.length === 0) ports.show.text('No runs yet.');
  else for (const line of runsTable(cloudName, runs.map(listed))) ports.text(line);
  const damages = all.flatMap(({ damage }) => damage ?? []);
  if (damages.length > 0) ports.show.problems(damages);
  return exit.done;
}

/** Shows one run: what happened to each resource, and how it ended. */
export async function runsShow(
  runId: string | undefined,
  options: CommonOptions,
  ports: Ports,
): Promise<number> {
  const { cloudName, journals } = await recordsOf(options, ports);
  const run = await findRun(runId, journals, () => true);
  const { story, read } = run;
  if (read.damage) ports.show.problems([read.damage]);
  if (options.json) ports.json({ cloud: cloudName, runs: [story] });
  else {
    for (const line of runStory(cloudName, story)) ports.text(line);
    if (read.torn) ports.text('  The last line of its journal is torn: what it announced was never sent.');
  }
  if (story.failure) ports.show.problems([story.failure]);
  return exit.done;
}

/** Goes on with an open run. */
export async function runsResume(
  runId: string | undefined,
  options: RunsOptions,
  ports: Ports,
): Promise<number> {
  const { cloudName, estate, ...records } = await recordsOf(options, ports);
  const { state, read } = await findRun(runId, records.journals, isOpen);
  if (read.damage) throw new Refusal([read.damage], 4);
  if (state.rollingBack) throw halfUndone(state);
  if (estate === undefined) throw noFile(options.config);
  const { tenant, environment, estateId, users } = state.header.plan;
  const name = `${tenant}/${environment}`;
  const all = stampsOf(estate);
  const stamp = users
    ? sharedStampCalled(name, users, all)
    : all.find((candidate) => candidate.name === name);
  if (!stamp || estate.id !== estateId) throw foreignRun(state, options.config);
  const cloud = await ports.cloud(cloudName);
  await caughtUp(cloud, read);
  const preparation = await preparedAgain(estate, stamp, state, { ...ports, ...records, cloud });
  const blocked = failedChecks(preparation.checks.filter((check) => check.stamp === name));
  const [first, ...rest] = blocked;
  if (first) throw new Refusal([first, ...rest], 4);
  const prepared = preparation.stamps.find((one) => one.stamp.name === name);
  if (!prepared) throw noFile(options.config);
  ports.show.plans([prepared.plan]);
  const live = new Live(ports.show, [prepared.plan]);
  const settings = settingsOf(options, ports);
  const { runId: id } = state.header;
  const result = await resumeStamp(prepared, read, id, cloud, { ...ports, ...records }, settings, live);
  return await ended(result, live, cloudName, options, ports);
}

/**
 * A simulator's store knows the time of its last write; a process that was killed had seen more by reading on. From
 * there time goes on, so that what it saw is not out of sight again.
 */
async function caughtUp({ sandbox, clock }: Cloud, { entries }: ReadJournal): Promise<void> {
  const last = entries.at(-1);
  const behindMs = last && sandbox ? Date.parse(last.at) - clock.now() : 0;
  if (behindMs > 0) await clock.sleep(behindMs);
}

/** What is left to do of a run, from what exists now: building goes on as building, taking down as taking down. */
async function preparedAgain(
  estate: Estate,
  stamp: Stamp,
  state: RunState,
  ports: Pick<Ports, 'today' | 'files' | 'homeOf'> & Pick<Records, 'journals'> & { cloud: Cloud },
): Promise<Preparation<Prepared>> {
  const { destroys, incident, access, actions } = state.header.plan;
  if (incident) {
    const { act, hard = false, principals = [] } = incident;
    const planOf = await incidentPlans(act, { hard, principals }, [stamp], ports.journals);
    return prepareApart(estate, [stamp], ports, (input, of) => withPutBacks(planOf(input, of), state));
  }
  if (access) {
    const unwanted = actions.map(({ id, title, reason = '', irreversible = false }) => ({
      id,
      title,
      reason,
      forGood: irreversible,
    }));
    return prepareApart(estate, [stamp], ports, (input) =>
      withPutBacks(accessRemovalPlan(input, unwanted), state),
    );
  }
  if (destroys) {
    return prepareRemoval(estate, [stamp], ports, { purge: actions.some((action) => action.purge) });
  }
  return prepareWhole(estate, [stamp], ports, { adopt: false, ...knownToRun(state) });
}

/** Undoes an open run, or what an earlier undoing has left. Needs the journal alone. */
export async function runsRollback(
  runId: string | undefined,
  options: RunsOptions,
  ports: Ports,
): Promise<number> {
  const { cloudName, journals, locks } = await recordsOf(options, ports);
  const undoable = (state: RunState): boolean => isOpen(state) || state.end?.outcome === 'leftovers';
  const { state, read } = await findRun(runId, journals, undoable);
  if (read.damage) throw new Refusal([read.damage], 4);
  const cloud = await ports.cloud(cloudName);
  await caughtUp(cloud, read);
  const { plan } = state.header;
  const azure = await cloud.calls(plan);
  const live = new Live(ports.show, [plan]);
  const at = { plan, azure, requests: cloud.requests(plan), permissions: await cloud.rights(azure) };
  const result = await undoStamp(
    at,
    read,
    state.header.runId,
    cloud,
    { ...ports, journals, locks },
    settingsOf(options, ports),
    live,
  );
  return await ended(result, live, cloudName, options, ports);
}

async function ended(
  result: RunResult,
  live: Live,
  cloud: string,
  options: CommonOptions,
  ports: Ports,
): Promise<number> {
  await live.end();
  ports.show.runs([result]);
  if (options.json) ports.json(runJson(cloud, [result]));
  return exitCodeOf([result], true);
}

function settingsOf(options: RunsOptions, ports: Ports) {
  return {
    onFailure: options.onFailure ?? (ports.interactive ? 'ask' : 'rollback'),
    concurrency: options.concurrency,
  } as const;
}

function recorded(read: ReadJournal): Recorded | undefined {
  const state = stateOf(read.entries);
  const story = storyOf(read.entries, read.damage);
  return state && story && { state, story, read };
}

/** The named run, or the only one that is wanted. */
async function findRun(
  runId: string | undefined,
  journals: JournalStore,
  wanted: (state: RunState) => boolean,
): Promise<Recorded> {
  const ids =
    runId === undefined ? await journals.list() : (await journals.list()).filter((id) => id === runId);
  const all = await Promise.all(ids.map((id) => journals.read(id)));
  const runs = all.flatMap((read) => recorded(read) ?? []).filter(({ state }) => wanted(state));
  const [only] = runs;
  if (only && runs.length === 1) return only;
  const [damage] = all.flatMap((read) => (recorded(read) ? [] : (read.damage ?? [])));
  if (damage && runs.length === 0) throw new Refusal([damage], 4);
  const named = runs.map((run) => run.state.header.runId).join(', ');
  throw new Refusal([
    {
      code: runs.length === 0 ? 'GT-RUN-NONE' : 'GT-RUN-SEVERAL',
      what:
        runs.length === 0
          ? `there is no such run${runId === undefined ? '' : `: ${runId}`}`
          : `several runs fit: ${named}`,
      why: runs.length === 0 ? 'no open run is recorded for this folder and cloud' : 'only one can be meant',
      next: [runs.length === 0 ? 'gotthard runs list' : 'Name one of them.'],
    },
  ]);
}

function listed({ story }: Recorded): ListedRun {
  const { resumed, actions, leftovers, failure, ...run } = story;
  return run;
}

/** The records of the cloud of the flag, else of the estate file, else of the sandbox; with the estate, if there is a file. */
async function recordsOf(options: CommonOptions, ports: Ports) {
  const estate = (await readEstate(options.config, ports.files))?.estate;
  const cloudName = options.cloud ?? estate?.cloud ?? 'sandbox';
  return { cloudName, estate, ...(await ports.records(cloudName, estate)) };
}

function halfUndone(state: RunState): Refusal {
  return new Refusal(
    [
      {
        code: 'GT-RUN-ROLLING-BACK',
        what: `run ${state.header.runId} was being undone when it stopped`,
        why: 'a run that is half undone can only be undone to its end',
        next: [`gotthard runs rollback ${state.header.runId}`],
      },
    ],
    4,
  );
}

function noFile(path: string): Refusal {
  return noEstateFile(
    path,
    'going on with a run needs the file that it was made from',
    'Or undo the run, which needs no file: gotthard runs rollback',
  );
}

function foreignRun(state: RunState, path: string): Refusal {
  return new Refusal(
    [
      {
        code: 'GT-RUN-FOREIGN',
        what: `run ${state.header.runId} is of another estate or environment than ${path}`,
        why: 'the id of the estate, or the name of its tenant or environment, is another one',
        next: ['Name the right file with --config FILE.'],
      },
    ],
    4,
  );
}

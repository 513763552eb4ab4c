import { type Estate, type Stamp, stampsOf } from '../estate/estate.ts';
import { parseEstate } from '../estate/estate-file.ts';
import { Refusal } from '../problems/problem.ts';
import { runJson, runsListJson } from '../report/json.ts';
import type { RunResult } from '../run/events.ts';
import {
  isOpen,
  type JournalEntry,
  type JournalStore,
  knownToRun,
  type RunState,
  stateOf,
} from '../run/journal.ts';
import { Requests } from '../run/requests.ts';
import { exit, exitCodeOf } from './exit-code.ts';
import { noEstateFile } from './find-estate.ts';
import { Live } from './live.ts';
import type { CommonOptions, DeployOptions } from './options.ts';
import type { Cloud, Ports } from './ports.ts';
import { failedChecks, type Preparation, prepare, prepareRemoval } from './prepare.ts';
import { resumeStamp, undoStamp } from './run-stamp.ts';

type RunsOptions = CommonOptions & Pick<DeployOptions, 'concurrency' | 'onFailure'>;

/** Lists the runs of a cloud, newest last. */
export async function runsList(options: CommonOptions, ports: Ports): Promise<number> {
  const cloudName = await cloudNameOf(options, ports);
  const runs = await Promise.all(
    (await ports.journals(cloudName).list()).map((runId) => readRun(ports.journals(cloudName), runId)),
  );
  const states = runs.flatMap((run) => (run ? [run.state] : []));
  if (options.json) ports.json(runsListJson(cloudName, states));
  else {
    for (const state of states) ports.text(lineOf(state));
    if (states.length === 0) ports.show.text('No runs yet.');
  }
  return exit.done;
}

/** Shows one run: what happened to each resource, and how it ended. */
export async function runsShow(
  runId: string | undefined,
  options: CommonOptions,
  ports: Ports,
): Promise<number> {
  const cloudName = await cloudNameOf(options, ports);
  const { state } = await findRun(runId, ports.journals(cloudName), () => true);
  if (options.json) {
    ports.json(runsListJson(cloudName, [state]));
    return exit.done;
  }
  ports.text(lineOf(state));
  for (const intent of state.intents.values()) {
    const how = state.undone.has(intent.key) ? 'undone' : state.done.has(intent.key) ? 'done' : 'not settled';
    ports.text(`  ${intent.at}  ${intent.act.padEnd(8)} ${how.padEnd(12)} ${intent.id}`);
  }
  if (state.failure) ports.show.problems([state.failure.problem]);
  return exit.done;
}

/** Goes on with an open run. */
export async function runsResume(
  runId: string | undefined,
  options: RunsOptions,
  ports: Ports,
): Promise<number> {
  const cloudName = await cloudNameOf(options, ports);
  const { state, entries } = await findRun(runId, ports.journals(cloudName), isOpen);
  if (state.rollingBack) throw halfUndone(state);
  const text = await ports.files.read(options.config);
  if (text === undefined) throw noFile(options.config);
  const { tenant, environment, estateId } = state.header.plan;
  const estate = parseEstate(text, options.config);
  const stamp = stampsOf(estate).find((candidate) => candidate.name === `${tenant}/${environment}`);
  if (!stamp || estate.id !== estateId) throw foreignRun(state, options.config);
  const cloud = await ports.cloud(cloudName);
  const preparation = await preparedAgain(estate, stamp, state, { ...ports, cloud });
  const blocked = failedChecks(preparation.checks);
  const [first, ...rest] = blocked;
  if (first) throw new Refusal([first, ...rest], 4);
  const [prepared] = preparation.stamps;
  if (!prepared) throw noFile(options.config);
  ports.show.plans([prepared.plan]);
  const live = new Live(ports.show, [prepared.plan]);
  const settings = settingsOf(options, ports);
  const result = await resumeStamp(prepared, entries, state.header.runId, cloud, ports, settings, live);
  return await ended(result, live, cloudName, options, ports);
}

/** What is left to do of a run, from what exists now: building goes on as building, taking down as taking down. */
function preparedAgain(
  estate: Estate,
  stamp: Stamp,
  state: RunState,
  ports: Pick<Ports, 'today' | 'files' | 'homeOf'> & { cloud: Cloud },
): Promise<Preparation> {
  const { destroys, actions } = state.header.plan;
  if (destroys) {
    return prepareRemoval(estate, [stamp], ports, { purge: actions.some((action) => action.purge) });
  }
  return prepare(estate, [stamp], ports, { adopt: false, ...knownToRun(state) });
}

/** Undoes an open run, or what an earlier undoing has left. Needs the journal alone. */
export async function runsRollback(
  runId: string | undefined,
  options: RunsOptions,
  ports: Ports,
): Promise<number> {
  const cloudName = await cloudNameOf(options, ports);
  const undoable = (state: RunState): boolean => isOpen(state) || state.end?.outcome === 'leftovers';
  const { state, entries } = await findRun(runId, ports.journals(cloudName), undoable);
  const cloud = await ports.cloud(cloudName);
  const { plan } = state.header;
  const azure = await cloud.calls(plan);
  const live = new Live(ports.show, [plan]);
  const at = { plan, azure, requests: new Requests(cloud.clock), permissions: await cloud.rights(azure) };
  const result = await undoStamp(
    at,
    entries,
    state.header.runId,
    cloud,
    ports,
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
  ports.show.run(result);
  if (options.json) ports.json(runJson(cloud, [result]));
  return exitCodeOf([result], true);
}

function settingsOf(options: RunsOptions, ports: Ports) {
  return {
    onFailure: options.onFailure ?? (ports.interactive ? 'ask' : 'rollback'),
    concurrency: options.concurrency,
  } as const;
}

async function readRun(
  journals: JournalStore,
  runId: string,
): Promise<{ state: RunState; entries: readonly JournalEntry[] } | undefined> {
  const entries = await journals.read(runId);
  const state = stateOf(entries);
  return state ? { state, entries } : undefined;
}

/** The named run, or the only one that is wanted. */
async function findRun(
  runId: string | undefined,
  journals: JournalStore,
  wanted: (state: RunState) => boolean,
) {
  const ids =
    runId === undefined ? await journals.list() : (await journals.list()).filter((id) => id === runId);
  const runs = (await Promise.all(ids.map((id) => readRun(journals, id)))).flatMap((run) =>
    run && wanted(run.state) ? [run] : [],
  );
  const [only] = runs;
  if (only && runs.length === 1) return only;
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

function lineOf(state: RunState): string {
  const { header, end } = state;
  const outcome = end ? end.outcome : 'open';
  return `${header.runId}  ${header.plan.tenant}/${header.plan.environment}  ${outcome}  ${header.at}  ${end?.at ?? '-'}  ${header.by}  [${header.cloud}]`;
}

/** The cloud of the flag, else of the estate file, else the sandbox. */
async function cloudNameOf(options: CommonOptions, ports: Ports): Promise<string> {
  if (options.cloud !== undefined) return options.cloud;
  const text = await ports.files.read(options.config);
  return text === undefined ? 'sandbox' : parseEstate(text, options.config).cloud;
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

import { kinds as catalogue } from '../../src/azure/catalogue.ts';
import { register } from '../../src/azure/register.ts';
import type { Design } from '../../src/design/design.ts';
import { makeDesign } from '../../src/design/make-design.ts';
import type { Answers } from '../../src/estate/answers.ts';
import { type Estate, type Stamp, stampsOf } from '../../src/estate/estate.ts';
import { estateFrom } from '../../src/estate/from-answers.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import { emptied, makeRemovalPlan } from '../../src/plan/make-removal-plan.ts';
import type { StampPlan } from '../../src/plan/plan.ts';
import type { Kinds } from '../../src/resource/kind.ts';
import type { RunEvent, RunResult } from '../../src/run/events.ts';
import { occupiedGroups } from '../../src/run/group-contents.ts';

import { type JournalEntry, knownToRun, stateOf } from '../../src/run/journal.ts';
import { observe } from '../../src/run/observe.ts';
import { Requests } from '../../src/run/requests.ts';
import { type OnFailure, type RunPorts, resumeRun, rollBackRun, runPlan } from '../../src/run/run.ts';
import { groups, helvetiaAiDev, helvetiaAiProd, helvetiaCare } from '../../src/sandbox/seed-directories.ts';
import { diskFull, lockGone } from './halts.ts';
import type { TestCloud } from './test-cloud.ts';

/** What a person of the seed's first directory would take by default: one model in the EU data zone. */
const usual = {
  organisation: helvetiaCare.displayName,
  directoryId: helvetiaCare.id,
  residency: 'eu-data-zone',
  region: 'switzerlandnorth',
  modelRegion: 'swedencentral',
  models: [{ model: 'gpt-5.1', version: '2025-11-13', deploymentType: 'DataZoneStandard', capacity: 10 }],
  environments: [{ name: 'dev', subscriptionId: helvetiaAiDev.id }],
} as const satisfies Answers;

/** Groups, notifications, keys and a budget: everything that can be answered beside the defaults. */
export const everything: Answers = {
  environments: [{ name: 'prod', subscriptionId: helvetiaAiProd.id }],
  authentication: 'keys',
  emails: ['platform@helvetia-care.example'],
  teams: ['abc.helvetia@emea.teams.ms'],
  itsm: {
    url: 'https://helvetia.service-now.example/api/inbound',
    applicationObjectId: '5a1c0e7d-2f84-4b3a-9d16-7e0b8c4f2a91',
    identifierUri: 'api://5a1c0e7d-2f84-4b3a-9d16-7e0b8c4f2a92',
  },
  budget: '2000',
  groups: {
    administrators: groups[0]?.objectId ?? '',
    contributors: groups[1]?.objectId ?? '',
    readers: groups[2]?.objectId ?? '',
    applications: groups[1]?.objectId ?? '',
  },
};

/** A complete estate: the usual answers, with some of them changed. Without changes it has one dev stamp. */
export function anEstate(changed: Answers = {}): Estate {
  return estateFrom({ ...usual, ...changed }, { estateId: 'proofs22', existingRanges: [] });
}

/** The first stamp of an estate. */
export function aStamp(changed: Answers = {}): Stamp {
  const [stamp] = stampsOf(anEstate(changed));
  if (!stamp) throw new Error('the estate has no stamp');
  return stamp;
}

export interface InProcessOptions {
  readonly onFailure?: OnFailure;
  readonly adopt?: boolean;
  readonly concurrency?: number;
  /** Ends the process that runs as a SIGKILL would, once its journal has so many new lines. */
  readonly killAfterLines?: number;
  /** The disk is full once the journal has so many new lines. */
  readonly fullAfterLines?: number;
  /** The lock is lost after so many writes. */
  readonly lostAfterWrites?: number;
  /** The kinds that are looked for; default all. */
  readonly kinds?: Kinds;
  /** Told of every event when it happens. */
  readonly emitted?: (event: RunEvent) => void;
  /** Ids that an open run created. */
  readonly journalled?: ReadonlySet<string>;
  /** Ids that an open run has begun to write. */
  readonly unsettled?: ReadonlySet<string>;
}

/** What came of a run. */
export interface Deployed {
  readonly plan: StampPlan;
  /** Absent when the run was killed. */
  readonly result: RunResult | undefined;
  /** The whole journal. */
  readonly journal: readonly JournalEntry[];
  readonly events: readonly RunEvent[];
}

/** Registers what the design needs, as the command does before a run. */
export async function registered(cloud: TestCloud, design: Design): Promise<void> {
  const session = await cloud.warm(design);
  const requests = new Requests(cloud.clock);
  const operation = await requests.again(() => register(session, design.providers));
  while (!operation.done) {
    await requests.sleep(2_000);
    await requests.read(() => operation.poll());
  }
}

/** Reads what exists of a stamp and compares. */
export async function planOf(
  cloud: TestCloud,
  stamp: Stamp | Design,
  options: InProcessOptions = {},
): Promise<StampPlan> {
  const design = 'resources' in stamp ? stamp : makeDesign(stamp);
  const { adopt = false, journalled = new Set(), unsettled = new Set(), kinds = catalogue } = options;
  const ports = { azure: await cloud.warm(design), kinds, requests: new Requests(cloud.clock) };
  return makePlan(design, await observe(design, ports), kinds, { adopt, journalled, unsettled });
}

/** Plans and runs a stamp, its providers registered first, with a journal in memory. */
export async function deployInProcess(
  cloud: TestCloud,
  stamp: Stamp,
  options: InProcessOptions = {},
): Promise<Deployed> {
  await registered(cloud, makeDesign(stamp));
  return runInProcess(cloud, await planOf(cloud, stamp, options), options);
}

/** Runs a plan, with a journal in memory. */
export function runInProcess(
  cloud: TestCloud,
  plan: StampPlan,
  options: InProcessOptions = {},
): Promise<Deployed> {
  return recorded(cloud, plan, options, [], (ports) => runPlan(plan, ports));
}

/** Goes on with the run of a journal by a plan that was made anew. */
export function goneOnInProcess(
  cloud: TestCloud,
  plan: StampPlan,
  journal: readonly JournalEntry[],
): Promise<Deployed> {
  return recorded(cloud, plan, {}, journal, (ports) => resumeRun(journal, plan, ports));
}

/** What taking a whole stamp down would do. */
export async function removalPlanOf(
  cloud: TestCloud,
  stamp: Stamp,
  { purge = false }: { purge?: boolean } = {},
): Promise<StampPlan> {
  const design = makeDesign(stamp);
  const ports = { azure: await cloud.warm(design), kinds: catalogue, requests: new Requests(cloud.clock) };
  const observed = await observe(emptied(design), ports, design.resources);
  const occupied = await occupiedGroups(observed, ports);
  return makeRemovalPlan(design, observed, catalogue, { purge, occupied });
}

/** Takes a stamp down; with a journal, goes on with a run that was kept. */
export async function destroyInProcess(
  cloud: TestCloud,
  stamp: Stamp,
  options: InProcessOptions & { readonly purge?: boolean } = {},
  journal: readonly JournalEntry[] = [],
): Promise<Deployed> {
  const plan = await removalPlanOf(cloud, stamp, options);
  return recorded(cloud, plan, { onFailure: 'keep', ...options }, journal, (ports) =>
    journal.length === 0 ? runPlan(plan, ports) : resumeRun(journal, plan, ports),
  );
}

/** Undoes the run of a journal, or of a prefix of one. */
export async function rollBackInProcess(
  cloud: TestCloud,
  journal: readonly JournalEntry[],
  options: InProcessOptions = {},
): Promise<Deployed> {
  const plan = stateOf(journal)?.header.plan;
  if (!plan) throw new Error('the journal has no first line');
  return recorded(cloud, plan, options, journal, (ports) => rollBackRun(journal, ports));
}

/** Goes on with the run of a prefix of a journal, planned anew as the command does. */
export async function resumeInProcess(
  cloud: TestCloud,
  stamp: Stamp | Design,
  journal: readonly JournalEntry[],
  options: InProcessOptions = {},
): Promise<Deployed> {
  const state = stateOf(journal);
  const plan = await planOf(cloud, stamp, { ...options, ...(state ? knownToRun(state) : {}) });
  return recorded(cloud, plan, options, journal, (ports) => resumeRun(journal, plan, ports));
}

async function recorded(
  cloud: TestCloud,
  plan: StampPlan,
  options: InProcessOptions,
  before: readonly JournalEntry[],
  run: (ports: RunPorts) => Promise<RunResult>,
): Promise<Deployed> {
  const journal = [...before];
  const events: RunEvent[] = [];
  const { onFailure = 'rollback', concurrency = 16, kinds = catalogue } = options;
  let writes = 0;
  const running = run({
    azure: await cloud.warm(plan),
    kinds,
    requests: new Requests(cloud.clock),
    journal: {
      runId: 'run-of-a-test',
      // Through text, as a file would: what does not survive that is not in a journal.
      append: async (entry) => {
        if (cloud.isKilled()) return new Promise<never>(() => undefined);
        if (journal.length - before.length === options.fullAfterLines) throw diskFull();
        journal.push(JSON.parse(JSON.stringify(entry)) as JournalEntry);
        if (journal.length - before.length === options.killAfterLines) cloud.kill();
      },
    },
    mayWrite: async () => {
      if (writes === options.lostAfterWrites) throw lockGone(plan);
      writes += 1;
    },
    emit: (event) => {
      events.push(event);
      options.emitted?.(event);
    },
    decide: async (_because, choices) => (choices.includes(onFailure) ? onFailure : 'rollback'),
    mayUndo: async () => true,
    interrupted: new AbortController().signal,
    concurrency,
    cloud: 'sandbox',
    by: 'tester@here',
  });
  const result = await Promise.race([running, cloud.killed.then(() => undefined)]);
  return { plan, result, journal, events };
}

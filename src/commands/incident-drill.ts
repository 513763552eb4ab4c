import { incidentActs } from '../checks/incident-acts.ts';
import { makeDesign } from '../design/make-design.ts';
import { proposeSubnets } from '../estate/address-plan.ts';
import { type Estate, type Stamp, stampsOf } from '../estate/estate.ts';
import { Refusal } from '../problems/problem.ts';
import { drillText } from '../report/drill-text.ts';
import type { DrillJson, DrillStep } from '../report/json.ts';
import type { RunResult } from '../run/events.ts';
import { observe } from '../run/observe.ts';
import { readEstate } from './estate-files.ts';
import { exit } from './exit-code.ts';
import { noEstateFile } from './find-estate.ts';
import { incidentPlans } from './incident.ts';
import { Live } from './live.ts';
import type { CommonOptions, Selection } from './options.ts';
import type { Cloud, Ports, Records } from './ports.ts';
import { type Preparation, type Prepared, prepareApart, prepareWhole, refusals } from './prepare.ts';
import { runStamp } from './run-stamp.ts';
import { selectStamps } from './stamps.ts';

/** A sandbox of its own, in memory, that is gone when the drill is over. */
export interface Rehearsal extends Records {
  readonly cloud: Cloud;
  /** Its state, once what is still on its way has arrived. */
  settled(): Promise<string>;
  /** Where a copy may lie: the estate's own subscription where the sandbox knows it, else one that it has. */
  place(subscriptionId: string): { readonly subscriptionId: string; readonly directoryId: string };
  /** Object ids of groups that can hold roles there. */
  readonly groups: readonly string[];
}

/** Isolates, revokes and restores a copy of each environment in a sandbox of its own, and takes the times. */
export async function incidentDrill(
  options: CommonOptions & Selection,
  ports: Ports,
  rehearsal: () => Promise<Rehearsal>,
): Promise<number> {
  const read = await readEstate(options.config, ports.files);
  if (!read) throw noEstateFile(options.config, 'a drill is done on a copy of what its file says');
  ports.about('sandbox');
  const stamps = await selectStamps(read.estate, { ...options, allByDefault: false }, ports);
  const drills: DrillJson['drills'][number][] = [];
  for (const stamp of stamps) {
    const drill = await drilled(stamp, await rehearsal(), ports);
    drills.push(drill);
    ports.show.text(drillText(drill));
  }
  if (options.json) ports.json({ cloud: 'sandbox', drills } satisfies DrillJson);
  if (drills.every(({ restored }) => restored)) {
    ports.show.text(
      'A drill on a copy exercises the commands. Exercise the people as well, then vouch for both under `attestations`, item INC-5.',
    );
    return exit.done;
  }
  return exit.verification;
}

/** How a step ended. */
type Ended = Pick<DrillStep, 'done' | 'failure'>;

async function drilled(stamp: Stamp, at: Rehearsal, ports: Ports): Promise<DrillJson['drills'][number]> {
  const copy = copyOf(stamp, at);
  const { cloud } = at;
  const steps: DrillStep[] = [];
  /** A step, unless one before it has failed: what comes after that would tell nothing. */
  const timed = async (step: DrillStep['step'], act: () => Promise<Ended>): Promise<void> => {
    if (steps.some(({ done }) => !done)) return;
    const before = cloud.clock.now();
    const ended = await act();
    steps.push({ step, durationMs: cloud.clock.now() - before, ...ended });
  };
  const running = (prepare: () => Promise<Preparation<Prepared>>) => async (): Promise<Ended> => {
    const preparation = await prepare();
    const [first, ...rest] = refusals(preparation);
    if (first) throw new Refusal([first, ...rest], exit.refused);
    const results = await Promise.all(preparation.stamps.map((one) => run(one, at, ports)));
    const [failure] = results.flatMap((result) => result.failure ?? []);
    return {
      done: results.every(({ outcome }) => outcome === 'succeeded'),
      ...(failure ? { failure: `${failure.code}: ${failure.message}` } : {}),
    };
  };
  const answering = (act: 'isolate' | 'revoke' | 'restore') =>
    running(async () => {
      const given = { hard: false, principals: [] };
      const planOf = await incidentPlans(act, given, [copy], at.journals);
      return prepareApart(copy.estate, [copy], { ...ports, cloud }, planOf);
    });
  const isCut = async (): Promise<Ended> => {
    const design = makeDesign(copy);
    const reading = {
      azure: await cloud.calls(design),
      kinds: cloud.kinds,
      requests: cloud.requests(design),
    };
    return { done: incidentActs({ design, observed: await observe(design, reading) }).length === 2 };
  };
  await timed(
    'build a copy',
    running(() => prepareWhole(copy.estate, [copy], { ...ports, cloud }, { adopt: false })),
  );
  const before = await at.settled();
  await timed('isolate', answering('isolate'));
  await timed('revoke', answering('revoke'));
  await timed('prove that it is cut off', isCut);
  await timed('restore', answering('restore'));
  const restored = steps.every(({ done }) => done) && (await at.settled()) === before;
  return { stamp: stamp.name, steps, restored };
}

async function run(prepared: Prepared, at: Rehearsal, ports: Ports): Promise<RunResult> {
  const live = new Live(ports.show, [prepared.plan]);
  const settings = { onFailure: 'rollback', concurrency: 16 } as const;
  const result = await runStamp(
    prepared.plan,
    async () => prepared,
    at.cloud,
    { ...ports, ...at },
    settings,
    live,
  );
  await live.end();
  return result;
}

/**
 * A copy of an environment that can be built in a sandbox: without what others own and what costs quota. Neither makes a
 * difference to what is cut off and given back.
 */
function copyOf({ estate, tenant, environment }: Stamp, at: Rehearsal): Stamp {
  const { subscriptionId, directoryId } = at.place(environment.subscriptionId);
  const { budget: _, usageFigures: __, ...kept } = environment;
  const subnets = proposeSubnets(environment.addressSpace);
  if (environment.network.mode === 'existing' && !subnets) throw tooSmall(environment.addressSpace);
  const groups = Object.fromEntries(
    Object.keys(tenant.groups).map((role, index) => [role, at.groups[index % at.groups.length]]),
  );
  const copy: Estate = {
    ...estate,
    reservedRanges: [],
    tenants: [
      {
        ...tenant,
        directoryId,
        groups,
        environments: [
          {
            ...kept,
            subscriptionId,
            models: [],
            network:
              environment.network.mode === 'existing' && subnets
                ? { mode: 'create', subnets }
                : environment.network,
            dns: { mode: 'own' },
            // What a subscription shares is cut off with nothing.
            activityLog: false,
            defender: [],
            logs: { mode: 'create', retentionInDays: 30, dailyCapGb: 1 },
          },
        ],
      },
    ],
  };
  const [stamp] = stampsOf(copy);
  if (!stamp) throw new Error('the copy has no environment');
  return stamp;
}

function tooSmall(addressSpace: string): Refusal {
  return new Refusal([
    {
      code: 'GT-DRILL-SPACE',
      what: `a copy of the network has no room in ${addressSpace}`,
      why: 'the network of this environment is used by its id, and the drill needs one of its own',
      next: ['Drill another environment: gotthard incident drill --tenant NAME --env NAME'],
    },
  ]);
}

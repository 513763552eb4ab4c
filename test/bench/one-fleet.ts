import { deploy } from '../../src/commands/deploy.ts';
import { plan } from '../../src/commands/plan.ts';
import { stampsOf } from '../../src/estate/estate.ts';
import { writeEstate } from '../../src/estate/write-estate.ts';
import type { RunJson } from '../../src/report/json.ts';
import { desk } from '../kit/commands.ts';
import { fleetIn } from '../kit/fleet.ts';

/**
 * Plans and deploys a fleet of so many tenants in a process of its own, with one environment that fails for good, and
 * prints what it took as one line of JSON.
 */
async function main(tenants: number): Promise<void> {
  const at = desk({ witness: false, keep: false });
  const estate = fleetIn(at.cloud.sandbox, tenants);
  at.files.set('gotthard.yaml', writeEstate(estate));
  const stamps = stampsOf(estate);
  const broken = stamps[Math.floor(stamps.length / 2)];
  const options = {
    config: 'gotthard.yaml',
    json: true,
    all: true,
    yes: true,
    adopt: false,
    answers: {},
  } as const;
  const planMs = await processorMs(() =>
    plan({ ...options, detailedExitcode: false, save: false, markdown: false }, at.ports),
  );
  const plannedMb = peakMb();
  const planRequests = at.attempts();
  at.documents.length = 0;
  const before = stateOf(at.cloud.sandbox.export(), broken?.environment.subscriptionId);
  const path = `/subscriptions/${broken?.environment.subscriptionId}/.*/Microsoft.KeyVault/vaults/[^/]+$`;
  at.cloud.sandbox.faults.add({ method: 'PUT', path, fault: 403, times: 10_000 });
  const started = performance.now();
  const deployMs = await processorMs(() => deploy({ ...options, confirm: [], concurrency: 16 }, at.ports));
  const wallMs = performance.now() - started;
  const { runs } = at.documents.at(-1) as RunJson;
  const after = stateOf(at.cloud.sandbox.export(), broken?.environment.subscriptionId);
  const done = runs.filter(({ outcome }) => outcome === 'succeeded').length;
  const asBefore = runs.some(({ outcome }) => outcome === 'rolled-back') && before === after;
  const figures = {
    stamps: stamps.length,
    planMs,
    planRequests,
    plannedMb,
    deployMs,
    wallMs,
    deployRequests: at.attempts() - planRequests,
    deployedMb: peakMb(),
    done,
    asBefore,
  };
  process.stdout.write(`${JSON.stringify(figures)}\n`);
}

async function processorMs(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function peakMb(): number {
  return process.resourceUsage().maxRSS / 1024;
}

function stateOf(exported: string, subscriptionId = ''): string {
  return exported
    .split('\n')
    .filter((line) => line.includes(subscriptionId))
    .join('\n');
}

void main(Number(process.argv[2]));

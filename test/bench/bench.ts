import { execFile, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { costFigures } from './cost.ts';
import { fleetFigures } from './fleet.ts';
import { sandboxFigures } from './sandbox.ts';

/**
 * Figures as ratios, from one run in the sandbox. Absolute times are the machine's; ratios are ours.
 *
 *   npm run bench
 */
const gotthard = join(import.meta.dirname, '..', '..', 'bin', 'gotthard.js');
const run = promisify(execFile);

interface Figure {
  readonly name: string;
  readonly value: string;
  readonly goal: string;
}

const figures: Figure[] = [];

function record(name: string, value: string, goal: string): void {
  figures.push({ name, value, goal });
}

/** Median wall time in ms of so many runs. */
function median(times: number, once: () => void): number {
  const taken = Array.from({ length: times }, () => {
    const started = performance.now();
    once();
    return performance.now() - started;
  }).sort((a, b) => a - b);
  return taken[Math.floor(taken.length / 2)] ?? 0;
}

function startUp(): void {
  const bare = median(9, () => spawnSync(process.execPath, ['-e', '0']));
  const help = median(9, () => spawnSync(process.execPath, [gotthard, '--help']));
  record(
    'start-up of --help / node -e 0',
    `${(help / bare).toFixed(2)}x (${help.toFixed(0)} ms / ${bare.toFixed(0)} ms)`,
    '<= 2.5x',
  );
  const loaded = spawnSync(process.execPath, ['--import', loaderProbe, gotthard, '--help'], {
    encoding: 'utf8',
  });
  const heavy = (loaded.stderr ?? '').split('\n').filter((line) => /azure|zod|inquirer|listr/i.test(line));
  record('modules of Azure, zod, Inquirer or Listr2 that --help loads', String(heavy.length), '0');
}

/** Prints every module URL that is resolved. */
const loaderProbe = `data:text/javascript,${encodeURIComponent(`
import { register } from 'node:module';
register('data:text/javascript,' + encodeURIComponent("export async function load(url, context, next) { process._rawDebug(url); return next(url, context); }"));
`)}`;

async function deployment(folder: string): Promise<void> {
  // Ten times faster than real: the program's own work shows as a tenth of itself.
  const started = performance.now();
  const { stdout } = await run(
    process.execPath,
    [gotthard, 'deploy', '--yes', '--json', '--sandbox-speed', '10'],
    {
      cwd: folder,
      maxBuffer: 1e8,
    },
  );
  const seconds = (performance.now() - started) / 1000;
  const { runs } = JSON.parse(stdout) as {
    runs: { environment: string; durationMs: number; criticalPathMs: number }[];
  };
  for (const result of runs) {
    const ratio = result.durationMs / result.criticalPathMs;
    record(
      `wall time / critical path, ${result.environment}`,
      `${ratio.toFixed(3)} (${(result.durationMs / 1000).toFixed(0)} s of cloud time)`,
      '<= 1.05',
    );
  }
  record('first deployment of two environments at ten times real speed', `${seconds.toFixed(1)} s`, '-');
}

async function unchanged(folder: string): Promise<void> {
  const trace = join(folder, 'trace.jsonl');
  const args = ['plan', '--env', 'dev', '--json', '--trace', trace];
  const started = performance.now();
  const time = spawnSync(
    '/usr/bin/env',
    ['bash', '-c', `exec ${process.execPath} ${gotthard} ${args.join(' ')}`],
    { cwd: folder },
  );
  const ms = performance.now() - started;
  if (time.status !== 0) throw new Error(`plan ended with ${time.status}`);
  const requests = readFileSync(trace, 'utf8').trim().split('\n').length;
  record('plan of an unchanged environment', `${ms.toFixed(0)} ms, process start included`, '-');
  record('requests of an unchanged plan of one environment', String(requests), '<= 12');
}

async function memory(folder: string): Promise<void> {
  const probe = `process.on('exit', () => process._rawDebug('peak ' + process.resourceUsage().maxRSS));`;
  const { stderr } = await run(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(probe)}`, gotthard, 'plan', '--all', '--json'],
    { cwd: folder, maxBuffer: 1e8 },
  );
  const peak = Number(/peak (\d+)/.exec(stderr)?.[1] ?? 0) / 1024;
  record('peak memory of a plan of two environments', `${peak.toFixed(0)} MB`, '-');
}

/** The wizard's first question on a pseudo-terminal. */
async function firstQuestion(folder: string): Promise<void> {
  const { CI: _, ...env } = process.env;
  const started = performance.now();
  const terminal = spawn('script', ['-qec', `${process.execPath} ${gotthard} deploy`, '/dev/null'], {
    cwd: folder,
    env,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const asked = await new Promise<number | undefined>((resolve) => {
    let shown = '';
    terminal.stdout.on('data', (chunk: Buffer) => {
      shown += chunk.toString();
      if (shown.includes('Where do you want to deploy?')) resolve(performance.now() - started);
    });
    terminal.on('error', () => resolve(undefined));
    terminal.on('close', () => resolve(undefined));
  });
  terminal.kill();
  const value =
    asked === undefined ? 'not measured: script(1) of util-linux is missing' : `${asked.toFixed(0)} ms`;
  record('time to the first question', value, '-');
}

async function sandbox(): Promise<void> {
  const [few, many] = await sandboxFigures(10_000);
  const told = (before: number, after: number): string =>
    `${(after / before).toFixed(1)}x (${after.toFixed(1)} ms / ${before.toFixed(1)} ms)`;
  const name = `with ${many.resources} resources in the sandbox / with ${few.resources}`;
  record(`read ${name}`, told(few.readMs, many.readMs), '<= 3x');
  record(`write ${name}`, told(few.writeMs, many.writeMs), '<= 5x');
  record(`opening ${name}`, told(few.openMs, many.openMs), '-');
  record(
    `memory of the sandbox with ${many.resources} resources`,
    `${many.memoryMb.toFixed(0)} MB`,
    '<= 150 MB',
  );
}

function cost(folder: string): void {
  const [few, more, most] = costFigures(gotthard, folder);
  for (const figure of [few, more, most]) {
    if (!figure) continue;
    const growth = few && figure !== few ? `, ${(figure.ms / few.ms).toFixed(1)}x that of ${few.stamps}` : '';
    record(
      `cost of an estate of ${figure.stamps} environments`,
      `${(figure.ms / 1000).toFixed(2)} s for ${figure.lines} lines${growth}`,
      figure.stamps === 1000 ? '<= 10 s' : '-',
    );
  }
}

function fleet(): void {
  const [few, ...more] = fleetFigures([2, 20, 200]);
  if (!few) return;
  const each = (ms: number, stamps: number): string => `${(ms / stamps).toFixed(0)} ms each`;
  for (const one of [few, ...more]) {
    const grown = (now: number, then: number): string =>
      one === few ? '' : `, ${(now / one.stamps / (then / few.stamps)).toFixed(2)}x that of ${few.stamps}`;
    const name = `of ${one.stamps} environments, processor time`;
    record(`plan ${name}`, `${each(one.planMs, one.stamps)}${grown(one.planMs, few.planMs)}`, '<= 1.5x');
    record(
      `deploy ${name}`,
      `${each(one.deployMs, one.stamps)}${grown(one.deployMs, few.deployMs)}`,
      '<= 1.5x',
    );
    const requests = (number: number): string => `${(number / one.stamps).toFixed(0)} each`;
    record(
      `requests of the same`,
      `plan ${requests(one.planRequests)}, deploy ${requests(one.deployRequests)}${grown(one.deployRequests, few.deployRequests)}`,
      '<= 1.05x',
    );
    record(
      `peak memory of the same, the sandbox in it`,
      `${one.plannedMb.toFixed(0)} MB planned, ${one.deployedMb.toFixed(0)} MB deployed, ${(one.wallMs / 1000).toFixed(0)} s`,
      '-',
    );
    record(
      `one of ${one.stamps} made to fail: others done, itself as before`,
      `${one.done} done, ${one.asBefore ? 'as before' : 'NOT as before'}`,
      `${one.stamps - 1} done`,
    );
  }
}

const folder = mkdtempSync(join(tmpdir(), 'gotthard-bench-'));
const empty = mkdtempSync(join(tmpdir(), 'gotthard-bench-'));
try {
  startUp();
  await firstQuestion(empty);
  await deployment(folder);
  await unchanged(folder);
  await memory(folder);
  cost(empty);
  await sandbox();
  fleet();
} finally {
  rmSync(folder, { recursive: true, force: true });
  rmSync(empty, { recursive: true, force: true });
}
const width = Math.max(...figures.map((figure) => figure.name.length));
for (const { name, value, goal } of figures)
  process.stdout.write(`${name.padEnd(width)}  ${value.padEnd(44)}  goal ${goal}\n`);

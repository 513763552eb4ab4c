import { type ChildProcess, fork, spawn } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PlanJson, ProblemsJson, RunJson, RunsListJson } from '../../src/report/json.ts';
import type { Fault } from '../../src/sandbox/faults.ts';
import { openSandbox } from '../../src/sandbox/sandbox.ts';
import { atEnd } from './endings.ts';
import { type Cloud, type Exchange, openCloud } from './sandbox.ts';
import { scratch } from './scratch.ts';
import { witnessOwn, witnessTrace } from './traffic.ts';

/** How a process of Gotthard ended, and what it printed. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The same, with the milliseconds between the last that it printed and its end. */
export interface Lingered extends Ended {
  readonly lingeredMs: number;
}

/** A process of Gotthard that is going on. */
export interface Running {
  readonly ended: Promise<Lingered>;
  /** Resolves once stderr holds such a text; rejects when the process ends without having said it. */
  says(pattern: RegExp): Promise<void>;
  signal(name: NodeJS.Signals): void;
}

/** A folder of its own in which the real program runs, as a person or a pipeline would start it: without a terminal. */
export interface Folder {
  readonly path: string;
  /** Runs a command to its end, in a process that all such commands share, one after the other. */
  gotthard(...args: readonly string[]): Promise<Ended>;
  /** Starts a command in a process of its own, and goes on. */
  start(args: readonly string[], environment?: Readonly<Record<string, string>>): Running;
  /** The whole state of the folder's sandbox. */
  exported(): Promise<string>;
  /** The same once everything that is still on its way has arrived: time stood still when its process was killed. */
  settled(): Promise<string>;
  has(file: string): boolean;
  /** Permissions of a file, such as 0o600. */
  mode(file: string): number;
  read(file: string): string;
  write(file: string, text: string): void;
  /** Changes the estate file as an editor would; a replacement that finds nothing is a mistake of the test. */
  edit(...replacements: readonly (readonly [from: string | RegExp, to: string])[]): void;
  /** Every file, by its path in the folder. */
  files(): string[];
  /** What `--trace FILE` has written. */
  trace(file?: string): Exchange[];
  /** A file of faults for `--sandbox-faults`. */
  faults(...faults: readonly Fault[]): string;
  /** Lets somebody else work in the same cloud. */
  elsewhere(work: (cloud: Cloud) => Promise<void>): Promise<void>;
  /** A folder with the same content. */
  copy(): Folder;
}

const program = fileURLToPath(new URL('../../bin/gotthard.js', import.meta.url));
const host = fileURLToPath(new URL('program-host.mjs', import.meta.url));
const made: string[] = [];
const living = new Set<ChildProcess>();
let hosting: ChildProcess | undefined;
let queue: Promise<unknown> = Promise.resolve();

atEnd(() => {
  // Whoever hosts commands is at rest, and goes on with the next file.
  for (const child of living) if (child !== hosting) child.kill('SIGKILL');
  for (const path of made.splice(0)) rmSync(path, { recursive: true, force: true });
});

/** An empty folder; it is removed after the tests of the file. */
export function folder(): Folder {
  const path = scratch('gotthard-');
  made.push(path);
  return folderAt(path);
}

function folderAt(path: string): Folder {
  const at = (file: string): string => join(path, file);
  const read = (file: string): string => readFileSync(at(file), 'utf8');
  const write = (file: string, text: string): void => writeFileSync(at(file), text);
  const start: Folder['start'] = (args, environment = {}) => startIn(path, args, environment);
  const gotthard: Folder['gotthard'] = (...args) => {
    const ended = queue.then(() => runIn(path, args));
    queue = ended.catch(() => {});
    return ended;
  };
  return {
    path,
    gotthard,
    start,
    read,
    write,
    exported: async () => exportOf(at('.gotthard/sandbox/store')),
    settled: async () => exportOf(at('.gotthard/sandbox/store'), 30 * 60_000),
    has: (file) => existsSync(at(file)),
    mode: (file) => statSync(at(file)).mode & 0o777,
    edit: (...replacements) => {
      let text = read('gotthard.yaml');
      for (const [from, to] of replacements) {
        const edited = text.replace(from, to);
        if (edited === text) throw new Error(`the estate file has no ${from}`);
        text = edited;
      }
      write('gotthard.yaml', text);
    },
    files: () =>
      readdirSync(path, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(path.length + 1))
        .sort(),
    trace: (file = 'trace.jsonl') =>
      read(file)
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Exchange),
    faults: (...faults) => {
      write('faults.json', JSON.stringify(faults));
      return 'faults.json';
    },
    elsewhere: async (work) => {
      const cloud = openCloud({ directory: at('.gotthard/sandbox/store') });
      try {
        await work(cloud);
      } finally {
        cloud.sandbox.close();
      }
    },
    copy: () => {
      const other = folder();
      cpSync(path, other.path, { recursive: true });
      return other;
    },
  };
}

/** What `sandbox export` prints, without a process of its own; one test compares the two. */
function exportOf(directory: string, laterMs = 0): string {
  let time = Date.now();
  const sandbox = openSandbox({ directory, now: () => time });
  try {
    time = Math.max(time, sandbox.latest()) + laterMs;
    return sandbox.export();
  } finally {
    sandbox.close();
  }
}

/** Only what a process needs: nothing of the machine's sign-ins, colours or CI. */
function processVariables(path: string): Record<string, string> {
  return { PATH: process.env['PATH'] ?? '', HOME: path, LANG: 'C.UTF-8' };
}

/** Runs a command in the process that hosts them; a new one where the last was killed, or ended by itself. */
function runIn(path: string, args: readonly string[]): Promise<Ended> {
  const traced = traceOf(path, args);
  const child = hosting ?? startHost();
  const printed = { stdout: '', stderr: '' };
  return new Promise<Ended>((resolve, reject) => {
    let code: number | undefined;
    const end = (how: Pick<Ended, 'code' | 'signal'>): void => {
      child.removeAllListeners();
      for (const name of ['stdout', 'stderr'] as const) child[name]?.removeAllListeners('data');
      if (existsSync(traced.file)) witnessTrace(traced.file, witnessOwn);
      resolve({ ...how, ...printed });
    };
    const isWhole = (text: string): boolean => text.endsWith('\0');
    const heard = (): void => {
      if (code === undefined || !isWhole(printed.stdout) || !isWhole(printed.stderr)) return;
      printed.stdout = printed.stdout.slice(0, -1);
      printed.stderr = printed.stderr.slice(0, -1);
      end({ code, signal: null });
    };
    for (const name of ['stdout', 'stderr'] as const)
      child[name]?.setEncoding('utf8').on('data', (text: string) => {
        printed[name] += text;
        heard();
      });
    child.on('message', (message: { readonly code: number }) => {
      code = message.code;
      heard();
    });
    child.on('error', reject);
    child.on('close', (exitCode, signal) => {
      living.delete(child);
      hosting = undefined;
      end({ code: exitCode, signal });
    });
    child.send({ cwd: path, args: [...args, ...traced.flags], environment: processVariables(path) });
  });
}

function startHost(): ChildProcess {
  hosting = fork(host, {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    execArgv: ['--max-semi-space-size=64'],
    env: processVariables(tmpdir()),
  });
  living.add(hosting);
  return hosting;
}

function startIn(
  path: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Running {
  const traced = traceOf(path, args);
  const child = spawn(process.execPath, [program, ...args, ...traced.flags], {
    cwd: path,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...processVariables(path), ...environment },
  });
  living.add(child);
  let [stdout, stderr] = ['', ''];
  let printedAt = Number.NaN;
  const listeners = new Set<() => void>();
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    printedAt = performance.now();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    printedAt = performance.now();
    for (const listener of listeners) listener();
  });
  const ended = new Promise<Lingered>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      living.delete(child);
      if (existsSync(traced.file)) witnessTrace(traced.file, witnessOwn);
      resolve({ code, signal, stdout, stderr, lingeredMs: performance.now() - printedAt });
    });
  });
  return {
    ended,
    signal: (name) => {
      child.kill(name);
    },
    says: (pattern) =>
      new Promise((resolve, reject) => {
        const listener = (): void => {
          if (!pattern.test(stderr)) return;
          listeners.delete(listener);
          resolve();
        };
        listeners.add(listener);
        listener();
        ended.then(() => reject(new Error(`it ended without saying ${pattern}:\n${stderr}`)), reject);
      }),
  };
}

/** Where a command writes down its traffic, so that all of it is held against the published types. */
function traceOf(path: string, args: readonly string[]): { file: string; flags: readonly string[] } {
  const own = args.indexOf('--trace');
  if (own !== -1) return { file: join(path, args[own + 1] ?? ''), flags: [] };
  const traces = scratch('gotthard-trace-');
  made.push(traces);
  const file = join(traces, 'trace.jsonl');
  return { file, flags: isTalking(args) ? ['--trace', file] : [] };
}

const talking = new Set(['deploy', 'destroy', 'plan', 'runs', 'verify']);

/** Whether a command talks to the cloud at all; what only prints takes no flags of this kind. */
function isTalking([command, ...rest]: readonly string[]): boolean {
  return talking.has(command ?? '') && !rest.includes('--help');
}

/** The one document that a command with --json has printed. */
export function documentOf(ended: Ended): unknown {
  try {
    return JSON.parse(ended.stdout);
  } catch {
    throw new Error(`exit ${ended.code}, and no JSON on stdout but: ${ended.stdout}\n${ended.stderr}`);
  }
}

export const planOf = (ended: Ended): PlanJson => documentOf(ended) as PlanJson;
export const runsOf = (ended: Ended): RunJson['runs'] => (documentOf(ended) as RunJson).runs;
export const listOf = (ended: Ended): RunsListJson['runs'] => (documentOf(ended) as RunsListJson).runs;
export const problemsOf = (ended: Ended): ProblemsJson['problems'] =>
  (documentOf(ended) as ProblemsJson).problems;

/** The actions of all stamps of a plan that change something, as `action id`. */
export function changesOf(ended: Ended): string[] {
  return planOf(ended)
    .stamps.flatMap(({ actions }) => actions)
    .filter(({ action }) => action !== 'unchanged')
    .map(({ action, id }) => `${action} ${id}`)
    .sort();
}

/** Requests that write, as `METHOD path`, in their order. */
export function writesOf(exchanges: readonly Exchange[]): string[] {
  return exchanges
    .filter(({ method }) => method === 'PUT' || method === 'PATCH' || method === 'DELETE')
    .map(({ method, url }) => `${method} ${new URL(url).pathname.replace(/^\/+/, '/')}`);
}

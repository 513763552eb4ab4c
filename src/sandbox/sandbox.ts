import type { Answered, Asked } from './asked.ts';
import { authenticate, issueToken, principalNamed, type Token } from './authentication.ts';
import { platform } from './authorisation.ts';
import { CloudClock } from './cloud-clock.ts';
import { connectFrom, type Handshake, resolveFrom } from './data-plane/sight.ts';
import { latest } from './executor.ts';
import { exportState } from './export.ts';
import { type Fault, FaultPlan } from './faults.ts';
import { Handler } from './handler.ts';
import type { Caller, OthersHand, World } from './provider.ts';
import type { Row } from './row.ts';
import { bear, seedRows } from './seed.ts';
import { directories, type Principal, type Subscription } from './seed-directories.ts';
import { Store } from './store.ts';
import { addSubscriptions } from './subscriptions.ts';
import type { Settings } from './transaction.ts';

/** How a sandbox is opened. */
export interface SandboxOptions {
  /** Folder of the durable store, shared by any number of processes; undefined keeps everything in memory. */
  readonly directory: string | undefined;
  /** Cloud time in ms since the epoch; may be virtual. */
  readonly now: () => number;
  /** `typical` (default): an operation is done when `now` reaches its due time. `first-poll`: done at its first
   *  poll; answers of unfinished operations carry `Retry-After: 1`. */
  readonly durations?: 'typical' | 'first-poll';
  /** Name of the signed-in principal of the seed; default `owner`. */
  readonly principal?: string;
  readonly faults?: readonly Fault[];
  /** What the `crash` fault does after applying; default: SIGKILL of this process. */
  readonly crash?: () => void;
  /** What others do to our resources: zone groups and tags made by policy. Default nothing. */
  readonly othersHands?: readonly OthersHand[];
  /** Cloud time in ms until a role assignment takes effect; default 5000, or 0 with `first-poll`. */
  readonly rightsLag?: number;
  /** Told of every right that a request asks its caller for: an action of Azure's, granted or not. */
  readonly asked?: (action: string) => void;
  /** Page size of lists; default 1000. */
  readonly page?: number;
}

/** An open sandbox. */
export interface Sandbox {
  /** Answers one request as Azure Resource Manager would. A dropped connection rejects with code ECONNRESET. */
  answer(asked: Asked): Promise<Answered>;
  /** The same for a request of the Web. */
  fetch(request: Request): Promise<Response>;
  /** Directory in which the signed-in principal is at home. */
  readonly homeDirectoryId: string;
  /** A bearer token of the signed-in principal for a directory; for Azure Resource Manager unless another service is named. */
  token(directoryId: string, audience?: string): Token;
  /** What a machine sees that sits in a subnet, by its ARM id; undefined: on the public internet. */
  readonly network: {
    /** What its resolver says of a name. Throws ENOTFOUND. */
    resolve(name: string, from: string | undefined): readonly string[];
    /** TLS with a name at one of its addresses. Throws ETIMEDOUT. */
    connect(to: { fqdn: string; address: string; port: number }, from: string | undefined): Handshake;
  };
  /** The state of the cloud as canonical JSON. */
  export(): string;
  /** Looks at everything that is there, whoever is signed in. Changes nothing. */
  look<T>(at: (world: World) => T): T;
  /** The faults of this process; they can be switched on and off while it serves. */
  readonly faults: Pick<FaultPlan, 'add' | 'remove' | 'pending'>;
  /** The latest cloud time that this store has seen, in ms since the epoch: time must not run back behind it. */
  latest(): number;
  /** Cloud time now, in ms since the epoch. */
  time(): number;
  /** Lets cloud time jump ahead, for every process that shares the store; answers the new time. */
  advance(ms: number): number;
  /** Adds subscriptions to a directory, so that more environments can be rehearsed than the seed has room for. */
  addSubscriptions(count: number, directoryId: string): Subscription[];
  /** Back to the seed. */
  reset(): void;
  close(): void;
}

const stores = new WeakMap<Sandbox, Store>();

/** Opens a sandbox; a store used for the first time is seeded. */
export function openSandbox(options: SandboxOptions): Sandbox {
  return open(options, seedRows());
}

/** A sandbox in memory with the same state as another one; both go their own ways from here. */
export function cloneSandbox(sandbox: Sandbox, options: Omit<SandboxOptions, 'directory'>): Sandbox {
  const store = stores.get(sandbox);
  if (store === undefined) throw new Error('This sandbox was not opened by openSandbox.');
  return open({ ...options, directory: undefined }, store.rows());
}

function open(options: SandboxOptions, rows: readonly Row[]): Sandbox {
  const principal = principalNamed(options.principal ?? 'owner');
  const store = new Store(options.directory);
  const clock = new CloudClock(options.now);
  const settings: Settings = {
    now: clock.now,
    keepUp: clock.keepUp,
    durations: options.durations ?? 'typical',
    othersHands: options.othersHands ?? [],
    page: options.page ?? 1000,
    ...(options.asked ? { asked: options.asked } : {}),
    rightsLag: options.rightsLag ?? (options.durations === 'first-poll' ? 0 : 5_000),
  };
  const faults = new FaultPlan(options.faults ?? []);
  const handler = new Handler(store, settings, faults, options.crash ?? killSelf);
  fill(store, rows, settings, false);
  const seen = (): number => {
    store.begin(false);
    store.commit();
    return latest(store);
  };
  const time = (): number => {
    clock.keepUp(seen());
    return clock.now();
  };
  const sandbox: Sandbox = {
    answer: (asked) => handler.answer(asked),
    fetch: async (request) => {
      const { status, headers, text } = await sandbox.answer(request);
      return new Response(text === '' ? null : text, { status, headers: Object.fromEntries(headers) });
    },
    homeDirectoryId: principal.directories[0] ?? directories[0]?.id ?? '',
    token: (directoryId, audience) => issueToken(principal, directoryId, time(), audience),
    look: (at) => handler.read(platform, at),
    network: {
      resolve: (name, from) => handler.read(platform, (tx) => resolveFrom(tx, name, from)),
      connect: (to, from) => handler.read(platform, (tx) => connectFrom(tx, to, from)),
    },
    faults,
    export: () => handler.read(callerOf(principal, time()), exportState),
    addSubscriptions: (count, directoryId) =>
      handler.change(platform, (tx) => addSubscriptions(tx, count, directoryId)),
    reset: () => fill(store, rows, settings, true),
    latest: seen,
    time,
    advance: (ms) => {
      store.begin(true);
      clock.keepUp(latest(store));
      const then = clock.now() + Math.max(0, ms);
      setClock(store, then);
      clock.keepUp(then);
      return then;
    },
    close: () => {
      store.begin(true);
      clock.keepUp(latest(store));
      // A store that nobody has written to since its birth knows no time yet.
      if (latest(store) > 0) setClock(store, clock.now());
      else store.commit();
      store.close();
    },
  };
  stores.set(sandbox, store);
  return sandbox;
}

/** Fills an empty store, or any store again. Two processes that open a new store seed it once. */
function fill(store: Store, rows: readonly Row[], settings: Settings, again: boolean): void {
  store.begin(true);
  if (again) store.clear();
  if (again || store.get('meta', 'seed') === undefined) for (const row of rows) store.put(row);
  store.commit();
  store.begin(true);
  if (store.get('meta', 'born') === undefined) bear(store, settings);
  store.commit();
}

function callerOf(principal: Principal, now: number): Caller {
  const directoryId = principal.directories[0] ?? directories[0]?.id ?? '';
  return authenticate(`Bearer ${issueToken(principal, directoryId, now).token}`, now);
}

/** Ends a writing transaction with the moment that the store has seen. */
function setClock(store: Store, time: number): void {
  store.put({ kind: 'meta', key: 'clock', tag: '', value: String(time) });
  store.commit();
}

function killSelf(): void {
  process.kill(process.pid, 'SIGKILL');
}

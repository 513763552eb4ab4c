import { type GraphNode, remainingPaths } from '../plan/graph.ts';

export interface ScheduleOptions {
  /** How many nodes run at once. */
  readonly concurrency: number;
  /** Runs one node; a rejection is its failure. */
  readonly run: (key: string) => Promise<void>;
  /** Once aborted nothing new starts; what runs is waited for. */
  readonly stop: AbortSignal;
  /** Whether others go on after a failure: a rollback does, a run doesn't. Dependants of a failure never start. */
  readonly goOn?: boolean;
  /** Told when a node could start but for a lane that another one holds. */
  readonly waiting?: (key: string, forKey: string) => void;
  /** Told once when nothing new starts any more and something is still in flight. */
  readonly settling?: (inFlight: number, because: 'failure' | 'interrupt') => void;
}

export interface ScheduleResult {
  readonly done: readonly string[];
  readonly failed: readonly { readonly key: string; readonly error: unknown }[];
  readonly notStarted: readonly string[];
}

/**
 * Runs a dependency graph: everything that can run at the same time does, the longest remaining path first, within
 * lanes. After a failure or a stop nothing new starts, and what is in flight settles before this resolves.
 */
export async function schedule(
  nodes: readonly GraphNode[],
  options: ScheduleOptions,
): Promise<ScheduleResult> {
  return new Schedule(nodes, options).run();
}

class Schedule {
  readonly #options: ScheduleOptions;
  readonly #waiting: GraphNode[];
  readonly #keys: ReadonlySet<string>;
  readonly #inFlight = new Map<string, Promise<void>>();
  readonly #laneHolder = new Map<string, string>();
  readonly #done: string[] = [];
  readonly #failed: { key: string; error: unknown }[] = [];
  readonly #told = new Set<string>();
  #isSettling = false;

  constructor(nodes: readonly GraphNode[], options: ScheduleOptions) {
    const remaining = remainingPaths(nodes);
    this.#options = options;
    this.#keys = new Set(nodes.map((node) => node.key));
    this.#waiting = [...nodes].sort((a, b) => (remaining.get(b.key) ?? 0) - (remaining.get(a.key) ?? 0));
  }

  async run(): Promise<ScheduleResult> {
    const interrupted = (): void => this.#settle('interrupt');
    this.#options.stop.addEventListener('abort', interrupted, { once: true });
    for (;;) {
      this.#startWhatCan();
      if (this.#inFlight.size === 0) break;
      await Promise.race(this.#inFlight.values());
      if (this.#failed.length > 0 && !this.#options.goOn) this.#settle('failure');
    }
    this.#options.stop.removeEventListener('abort', interrupted);
    return { done: this.#done, failed: this.#failed, notStarted: this.#waiting.map((node) => node.key) };
  }

  #settle(because: 'failure' | 'interrupt'): void {
    if (this.#isSettling || this.#inFlight.size === 0) return;
    this.#isSettling = true;
    this.#options.settling?.(this.#inFlight.size, because);
  }

  #startWhatCan(): void {
    const stopped = this.#options.stop.aborted || (this.#failed.length > 0 && !this.#options.goOn);
    if (stopped) return;
    for (const node of [...this.#waiting]) {
      if (this.#inFlight.size >= this.#options.concurrency) return;
      if (!this.#isReady(node)) continue;
      const holder = node.lanes.map((lane) => this.#laneHolder.get(lane)).find((key) => key !== undefined);
      if (holder === undefined) this.#start(node);
      else this.#tell(node.key, holder);
    }
  }

  #isReady(node: GraphNode): boolean {
    return node.dependsOn.every((key) => !this.#keys.has(key) || this.#done.includes(key));
  }

  #start(node: GraphNode): void {
    this.#waiting.splice(this.#waiting.indexOf(node), 1);
    for (const lane of node.lanes) this.#laneHolder.set(lane, node.key);
    const running = this.#options
      .run(node.key)
      .then(
        () => void this.#done.push(node.key),
        (error: unknown) => void this.#failed.push({ key: node.key, error }),
      )
      .then(() => {
        this.#inFlight.delete(node.key);
        for (const lane of node.lanes) this.#laneHolder.delete(lane);
      });
    this.#inFlight.set(node.key, running);
  }

  #tell(key: string, holder: string): void {
    const message = `${key}\0${holder}`;
    if (this.#told.has(message)) return;
    this.#told.add(message);
    this.#options.waiting?.(key, holder);
  }
}

import type { GraphNode } from '../../src/plan/graph.ts';
import { virtualClock } from '../../src/run/clocks.ts';
import { type ScheduleResult, schedule } from '../../src/run/scheduler.ts';

/** When a node ran, in virtual milliseconds. */
export interface Interval {
  readonly node: GraphNode;
  readonly from: number;
  readonly to: number;
}

export interface Played {
  readonly result: ScheduleResult;
  readonly intervals: readonly Interval[];
  readonly makespan: number;
}

export interface PlayOptions {
  readonly concurrency?: number;
  /** Keys of nodes that fail at their end. */
  readonly failing?: ReadonlySet<string>;
  readonly goOn?: boolean;
  /** When everything is to stop. */
  readonly stopAt?: number;
}

/** Plays a graph on virtual time. */
export async function play(nodes: readonly GraphNode[], options: PlayOptions = {}): Promise<Played> {
  const clock = virtualClock(0);
  const stop = new AbortController();
  const intervals: Interval[] = [];
  if (options.stopAt !== undefined) void clock.sleep(options.stopAt).then(() => stop.abort());
  const result = await schedule(nodes, {
    concurrency: options.concurrency ?? Number.POSITIVE_INFINITY,
    stop: stop.signal,
    ...(options.goOn ? { goOn: true } : {}),
    run: async (key) => {
      const node = nodes.find((each) => each.key === key);
      if (!node) throw new Error(`${key} is no node`);
      const from = clock.now();
      await clock.sleep(node.durationMs);
      intervals.push({ node, from, to: clock.now() });
      if (options.failing?.has(key)) throw new Error(`${key} fails`);
    },
  });
  return { result, intervals, makespan: Math.max(0, ...intervals.map(({ to }) => to)) };
}

/** How long an ideal list schedule takes: at every moment whatever may begin does, the longest remaining way first. */
export function idealMakespan(nodes: readonly GraphNode[], concurrency: number): number {
  const remaining = (node: GraphNode): number =>
    node.durationMs +
    Math.max(0, ...nodes.filter(({ dependsOn }) => dependsOn.includes(node.key)).map(remaining));
  const waiting = [...nodes].sort((a, b) => remaining(b) - remaining(a));
  const running = new Map<GraphNode, number>();
  const done = new Set<string>();
  let now = 0;
  while (waiting.length > 0 || running.size > 0) {
    for (const node of [...waiting]) {
      const isFree = node.lanes.every(
        (lane) => ![...running.keys()].some((other) => other.lanes.includes(lane)),
      );
      if (running.size >= concurrency || !isFree || !node.dependsOn.every((key) => done.has(key))) continue;
      waiting.splice(waiting.indexOf(node), 1);
      running.set(node, now + node.durationMs);
    }
    now = Math.min(...running.values());
    for (const [node, end] of [...running]) {
      if (end > now) continue;
      running.delete(node);
      done.add(node.key);
    }
  }
  return now;
}

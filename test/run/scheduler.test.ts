import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { criticalPathMs, type GraphNode } from '../../src/plan/graph.ts';
import { graphs } from '../plan/arbitrary-graph.ts';
import { type Interval, idealMakespan, play } from './played.ts';

const anyGraph = graphs({ nodes: 12, lanes: 3 });
const anyConcurrency = fc.integer({ min: 1, max: 6 });
const settings = { seed: 22, numRuns: 100 };

/** Any graph, with some of its nodes. */
const withSome = anyGraph.chain((nodes) =>
  fc.subarray(nodes.map(({ key }) => key)).map((keys) => ({ nodes, some: new Set(keys) })),
);

function overlap(a: Interval, b: Interval): boolean {
  return a.from < b.to && b.from < a.to;
}

/** Whether a node depends on one of these, directly or not. */
function isBehind(node: GraphNode, keys: ReadonlySet<string>, nodes: readonly GraphNode[]): boolean {
  return nodes.some(
    (other) => node.dependsOn.includes(other.key) && (keys.has(other.key) || isBehind(other, keys, nodes)),
  );
}

describe('a schedule', () => {
  it('runs each node once, after its dependencies, alone in its lanes, and so many at a time', async () => {
    await fc.assert(
      fc.asyncProperty(anyGraph, anyConcurrency, async (nodes, concurrency) => {
        const { result, intervals } = await play(nodes, { concurrency });
        expect([...result.done].sort()).toEqual(nodes.map(({ key }) => key).sort());
        expect(result).toMatchObject({ failed: [], notStarted: [] });
        for (const one of intervals) {
          const others = intervals.filter((other) => other !== one);
          for (const other of others) {
            if (one.node.dependsOn.includes(other.node.key)) expect(other.to).toBeLessThanOrEqual(one.from);
            const sharesLane = other.node.lanes.some((lane) => one.node.lanes.includes(lane));
            if (sharesLane) expect(overlap(one, other)).toBe(false);
          }
          const atOnce = others.filter((other) => other.from <= one.from && one.from < other.to);
          expect(atOnce.length).toBeLessThan(concurrency);
        }
      }),
      settings,
    );
  });

  it('takes exactly as long as an ideal one, and with unlimited hands as long as the critical path', async () => {
    await fc.assert(
      fc.asyncProperty(anyGraph, anyConcurrency, async (nodes, concurrency) => {
        expect((await play(nodes, { concurrency })).makespan).toBe(idealMakespan(nodes, concurrency));
        expect((await play(nodes)).makespan).toBe(criticalPathMs(nodes));
      }),
      settings,
    );
  });

  it('starts nothing after a failure, and waits for what is in flight', async () => {
    await fc.assert(
      fc.asyncProperty(withSome, anyConcurrency, async ({ nodes, some }, concurrency) => {
        const { result, intervals } = await play(nodes, { concurrency, failing: some });
        const failedAt = Math.min(...intervals.filter(({ node }) => some.has(node.key)).map(({ to }) => to));
        for (const { from } of intervals) expect(from).toBeLessThan(failedAt);
        const ended = [...result.done, ...result.failed.map(({ key }) => key)];
        expect(ended.sort()).toEqual(intervals.map(({ node }) => node.key).sort());
        expect([...ended, ...result.notStarted].sort()).toEqual(nodes.map(({ key }) => key).sort());
        expect(result.failed.every(({ key }) => some.has(key))).toBe(true);
        expect(result.failed.length > 0).toBe(some.size > 0);
      }),
      settings,
    );
  });

  it('goes on after a failure when it is told to, with all that does not depend on what failed', async () => {
    await fc.assert(
      fc.asyncProperty(withSome, anyConcurrency, async ({ nodes, some }, concurrency) => {
        const { result } = await play(nodes, { concurrency, failing: some, goOn: true });
        const behind = nodes.filter((node) => isBehind(node, some, nodes)).map(({ key }) => key);
        expect([...result.notStarted].sort()).toEqual(behind.sort());
        expect(result.failed.map(({ key }) => key).sort()).toEqual(
          [...some].filter((key) => !behind.includes(key)).sort(),
        );
      }),
      settings,
    );
  });

  it('starts nothing once it is stopped, and waits for what is in flight', async () => {
    const moments = fc.integer({ min: 0, max: 3_000_000 });
    await fc.assert(
      fc.asyncProperty(anyGraph, anyConcurrency, moments, async (nodes, concurrency, stopAt) => {
        const { result, intervals } = await play(nodes, { concurrency, stopAt });
        for (const { from } of intervals) expect(from).toBeLessThanOrEqual(stopAt);
        expect([...result.done].sort()).toEqual(intervals.map(({ node }) => node.key).sort());
        expect([...result.done, ...result.notStarted].sort()).toEqual(nodes.map(({ key }) => key).sort());
      }),
      settings,
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { criticalPathMs, type GraphNode, inDependencyOrder, remainingPaths } from '../../src/plan/graph.ts';
import { graphs } from './arbitrary-graph.ts';

/** The longest way through a graph, by walking every one of them. */
function longestWay(nodes: readonly GraphNode[], from?: GraphNode): number {
  const next = nodes.filter(({ dependsOn }) =>
    from ? dependsOn.includes(from.key) : dependsOn.length === 0,
  );
  return (from?.durationMs ?? 0) + Math.max(0, ...next.map((node) => longestWay(nodes, node)));
}

/** The shortest time in which a graph can be done, by trying every order in which its nodes may begin. */
function shortestTime(nodes: readonly GraphNode[]): number {
  return Math.min(...ordersOf(nodes).map(timeOf));
}

function ordersOf(rest: readonly GraphNode[], begun: readonly GraphNode[] = []): (readonly GraphNode[])[] {
  if (rest.length === 0) return [begun];
  const free = rest.filter(({ dependsOn }) =>
    dependsOn.every((key) => begun.some((node) => node.key === key)),
  );
  return free.flatMap((node) =>
    ordersOf(
      rest.filter((other) => other !== node),
      [...begun, node],
    ),
  );
}

function timeOf(order: readonly GraphNode[]): number {
  const ends = new Map<string, number>();
  for (const node of order) {
    const after = [...node.dependsOn, ...node.lanes.map((lane) => `lane ${lane}`)];
    const end = Math.max(0, ...after.map((key) => ends.get(key) ?? 0)) + node.durationMs;
    for (const key of [node.key, ...node.lanes.map((lane) => `lane ${lane}`)]) ends.set(key, end);
  }
  return Math.max(0, ...ends.values());
}

describe('the critical path', () => {
  it('is the longest way through the graph where nothing shares a lane', () => {
    fc.assert(
      fc.property(graphs({ nodes: 9, lanes: 0 }), (nodes) => {
        expect(criticalPathMs(nodes)).toBe(longestWay(nodes));
      }),
      { seed: 22 },
    );
  });

  it('counts in what waits for a lane: as long as the best of all orders, or what a greedy one needs more', () => {
    fc.assert(
      fc.property(graphs({ nodes: 6, lanes: 2 }), (nodes) => {
        const best = shortestTime(nodes);
        const found = criticalPathMs(nodes);
        expect(found).toBeGreaterThanOrEqual(best);
        // Who takes the first free lane loses at most what one other would have taken before it.
        const longest = Math.max(0, ...nodes.map(({ durationMs }) => durationMs));
        expect(found - best).toBeLessThanOrEqual(longest);
      }),
      { seed: 22, numRuns: 300 },
    );
  });

  it('is the sum of everything in a single lane', () => {
    fc.assert(
      fc.property(graphs({ nodes: 9, lanes: 0 }), (nodes) => {
        const total = nodes.reduce((sum, { durationMs }) => sum + durationMs, 0);
        expect(criticalPathMs(nodes.map((node) => ({ ...node, lanes: ['one'] })))).toBe(total);
      }),
      { seed: 22 },
    );
  });

  it('begins with the node from which the longest way remains', () => {
    fc.assert(
      fc.property(graphs({ nodes: 9, lanes: 0 }), (nodes) => {
        const remaining = remainingPaths(nodes);
        for (const node of nodes) expect(remaining.get(node.key)).toBe(longestWay(nodes, node));
        expect(Math.max(0, ...remaining.values())).toBe(criticalPathMs(nodes));
      }),
      { seed: 22 },
    );
  });
});

describe('the order of dependencies', () => {
  it('puts each node once, after everything that it depends on', () => {
    fc.assert(
      fc.property(graphs({ nodes: 12, lanes: 0 }), (nodes) => {
        const order = inDependencyOrder(nodes).map(({ key }) => key);
        expect([...order].sort()).toEqual(nodes.map(({ key }) => key).sort());
        for (const { key, dependsOn } of nodes)
          for (const other of dependsOn) expect(order.indexOf(other)).toBeLessThan(order.indexOf(key));
      }),
      { seed: 22 },
    );
  });

  it('names a cycle by the nodes that lead round', () => {
    const withCycle = graphs({ nodes: 9, lanes: 0, atLeast: 2 }).chain((nodes) =>
      fc.shuffledSubarray([...nodes], { minLength: 2 }).map((ring) => {
        const next = new Map(
          ring.map((node, index) => [node.key, ring[(index + 1) % ring.length]?.key ?? '']),
        );
        return nodes.map((node) => ({
          ...node,
          dependsOn: [...node.dependsOn, next.get(node.key) ?? []].flat(),
        }));
      }),
    );
    fc.assert(
      fc.property(withCycle, (nodes) => {
        const named = cycleNamedBy(() => inDependencyOrder(nodes));
        expect(named.indexOf(named.at(-1) ?? '')).toBeLessThan(named.length - 1);
        for (const [index, key] of named.slice(0, -1).entries())
          expect(nodes.find((node) => node.key === key)?.dependsOn).toContain(named[index + 1]);
      }),
      { seed: 22 },
    );
  });
});

function cycleNamedBy(act: () => unknown): string[] {
  try {
    act();
  } catch (error) {
    return (
      /^dependency cycle: (.*)$/.exec(error instanceof Error ? error.message : '')?.[1]?.split(' -> ') ?? []
    );
  }
  return [];
}

import fc from 'fast-check';
import type { GraphNode } from '../../src/plan/graph.ts';

/** Any graph without cycles, in any order; its durations rarely add up to the same. */
export function graphs(size: { nodes: number; lanes: number; atLeast?: number }): fc.Arbitrary<GraphNode[]> {
  const lanes = ['network', 'account', 'zone'].slice(0, size.lanes);
  const node = fc.record({
    durationMs: fc.integer({ min: 1, max: 1_000_000 }),
    lanes: fc.subarray(lanes),
    edges: fc.bigInt({ min: 0n, max: 2n ** BigInt(size.nodes) - 1n }),
  });
  return fc
    .array(node, { minLength: size.atLeast ?? 0, maxLength: size.nodes })
    .map((drawn) =>
      drawn.map(({ edges, ...given }, index) => ({
        ...given,
        key: `node ${index}`,
        dependsOn: drawn.flatMap((_, other) =>
          other < index && ((edges >> BigInt(other)) & 1n) === 1n ? [`node ${other}`] : [],
        ),
      })),
    )
    .chain((nodes) => fc.shuffledSubarray(nodes, { minLength: nodes.length }));
}

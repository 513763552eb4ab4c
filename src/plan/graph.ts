/** A node of a dependency graph with its weight in milliseconds and the lanes in which it excludes others. */
export interface GraphNode {
  readonly key: string;
  readonly dependsOn: readonly string[];
  readonly durationMs: number;
  readonly lanes: readonly string[];
}

/** The nodes with dependencies first, in the given order where they are free. Throws on a cycle, naming it. */
export function inDependencyOrder<N extends { key: string; dependsOn: readonly string[] }>(
  nodes: readonly N[],
): N[] {
  const byKey = new Map(nodes.map((node) => [node.key, node]));
  const ordered: N[] = [];
  const state = new Map<string, 'open' | 'done'>();
  const visit = (node: N, path: readonly string[]): void => {
    if (state.get(node.key) === 'done') return;
    if (state.get(node.key) === 'open')
      throw new Error(`dependency cycle: ${[...path, node.key].join(' -> ')}`);
    state.set(node.key, 'open');
    for (const key of node.dependsOn) {
      const dependency = byKey.get(key);
      if (dependency) visit(dependency, [...path, node.key]);
    }
    state.set(node.key, 'done');
    ordered.push(node);
  };
  for (const node of nodes) visit(node, []);
  return ordered;
}

/** For each node the longest way from its start to the end of everything, in milliseconds: what starts first. */
export function remainingPaths(nodes: readonly GraphNode[]): Map<string, number> {
  const dependants = new Map<string, string[]>();
  for (const node of nodes) {
    for (const key of node.dependsOn) dependants.set(key, [...(dependants.get(key) ?? []), node.key]);
  }
  const remaining = new Map<string, number>();
  for (const node of inDependencyOrder(nodes).reverse()) {
    const after = Math.max(0, ...(dependants.get(node.key) ?? []).map((key) => remaining.get(key) ?? 0));
    remaining.set(node.key, node.durationMs + after);
  }
  return remaining;
}

/**
 * How long the graph takes with unlimited hands: the critical path, lanes counted in. Computed by playing the
 * schedule, longest remaining path first.
 */
export function criticalPathMs(nodes: readonly GraphNode[]): number {
  const remaining = remainingPaths(nodes);
  const keys = new Set(nodes.map((node) => node.key));
  const endOf = new Map<string, number>();
  const laneFree = new Map<string, number>();
  const waiting = [...nodes].sort((a, b) => (remaining.get(b.key) ?? 0) - (remaining.get(a.key) ?? 0));
  while (waiting.length > 0) {
    let best = -1;
    let bestStart = Number.POSITIVE_INFINITY;
    for (const [index, node] of waiting.entries()) {
      const dependencies = node.dependsOn.filter((key) => keys.has(key));
      if (!dependencies.every((key) => endOf.has(key))) continue;
      const ready = Math.max(0, ...dependencies.map((key) => endOf.get(key) ?? 0));
      const start = Math.max(ready, ...node.lanes.map((lane) => laneFree.get(lane) ?? 0));
      if (start < bestStart) [best, bestStart] = [index, start];
    }
    const node = waiting.splice(best, 1)[0];
    if (!node) throw new Error('dependency cycle in the plan');
    endOf.set(node.key, bestStart + node.durationMs);
    for (const lane of node.lanes) laneFree.set(lane, bestStart + node.durationMs);
  }
  return Math.max(0, ...endOf.values());
}

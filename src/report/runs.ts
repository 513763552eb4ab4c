import type { Problem } from '../problems/problem.ts';
import type { JournalEntry, RunHeader } from '../run/journal.ts';
import { durationText } from './duration.ts';
import type { ListedRun, RunStory } from './json.ts';

/** One line a run, under a heading. Times are UTC. */
export function runsTable(cloud: string, runs: readonly ListedRun[]): string[] {
  const rows = runs.map((run) => [
    run.runId,
    `${run.tenant}/${run.environment}`,
    run.damage ? `${run.outcome} (journal broken)` : run.outcome,
    run.startedAt.replace(/\.\d+Z$/, 'Z'),
    run.durationMs === undefined ? '-' : durationText(run.durationMs),
    run.by,
  ]);
  const table = [['RUN', 'STAMP', 'OUTCOME', 'STARTED', 'TOOK', 'BY'], ...rows];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  return table.map((row, index) => {
    const cells = row.map((cell, column) => cell.padEnd(widths[column] ?? 0));
    return `${cells.join('  ')}${index === 0 ? `  [${cloud}]` : ''}`.trimEnd();
  });
}

/** What happened in one run, line by line. */
export function runStory(cloud: string, run: RunStory): string[] {
  const took = run.durationMs === undefined ? '' : `, in ${durationText(run.durationMs)}`;
  return [
    `RUN ${run.runId}  ${run.tenant}/${run.environment}  [${cloud}]`,
    `  ${run.outcome}${took}`,
    `  ${run.startedAt}  started by ${run.by}`,
    ...run.resumed.map(({ at, by }) => `  ${at}  resumed by ${by}`),
    ...run.actions.map(
      ({ at, action, state, durationMs, id }) =>
        `  ${at}  ${action.padEnd(8)} ${state.padEnd(12)} ${(durationMs === undefined ? '-' : durationText(durationMs)).padEnd(12)} ${id}`,
    ),
    ...(run.endedAt === undefined ? [] : [`  ${run.endedAt}  ended`]),
    ...run.leftovers.map(({ id, reason, command }) => `  left: ${id}: ${reason}\n    ${command}`),
  ];
}

/** What a journal tells of its run. Undefined when not even its first line is whole. */
export function storyOf(entries: readonly JournalEntry[], damage?: Problem): RunStory | undefined {
  const [header] = entries;
  if (header?.entry !== 'run') return undefined;
  const last = entries.at(-1);
  const end = last?.entry === 'end' ? last : undefined;
  // What stopped it before it was gone on with is told by what was done again.
  const since = entries.slice(entries.findLastIndex((entry) => entry.entry === 'resumed') + 1);
  const failure = since.filter((entry) => entry.entry === 'failed').at(-1)?.problem;
  return {
    ...listedRun(header, end, damage),
    resumed: entries.flatMap((entry) => (entry.entry === 'resumed' ? [{ at: entry.at, by: entry.by }] : [])),
    actions: actionsIn(entries),
    leftovers: end?.leftovers ?? [],
    ...(failure ? { failure } : {}),
  };
}

/** A run in the list of runs. */
function listedRun(
  { runId, plan, at, by }: RunHeader,
  end: Extract<JournalEntry, { entry: 'end' }> | undefined,
  damage: Problem | undefined,
): ListedRun {
  return {
    runId,
    tenant: plan.tenant,
    environment: plan.environment,
    outcome: end?.outcome ?? 'open',
    startedAt: at,
    ...(end ? { endedAt: end.at, durationMs: Date.parse(end.at) - Date.parse(at) } : {}),
    by,
    ...(damage ? { damage } : {}),
  };
}

/** Each thing that was begun, as often as it was, with what came of it. */
function actionsIn(entries: readonly JournalEntry[]): RunStory['actions'] {
  return entries.flatMap((entry, index) => {
    if (entry.entry !== 'intent') return [];
    const later = entries.slice(index + 1).filter((each) => 'key' in each && each.key === entry.key);
    const until = later.findIndex((each) => each.entry === 'intent');
    const own = until === -1 ? later : later.slice(0, until);
    const settled = own.find((each) => each.entry === 'done' || each.entry === 'failed');
    const state = own.some((each) => each.entry === 'undone')
      ? 'undone'
      : settled?.entry === 'done'
        ? 'done'
        : settled
          ? 'failed'
          : 'not settled';
    return [
      {
        id: entry.id,
        action: entry.act,
        state,
        at: entry.at,
        ...(settled ? { durationMs: Date.parse(settled.at) - Date.parse(entry.at) } : {}),
      } as const,
    ];
  });
}

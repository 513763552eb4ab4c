import type { Leftover, Outcome, RunResult } from '../run/events.ts';
import { formatDuration } from './duration.ts';
import { heading } from './heading.ts';
import { flow, labelled, truncateMiddle, wrap } from './layout.ts';
import { areMany, someOf } from './many.ts';
import { lastSegment } from './print-changes.ts';
import { nextLines } from './print-problems.ts';
import { sanitiseLine } from './sanitise.ts';
import { finish, paint, type Style } from './screen.ts';

const titles: Readonly<Record<Outcome, string>> = {
  succeeded: 'DONE',
  'rolled-back': 'PUT BACK',
  leftovers: 'FAILED, SOMETHING IS LEFT',
  kept: 'STOPPED, KEPT',
  refused: 'REFUSED',
};

/** How runs ended: what was done, or what failed, why, what was put back and what to do next. */
export function runsText(runs: readonly RunResult[], cloud: string, style: Style): string {
  const { totals, told } = areMany(runs) ? digest(runs, cloud, style) : { totals: [], told: runs };
  return finish(
    [
      ...totals,
      ...told.flatMap((run, index) => [...(index > 0 ? [''] : []), ...runLines(run, cloud, style)]),
    ],
    style,
  );
}

/** Of many runs the totals first, then in full those that failed; those that came to the same end are only named. */
function digest(
  runs: readonly RunResult[],
  cloud: string,
  style: Style,
): { totals: string[]; told: readonly RunResult[] } {
  const nameOf = ({ tenant, environment }: RunResult): string => `${tenant}/${environment}`;
  const outcomes = (Object.keys(titles) as Outcome[]).flatMap((outcome) => {
    const count = runs.filter((run) => run.outcome === outcome).length;
    return count > 0 ? [`${words[outcome]} ${count}`] : [];
  });
  const sum = (of: (run: RunResult) => number): number => runs.reduce((total, run) => total + of(run), 0);
  const written = `${sum((run) => run.created.length)} created, ${sum((run) => run.updated.length)} updated, ${sum((run) => run.removed.length)} removed, ${sum((run) => run.unchanged)} unchanged.`;
  const refused = new Map<string, RunResult[]>();
  for (const run of runs.filter(({ outcome }) => outcome === 'refused')) {
    const key = run.failure?.code ?? '';
    refused.set(key, [...(refused.get(key) ?? []), run]);
  }
  // What many were refused for in the same words is told once.
  const alike = [...refused.values()].filter((same) => same.length > 1);
  return {
    totals: [
      heading('DEPLOYED', `${runs.length} environments`, cloud, style),
      ...flow(outcomes, '   ', style.columns - 2).map((line) => `  ${line}`),
      ...wrap(written, style.columns - 2).map((line) => `  ${line}`),
      ...alike.flatMap((same) => [
        ...labelled(
          '  ✗ ',
          sanitiseLine(`${same[0]?.failure?.code}: ${someOf(same.map(nameOf))}`),
          style.columns,
        ).map((line) => paint(style).red(line)),
        ...nextLines(same[0]?.failure?.next.slice(0, 1) ?? [], style),
      ]),
      '',
    ],
    told: runs.filter((run) => run.outcome !== 'succeeded' && !alike.some((same) => same.includes(run))),
  };
}

const words: Readonly<Record<Outcome, string>> = {
  succeeded: '✓ done',
  'rolled-back': '✗ put back',
  leftovers: '✗ failed, something is left',
  kept: '✗ kept',
  refused: '✗ refused',
};

function runLines(run: RunResult, cloud: string, style: Style): string[] {
  const stamp = `${run.tenant}/${run.environment}`;
  const subject = run.runId === '' ? stamp : `${stamp}  run ${run.runId}`;
  return [
    heading(titles[run.outcome], sanitiseLine(subject), cloud, style),
    ...failureLines(run, style),
    ...wrap(outcomeOf(run), style.columns - 2).map((line) => `  ${line}`),
    ...run.leftovers.flatMap((leftover) => leftoverLines(leftover, style)),
    ...(run.failure ? nextLines(run.failure.next, style) : []),
    ...(run.failure?.correlationId
      ? labelled('  Azure correlation id ', sanitiseLine(run.failure.correlationId), style.columns)
      : []),
  ];
}

function failureLines(run: RunResult, style: Style): string[] {
  if (!run.failure) return [];
  const { id, code, message } = run.failure;
  // An interrupt and a lock are about no resource.
  const [label, failed] =
    id === ''
      ? ['✗ Stopped ', sanitiseLine(code)]
      : ['✗ Failed ', `${lastSegment(sanitiseLine(id))} (${sanitiseLine(code)})`];
  return [
    ...labelled(label, failed, style.columns - 2).map((line) => `  ${paint(style).red(line)}`),
    ...(id === '' ? [] : [`    ${paint(style).dim(truncateMiddle(sanitiseLine(id), style.columns - 4))}`]),
    ...labelled('Why   ', sanitiseLine(message), style.columns - 2).map((line) => `  ${line}`),
  ];
}

/** One sentence on what the cloud looks like now. */
function outcomeOf(run: RunResult): string {
  const took = formatDuration(run.durationMs);
  const written = `${run.created.length} created, ${run.updated.length} updated, ${run.removed.length} removed`;
  switch (run.outcome) {
    case 'succeeded':
      return `${written}, ${run.unchanged} unchanged, in ${took}.`;
    case 'rolled-back':
      return `Everything this run had done was undone in ${took}: the cloud is as it was before.`;
    case 'leftovers':
      return `Undone as far as possible in ${took}; this is left:`;
    case 'kept':
      return `Kept after ${took} (${written}): it can be gone on with.`;
    case 'refused':
      return 'Nothing was touched.';
  }
}

function leftoverLines(leftover: Leftover, style: Style): string[] {
  const free = leftover.freeOn ? ` The name frees itself on ${leftover.freeOn.slice(0, 10)}.` : '';
  const row = (label: string, text: string): string[] =>
    labelled(label, sanitiseLine(text), style.columns - 4).map((line) => `    ${line}`);
  return [
    `  ! ${truncateMiddle(sanitiseLine(leftover.id), style.columns - 4)}`,
    ...row('Why     ', leftover.reason + free),
    ...row('Command ', leftover.command),
  ];
}

import type { RunEvent } from '../run/events.ts';
import { formatClock, formatDuration } from './duration.ts';
import { cloudMark } from './heading.ts';
import { wrap } from './layout.ts';
import { resourceOf, type StampProgress, titleOf } from './progress-state.ts';
import { sanitiseLine } from './sanitise.ts';

type Started = Extract<RunEvent, { event: 'action-started' }>['action'];

const verbs: Readonly<Record<Started, readonly [doing: string, done: string]>> = {
  create: ['creating', 'created'],
  update: ['updating', 'updated'],
  replace: ['replacing', 'replaced'],
  remove: ['removing', 'removed'],
  unchanged: ['reading', 'read'],
  blocked: ['skipping', 'skipped'],
  undo: ['undoing', 'undone'],
  purge: ['purging', 'purged'],
};

/** Milliseconds of wall time between two signs of life. */
export const heartbeatMs = 30_000;

/** One transition as a line of static text, or undefined where it says nothing by itself. */
export function eventLine(
  stamp: StampProgress,
  event: RunEvent,
  cloud: string,
  now: number,
): string | undefined {
  const text = eventText(stamp, event, cloud);
  return text === undefined ? undefined : `${formatClock(now - stamp.startedAt)} ${stamp.name}: ${text}`;
}

function eventText(stamp: StampProgress, event: RunEvent, cloud: string): string | undefined {
  switch (event.event) {
    case 'run-started':
      return `run ${event.runId} started on ${cloudMark(cloud)}, ${event.total} to do, usually ${formatDuration(event.expectedDurationMs)}`;
    case 'action-started':
      return `${verbs[event.action][0]} ${titleOf(stamp, event.id)}`;
    case 'action-waiting':
      return undefined;
    case 'action-retrying':
      return `${titleOf(stamp, event.id)}: ${event.code}, again in ${formatDuration(event.waitMs)}`;
    case 'action-done': {
      const doing = resourceOf(stamp, event.id)?.doing;
      return `${doing ? verbs[doing][1] : 'done'} ${titleOf(stamp, event.id)} (${formatDuration(event.durationMs)})`;
    }
    case 'action-failed':
      return `failed ${titleOf(stamp, event.id)}: ${event.problem.code}, ${event.problem.what}`;
    case 'settling':
      return event.because === 'failure'
        ? `a step failed, waiting for ${event.inFlight} in flight`
        : `stopping: nothing new starts, ${event.inFlight} in flight are waited for; a second interrupt stops at once and keeps the journal`;
    case 'rolling-back':
      return `undoing ${event.total}`;
    case 'run-ended':
      return `ended: ${event.outcome}${event.problem ? `: ${event.problem.code}, ${event.problem.what}` : ''}`;
  }
}

/** Signs of life: what each stamp is still working on. */
export function heartbeatLines(stamps: readonly StampProgress[], now: number): string[] {
  return stamps.flatMap((stamp) => {
    const running = [...stamp.resources.values()].filter(({ status }) => status === 'running');
    const [longest] = running.sort((a, b) => a.startedAt - b.startedAt);
    if (longest === undefined) return [];
    const others = running.length > 1 ? ` and ${running.length - 1} more` : '';
    const spent = `${formatDuration(now - longest.startedAt)}, usually ${formatDuration(longest.action.typicalMs)}`;
    return [
      `${formatClock(now - stamp.startedAt)} ${stamp.name}: still working: ${longest.action.title} (${spent})${others}`,
    ];
  });
}

/** Lines made safe and narrow enough to print. */
export function plainLines(lines: readonly string[], columns: number): string[] {
  return lines.flatMap((line) =>
    wrap(sanitiseLine(line), columns - 2).map((part, index) => (index === 0 ? part : `  ${part}`)),
  );
}

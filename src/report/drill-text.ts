import { durationText } from './duration.ts';
import type { DrillJson } from './json.ts';
import { plainText } from './text.ts';

/** A drill as a table of times. */
export function drillText({ stamp, steps, restored }: DrillJson['drills'][number]): string {
  const width = Math.max(...steps.map(({ step }) => step.length));
  return [
    `DRILL  ${stamp}  [sandbox]`,
    ...steps.flatMap(({ step, durationMs, done, failure }) => [
      `  ${done ? 'done  ' : 'FAILED'}  ${step.padEnd(width)}  ${durationText(durationMs)}`,
      ...(failure === undefined ? [] : [`          ${plainText(failure)}`]),
    ]),
    restored
      ? '  Afterwards everything was as before.'
      : '  Afterwards not everything was as before: the steps above say where.',
  ].join('\n');
}

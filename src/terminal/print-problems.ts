import type { Problem } from '../problems/problem.ts';
import { cloudMark } from './heading.ts';
import { labelled, truncate, truncateMiddle } from './layout.ts';
import { sanitiseLine } from './sanitise.ts';
import { finish, paint, type Style } from './screen.ts';

/** Problems as text: what happened, why most likely, what to do next, and what support asks for. */
export function problemsText(problems: readonly Problem[], cloud: string | undefined, style: Style): string {
  return finish(
    problems.flatMap((problem, index) => [
      ...(index > 0 ? [''] : []),
      ...problemLines(problem, cloud, style),
    ]),
    style,
  );
}

/** One problem, with the cloud at its head where it isn't said otherwise. */
export function problemLines(problem: Problem, cloud: string | undefined, style: Style): string[] {
  const colours = paint(style);
  const mark = cloud === undefined ? '' : `  ${cloudMark(cloud)}`;
  const code = truncate(sanitiseLine(problem.code), style.columns - 2 - mark.length);
  const row = (label: string, text: string): string[] =>
    labelled(label, sanitiseLine(text), style.columns - 2).map((line) => `  ${line}`);
  return [
    `${colours.red('✗')} ${colours.bold(code)}${mark}`,
    ...row('What  ', problem.what),
    ...(problem.resource
      ? [`  Where ${colours.dim(truncateMiddle(sanitiseLine(problem.resource), style.columns - 8))}`]
      : []),
    ...row('Why   ', problem.why),
    ...nextLines(problem.next, style),
    ...(problem.correlationId ? row('Azure correlation id ', problem.correlationId) : []),
  ];
}

/** What to do next; several ways are numbered. */
export function nextLines(next: readonly string[], style: Style): string[] {
  return next.flatMap((text, index) => {
    const label = index === 0 ? 'Next  ' : '      ';
    const number = next.length > 1 ? `${index + 1} ` : '';
    return labelled(label + number, sanitiseLine(text), style.columns - 2).map((line) => `  ${line}`);
  });
}

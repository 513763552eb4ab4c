import type { CheckResult } from '../checks/check.ts';
import { heading } from './heading.ts';
import { flow, labelled } from './layout.ts';
import { areMany, someOf } from './many.ts';
import { sanitiseLine } from './sanitise.ts';
import { finish, paint, type Style } from './screen.ts';

type Status = CheckResult['status'];

const signs: Readonly<Record<Status, string>> = {
  failed: '✗ failed',
  warning: '! warning',
  attested: '· attested',
  'not-applicable': '· not applicable',
  ok: '✓ ok',
};
/** The worst first. */
const order: readonly Status[] = ['failed', 'warning', 'attested', 'ok', 'not-applicable'];

/**
 * Checks as text. With `all` false only what needs attention is listed; everything else is counted.
 */
export function checksText(
  checks: readonly CheckResult[],
  options: { readonly title: string; readonly cloud: string; readonly all: boolean },
  style: Style,
): string {
  const counts = order
    .map((status) => ({ status, count: checks.filter((check) => check.status === status).length }))
    .filter(({ count }) => count > 0)
    .map(({ status, count }) => `${signs[status]} ${count}`);
  const listed = order
    .filter((status) => options.all || status === 'failed' || status === 'warning')
    .flatMap((status) => checks.filter((check) => check.status === status));
  const told = options.all ? listed : alikeOnce(listed);
  return finish(
    [
      heading(options.title, `${checks.length} checks`, options.cloud, style),
      ...flow(counts, '   ', style.columns - 2).map((line) => `  ${line}`),
      ...told.flatMap((check) => checkLines(check, style)),
    ],
    style,
  );
}

/** Of many stamps, what is found in the same words in several is told once. */
function alikeOnce(checks: readonly CheckResult[]): readonly CheckResult[] {
  if (!areMany([...new Set(checks.map(({ stamp }) => stamp))])) return checks;
  const alike = new Map<string, CheckResult[]>();
  for (const check of checks) {
    const key = JSON.stringify([check.status, check.id, check.message]);
    const same = alike.get(key);
    if (same) same.push(check);
    else alike.set(key, [check]);
  }
  return [...alike.values()].flatMap((same) => {
    const [first] = same;
    const names = same.flatMap(({ stamp }) => stamp ?? []);
    return first ? [names.length > 1 ? { ...first, stamp: someOf(names) } : first] : [];
  });
}

function checkLines(check: CheckResult, style: Style): string[] {
  const colours = paint(style);
  const rows = check.checklist.length > 0 ? ` (${check.checklist.join(', ')})` : '';
  const about = check.stamp === undefined ? '' : `${check.stamp}: `;
  const message = sanitiseLine(`${about}${check.message}${rows}`);
  const colour = { failed: colours.red, warning: colours.yellow }[check.status as string] ?? String;
  const beneath = (label: string, text: string): string[] =>
    labelled(label, sanitiseLine(text), style.columns - 4).map((line) => `    ${line}`);
  return [
    ...labelled(`${signs[check.status]}: `, message, style.columns - 2).map((line) => `  ${colour(line)}`),
    ...(check.evidence ? beneath('Evidence ', check.evidence) : []),
    ...(check.next ? beneath('Next     ', check.next) : []),
  ];
}

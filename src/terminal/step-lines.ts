import type { Act, Action } from '../plan/plan.ts';
import { actOrder, actSigns } from './act-signs.ts';
import { formatDuration } from './duration.ts';
import { displayWidth, flow, padEnd, truncate, wrap } from './layout.ts';
import { changeLines, lastSegment } from './print-changes.ts';
import { sanitiseLine } from './sanitise.ts';
import { paint, type Style } from './screen.ts';

/** Creates of one step that people call the same: `subnet`, four of them. */
interface Alike {
  readonly noun: string;
  readonly names: readonly string[];
  readonly typicalMs: number;
}

/** The tree of a plan: each step with its counts, its creates by kind and its updates by property. */
export function stepLines(actions: readonly Action[], style: Style): string[] {
  const order = [...new Set(actions.map((action) => action.step))];
  return order.flatMap((step) => {
    const own = actions.filter((action) => action.step === step);
    const [counts = '', ...more] = flow(countsOf(own), '   ', style.columns - 19);
    return [
      '',
      `  ${paint(style).bold(padEnd(step, 16))} ${counts}`,
      ...more.map((line) => `${' '.repeat(19)}${line}`),
      ...createLines(own, style),
      ...own.filter(({ action }) => action === 'update').flatMap((action) => updateLines(action, style)),
    ];
  });
}

function countsOf(actions: readonly Action[]): string[] {
  const counted = (act: Act): number => actions.filter((action) => action.action === act).length;
  return actOrder.filter((act) => counted(act) > 0).map((act) => `${actSigns[act].sign} ${counted(act)}`);
}

function createLines(actions: readonly Action[], style: Style): string[] {
  const alike = groupAlike(actions.filter(({ action }) => action === 'create'));
  const labels = alike.map(({ noun, names }) => (names.length > 1 ? `${noun} (${names.length})` : noun));
  const labelWidth = Math.min(
    Math.max(0, ...labels.map((label) => displayWidth(label))),
    Math.max(12, Math.floor(style.columns / 2) - 14),
  );
  const sign = paint(style)[actSigns.create.colour](actSigns.create.sign);
  return alike.flatMap((group, index) => {
    const label = padEnd(truncate(labels[index] ?? '', labelWidth), labelWidth);
    const time = `  ${formatDuration(group.typicalMs)}`;
    const room = style.columns - 6 - labelWidth - 2 - displayWidth(time);
    const [first = '', ...rest] = flow(commaSeparated(group.names), ' ', room);
    return [
      `    ${sign} ${label}  ${padEnd(first, room)}${paint(style).dim(time)}`,
      ...rest.map((line) => `${' '.repeat(labelWidth + 8)}${line}`),
    ];
  });
}

function commaSeparated(names: readonly string[]): string[] {
  return names.map((name, index) => (index < names.length - 1 ? `${name},` : name));
}

/** Groups by what people call it: the title without the name at its end. */
function groupAlike(actions: readonly Action[]): Alike[] {
  const groups = new Map<string, Alike>();
  for (const action of actions) {
    const { noun, name } = nounAndName(action);
    const known = groups.get(noun);
    groups.set(noun, {
      noun,
      names: [...(known?.names ?? []), name],
      typicalMs: Math.max(known?.typicalMs ?? 0, action.typicalMs),
    });
  }
  return [...groups.values()];
}

function nounAndName(action: Action): { noun: string; name: string } {
  const title = sanitiseLine(action.title);
  const name = sanitiseLine(lastSegment(action.id));
  const adopted = action.adopted ? ' (adopted)' : '';
  if (title.endsWith(` ${name}`)) return { noun: title.slice(0, -name.length - 1), name: name + adopted };
  // `diagnostic setting of X`, `role R on S`: what comes after tells it apart.
  const parts = /^(.*?) (?:of )(.+)$/.exec(title) ?? /^(role) (.+)$/.exec(title);
  return parts
    ? { noun: parts[1] ?? '', name: (parts[2] ?? '') + adopted }
    : { noun: title, name: adopted.trim() };
}

function updateLines(action: Action, style: Style): string[] {
  const { sign, colour } = actSigns.update;
  const notes = [
    ...(action.adopted ? ['taken over'] : []),
    ...(action.irreversible ? ["can't be undone"] : []),
  ];
  const title = sanitiseLine(action.title) + (notes.length > 0 ? ` (${notes.join(', ')})` : '');
  const time = `  ${formatDuration(action.typicalMs)}`;
  const room = style.columns - 6 - displayWidth(time);
  return [
    `    ${paint(style)[colour](sign)} ${padEnd(truncate(title, room), room)}${paint(style).dim(time)}`,
    ...changeLines(action.changes, style.columns - 8).map((line) => `        ${line}`),
    ...(action.reason
      ? wrap(sanitiseLine(action.reason), style.columns - 8).map(
          (line) => `        ${paint(style).dim(line)}`,
        )
      : []),
  ];
}

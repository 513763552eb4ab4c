import type { Act, Action, StampPlan } from '../plan/plan.ts';
import { actOrder, actSigns } from './act-signs.ts';
import { formatDuration } from './duration.ts';
import { heading } from './heading.ts';
import { flow, labelled, truncateMiddle, wrap } from './layout.ts';
import { areMany, someOf } from './many.ts';
import { changeLines, lastSegment } from './print-changes.ts';
import { sanitiseLine } from './sanitise.ts';
import { finish, paint, type Style } from './screen.ts';
import { stepLines } from './step-lines.ts';

/** Plans as text, one after the other: what is removed and replaced first, then the tree by step. */
export function planText(plans: readonly StampPlan[], cloud: string, style: Style): string {
  if (areMany(plans)) return finish(manyLines(plans, cloud, style), style);
  return finish(
    plans.flatMap((plan, index) => [...(index > 0 ? [''] : []), ...stampLines(plan, cloud, style)]),
    style,
  );
}

/** Many plans: their totals, what must not be overlooked of each, and which do the same. */
function manyLines(plans: readonly StampPlan[], cloud: string, style: Style): string[] {
  const all = { actions: plans.flatMap(({ actions }) => actions) };
  const alike = new Map<string, StampPlan[]>();
  for (const plan of plans) {
    const key = countsOf(plan).join('   ');
    const others = alike.get(key);
    if (others) others.push(plan);
    else alike.set(key, [plan]);
  }
  const warnings = new Map<string, string[]>();
  for (const plan of plans)
    for (const warning of plan.warnings)
      warnings.set(warning, [...(warnings.get(warning) ?? []), nameOf(plan)]);
  return [
    heading('PLAN', `${plans.length} environments`, cloud, style),
    ...countLines(all, style),
    ...plans.flatMap((plan) => {
      const lines = drasticLines(plan, style);
      return lines.length === 0 ? [] : ['', `  ${paint(style).bold(sanitiseLine(nameOf(plan)))}`, ...lines];
    }),
    '',
    ...[...alike].flatMap(([counts, same]) =>
      labelled(`  ${same.length} × `, `${counts}: ${sanitiseLine(someOf(same.map(nameOf)))}`, style.columns),
    ),
    ...[...warnings].flatMap(([warning, names]) =>
      labelled('  warning: ', sanitiseLine(`${warning} (${someOf(names)})`), style.columns).map((line) =>
        paint(style).yellow(line),
      ),
    ),
    '',
    ...wrap(
      'Each in full: gotthard plan --tenant NAME --env NAME; all of them: --json, --markdown.',
      style.columns - 2,
    ).map((line) => `  ${paint(style).dim(line)}`),
  ];
}

function nameOf({ tenant, environment }: StampPlan): string {
  return `${tenant}/${environment}`;
}

function stampLines(plan: StampPlan, cloud: string, style: Style): string[] {
  const subject = `${plan.tenant}/${plan.environment}  ${plan.region}${plan.production ? '  production' : ''}`;
  return [
    heading('PLAN', sanitiseLine(subject), cloud, style),
    ...countLines(plan, style),
    ...timeLines(plan, style),
    ...drasticLines(plan, style),
    ...stepLines(plan.actions, style),
    ...warningLines(plan, style),
    ...listLines(
      'Registered before the run, and kept afterwards',
      plan.registrations.map((name) => sanitiseLine(name)),
      style,
    ),
    ...pointOfNoReturnLines(plan, style),
    ...destructionLines(plan, style),
    ...noteLines(plan, style),
  ];
}

function countLines(plan: Pick<StampPlan, 'actions'>, style: Style): string[] {
  return flow(countsOf(plan), '   ', style.columns - 2).map((line) => `  ${line}`);
}

function countsOf(plan: Pick<StampPlan, 'actions'>): string[] {
  return actOrder.flatMap((act) => {
    const count = plan.actions.filter((action) => action.action === act).length;
    // Zeros reassure, except of what hardly ever happens.
    return act === 'blocked' && count === 0 ? [] : [`${actSigns[act].sign} ${actSigns[act].word} ${count}`];
  });
}

function timeLines(plan: StampPlan, style: Style): string[] {
  const writes = plan.actions.some((action) => action.action !== 'unchanged' && action.action !== 'blocked');
  const text = writes
    ? `About ${formatDuration(plan.expectedDurationMs)}, along the longest chain of dependencies.`
    : 'Nothing to write.';
  return wrap(text, style.columns - 2).map((line) => `  ${line}`);
}

/** What must not be overlooked, in full: blocked, removed and replaced resources with their ids and reasons. */
function drasticLines(plan: StampPlan, style: Style): string[] {
  const group = (title: string, acts: readonly Act[]): string[] => {
    const actions = plan.actions.filter((action) => acts.includes(action.action));
    if (actions.length === 0) return [];
    const titleLines = wrap(title, style.columns - 2).map((line) => `  ${paint(style).bold(line)}`);
    return ['', ...titleLines, ...actions.flatMap((action) => fullLines(action, style))];
  };
  return [
    ...group('Blocked: nothing is written until this is settled', ['blocked']),
    ...group('Removed or replaced', ['remove', 'replace']),
  ];
}

function fullLines(action: Action, style: Style): string[] {
  const { sign, colour } = actSigns[action.action];
  const room = style.columns - 8;
  const final = action.irreversible ? " (can't be undone)" : '';
  const title = wrap(sanitiseLine(action.title) + final, room);
  return [
    ...title.map(
      (line, index) => `    ${index === 0 ? paint(style)[colour](sign.padEnd(3)) : '   '} ${line}`,
    ),
    `        ${paint(style).dim(truncateMiddle(sanitiseLine(action.id), room))}`,
    ...(action.reason
      ? labelled('Why: ', sanitiseLine(action.reason), room).map((line) => `        ${line}`)
      : []),
    ...changeLines(action.changes, room).map((line) => `        ${line}`),
  ];
}

function warningLines(plan: StampPlan, style: Style): string[] {
  if (plan.warnings.length === 0) return [];
  const colours = paint(style);
  return [
    '',
    `  ${colours.bold('Loosened defaults')}`,
    ...plan.warnings.flatMap((warning) =>
      labelled('warning: ', sanitiseLine(warning), style.columns - 4).map(
        (line) => `    ${colours.yellow(line)}`,
      ),
    ),
  ];
}

function pointOfNoReturnLines(plan: StampPlan, style: Style): string[] {
  const titles = new Map(plan.actions.map((action) => [action.id, action.title]));
  return listLines(
    'Point of no return: written last; from there on the run only goes forward',
    plan.pointOfNoReturn.map((id) => sanitiseLine(titles.get(id) ?? lastSegment(id))),
    style,
  );
}

function destructionLines(plan: StampPlan, style: Style): string[] {
  if (!plan.destroys) return [];
  const text = 'From its first removal this only goes forward: it can be finished, not undone.';
  return [
    '',
    ...(plan.stays ?? []).flatMap((one) => wrap(sanitiseLine(one), style.columns - 2)),
    ...wrap(text, style.columns - 2),
  ].map((line) => (line === '' ? line : `  ${paint(style).yellow(line)}`));
}

/** What people have to know of a plan that no design asks for. */
function noteLines({ incident, access }: StampPlan, style: Style): string[] {
  const notes = [...(incident?.notes ?? []), ...(access?.notes ?? [])];
  if (notes.length === 0) return [];
  return [
    '',
    ...notes.flatMap((note) =>
      wrap(sanitiseLine(note), style.columns - 2).map((line) => `  ${paint(style).yellow(line)}`),
    ),
  ];
}

function listLines(title: string, items: readonly string[], style: Style): string[] {
  if (items.length === 0) return [];
  return [
    '',
    ...wrap(title, style.columns - 2).map((line) => `  ${paint(style).bold(line)}`),
    ...flow(
      items.map((item, index) => (index < items.length - 1 ? `${item},` : item)),
      ' ',
      style.columns - 4,
    ).map((line) => `    ${line}`),
  ];
}

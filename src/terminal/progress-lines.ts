import { formatClock, formatDuration } from './duration.ts';
import { type Looking, lookingAtAll } from './fleet-keys.ts';
import { cloudMark } from './heading.ts';
import { padEnd, truncate } from './layout.ts';
import { problemLines } from './print-problems.ts';
import { estimateOf, type ResourceProgress, type StampProgress } from './progress-state.ts';
import { sanitiseLine } from './sanitise.ts';
import { paint, type Style } from './screen.ts';

/** Where and when a view is drawn. */
export interface View extends Style {
  readonly rows: number;
  readonly cloud: string;
  /** Cloud time in milliseconds. */
  readonly now: number;
  /** Sign of what is running; turns with every drawing. */
  readonly spinner: string;
  /** What somebody looks at, where keys are read. */
  readonly looking?: Looking;
}

/** One entry of the live list: a heading and the lines beneath it. */
export interface Block {
  readonly heading: string;
  /** What has failed or runs. */
  readonly lines: readonly string[];
  /** What waits, and for what: the first to go where room is short. */
  readonly waiting: readonly string[];
}

/** More stamps than this get one line each while they run, and a counter. */
export const detailedStamps = 5;

/**
 * The live list. Never taller than the terminal: what doesn't fit is left out, running and failed things last.
 * One stamp: its steps with their live resources. A few: each stamp with its live resources. Many: one line
 * for each that runs or has failed, and a counter; where keys are read, the details of the one that was opened.
 */
export function progressBlocks(stamps: readonly StampProgress[], view: View): Block[] {
  const [only] = stamps;
  const { looking } = view;
  const opened = looking?.open === true ? stamps.find(({ name }) => name === looking.chosen) : undefined;
  if (opened) return [bare(counterLine(stamps, view)), detailsBlock(opened, view)];
  if (stamps.length > detailedStamps) return [counterBlock(stamps, view)];
  const blocks =
    only !== undefined && stamps.length === 1
      ? stepBlocks(only, view)
      : view.rows > 2 * stamps.length
        ? stamps.map((stamp) => block(stampLine(stamp, view), stamp, [...stamp.resources.values()], view))
        : [counterBlock(stamps, view)];
  return shorten(blocks, view.rows - 2);
}

/** Leaves out lines until the list fits: waiting ones first, and of the rest the longest blocks'. */
function shorten(blocks: readonly Block[], rows: number): Block[] {
  let room = rows - blocks.length;
  if (room < 0) return blocks.slice(0, Math.max(1, rows)).map(({ heading }) => bare(heading));
  const kept = blocks.map(({ heading, lines }, index) => {
    const later = blocks.slice(index + 1).reduce((sum, block) => sum + block.lines.length, 0);
    const share = Math.ceil(room / (blocks.length - index));
    const shown = lines.slice(0, Math.max(share, room - later));
    room -= shown.length;
    return { heading, lines: shown };
  });
  return kept.map((block, index) => {
    const waiting = (blocks[index]?.waiting ?? []).slice(0, room);
    room -= waiting.length;
    return { ...block, waiting };
  });
}

function bare(heading: string): Block {
  return { heading, lines: [], waiting: [] };
}

function fit(text: string, view: View): string {
  return truncate(sanitiseLine(text), view.columns - 6);
}

/** `main/dev  31/58  4:12  about 7 min left`, with the cloud at its end. */
function stampLine(stamp: StampProgress, view: View): string {
  const parts = [stamp.name, `${stamp.done}/${stamp.total}`, phaseText(stamp, view), cloudMark(view.cloud)];
  return `${stampSign(stamp, view)} ${fit(parts.filter((part) => part !== '').join('  '), view)}`;
}

function phaseText(stamp: StampProgress, view: View): string {
  const elapsed = formatClock((stamp.endedAt ?? view.now) - stamp.startedAt);
  switch (stamp.phase) {
    case 'waiting':
      return 'waiting';
    case 'running': {
      const left = estimateOf(stamp, view.now) ?? 0;
      return `${elapsed}  ${left > 0 ? `about ${formatDuration(left)} left` : 'longer than usual'}`;
    }
    case 'settling': {
      const why = stamp.because === 'failure' ? 'a step failed' : 'stopping (Ctrl-C again: at once)';
      return `${elapsed}  ${why}, waiting for ${stamp.inFlight} in flight`;
    }
    case 'rolling-back':
      return `${elapsed}  undoing`;
    case 'ended':
      return `${elapsed}  ${stamp.outcome ?? ''}`;
  }
}

function stampSign(stamp: StampProgress, view: View): string {
  const colours = paint(view);
  if (stamp.outcome !== undefined)
    return stamp.outcome === 'succeeded' ? colours.green('✓') : colours.red('✗');
  if (stamp.phase === 'waiting') return '·';
  return stamp.failure ? colours.red(view.spinner) : colours.yellow(view.spinner);
}

function stepBlocks(stamp: StampProgress, view: View): Block[] {
  const resources = [...stamp.resources.values()];
  // What a step has done says nothing any more once it is being undone.
  if (stamp.undoing) return [block(stampLine(stamp, view), stamp, resources, view)];
  const steps = [...new Set(resources.map(({ action }) => action.step))];
  return [
    bare(stampLine(stamp, view)),
    ...steps.map((step) => {
      const own = resources.filter(({ action }) => action.step === step);
      const done = own.filter(({ status }) => status === 'done').length;
      const text = `${padEnd(step, 16)} ${done}/${own.length}`;
      return block(`  ${stepSign(own, view)} ${fit(text, view)}`, stamp, own, view);
    }),
  ];
}

function stepSign(resources: readonly ResourceProgress[], view: View): string {
  const colours = paint(view);
  if (resources.some(({ status }) => status === 'failed')) return colours.red('✗');
  if (resources.some(({ status }) => status === 'running')) return colours.yellow(view.spinner);
  return resources.every(({ status }) => status === 'done') ? colours.green('✓') : '·';
}

/** Failed ones before what runs; what waits, and for what, only as long as it may still start. */
function block(
  heading: string,
  stamp: StampProgress,
  resources: readonly ResourceProgress[],
  view: View,
): Block {
  const colours = paint(view);
  const line = (resource: ResourceProgress): string => fit(`    ${resourceText(resource, view)}`, view);
  const having = (status: ResourceProgress['status']): ResourceProgress[] =>
    resources.filter((resource) => resource.status === status);
  const waiting = stamp.phase === 'running' ? having('open').filter(({ note }) => note !== undefined) : [];
  return {
    heading,
    lines: [
      ...having('failed').map((resource) => colours.red(line(resource))),
      ...having('running').map(line),
    ],
    waiting: waiting.map((resource) => colours.dim(line(resource))),
  };
}

function resourceText(resource: ResourceProgress, view: View): string {
  const { action, status, note } = resource;
  if (status === 'failed') return `✗ ${action.title}  ${note ?? ''}`;
  if (status === 'open') return `· ${action.title}  ${note ?? ''}`;
  const current = view.now < resource.noteEndsAt ? note : undefined;
  const undoing = resource.doing === 'undo' || resource.doing === 'purge' ? 'undoing ' : '';
  const spent = view.now - resource.startedAt;
  const usually = undoing === '' ? `  usually ${formatDuration(action.typicalMs)}` : '';
  return `${view.spinner} ${undoing}${action.title}  ${formatClock(spent)}${current === undefined ? usually : `  ${current}`}`;
}

function counterLine(stamps: readonly StampProgress[], view: View): string {
  const count = (phase: StampProgress['phase']): number =>
    stamps.filter((stamp) => stamp.phase === phase).length;
  const failed = stamps.filter(hasFailed);
  const active = stamps.filter(isActive);
  const succeeded = count('ended') - failed.length;
  const stopping = stamps.some(({ phase, because }) => phase === 'settling' && because === 'interrupt');
  const text = `${stamps.length} stamps: ${succeeded} done, ${active.length} running, ${failed.length} failed, ${count('waiting')} waiting  ${stopping ? 'stopping  ' : ''}${cloudMark(view.cloud)}`;
  const sign = active.length > 0 ? paint(view).yellow(view.spinner) : '·';
  return `${sign} ${fit(text, view)}`;
}

function counterBlock(stamps: readonly StampProgress[], view: View): Block {
  const colours = paint(view);
  const { looking } = view;
  const listed = listedStamps(stamps, looking);
  const chosen = listed.findIndex(({ name }) => name === looking?.chosen);
  const room = Math.max(0, view.rows - 3 - (looking ? 1 : 0));
  return {
    heading: counterLine(stamps, view),
    waiting: [],
    lines: [
      ...around(listed, chosen, room).map((stamp) => {
        const mark = stamp.name === looking?.chosen ? colours.cyan('❯') : ' ';
        return `${mark} ${stampLine(stamp, { ...view, columns: view.columns - 2 })}`;
      }),
      ...(looking && room > 0 ? [hint([`${arrows(view)} choose`, 'Enter details'], view)] : []),
    ],
  };
}

function hasFailed({ outcome }: StampProgress): boolean {
  return outcome !== undefined && outcome !== 'succeeded';
}

function isActive({ phase }: StampProgress): boolean {
  return phase !== 'ended' && phase !== 'waiting';
}

/** The stamps that have a line of their own: failed ones, then those that run or are undone. What is chosen stays. */
export function listedStamps(
  stamps: readonly StampProgress[],
  { chosen }: Looking = lookingAtAll,
): StampProgress[] {
  const failing = stamps.filter((stamp) => !hasFailed(stamp) && stamp.failure !== undefined);
  const others = stamps.filter((stamp) => !hasFailed(stamp) && stamp.failure === undefined);
  return [
    ...stamps.filter(hasFailed),
    ...failing,
    ...others.filter((stamp) => isActive(stamp) || stamp.name === chosen),
  ];
}

/** As many as there is room for, so that the one at this index is among them. */
function around<T>(all: readonly T[], index: number, room: number): readonly T[] {
  const start = Math.max(0, Math.min(index - Math.floor(room / 2), all.length - room));
  return all.slice(start, start + room);
}

/** Lines of a stamp's details that are on the screen at once. */
export function detailsPage(view: Pick<View, 'rows'>): number {
  return Math.max(0, view.rows - 5);
}

function detailsBlock(stamp: StampProgress, view: View): Block {
  const lines = detailsLines(stamp, view);
  const page = detailsPage(view);
  const most = Math.max(0, lines.length - page);
  const above = Math.min(view.looking?.above ?? 0, most);
  const keys = [
    ...(most > 0 ? [`${arrows(view)} scroll (${above + 1}-${above + page} of ${lines.length})`] : []),
    'Esc back',
  ];
  return {
    heading: stampLine(stamp, view),
    waiting: [],
    lines: [...lines.slice(above, above + page), ...(page > 0 ? [hint(keys, view)] : [])],
  };
}

/** Everything about one stamp: why it failed and what to do next, then its steps with what runs and what waits. */
export function detailsLines(stamp: StampProgress, view: View): string[] {
  const narrow = { ...view, columns: view.columns - 4 };
  const failure = stamp.failure ? problemLines(stamp.failure.problem, undefined, narrow) : [];
  const steps = stepBlocks(stamp, view).flatMap(({ heading, lines, waiting }) => [
    heading,
    ...lines,
    ...waiting,
  ]);
  return [...failure.map((line) => `  ${line}`), ...steps.slice(1)];
}

function arrows({ unicode }: View): string {
  return unicode ? '↑↓' : 'Up/Down';
}

function hint(keys: readonly string[], view: View): string {
  return paint(view).dim(`  ${fit(keys.join(' · '), view)}`);
}

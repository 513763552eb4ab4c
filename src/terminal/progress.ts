import type { StampPlan } from '../plan/plan.ts';
import type { RunEvent } from '../run/events.ts';
import { type Key, looked, lookingAtAll } from './fleet-keys.ts';
import type { Keyboard } from './keyboard.ts';
import { type LiveList, openLiveList } from './live-list.ts';
import {
  detailedStamps,
  detailsLines,
  detailsPage,
  listedStamps,
  progressBlocks,
  type View,
} from './progress-lines.ts';
import { eventLine, heartbeatLines, heartbeatMs, plainLines } from './progress-plain.ts';
import { applyEvent, stampProgress } from './progress-state.ts';
import { finish, type Screen } from './screen.ts';

/** Calls back every so many milliseconds of wall time until the returned function is called. */
export type Every = (milliseconds: number, callback: () => void) => () => void;

/** Shows run events as they happen. */
export interface Progress {
  on(event: RunEvent): void;
  /** Takes the view away while something else has the screen and the keys; events are taken in all the same. */
  away<T>(work: () => Promise<T>): Promise<T>;
  /** Ends the view, so that something else can be printed. A later event opens it again. */
  end(): Promise<void>;
}

/** What a progress view needs. The clock is the cloud's; heartbeats come in wall time. */
export interface ProgressSettings {
  readonly plans: readonly StampPlan[];
  readonly screen: Screen;
  readonly cloud: string;
  readonly clock: { now(): number };
  readonly every: Every;
  /** Keys to choose a stamp by, where somebody sits at the terminal. */
  readonly keys?: Keys;
}

/** Where keys come from. */
export interface Keys {
  /** Reads keys until it is closed. `onSuspend`: somebody wants the process stopped, and the terminal is as before. */
  open(onKey: (key: Key) => void, onSuspend: () => void): Keyboard;
  /** Stops the process, as Ctrl-Z does, until its shell lets it go on. */
  suspend(): void;
}

/** A redrawn list on a live screen; elsewhere a line for each transition, and a sign of life in between. */
export function createProgress(settings: ProgressSettings): Progress {
  return settings.screen.live ? liveProgress(settings) : plainProgress(settings);
}

function liveProgress({ plans, screen, cloud, clock, keys }: ProgressSettings): Progress {
  const stamps = stampProgress(plans);
  const fleet = plans.length > detailedStamps ? keys : undefined;
  let looking = lookingAtAll;
  let keyboard: Keyboard | undefined;
  let list: LiveList | undefined;
  const viewed = (spinner: string): View => ({
    columns: screen.columns,
    rows: screen.rows,
    colour: screen.colour,
    unicode: screen.unicode,
    cloud,
    now: clock.now(),
    spinner,
    ...(keyboard?.listens === true ? { looking } : {}),
  });
  const blocks = (spinner: string) => progressBlocks([...stamps.values()], viewed(spinner));
  const onKey = (key: Key): void => {
    const chosen = looking.chosen === undefined ? undefined : stamps.get(looking.chosen);
    const view = viewed('');
    looking = looked(looking, key, {
      listed: listedStamps([...stamps.values()], looking).map(({ name }) => name),
      details: chosen && looking.open ? detailsLines(chosen, view).length : 0,
      page: detailsPage(view),
    });
  };
  let wanted = false;
  let others = 0;
  const open = (): void => {
    if (!wanted || list !== undefined || others > 0) return;
    list = openLiveList(screen, blocks);
    keyboard = fleet?.open(onKey, () => void away(async () => fleet.suspend()));
  };
  const close = async (): Promise<void> => {
    const closed = list;
    list = undefined;
    // Before the last drawing, which is of all of them and speaks of no keys any more.
    keyboard?.close();
    keyboard = undefined;
    await closed?.close();
  };
  const away = async <T>(work: () => Promise<T>): Promise<T> => {
    others += 1;
    try {
      await close();
      return await work();
    } finally {
      others -= 1;
      open();
    }
  };
  return {
    on(event) {
      const stamp = stamps.get(event.stamp);
      if (stamp) applyEvent(stamp, event, clock.now());
      wanted = true;
      open();
    },
    away,
    end() {
      wanted = false;
      return close();
    },
  };
}

function plainProgress({ plans, screen, cloud, clock, every }: ProgressSettings): Progress {
  const stamps = stampProgress(plans);
  const print = (lines: readonly string[]): void => {
    if (lines.length > 0) screen.write(finish(plainLines(lines, screen.columns), screen));
  };
  let stop: (() => void) | undefined;
  const end = async (): Promise<void> => {
    stop?.();
    stop = undefined;
  };
  return {
    on(event) {
      const stamp = stamps.get(event.stamp);
      if (stamp === undefined) return;
      applyEvent(stamp, event, clock.now());
      const line = eventLine(stamp, event, cloud, clock.now());
      print(line === undefined ? [] : [line]);
      stop ??= every(heartbeatMs, () => print(heartbeatLines([...stamps.values()], clock.now())));
    },
    async away(work) {
      await end();
      return work();
    },
    end,
  };
}

import type { StampPlan } from '../plan/plan.ts';
import type { RunEvent } from '../run/events.ts';
import { type LiveList, openLiveList } from './live-list.ts';
import { progressBlocks } from './progress-lines.ts';
import { eventLine, heartbeatLines, heartbeatMs, plainLines } from './progress-plain.ts';
import { applyEvent, stampProgress } from './progress-state.ts';
import { finish, type Screen } from './screen.ts';

/** Calls back every so many milliseconds of wall time until the returned function is called. */
export type Every = (milliseconds: number, callback: () => void) => () => void;

/** Shows run events as they happen. */
export interface Progress {
  on(event: RunEvent): void;
  /**
   * Ends the live view, so that something else can be printed or asked. A later event opens it again.
   */
  end(): Promise<void>;
}

/** What a progress view needs. The clock is the cloud's; heartbeats come in wall time. */
export interface ProgressSettings {
  readonly plans: readonly StampPlan[];
  readonly screen: Screen;
  readonly cloud: string;
  readonly clock: { now(): number };
  readonly every: Every;
}

/** A redrawn list on a live screen; elsewhere a line for each transition, and a sign of life in between. */
export function createProgress(settings: ProgressSettings): Progress {
  return settings.screen.live ? liveProgress(settings) : plainProgress(settings);
}

function liveProgress({ plans, screen, cloud, clock }: ProgressSettings): Progress {
  const stamps = stampProgress(plans);
  let list: LiveList | undefined;
  const blocks = (spinner: string) =>
    progressBlocks([...stamps.values()], {
      columns: screen.columns,
      rows: screen.rows,
      colour: screen.colour,
      unicode: screen.unicode,
      cloud,
      now: clock.now(),
      spinner,
    });
  return {
    on(event) {
      const stamp = stamps.get(event.stamp);
      if (stamp) applyEvent(stamp, event, clock.now());
      list ??= openLiveList(screen, blocks);
    },
    async end() {
      const open = list;
      list = undefined;
      await open?.close();
    },
  };
}

function plainProgress({ plans, screen, cloud, clock, every }: ProgressSettings): Progress {
  const stamps = stampProgress(plans);
  const print = (lines: readonly string[]): void => {
    if (lines.length > 0) screen.write(finish(plainLines(lines, screen.columns), screen));
  };
  let stop: (() => void) | undefined;
  return {
    on(event) {
      const stamp = stamps.get(event.stamp);
      if (stamp === undefined) return;
      applyEvent(stamp, event, clock.now());
      const line = eventLine(stamp, event, cloud, clock.now());
      print(line === undefined ? [] : [line]);
      stop ??= every(heartbeatMs, () => print(heartbeatLines([...stamps.values()], clock.now())));
    },
    async end() {
      stop?.();
      stop = undefined;
    },
  };
}

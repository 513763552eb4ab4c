import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import type { Show } from '../../src/commands/ports.ts';
import { Watchdog } from '../../src/main/watchdog.ts';
import type { Problem } from '../../src/problems/problem.ts';

const stamp = 'main/dev';

function watched() {
  const idle = new EventEmitter();
  const dog = new Watchdog();
  const barks: Problem[] = [];
  const show = dog.watching({
    progress: () => ({ on: () => undefined, end: async () => undefined }),
  } as never as Show);
  const stop = dog.on(idle, (problem) => barks.push(problem));
  return { idle, barks, stop, progress: show.progress([]) };
}

it('a command that waits for what never comes says what that is', () => {
  const { idle, barks, progress } = watched();
  progress.on({ event: 'action-started', stamp, id: '/a', action: 'create' });
  progress.on({ event: 'action-started', stamp, id: '/b', action: 'update' });
  progress.on({ event: 'action-done', stamp, id: '/a', durationMs: 1 });
  idle.emit('beforeExit');
  expect(barks).toMatchObject([
    { code: 'GT-STUCK', what: expect.stringMatching(/have not ended: update \/b$/) },
  ]);
});

it('one that has ended says nothing', () => {
  const { idle, barks, stop } = watched();
  stop();
  idle.emit('beforeExit');
  expect(barks).toEqual([]);
});

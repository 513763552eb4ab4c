import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { type Job, openKeyboard } from '../../src/terminal/keyboard.ts';
import { createProgress } from '../../src/terminal/progress.ts';
import { fakeScreen } from '../kit/fake-screen.ts';
import { sampleAction, samplePlan } from '../kit/sample-plan.ts';

/** A terminal's input and the process that reads it. */
function terminal({ foreground = true } = {}) {
  const modes: boolean[] = [];
  const refs: string[] = [];
  const stream = new PassThrough();
  const input = Object.assign(stream, {
    setRawMode: (mode: boolean) => modes.push(mode),
    ref: () => refs.push('ref'),
    unref: () => refs.push('unref'),
  }) as unknown as NodeJS.ReadStream;
  const happenings = new EventEmitter();
  const on = (event: string, callback: () => void) => {
    happenings.on(event, callback);
    return () => {
      happenings.off(event, callback);
    };
  };
  const told: string[] = [];
  const shell = { foreground };
  const job: Job = {
    signal: (name) => void told.push(name),
    inForeground: () => shell.foreground,
    onContinued: (callback) => on('continued', callback),
    onExit: (callback) => on('exit', callback),
  };
  const type = async (text: string): Promise<void> => {
    stream.write(text);
    await new Promise((resolve) => setImmediate(resolve));
  };
  const raw = (): boolean => modes.at(-1) === true;
  return { input, job, told, shell, happenings, type, raw, modes, refs };
}

function listening(at: ReturnType<typeof terminal>) {
  const onKey = ({ name }: { readonly name?: string | undefined }): void => void at.told.push(name ?? '?');
  return openKeyboard({ ...at, onKey, onSuspend: () => void at.told.push('suspend') });
}

test('keys are read one by one, and Ctrl-C and Ctrl-\\ become the signals that they are elsewhere', async () => {
  const at = terminal();
  const keyboard = listening(at);
  await at.type('q\u001B[B\r\u0003');
  expect(at.told).toEqual(['q', 'down', 'return', 'SIGINT']);
  expect([keyboard.listens, at.raw(), at.refs.at(-1)]).toEqual([true, true, 'unref']);
  await at.type('\u001C');
  expect([at.told.at(-1), at.raw()]).toEqual(['SIGQUIT', false]);
  keyboard.close();
});

test.each([
  ['it is closed', (_: ReturnType<typeof terminal>, close: () => void) => close()],
  ['the process ends', ({ happenings }: ReturnType<typeof terminal>) => void happenings.emit('exit')],
  ['somebody suspends it', (at: ReturnType<typeof terminal>) => at.type('\u001A')],
])('the terminal is as it was once %s, and nobody reads any more', async (_name, ending) => {
  const at = terminal();
  const keyboard = listening(at);
  await ending(at, keyboard.close);
  expect([keyboard.listens, at.raw(), at.refs.at(-1), at.input.isPaused()]).toEqual([
    false,
    false,
    'ref',
    true,
  ]);
  const before = [...at.told];
  await at.type('x');
  expect(at.told).toEqual(before);
  keyboard.close();
  expect(['continued', 'exit'].map((event) => at.happenings.listenerCount(event))).toEqual([0, 0]);
});

test('in the background nothing is read and nothing set; back in the foreground it listens again', () => {
  const at = terminal({ foreground: false });
  const keyboard = listening(at);
  expect([keyboard.listens, at.modes]).toEqual([false, []]);
  at.shell.foreground = true;
  at.happenings.emit('continued');
  expect([keyboard.listens, at.raw()]).toEqual([true, true]);
  keyboard.close();
});

test('a fleet listens only while its list is shown: not while somebody is asked, and not once it has ended', async () => {
  const at = terminal();
  const action = sampleAction({ noun: 'vault', name: 'kv' });
  const plans = Array.from({ length: 6 }, (_, index) => samplePlan([action], { environment: `e${index}` }));
  const screen = fakeScreen({ live: true });
  const progress = createProgress({
    plans,
    screen,
    cloud: 'sandbox',
    clock: { now: () => 0 },
    every: () => () => undefined,
    keys: {
      open: (onKey, onSuspend) => openKeyboard({ ...at, onKey, onSuspend }),
      suspend: () => void at.told.push(`stopped, ${at.raw() ? 'raw' : 'as before'}`),
    },
  });
  const started = (stamp: string) =>
    ({ event: 'run-started', runId: '01J', stamp, total: 1, expectedDurationMs: 1 }) as const;
  expect(at.modes).toEqual([]);
  progress.on(started('main/e0'));
  expect(at.raw()).toBe(true);
  const during = await progress.away(async () => {
    progress.on(started('main/e1'));
    return at.raw();
  });
  expect([during, at.raw()]).toEqual([false, true]);
  await at.type('\u001A');
  await progress.away(async () => undefined);
  expect([at.told, at.raw()]).toEqual([['stopped, as before'], true]);
  await progress.end();
  expect(at.raw()).toBe(false);
  // What stays on the screen speaks of no keys, and of both that were begun.
  const last = screen.text().slice(screen.text().lastIndexOf('6 stamps'));
  expect(last).toContain('2 running');
  expect(last).not.toContain('Enter details');
});

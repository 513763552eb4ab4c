import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RunEvent } from '../../src/run/events.ts';
import { type Looking, looked, lookingAtAll } from '../../src/terminal/fleet-keys.ts';
import { displayWidth } from '../../src/terminal/layout.ts';
import { createProgress } from '../../src/terminal/progress.ts';
import {
  detailsLines,
  detailsPage,
  listedStamps,
  progressBlocks,
  type View,
} from '../../src/terminal/progress-lines.ts';
import { applyEvent, estimateOf, stampProgress } from '../../src/terminal/progress-state.ts';
import { fakeScreen } from '../kit/fake-screen.ts';
import { sampleAction, samplePlan } from '../kit/sample-plan.ts';

const stamp = 'main/dev';
const network = sampleAction({ noun: 'virtual network', name: 'vnet', typicalMs: 10_000 });
const subnet = sampleAction({ noun: 'subnet', name: 'snet', dependsOn: [network.key], typicalMs: 5_000 });
const vault = sampleAction({ noun: 'vault', name: 'kv', step: 'Key Vault', typicalMs: 30_000 });
const endpoint = sampleAction({
  noun: 'private endpoint',
  name: 'pe',
  step: 'Private access',
  dependsOn: [subnet.key, vault.key],
  typicalMs: 60_000,
});
const plan = samplePlan([network, subnet, vault, endpoint], { expectedDurationMs: 90_000 });

const problem = {
  code: 'SubnetFull',
  what: 'No address left.',
  why: 'Too many.',
  next: ['Widen it.'] as [string],
};
const started: RunEvent = { event: 'run-started', runId: '01J', stamp, total: 4, expectedDurationMs: 90_000 };
const begin = (id: string): RunEvent => ({ event: 'action-started', stamp, id, action: 'create' });
const done = (id: string): RunEvent => ({ event: 'action-done', stamp, id, durationMs: 9_000 });

/** A stamp after these events, each with its time in milliseconds. */
function after(...events: readonly (readonly [number, RunEvent])[]) {
  const progress = stampProgress([plan]).get(stamp);
  if (progress === undefined) throw new Error('the plan has one stamp');
  for (const [now, event] of events) applyEvent(progress, event, now);
  return progress;
}

const view: View = {
  columns: 80,
  rows: 24,
  colour: false,
  unicode: true,
  cloud: 'sandbox',
  now: 20_000,
  spinner: '*',
};
const drawn = (progress: ReturnType<typeof after>, given: Partial<View> = {}): string =>
  progressBlocks([progress], { ...view, ...given })
    .flatMap(({ heading, lines, waiting }) => [heading, ...lines, ...waiting])
    .join('\n');

test('a running stamp shows its steps, what runs, for how long, and what the others wait for', () => {
  const waits: RunEvent = { event: 'action-waiting', stamp, id: endpoint.id, for: vault.id };
  const progress = after(
    [0, started],
    [0, begin(network.id)],
    [0, begin(vault.id)],
    [9000, done(network.id)],
    [9000, waits],
  );
  expect(drawn(progress)).toMatchInlineSnapshot(`
    "* main/dev  1/4  0:20  about 1 min 10 s left  [sandbox]
      · Network          1/2
      * Key Vault        0/1
        * vault kv  0:20  usually 30 s
      · Private access   0/1
        · private endpoint pe  waits for vault kv"
  `);
});

test('a failed one stays in sight while the others settle, and while all is undone', () => {
  const failed: RunEvent = { event: 'action-failed', stamp, id: vault.id, problem };
  const settling: RunEvent = { event: 'settling', stamp, inFlight: 1, because: 'failure' };
  const rollingBack: RunEvent = { event: 'rolling-back', stamp, total: 1 };
  const undo: RunEvent = { event: 'action-started', stamp, id: network.id, action: 'undo' };
  const first = [
    [0, started],
    [0, begin(vault.id)],
    [0, begin(network.id)],
    [9000, failed],
    [9000, settling],
  ] as const;
  expect(drawn(after(...first))).toMatchInlineSnapshot(`
    "* main/dev  0/4  0:20  a step failed, waiting for 1 in flight  [sandbox]
      * Network          0/2
        * virtual network vnet  0:20  usually 10 s
      ✗ Key Vault        0/1
        ✗ vault kv  SubnetFull
      · Private access   0/1"
  `);
  const second = [...first, [9500, done(network.id)], [9500, rollingBack], [12_000, undo]] as const;
  expect(drawn(after(...second))).toMatchInlineSnapshot(`
    "* main/dev  0/1  0:20  undoing  [sandbox]
        ✗ vault kv  SubnetFull
        * undoing virtual network vnet  0:08"
  `);
});

test('the estimate is the longest chain of what is left, less what has been spent on it', () => {
  expect(estimateOf(after([0, started]), 0)).toBe(90_000);
  const halfway = after([0, started], [0, begin(vault.id)], [0, begin(network.id)]);
  expect(estimateOf(halfway, 20_000)).toBe(70_000);
  // The vault is overdue: the endpoint's own time is all that can be promised.
  expect(estimateOf(halfway, 100_000)).toBe(65_000);
  const last = after(
    [0, started],
    [0, done(network.id)],
    [0, done(subnet.id)],
    [0, done(vault.id)],
    [0, begin(endpoint.id)],
  );
  expect(estimateOf(last, 45_000)).toBe(15_000);
  expect(drawn(last, { now: 200_000 })).toContain('longer than usual');
});

test('the irreversible half of a resource is told from the one before it', () => {
  const late = { ...vault, key: `${vault.key}#last` };
  const progress = stampProgress([samplePlan([vault, late])]).get(stamp);
  if (progress === undefined) throw new Error('the plan has one stamp');
  for (const event of [begin(vault.id), done(vault.id), begin(vault.id)]) applyEvent(progress, event, 0);
  expect([...progress.resources.values()].map(({ status }) => status)).toEqual(['done', 'running']);
});

const manyPlans = fc
  .record({ stamps: fc.integer({ min: 1, max: 30 }), actions: fc.integer({ min: 1, max: 30 }) })
  .map(({ stamps, actions }) =>
    Array.from({ length: stamps }, (_, index) =>
      samplePlan(
        Array.from({ length: actions }, (_action, n) =>
          sampleAction({ noun: 'subnet', name: `s${n}`, step: n % 2 ? 'Network' : 'Budget' }),
        ),
        { environment: `e${index}` },
      ),
    ),
  );

test('the list is never taller or wider than the terminal, however much runs', () => {
  fc.assert(
    fc.property(
      manyPlans,
      fc.integer({ min: 3, max: 60 }),
      fc.integer({ min: 40, max: 200 }),
      (plans, rows, columns) => {
        const stamps = [...stampProgress(plans).values()];
        for (const each of stamps) {
          applyEvent(each, { ...started, stamp: each.name }, 0);
          for (const { action } of each.resources.values())
            applyEvent(each, { ...begin(action.id), stamp: each.name }, 0);
        }
        const blocks = progressBlocks(stamps, { ...view, rows, columns });
        const lines = blocks.flatMap((block) => [block.heading, ...block.lines, ...block.waiting]);
        expect(lines.length).toBeLessThan(rows);
        expect(lines.filter((line) => displayWidth(line) > columns - 2)).toEqual([]);
      },
    ),
  );
});

test('more than five stamps are counted, with a line for each that runs or has failed', () => {
  const plans = Array.from({ length: 7 }, (_, index) => samplePlan([network], { environment: `e${index}` }));
  const stamps = [...stampProgress(plans).values()];
  for (const [index, each] of stamps.entries()) {
    if (index < 4) applyEvent(each, { ...started, stamp: each.name }, 0);
    if (index < 2)
      applyEvent(
        each,
        { event: 'run-ended', stamp: each.name, outcome: index === 0 ? 'succeeded' : 'kept' },
        0,
      );
  }
  const blocks = progressBlocks(stamps, view);
  expect(blocks.flatMap(({ heading, lines }) => [heading, ...lines]).join('\n')).toMatchInlineSnapshot(`
    "* 7 stamps: 1 done, 2 running, 1 failed, 3 waiting  [sandbox]
      ✗ main/e1  0/4  0:00  kept  [sandbox]
      * main/e2  0/4  0:20  about 1 min 20 s left  [sandbox]
      * main/e3  0/4  0:20  about 1 min 20 s left  [sandbox]"
  `);
});

/** A fleet of ten: two have failed, one of them for want of an address, five run, and the others wait. */
function fleet() {
  const plans = Array.from({ length: 10 }, (_, index) =>
    samplePlan([network, vault], { environment: `e${index}` }),
  );
  const stamps = [...stampProgress(plans).values()];
  const happens = (index: number, event: RunEvent): void => {
    const each = stamps[index];
    if (each) applyEvent(each, { ...event, stamp: each.name }, 0);
  };
  for (const index of [0, 1, 2, 3, 4, 5, 6]) happens(index, started);
  for (const index of [2, 4]) {
    happens(index, { event: 'action-failed', stamp, id: vault.id, problem });
    happens(index, { event: 'run-ended', stamp, outcome: 'rolled-back' });
  }
  happens(3, begin(vault.id));
  return { stamps, happens };
}

const screenOf = (stamps: ReturnType<typeof fleet>['stamps'], given: Partial<View> = {}): string =>
  progressBlocks(stamps, { ...view, looking: lookingAtAll, ...given })
    .flatMap(({ heading, lines, waiting }) => [heading, ...lines, ...waiting])
    .join('\n');

test('keys choose a stamp of many, show why it failed and what to do, and go back', () => {
  const { stamps } = fleet();
  const press = (from: Looking, ...names: readonly string[]): Looking =>
    names.reduce(
      (looking, name) =>
        looked(
          looking,
          { name },
          { listed: listedStamps(stamps, looking).map((each) => each.name), details: 8, page: 6 },
        ),
      from,
    );
  expect(listedStamps(stamps).map(({ name }) => name)).toEqual(
    [2, 4, 0, 1, 3, 5, 6].map((index) => `main/e${index}`),
  );
  const second = press(lookingAtAll, 'down', 'j');
  expect(screenOf(stamps, { looking: second, rows: 8 })).toMatchInlineSnapshot(`
    "* 10 stamps: 0 done, 5 running, 2 failed, 3 waiting  [sandbox]
      ✗ main/e2  0/4  0:00  rolled-back  [sandbox]
    ❯ ✗ main/e4  0/4  0:00  rolled-back  [sandbox]
      * main/e0  0/4  0:20  about 1 min 20 s left  [sandbox]
      * main/e1  0/4  0:20  about 1 min 20 s left  [sandbox]
      ↑↓ choose · Enter details"
  `);
  expect(screenOf(stamps, { looking: press(second, 'd') })).toMatchInlineSnapshot(`
    "* 10 stamps: 0 done, 5 running, 2 failed, 3 waiting  [sandbox]
    ✗ main/e4  0/4  0:00  rolled-back  [sandbox]
      ✗ SubnetFull
        What  No address left.
        Why   Too many.
        Next  Widen it.
      · Network          0/1
      ✗ Key Vault        0/1
        ✗ vault kv  SubnetFull
      Esc back"
  `);
  const running = press(second, 'down', 'down', 'down', 'return');
  expect(screenOf(stamps, { looking: running })).toMatchInlineSnapshot(`
    "* 10 stamps: 0 done, 5 running, 2 failed, 3 waiting  [sandbox]
    * main/e3  0/4  0:20  about 27 s left  [sandbox]
      · Network          0/1
      * Key Vault        0/1
        * vault kv  0:20  usually 30 s
      Esc back"
  `);
  for (const back of ['q', 'escape', 'left', 'backspace'])
    expect(press(running, back)).toEqual({ chosen: 'main/e3', open: false, above: 0 });
  expect(press(running, 'q', 'q')).toEqual(lookingAtAll);
  expect(press(lookingAtAll, 'up').chosen).toBe('main/e6');
  expect(press(lookingAtAll, 'return')).toEqual({ chosen: 'main/e2', open: true, above: 0 });
  expect(press(second, 'return', 'end')).toMatchObject({ above: 2 });
  expect(press(second, 'return', 'pagedown', 'up')).toMatchObject({ above: 1 });
});

test('a stamp that is looked at stays on the list when it has ended well', () => {
  const { stamps, happens } = fleet();
  happens(3, { event: 'run-ended', stamp, outcome: 'succeeded' });
  expect(listedStamps(stamps).map(({ name }) => name)).not.toContain('main/e3');
  const looking = { ...lookingAtAll, chosen: 'main/e3' };
  expect(listedStamps(stamps, looking).map(({ name }) => name)).toContain('main/e3');
});

test('whatever keys are pressed, the screen of a fleet is never taller or wider than the terminal', () => {
  const { stamps } = fleet();
  const key = fc.constantFrom('up', 'down', 'return', 'q', 'pagedown', 'pageup', 'home', 'end', 'x');
  fc.assert(
    fc.property(
      fc.array(key, { maxLength: 12 }),
      fc.integer({ min: 3, max: 30 }),
      fc.integer({ min: 40, max: 200 }),
      (names, rows, columns) => {
        let looking = lookingAtAll;
        for (const name of names) {
          const at = { ...view, rows, columns, looking };
          const chosen = stamps.find((each) => each.name === looking.chosen);
          looking = looked(
            looking,
            { name },
            {
              listed: listedStamps(stamps, looking).map((each) => each.name),
              details: chosen ? detailsLines(chosen, at).length : 0,
              page: detailsPage(at),
            },
          );
          const lines = screenOf(stamps, { rows, columns, looking }).split('\n');
          expect(lines.length).toBeLessThan(rows);
          expect(lines.filter((line) => displayWidth(line) > columns - 2)).toEqual([]);
          if (rows > 4 && looking.chosen !== undefined) expect(lines.join('\n')).toContain(looking.chosen);
        }
      },
    ),
  );
});

test('without a live screen each transition is one line, and a sign of life comes every 30 seconds', async () => {
  const screen = fakeScreen();
  let now = 0;
  const beats: { milliseconds: number; callback: () => void; stopped: boolean }[] = [];
  const every = (milliseconds: number, callback: () => void) => {
    const beat = { milliseconds, callback, stopped: false };
    beats.push(beat);
    return () => {
      beat.stopped = true;
    };
  };
  const progress = createProgress({
    plans: [plan],
    screen,
    cloud: 'sandbox',
    clock: { now: () => now },
    every,
  });
  progress.on(started);
  progress.on(begin(network.id));
  progress.on({ event: 'action-retrying', stamp, id: network.id, code: 'RequestConflict', waitMs: 4000 });
  now = 30_000;
  expect(beats.map(({ milliseconds }) => milliseconds)).toEqual([30_000]);
  beats[0]?.callback();
  progress.on(done(network.id));
  progress.on({ event: 'action-failed', stamp, id: vault.id, problem });
  progress.on({ event: 'run-ended', stamp, outcome: 'rolled-back' });
  await progress.end();
  expect(beats[0]?.stopped).toBe(true);
  expect(screen.text()).toMatchInlineSnapshot(`
    "0:00 main/dev: run 01J started on [sandbox], 4 to do, usually 1 min 30 s
    0:00 main/dev: creating virtual network vnet
    0:00 main/dev: virtual network vnet: RequestConflict, again in 4 s
    0:30 main/dev: still working: virtual network vnet (30 s, usually 10 s)
    0:30 main/dev: created virtual network vnet (9 s)
    0:30 main/dev: failed vault kv: SubnetFull, No address left.
    0:30 main/dev: ended: rolled-back
    "
  `);
});

test('a live screen is drawn by Listr, ends with the last state, and can be opened again', async () => {
  const screen = fakeScreen({ live: true });
  const listeners = process.listenerCount('SIGINT');
  const clock = { now: () => 0 };
  const progress = createProgress({
    plans: [plan],
    screen,
    cloud: 'sandbox',
    clock,
    every: () => () => undefined,
  });
  progress.on(started);
  progress.on(begin(network.id));
  expect(process.listenerCount('SIGINT')).toBe(listeners);
  await progress.end();
  expect(screen.text()).toContain('main/dev  0/4');
  progress.on(done(network.id));
  await progress.end();
  expect(screen.text()).toContain('main/dev  1/4');
  expect(
    screen
      .text()
      .split('\n')
      .filter((line) => line.includes('[sandbox]')).length,
  ).toBeGreaterThan(1);
});

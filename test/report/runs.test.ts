import { expect, test } from 'vitest';
import { runStory, runsTable, storyOf } from '../../src/report/runs.ts';
import type { JournalEntry } from '../../src/run/journal.ts';
import { samplePlan } from '../kit/sample-plan.ts';

const at = (minute: number): string => `2026-11-23T09:${String(minute).padStart(2, '0')}:00Z`;
const id = (name: string): string => `/subscriptions/s/resourceGroups/${name}`;
const header: JournalEntry = {
  entry: 'run',
  format: 2,
  runId: 'r1',
  cloud: 'sandbox',
  plan: samplePlan([]),
  by: 'lena@laptop',
  at: at(0),
};
const intent = (name: string, minute: number): JournalEntry => ({
  entry: 'intent',
  key: id(name),
  id: id(name),
  type: 'Microsoft.Resources/resourceGroups',
  act: 'create',
  existed: false,
  location: 'switzerlandnorth',
  at: at(minute),
});
const problem = {
  code: 'AuthorizationFailed',
  what: 'refused',
  why: 'a right has lapsed',
  next: ['Activate your role.'],
  correlationId: 'c-1',
} as const;

const open = [header, intent('a', 1), { entry: 'done', key: id('a'), at: at(3) }, intent('b', 3)] as const;
const undone: readonly JournalEntry[] = [
  ...open,
  { entry: 'failed', key: id('b'), problem, answered: true, at: at(4) },
  { entry: 'rolling-back', at: at(4) },
  { entry: 'undone', key: id('a'), at: at(5) },
  { entry: 'end', outcome: 'rolled-back', leftovers: [], at: at(6) },
];

test('a run that has not ended is open, without an end or a duration', () => {
  expect(storyOf(open)).toMatchObject({ outcome: 'open', startedAt: at(0), by: 'lena@laptop' });
  expect(storyOf(open)).not.toHaveProperty('endedAt');
  expect(storyOf(open)).not.toHaveProperty('durationMs');
  expect(storyOf([])).toBeUndefined();
});

test('a run tells what happened, when, how long, by whom, with the failure and its correlation id', () => {
  expect(storyOf(undone)).toMatchObject({
    outcome: 'rolled-back',
    durationMs: 360_000,
    actions: [
      { id: id('a'), action: 'create', state: 'undone', at: at(1), durationMs: 120_000 },
      { id: id('b'), action: 'create', state: 'failed', at: at(3), durationMs: 60_000 },
    ],
    failure: { correlationId: 'c-1' },
  });
  expect(storyOf(open)?.actions).toMatchObject([{ state: 'done' }, { state: 'not settled' }]);
});

test('what a run that was kept has tried again is told as often as it was', () => {
  const resumed: readonly JournalEntry[] = [
    ...undone.slice(0, 5),
    { entry: 'end', outcome: 'kept', leftovers: [], at: at(5) },
    { entry: 'resumed', by: 'marco@agent', at: at(20) },
    intent('b', 21),
    { entry: 'done', key: id('b'), at: at(22) },
    { entry: 'end', outcome: 'succeeded', leftovers: [], at: at(23) },
  ];
  expect(storyOf(resumed)).toMatchObject({
    outcome: 'succeeded',
    resumed: [{ at: at(20), by: 'marco@agent' }],
    actions: [{ state: 'done' }, { state: 'failed' }, { state: 'done', durationMs: 60_000 }],
  });
  expect(storyOf(resumed)).not.toHaveProperty('failure');
});

test('the list has one line a run in even columns, and the story one line an event', () => {
  const [first, second] = [storyOf(undone), storyOf(open)];
  if (!first || !second) throw new Error('both have a first line');
  expect(runsTable('sandbox', [first, { ...second, runId: 'a-longer-id' }])).toEqual([
    'RUN          STAMP     OUTCOME      STARTED               TOOK   BY  [sandbox]',
    'r1           main/dev  rolled-back  2026-11-23T09:00:00Z  6 min  lena@laptop',
    'a-longer-id  main/dev  open         2026-11-23T09:00:00Z  -      lena@laptop',
  ]);
  expect(runStory('sandbox', first)).toEqual([
    'RUN r1  main/dev  [sandbox]',
    '  rolled-back, in 6 min',
    '  2026-11-23T09:00:00Z  started by lena@laptop',
    `  2026-11-23T09:01:00Z  create   undone       2 min        ${id('a')}`,
    `  2026-11-23T09:03:00Z  create   failed       1 min        ${id('b')}`,
    '  2026-11-23T09:06:00Z  ended',
  ]);
});

import { afterAll, describe, expect, it } from 'vitest';
import type { JournalEntry } from '../../src/run/journal.ts';
import { type Folder, folder, listOf } from '../kit/gotthard.ts';
import { expectSameCloud } from '../kit/same-cloud.ts';
import { sampled, seed } from '../kit/sweep.ts';

const preload = new URL('../kit/kill-at-journal.mjs', import.meta.url).href;
const deploy = ['deploy', '--env', 'dev', '--yes', '--json'] as const;

const fresh = folder();
await fresh.gotthard('plan', '--save', '--json');
const before = await fresh.settled();
const undisturbed = fresh.copy();
expect((await undisturbed.gotthard(...deploy)).code).toBe(0);
const after = await undisturbed.settled();
const lines = journalOf(undisturbed).length;

/** The whole lines of the only journal. */
function journalOf(at: Folder): JournalEntry[] {
  const journals = at.files().filter((file) => file.startsWith('.gotthard/sandbox/runs/'));
  expect(journals).toHaveLength(1);
  const text = at.read(journals[0] ?? '').split('\n');
  return text.filter((line) => line !== '').map((line) => JSON.parse(line) as JournalEntry);
}

/** Deploys in a process that is killed by itself, without a chance to do anything more. */
async function killed(when: 'before' | 'after', line: number): Promise<Folder> {
  const at = fresh.copy();
  const environment = { NODE_OPTIONS: `--import=${preload}`, GOTTHARD_TEST_KILL: `${when}:${line}` };
  const ended = await at.start(deploy, environment).ended;
  expect(ended.signal, ended.stderr).toBe('SIGKILL');
  expect(journalOf(at)).toHaveLength(when === 'before' ? line - 1 : line);
  return at;
}

/** Both ways out, each in a copy of what the killed process has left. */
async function expectBothWaysOut(at: Folder, name: string): Promise<void> {
  const finished = at.copy();
  const resumed = await finished.gotthard('runs', 'resume', '--json');
  expect(resumed.code, resumed.stderr).toBe(0);
  expectSameCloud(await finished.settled(), after, `resumed, ${name}`);
  const undone = await at.gotthard('runs', 'rollback', '--json');
  expect(undone.code, undone.stderr).toBe(5);
  expectSameCloud(await at.settled(), before, `rolled back, ${name}`);
}

const moments = Array.from({ length: lines }, (_, index) => index + 1).flatMap((line) =>
  (['before', 'after'] as const).map((when) => ({ when, line })),
);
/** Before its first line a run has not begun, and after its last it has ended: there is nothing to get out of. */
const open = moments.filter(
  ({ when, line }) => !(when === 'before' && line === 1) && !(when === 'after' && line === lines),
);
/** What is seen by reading on, after the last write: the sandbox's own time must not run back behind it. */
const seen = journalOf(undisturbed).findIndex(
  (entry) => entry.entry === 'done' && /privateDnsZones\/[^/]+$/.test(entry.key),
);
const sample = sampled(open, 2);
const chosen = [
  ...sample,
  ...open.filter((moment) => moment.when === 'after' && moment.line === seen + 1 && !sample.includes(moment)),
];
afterAll(() => void process.stdout.write(`crash sweep: processes killed ${chosen.length + 2}\n`));

describe(`a process that is killed (seed ${seed})`, () => {
  it.each(chosen)(
    'right $when line $line of its journal can be finished or undone',
    async ({ when, line }) => {
      await expectBothWaysOut(await killed(when, line), `${when} line ${line}`);
    },
    600_000,
  );

  it('right before the first line has changed nothing, and the same command begins anew', async () => {
    const at = await killed('before', 1);
    expectSameCloud(await at.settled(), before, 'before the first line');
    const again = await at.gotthard(...deploy);
    expect(again.code, again.stderr).toBe(0);
    expectSameCloud(await at.settled(), after, 'deployed again');
  });

  it('right after the last line has done its work', async () => {
    const at = await killed('after', lines);
    expect(listOf(await at.gotthard('runs', 'list', '--json'))).toMatchObject([{ outcome: 'succeeded' }]);
    expectSameCloud(await at.settled(), after, 'after the last line');
  });
});

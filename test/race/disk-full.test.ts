import { expect, it } from 'vitest';
import { type Folder, folder, runsOf } from '../kit/gotthard.ts';
import { expectSameCloud } from '../kit/same-cloud.ts';

const preload = new URL('../kit/kill-at-journal.mjs', import.meta.url).href;
const fresh = folder();
await fresh.gotthard('plan', '--environments', 'dev', '--save', '--json');
const before = await fresh.settled();

/** A run whose disk takes half of one line of its journal and nothing more. */
async function filled(line: number): Promise<Folder> {
  const at = fresh.copy();
  const environment = { NODE_OPTIONS: `--import=${preload}`, GOTTHARD_TEST_KILL: `full:${line}` };
  const ended = await at.start(['deploy', '--yes', '--json'], environment).ended;
  expect(ended.code, ended.stderr).toBe(7);
  expect(runsOf(ended)).toMatchObject([
    {
      outcome: 'kept',
      failure: {
        code: 'GT-JOURNAL-UNWRITABLE',
        message: expect.stringContaining('ENOSPC'),
        next: expect.arrayContaining(['Make room on the disk.']),
      },
    },
  ]);
  return at;
}

it.each([7, 40])(
  'a disk that is full at line %i of the journal: the run is kept, and finished or undone once there is room',
  async (line) => {
    const at = await filled(line);
    const finished = at.copy();
    const resumed = await finished.gotthard('runs', 'resume', '--json');
    expect(resumed.code, resumed.stderr).toBe(0);
    const again = await finished.gotthard('deploy', '--yes', '--json');
    expect(runsOf(again)).toMatchObject([{ created: [], updated: [], removed: [] }]);
    const undone = await at.gotthard('runs', 'rollback', '--json');
    expect(undone.code, undone.stderr).toBe(5);
    expectSameCloud(await at.settled(), before, `undone after line ${line}`);
  },
);

it('a disk that is full from the beginning: nothing is touched', async () => {
  const at = fresh.copy();
  const environment = { NODE_OPTIONS: `--import=${preload}`, GOTTHARD_TEST_KILL: 'full:1' };
  const ended = await at.start(['deploy', '--yes', '--json'], environment).ended;
  expect(ended.code, ended.stderr).toBe(4);
  expectSameCloud(await at.settled(), before, 'refused');
  expect(at.files().filter((file) => /\/(runs|locks)\/.*(jsonl|json)$/.test(file))).toEqual([]);
});

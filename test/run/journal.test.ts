import { createHash } from 'node:crypto';
import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { Problem } from '../../src/problems/problem.ts';
import { Refusal } from '../../src/problems/problem.ts';
import {
  isOpen,
  JOURNAL_FORMAT,
  type JournalEntry,
  type JournalStore,
  type RunState,
  stateOf,
} from '../../src/run/journal.ts';
import { journalFiles } from '../../src/run/journal-file.ts';
import { resumeRun } from '../../src/run/run.ts';
import { planOf, registered } from '../kit/deployment.ts';
import { copyOf } from '../kit/sweep.ts';
import { testCloud } from '../kit/test-cloud.ts';
import { designOf, journalIn, portsOn, run } from './running.ts';

const design = designOf('Microsoft.Network/virtualNetworks/subnets');
const fresh = testCloud();
await registered(fresh, design);

/** Journals of real runs: one that is kept after a failure and finished, and one that is undone. */
const finished = await keptAndFinished();
const undone = await run(copyOf(fresh, [{ method: 'PUT', path: 'subnets', fault: 403, times: 9 }]), design);
const journals = [
  ['kept and finished', finished],
  ['undone', undone.entries],
] as const;

async function keptAndFinished(): Promise<JournalEntry[]> {
  const cloud = copyOf(fresh, [{ method: 'PUT', path: 'subnets', fault: 403 }]);
  const { entries } = await run(cloud, design, { decide: async () => 'keep' });
  const plan = await planOf(cloud, design);
  const more = journalIn(entries);
  await resumeRun([...entries], plan, portsOn(cloud, plan, more));
  return entries;
}

const folder = mkdtempSync(join(tmpdir(), 'gotthard-journal-'));
afterAll(() => rmSync(folder, { recursive: true }));
let count = 0;

/** A store of its own with one journal. */
async function written(entries: readonly JournalEntry[]) {
  count += 1;
  const home = join(folder, String(count), 'runs');
  const store = journalFiles(home);
  const journal = await store.create('run-1');
  for (const entry of entries) await journal.append(entry);
  return { home, store, file: join(home, 'run-1.jsonl') };
}

function summary(state: RunState) {
  const { intents, done, undone: undoneKeys } = state;
  return { intents: intents.size, done: done.size, undone: undoneKeys.size, isOpen: isOpen(state) };
}

describe.each(journals)('the journal of a run that was %s', (_name, entries) => {
  it('says at every line what was begun, what was done and undone, and whether the run is open', () => {
    expect(stateOf([])).toBeUndefined();
    for (let lines = 1; lines <= entries.length; lines += 1) {
      const prefix = entries.slice(0, lines);
      const state = stateOf(prefix);
      if (!state) throw new Error('a journal with its first line says nothing');
      expect(state.header).toBe(entries[0]);
      const announced = prefix.flatMap((entry) => (entry.entry === 'intent' ? [entry.key] : []));
      expect([...state.intents.keys()]).toEqual([...new Set(announced)]);
      for (const key of [...state.done, ...state.undone, ...state.refused]) expect(announced).toContain(key);
      for (const { existed, prior } of state.intents.values()) expect(prior !== undefined).toBe(existed);
      const last = prefix.at(-1);
      expect(isOpen(state)).toBe(!(last?.entry === 'end' && last.outcome !== 'kept'));
      expect(state.rollingBack).toBe(prefix.some(({ entry }) => entry === 'rolling-back'));
    }
  });

  it('ends with everything done or everything undone, and nothing open', () => {
    const state = stateOf(entries);
    expect(state && isOpen(state)).toBe(false);
    expect(state?.rollingBack ? state.undone : state?.done).toEqual(new Set(state?.intents.keys()));
  });

  it('is the same when it is read from its file', async () => {
    const { store } = await written(entries);
    expect((await store.read('run-1')).entries).toEqual(entries);
    expect(await store.list()).toEqual(['run-1']);
  });

  it('loses nothing but its last line when that is torn, and goes on with a line of its own', async () => {
    const whole = readFileSync((await written(entries)).file, 'utf8');
    const cuts = fc.integer({ min: 1, max: whole.length });
    await fc.assert(
      fc.asyncProperty(cuts, async (length) => {
        const { store, file } = await written([]);
        writeFileSync(file, whole.slice(0, length));
        const complete = whole.slice(0, length).split('\n').length - 1;
        // The last byte is the end of the line alone: without it nothing is missing.
        const lines = whole[length] === '\n' ? complete + 1 : complete;
        const read = await store.read('run-1');
        expect(read).toMatchObject({
          entries: entries.slice(0, lines),
          torn: lines === complete && whole[length - 1] !== '\n',
        });
        expect(read.damage).toBeUndefined();

        const resumed: JournalEntry = { entry: 'resumed', by: 'somebody@here', at: '2026-11-23T10:00:00Z' };
        const journal = await store.open('run-1');
        await journal.append(resumed);
        const after = await store.read('run-1');
        expect(after.entries).toEqual([...entries.slice(0, lines), resumed]);
        expect(after.damage).toBeUndefined();
      }),
      { seed: 22, numRuns: 60 },
    );
  });
});

describe('the chain of a journal', () => {
  const [header] = finished;
  const somewhere = fc.integer({ min: 0, max: finished.length - 1 });

  async function lines(): Promise<{ store: JournalStore; all: string[]; put: (changed: string[]) => void }> {
    const { store, file } = await written(finished);
    const all = readFileSync(file, 'utf8').trimEnd().split('\n');
    return { store, all, put: (changed) => writeFileSync(file, changed.map((line) => `${line}\n`).join('')) };
  }

  async function expectBroken(store: JournalStore, line: number): Promise<void> {
    const { damage } = await store.read('run-1');
    expect(damage).toMatchObject({
      code: 'GT-JOURNAL-BROKEN',
      what: expect.stringMatching(`^the journal of run run-1 is broken at line ${line}: `),
    });
    await expect(store.open('run-1')).rejects.toMatchObject({ exit: 4, problems: [damage] });
  }

  it('holds in each line the hash of the one before it, and in the end the number of lines', async () => {
    const { all } = await lines();
    for (const [index, line] of all.entries()) {
      const before = index === 0 ? 'gotthard journal of run run-1' : (all[index - 1] ?? '');
      const { previous } = JSON.parse(line) as { previous: string };
      expect(previous).toBe(createHash('sha256').update(before).digest('hex'));
    }
    expect(JSON.parse(all.at(-1) ?? '')).toMatchObject({ entry: 'end', lines: all.length });
  });

  it('shows an edit anywhere, also in the last line', async () => {
    const { store, all, put } = await lines();
    await fc.assert(
      fc.asyncProperty(somewhere, fc.nat(), async (index, at) => {
        const line = all[index] ?? '';
        const digits = [...line.matchAll(/[0-9a-z](?=[0-9a-z])/g)].map((match) => match.index);
        const place = digits[at % digits.length] ?? 0;
        const other = line[place] === '1' ? '2' : '1';
        const edited = `${line.slice(0, place)}${other}${line.slice(place + 1)}`;
        put(all.with(index, edited));
        const { damage } = await store.read('run-1');
        // Only a last line that is no JSON any more looks like one that was torn.
        if (index < all.length - 1 || isJson(edited)) expect(damage?.code).toBe('GT-JOURNAL-BROKEN');
      }),
      { seed: 22, numRuns: 60 },
    );
  });

  it('shows where a line was taken out, and where two changed places', async () => {
    const { store, all, put } = await lines();
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: all.length - 2 }), async (index) => {
        put(all.toSpliced(index, 1));
        await expectBroken(store, index + 1);
        put(all.toSpliced(index, 2, all[index + 1] ?? '', all[index] ?? ''));
        await expectBroken(store, index + 1);
      }),
      { seed: 22, numRuns: 20 },
    );
  });

  it('shows a first line that is spoilt, and the journal of another run', async () => {
    const { store, all, put } = await lines();
    put(all.with(0, '{"entry":"ru'));
    await expectBroken(store, 1);
    const { store: other, file } = await written([]);
    const foreign = journalFiles(join(folder, 'foreign'));
    const journal = await foreign.create('run-2');
    for (const entry of finished) await journal.append(entry);
    writeFileSync(file, readFileSync(join(folder, 'foreign', 'run-2.jsonl')));
    await expectBroken(other, 1);
  });

  it('is whole at every prefix: lines cut off an open end can not be told from a power loss', async () => {
    const { store, all, put } = await lines();
    for (let count = 1; count <= all.length; count += 1) {
      put(all.slice(0, count));
      expect((await store.read('run-1')).damage).toBeUndefined();
    }
  });

  it('was not there in the first format, which is read and gone on with as it is', async () => {
    const { store, file } = await written([]);
    const old = [{ ...header, format: 1 } as JournalEntry, ...finished.slice(1)];
    writeFileSync(file, old.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
    expect(await store.read('run-1')).toEqual({ entries: old, torn: false });
    const resumed: JournalEntry = { entry: 'resumed', by: 'somebody@here', at: '2026-11-23T10:00:00Z' };
    await (await store.open('run-1')).append(resumed);
    expect(await store.read('run-1')).toEqual({ entries: [...old, resumed], torn: false });
  });

  it('is not gone on with by one who finds that somebody else has written', async () => {
    const { store } = await written(finished.slice(0, 2));
    const [mine, theirs] = [await store.open('run-1'), await store.open('run-1')];
    const entry = finished[2] as JournalEntry;
    await theirs.append(entry);
    await expect(mine.append(entry)).rejects.toMatchObject({ problem: { code: 'GT-JOURNAL-SHARED' } });
    expect((await store.read('run-1')).damage).toBeUndefined();
  });
});

function isJson(text: string): boolean {
  try {
    return JSON.parse(text) !== undefined;
  } catch {
    return false;
  }
}

describe('an intent that is repeated', () => {
  const [header] = finished;
  const first = finished.find((entry) => entry.entry === 'intent');
  if (!header || first?.entry !== 'intent') throw new Error('the journal has no intent');
  const again = { ...first, existed: true, prior: { tags: {} } };
  const undoneEntry: JournalEntry = { entry: 'undone', key: first.key, at: first.at };

  it('goes back to what was there before the first of them', () => {
    expect(stateOf([header, first, again])?.intents.get(first.key)).toBe(first);
  });

  it('counts by itself once the first has been undone, and is open again', () => {
    const state = stateOf([header, first, undoneEntry, again]);
    expect(state?.intents.get(first.key)).toBe(again);
    expect(state && summary(state)).toEqual({ intents: 1, done: 0, undone: 0, isOpen: true });
  });
});

describe('the files of journals', () => {
  it('are readable by their owner alone', async () => {
    const { home, file } = await written(finished);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(home).mode & 0o777).toBe(0o700);
  });

  it('never take the place of one that is there', async () => {
    const { store, file } = await written(finished);
    const before = readFileSync(file, 'utf8');
    await expect(store.create('run-1')).rejects.toThrow(/EEXIST/);
    expect(readFileSync(file, 'utf8')).toBe(before);
  });

  it('are listed oldest first, and there may be none yet', async () => {
    const home = join(folder, 'listed');
    const store = journalFiles(home);
    expect(await store.list()).toEqual([]);
    for (const runId of ['20261123T101500-b', '20261123T100000-a', '20261124T080000-c'])
      await store.create(runId);
    writeFileSync(join(home, 'notes.txt'), 'not a journal');
    expect(await store.list()).toEqual(['20261123T100000-a', '20261123T101500-b', '20261124T080000-c']);
  });

  it('of a newer format are refused with exit code 4, naming both formats and what to do', async () => {
    const [header] = finished;
    const newer = { ...header, format: JOURNAL_FORMAT + 1 } as JournalEntry;
    const { store } = await written([newer, ...finished.slice(1)]);
    const refusal = await store.read('run-1').catch((error: unknown) => error);
    if (!(refusal instanceof Refusal)) throw new Error('it was not refused');
    expect(refusal.exit).toBe(4);
    expect(refusal.problems).toMatchObject([
      {
        code: 'GT-JOURNAL-NEWER',
        what: `the journal of run run-1 has format ${JOURNAL_FORMAT + 1}, this Gotthard knows ${JOURNAL_FORMAT}`,
        next: ['Update Gotthard, then run the same command again.'],
      },
    ] satisfies Partial<Problem>[]);
  });

  it('may be cut down to nothing, and say nothing then', async () => {
    const { store, file } = await written(finished);
    truncateSync(file, 0);
    expect(stateOf((await store.read('run-1')).entries)).toBeUndefined();
    appendFileSync(file, '{"entry":"ru');
    expect(stateOf((await store.read('run-1')).entries)).toBeUndefined();
  });
});

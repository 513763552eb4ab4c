import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { virtualClock } from '../../src/run/clocks.ts';
import { Halt } from '../../src/run/halt.ts';
import type { JournalEntry, JournalStore } from '../../src/run/journal.ts';
import { copiedJournals } from '../../src/run/journal-copies.ts';
import { fileMedium } from '../../src/run/journal-file.ts';
import { journalStore } from '../../src/run/journal-store.ts';
import { retrying } from '../../src/run/retry.ts';
import { memoryContainer } from '../kit/memory-container.ts';
import { samplePlan } from '../kit/sample-plan.ts';

const root = mkdtempSync(join(tmpdir(), 'gotthard-copies-'));
afterAll(() => rmSync(root, { recursive: true }));
let count = 0;

const at = '2026-11-23T10:00:00Z';
const first: JournalEntry = {
  entry: 'run',
  format: 2,
  runId: 'R',
  cloud: 'sandbox',
  plan: samplePlan([]),
  by: 'lena@laptop',
  at,
};
const line = (key: string): JournalEntry => ({ entry: 'done', key, at });

/** Machines with folders of their own and one container. */
function shared() {
  count += 1;
  const home = join(root, String(count));
  const clock = virtualClock(0);
  const container = memoryContainer(() => 0);
  const patiently = <T>(call: () => Promise<T>): Promise<T> => retrying(call, { clock, forMs: 30_000 });
  const machine = (name: string): JournalStore & { file: string } => ({
    ...journalStore(copiedJournals(fileMedium(join(home, name)), container, 'runs', patiently)),
    file: join(home, name, 'R.jsonl'),
  });
  const copy = (): string => container.blobs.get('runs/R.jsonl')?.text.toString() ?? '';
  return { container, machine, copy };
}

const keysOf = async (store: JournalStore): Promise<string[]> =>
  (await store.read('R')).entries.flatMap((entry) => (entry.entry === 'done' ? [entry.key] : []));

describe('a journal that is copied to a container', () => {
  it('is there line by line as it grows, the same byte for byte', async () => {
    const { machine, copy } = shared();
    const here = machine('one');
    const journal = await here.create('R');
    for (const entry of [first, line('a'), line('b')]) {
      await journal.append(entry);
      expect(copy()).toBe(readFileSync(here.file, 'utf8'));
    }
  });

  it('is listed, read and gone on with by a machine that has never seen it, and by the first one after that', async () => {
    const { machine, copy } = shared();
    const [one, two] = [machine('one'), machine('two')];
    const journal = await one.create('R');
    await journal.append(first);
    await journal.append(line('a'));
    expect(await two.list()).toEqual(['R']);
    expect(await keysOf(two)).toEqual(['a']);
    await (await two.open('R')).append(line('b'));
    expect(copy()).toBe(readFileSync(two.file, 'utf8'));
    await (await one.open('R')).append(line('c'));
    expect(await keysOf(two)).toEqual(['a', 'b', 'c']);
    expect((await two.read('R')).damage).toBeUndefined();
  });

  it('halts a process whose run another machine has taken over', async () => {
    const { machine } = shared();
    const journal = await machine('one').create('R');
    await journal.append(first);
    await (await machine('two').open('R')).append(line('theirs'));
    const halt = await journal.append(line('mine')).catch((error: unknown) => error);
    expect(halt).toBeInstanceOf(Halt);
    expect((halt as Halt).problem.code).toBe('GT-JOURNAL-SHARED');
  });

  it('halts when the container is out of reach; the line that only this machine has counts for nothing elsewhere', async () => {
    const { machine, container } = shared();
    const [one, two] = [machine('one'), machine('two')];
    const journal = await one.create('R');
    await journal.append(first);
    container.silent = true;
    const halt = await journal.append(line('never sent')).catch((error: unknown) => error);
    expect((halt as Halt).problem).toMatchObject({ code: 'GT-STATE-UNREACHABLE' });
    container.silent = false;
    await (await two.open('R')).append(line('theirs'));
    expect(await keysOf(one)).toEqual(['theirs']);
    await (await one.open('R')).append(line('mine'));
    expect(await keysOf(two)).toEqual(['theirs', 'mine']);
  });

  it('takes an append whose answer was lost for what it is: done', async () => {
    const { machine, container, copy } = shared();
    const one = machine('one');
    const journal = await one.create('R');
    await journal.append(first);
    container.losesAnswer = true;
    await journal.append(line('a'));
    await journal.append(line('b'));
    expect(copy()).toBe(readFileSync(one.file, 'utf8'));
  });

  it('is not begun when the container is out of reach', async () => {
    const { machine, container } = shared();
    const one = machine('one');
    container.silent = true;
    await expect(one.create('R')).rejects.toMatchObject({
      exit: 4,
      problems: [{ code: 'GT-STATE-UNREACHABLE' }],
    });
    container.silent = false;
    expect(await one.list()).toEqual([]);
  });

  it('shows when either copy was edited, and when the file was cut it is whole from the container', async () => {
    const { machine, container, copy } = shared();
    const one = machine('one');
    const journal = await one.create('R');
    for (const entry of [first, line('a'), line('b'), line('c')]) await journal.append(entry);
    const whole = copy();
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(3), async (position, keep) => {
        const edited = `${whole.slice(0, position)}${whole[position] === 'x' ? 'y' : 'x'}${whole.slice(position + 1)}`;
        writeFileSync(one.file, edited);
        const lastLine = whole.trimEnd().lastIndexOf('\n') + 1;
        // The last line of the file alone may be one that never reached the container; the container is right then.
        const told = (await one.read('R')).damage !== undefined;
        expect(told).toBe(position < lastLine);
        expect(await keysOf(one)).toEqual(['a', 'b', 'c']);
        writeFileSync(
          one.file,
          whole
            .split('\n')
            .slice(0, keep)
            .map((each) => `${each}\n`)
            .join(''),
        );
        expect(await one.read('R')).toMatchObject({ torn: false });
        expect(await keysOf(one)).toEqual(['a', 'b', 'c']);
        const blob = container.blobs.get('runs/R.jsonl');
        if (blob) blob.text = Buffer.from(edited);
        writeFileSync(one.file, whole);
        expect((await one.read('R')).damage).toBeDefined();
        if (blob) blob.text = Buffer.from(whole);
      }),
      { numRuns: 60, seed: 7 },
    );
  });

  it('is not gone on with when its copies differ, and keeps both as they are', async () => {
    const { machine, copy } = shared();
    const one = machine('one');
    const journal = await one.create('R');
    for (const entry of [first, line('a'), line('b')]) await journal.append(entry);
    const whole = copy();
    const edited = whole.replace('"key":"a"', '"key":"x"');
    writeFileSync(one.file, edited);
    await expect(one.open('R')).rejects.toMatchObject({ exit: 4, problems: [{ code: 'GT-JOURNAL-BROKEN' }] });
    expect(readFileSync(one.file, 'utf8')).toBe(edited);
    expect(copy()).toBe(whole);
  });

  it('comes to one text on both sides after any crash between the two', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(6), fc.nat(400), fc.boolean(), async (lines, tear, elsewhere) => {
        const { machine, copy } = shared();
        const one = machine('one');
        const journal = await one.create('R');
        await journal.append(first);
        for (let index = 0; index < lines; index += 1) await journal.append(line(`k${index}`));
        // The line after the last reached this machine's disk, wholly or torn, and not the container.
        const next = `{"previous":"torn","entry":"done","key":"never","at":"${at}"}`;
        writeFileSync(one.file, readFileSync(one.file, 'utf8') + next.slice(0, tear % next.length));
        const other = elsewhere ? machine('two') : one;
        await (await other.open('R')).append(line('after'));
        expect(copy()).toBe(readFileSync(other.file, 'utf8'));
        const keys = await keysOf(machine('three'));
        expect(keys).toEqual([...Array.from({ length: lines }, (_, index) => `k${index}`), 'after']);
        expect((await machine('three').read('R')).damage).toBeUndefined();
      }),
      { numRuns: 80, seed: 11 },
    );
  });
});

import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Design } from '../../src/design/design.ts';
import { ArmError } from '../../src/problems/arm-error.ts';
import { stateOf } from '../../src/run/journal.ts';
import type { Fault } from '../../src/sandbox/faults.ts';
import {
  type Deployed,
  planOf,
  registered,
  resumeInProcess,
  rollBackInProcess,
  runInProcess,
} from '../kit/deployment.ts';
import { foreignWrites } from '../kit/foreign-writes.ts';
import { designOf, kindsOf, type SmallEstate, smallEstates } from '../kit/generated-estates.ts';
import { expectSameCloud } from '../kit/same-cloud.ts';
import { copyOf, seed, settledExport } from '../kit/sweep.ts';
import type { TestCloud } from '../kit/test-cloud.ts';
import { cloudWithLookAlikes, lookAlikesIn } from './look-alikes.ts';

/** How many cases are tried; `npm run generated` tries all that count. */
const count = Number(process.env['GOTTHARD_CASES'] ?? 80);

/** An estate before and after a run. */
interface Change {
  readonly before: SmallEstate | undefined;
  readonly after: SmallEstate;
}

interface Case extends Change {
  readonly faults: readonly Fault[];
  /** Where the process is killed: after a line of its journal, or after a write and before its answer. */
  readonly crash: { readonly line: number } | { readonly write: number } | undefined;
  readonly wayOut: 'resume' | 'rollback';
}

/** Each change is run undisturbed once, so that there are fewer of them than cases; small ones first, to shrink to. */
const changes = fc
  .sample(
    fc.noBias(
      fc.record({ before: fc.option(smallEstates(), { nil: undefined, freq: 1 }), after: smallEstates() }),
    ),
    { seed, numRuns: Math.max(20, Math.round(count / 12)) },
  )
  .toSorted((a, b) => sizeOf(a) - sizeOf(b));

function sizeOf({ before, after }: Change): number {
  return designOf(before).resources.length + designOf(after).resources.length;
}

const faults: fc.Arbitrary<Fault> = fc
  .record({
    method: fc.constantFrom(undefined, 'GET', 'PUT', 'DELETE'),
    nth: fc.integer({ min: 1, max: 30 }),
    times: fc.constantFrom(1, 1, 1, 3, 1_000_000),
    fault: fc.constantFrom<Fault['fault']>(
      429,
      500,
      503,
      409,
      403,
      'drop',
      'drop-after',
      'drop-late',
      'lro-failed',
      'lro-flip',
      'token-expired',
    ),
  })
  .map(({ method, ...fault }) => (method === undefined ? fault : { ...fault, method }));

const cases: fc.Arbitrary<Case> = fc
  .record({
    change: fc.constantFrom(...changes),
    faults: fc.array(faults, { maxLength: 3 }),
    crash: fc.option(
      fc.oneof(
        fc.record({ line: fc.integer({ min: 1, max: 14 }) }),
        fc.record({ write: fc.integer({ min: 1, max: 8 }) }),
      ),
      { nil: undefined },
    ),
    wayOut: fc.constantFrom('resume', 'rollback'),
  })
  .map(({ change, ...rest }) => ({ ...change, ...rest }));

const origin = await cloudWithLookAlikes();
const lookAlikes = lookAlikesIn(origin);

/** What a change begins and ends with, and where. */
interface Ends {
  readonly designs: readonly [before: Design, after: Design];
  readonly cloud: TestCloud;
  readonly before: string;
  readonly after: string;
}

const known = new Map<Change['after'], Promise<Ends>>();

function endsOf(change: Change): Promise<Ends> {
  const found = known.get(change.after) ?? undisturbed(change);
  known.set(change.after, found);
  return found;
}

async function undisturbed(change: Change): Promise<Ends> {
  const designs = [designOf(change.before), designOf(change.after)] as const;
  const kinds = kindsOf(designs);
  const cloud = copyOf(origin);
  await registered(cloud, designs[1]);
  const run = async (on: TestCloud, design: Design): Promise<string> => {
    const { result } = await runInProcess(on, await planOf(on, design, { kinds }), { kinds });
    expect(result).toMatchObject({ outcome: 'succeeded' });
    return settledExport(on);
  };
  const before = await run(cloud, designs[0]);
  const after = await run(copyOf(cloud), designs[1]);
  return { designs, cloud, before, after };
}

async function holds(one: Case): Promise<void> {
  const ends = await endsOf(one);
  const kinds = kindsOf(ends.designs);
  const crash = one.crash && 'write' in one.crash ? one.crash.write : undefined;
  const cloud = copyOf(ends.cloud, [
    ...(crash === undefined ? [] : [{ method: 'PUT', nth: crash, fault: 'crash' } as const]),
    ...one.faults,
  ]);
  const killAfterLines = one.crash && 'line' in one.crash ? { killAfterLines: one.crash.line } : {};
  const deployed = await unlessRefused(async () =>
    runInProcess(cloud, await planOf(cloud, ends.designs[1], { kinds }), { kinds, ...killAfterLines }),
  );
  const [end, expected] = deployed ? await wayOut(one, ends, cloud, deployed) : [cloud, ends.before];
  expectSameCloud(await settledExport(end), expected, deployed?.result?.outcome ?? 'killed or refused');
  expect(lookAlikesIn(end)).toBe(lookAlikes);
  const sent = end === cloud ? cloud.exchanges : [...cloud.exchanges, ...end.exchanges];
  expect(foreignWrites(sent, ends.designs)).toEqual([]);
}

/** The cloud at the end of it all, and what it has to be like. */
async function wayOut(
  one: Case,
  ends: Ends,
  cloud: TestCloud,
  { result, journal }: Deployed,
): Promise<[TestCloud, string]> {
  if (result?.outcome === 'succeeded') return [cloud, ends.after];
  if (result?.outcome === 'rolled-back') return [cloud, ends.before];
  const later = copyOf(cloud);
  const kinds = kindsOf(ends.designs);
  const isUndone = stateOf(journal)?.rollingBack === true;
  if (one.wayOut === 'resume' && !isUndone) {
    const resumed = await resumeInProcess(later, ends.designs[1], journal, { kinds });
    expect(resumed.result).toMatchObject({ outcome: 'succeeded' });
    return [later, ends.after];
  }
  const undone = await rollBackInProcess(later, journal, { kinds });
  expect(undone.result).toMatchObject({ outcome: 'rolled-back', leftovers: [] });
  return [later, ends.before];
}

/** Undefined when a run was refused or killed before it had begun. */
async function unlessRefused(run: () => Promise<Deployed>): Promise<Deployed | undefined> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof ArmError) return undefined;
    throw error;
  }
}

it(`whatever is deployed, whatever goes wrong, the cloud is as after the run or as before it (${count} cases, seed ${seed})`, async () => {
  await fc.assert(fc.asyncProperty(cases, holds), { seed, numRuns: count, endOnFailure: false });
}, 600_000);

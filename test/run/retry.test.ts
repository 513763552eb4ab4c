import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ArmCode, armCode, armCodes } from '../../src/problems/arm-codes.ts';
import { ArmError } from '../../src/problems/arm-error.ts';
import { virtualClock } from '../../src/run/clocks.ts';
import { retrying } from '../../src/run/retry.ts';

/** The longest wait that Azure did not ask for. */
const longestWaitMs = 30_000;

/** What came of a call that is refused again and again. */
interface Refused {
  readonly error: unknown;
  /** Waits before each further attempt. */
  readonly waits: readonly number[];
  readonly told: readonly string[];
  readonly tookMs: number;
}

async function refusedWith(refusals: () => unknown): Promise<Refused> {
  const clock = virtualClock(0);
  const attempts: number[] = [];
  const told: string[] = [];
  const call = async (): Promise<never> => {
    attempts.push(clock.now());
    throw refusals();
  };
  const error = await retrying(call, { clock, retrying: (code) => told.push(code) }).catch(
    (last: unknown) => last,
  );
  const waits = attempts.slice(1).map((at, index) => at - (attempts[index] ?? 0));
  return { error, waits, told, tookMs: clock.now() };
}

/** Codes of a row that no row before it takes, with a status of its own. */
function refusalsOf(row: ArmCode): { code: string; status: number }[] {
  const statuses = row.status ?? [409];
  const drawn = fc.sample(fc.stringMatching(row.code), { numRuns: 40, seed: 22 });
  return statuses.flatMap((status) =>
    [...new Set(drawn)].filter((code) => armCode(code, status) === row).map((code) => ({ code, status })),
  );
}

function nameOf(row: ArmCode): string {
  return row.status ? `any code with status ${row.status.join(', ')}` : String(row.code);
}

const rows = armCodes.map((row) => [nameOf(row), row] as const);

describe('trying again', () => {
  it.each(rows.filter(([, row]) => row.retry))(
    'ends within the bound of %s, and not much before',
    async (_name, row) => {
      const refusals = refusalsOf(row).slice(0, 6);
      expect(refusals).not.toEqual([]);
      for (const { code, status } of refusals) {
        const refusal = new ArmError({ status, code, message: code });
        const { error, waits, told, tookMs } = await refusedWith(() => refusal);
        expect(error).toBe(refusal);
        expect(told).toEqual(waits.map(() => code));
        expect(tookMs).toBeLessThanOrEqual(row.retry?.forMs ?? 0);
        expect(tookMs).toBeGreaterThan((row.retry?.forMs ?? 0) - longestWaitMs * 1.2);
        for (const wait of waits) {
          expect(wait).toBeGreaterThan(0);
          expect(wait).toBeLessThanOrEqual(longestWaitMs);
        }
      }
    },
  );

  it.each(rows.filter(([, row]) => row.retry))(
    'waits exactly as long as Azure asks for: %s',
    async (_name, row) => {
      const [{ code, status } = { code: '', status: 0 }] = refusalsOf(row);
      const forMs = row.retry?.forMs ?? 0;
      for (const retryAfterMs of [7_000, Math.ceil(forMs / 40_000) * 1_000, forMs]) {
        const refusal = new ArmError({ status, code, message: code, retryAfterMs });
        const { waits } = await refusedWith(() => refusal);
        expect(waits).toEqual(Array.from({ length: Math.floor(forMs / retryAfterMs) }, () => retryAfterMs));
      }
      const tooLong = new ArmError({ status, code, message: code, retryAfterMs: forMs + 1 });
      expect((await refusedWith(() => tooLong)).waits).toEqual([]);
    },
  );

  it.each(rows.filter(([, row]) => !row.retry))('never happens after %s', async (_name, row) => {
    const refusals = refusalsOf(row);
    expect(refusals).not.toEqual([]);
    for (const { code, status } of refusals)
      expect((await refusedWith(() => new ArmError({ status, code, message: code }))).waits).toEqual([]);
  });

  it('never happens after a code that nobody has heard of, unless its status says that it passes', async () => {
    const passing = new Set(armCodes.flatMap(({ status }) => status ?? []));
    const statuses = fc.integer({ min: 400, max: 599 }).filter((status) => !passing.has(status));
    const codes = fc.stringMatching(/^[A-Z][a-z]{3,12}Unheard$/);
    await fc.assert(
      fc.asyncProperty(codes, fc.option(statuses), async (code, status) => {
        const { waits } = await refusedWith(
          () => new ArmError({ status, code, message: code, retryAfterMs: 1 }),
        );
        expect(waits).toEqual([]);
      }),
      { seed: 22 },
    );
  });

  it('never happens after what is not a refusal by ARM', async () => {
    for (const failure of [new Error('a bug'), new TypeError('fetch failed'), 'text', undefined]) {
      const { error, waits } = await refusedWith(() => failure);
      expect(error).toBe(failure);
      expect(waits).toEqual([]);
    }
  });

  it('keeps the bound of each code when several take turns', async () => {
    const codes = ['AnotherOperationInProgress', 'RequestConflict', 'ConnectionLost'];
    const drawn: string[] = [];
    const next = (): ArmError => {
      const code = codes[(drawn.length * 7) % codes.length] ?? '';
      drawn.push(code);
      return new ArmError({ status: 409, code, message: code });
    };
    const { waits, error } = await refusedWith(next);
    expect(error).toMatchObject({ code: drawn.at(-1) });
    const firstSeen = new Map<string, number>();
    let now = 0;
    for (const [index, wait] of waits.entries()) {
      const code = drawn[index] ?? '';
      const since = firstSeen.get(code) ?? now;
      firstSeen.set(code, since);
      now += wait;
      expect(now - since).toBeLessThanOrEqual(armCode(code, 409).retry?.forMs ?? 0);
    }
  });

  it('answers what the call answers once it works', async () => {
    const clock = virtualClock(0);
    let attempt = 0;
    const call = async (): Promise<string> => {
      attempt += 1;
      if (attempt < 4) throw new ArmError({ status: 503, code: 'ServiceUnavailable', message: 'later' });
      return 'done';
    };
    expect(await retrying(call, { clock })).toBe('done');
    expect(attempt).toBe(4);
  });
});

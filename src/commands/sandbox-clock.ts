import { Refusal } from '../problems/problem.ts';
import { exit } from './exit-code.ts';
import type { CommonOptions } from './options.ts';
import type { Ports } from './ports.ts';

/** The clock of the sandbox's store, the same for every process that shares it. Milliseconds since the epoch. */
export interface StoreClock {
  time(): number;
  /** Answers the new time. */
  advance(ms: number): number;
}

const units: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 7 * 86_400_000,
};
const longest = 100 * 366 * 86_400_000;

/** Shows cloud time, or advances it, so that rotation, expiry and retention can be rehearsed. There is no way back. */
export async function sandboxClock(
  advance: string | undefined,
  { json }: Pick<CommonOptions, 'json'>,
  ports: Pick<Ports, 'json' | 'text'>,
  sandbox: () => Promise<StoreClock>,
): Promise<number> {
  const ms = advance === undefined ? 0 : lengthOf(advance);
  const clock = await sandbox();
  const now = new Date(ms === 0 ? clock.time() : clock.advance(ms)).toISOString();
  if (json) ports.json({ cloud: 'sandbox', now, advancedMs: ms });
  else ports.text(now);
  return exit.done;
}

/** `+90d`, `+1d12h` in milliseconds. */
function lengthOf(advance: string): number {
  const parts = /^\+(\d+[wdhms])+$/.test(advance) ? (advance.match(/\d+[wdhms]/g) ?? []) : [];
  const ms = parts.reduce((sum, part) => sum + Number(part.slice(0, -1)) * (units[part.slice(-1)] ?? 0), 0);
  if (ms > 0 && ms <= longest) return ms;
  throw new Refusal([
    {
      code: 'GT-CLOCK-WRONG',
      what: `the sandbox's clock can't be moved by ${advance}`,
      why: 'it only goes forward, by weeks, days, hours, minutes and seconds, at most 100 years at once',
      next: ['gotthard sandbox clock +90d', 'gotthard sandbox clock +1d12h'],
    },
  ]);
}

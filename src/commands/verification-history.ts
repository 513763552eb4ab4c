import { z } from 'zod';
import type { CheckResult } from '../checks/check.ts';
import type { Cloud, Ports } from './ports.ts';

/** Format of the history. A newer one is left alone. */
const HISTORY_FORMAT = 1;
/** So many verifications are remembered. */
const longest = 200;

const historySchema = z.object({
  format: z.literal(HISTORY_FORMAT),
  entries: z.array(
    z.object({
      at: z.string(),
      stamps: z.array(z.string()),
      /** `ID stamp` of each check that failed or warned, once. */
      failed: z.array(z.string()),
      warned: z.array(z.string()),
    }),
  ),
});

type Entry = z.infer<typeof historySchema>['entries'][number];

/**
 * Adds a verification to the history of its cloud, `verifications.json`, and tells what has changed since the last one
 * of the same environments; undefined when there was none.
 */
export async function remembered(
  checks: readonly CheckResult[],
  cloud: Cloud,
  ports: Pick<Ports, 'files' | 'homeOf'>,
): Promise<string | undefined> {
  const path = `${ports.homeOf(cloud.name)}/verifications.json`;
  const before = entriesIn(await ports.files.read(path));
  if (!before) return undefined;
  const entry: Entry = {
    at: new Date(cloud.clock.now()).toISOString(),
    stamps: [...new Set(checks.flatMap(({ stamp }) => stamp ?? []))].sort(),
    failed: named(checks, 'failed'),
    warned: named(checks, 'warning'),
  };
  const entries = [...before, entry].slice(-longest);
  await ports.files.write(path, `${JSON.stringify({ format: HISTORY_FORMAT, entries }, null, 2)}\n`);
  const last = before.findLast(({ stamps }) => stamps.join() === entry.stamps.join());
  return last && sinceThen(last, entry, new Set(named(checks.filter(isTold))));
}

/** Undefined when a newer version has written it. */
function entriesIn(text: string | undefined): readonly Entry[] | undefined {
  if (text === undefined) return [];
  try {
    const parsed = historySchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data.entries : undefined;
  } catch {
    return [];
  }
}

/** What was not looked at this time is not mended by that. */
function isTold({ status }: CheckResult): boolean {
  return status !== 'not-applicable';
}

function named(checks: readonly CheckResult[], status?: CheckResult['status']): string[] {
  const names = checks
    .filter((check) => status === undefined || check.status === status)
    .map(({ id, stamp }) => (stamp === undefined ? id : `${id} ${stamp}`));
  return [...new Set(names)].sort();
}

function sinceThen(last: Entry, now: Entry, told: ReadonlySet<string>): string {
  const fresh = now.failed.filter((name) => !last.failed.includes(name));
  const mended = last.failed.filter((name) => !now.failed.includes(name) && told.has(name));
  const list = (names: readonly string[]): string => (names.length === 0 ? 'none' : names.join(', '));
  return `Since ${last.at}: failing anew ${list(fresh)}; mended ${list(mended)}.`;
}

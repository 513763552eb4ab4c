import { expect } from 'vitest';

/** Fails with the first lines in which two exports of a sandbox differ. */
export function expectSameCloud(actual: string, expected: string, what: string): void {
  const difference = differenceOf(actual, expected);
  if (difference !== undefined) expect.fail(`${what}: ${difference}`);
}

/** How two exports of a sandbox differ, with the first lines that do; undefined when they don't. */
export function differenceOf(actual: string, expected: string): string | undefined {
  if (actual === expected) return undefined;
  const [left, right] = [actual.split('\n'), expected.split('\n')];
  const first = left.findIndex((line, index) => line !== right[index]);
  const from = Math.max(0, first - 4);
  const part = (lines: readonly string[]): string => lines.slice(from, first + 12).join('\n');
  const ids = (lines: readonly string[]): string[] => lines.filter((line) => /^ {6}"id": /.test(line));
  const missing = ids(right).filter((line) => !left.includes(line));
  const extra = ids(left).filter((line) => !right.includes(line));
  return [
    `the cloud differs from line ${first + 1} on.`,
    `missing: ${missing.join(' ') || 'nothing'}`,
    `too many: ${extra.join(' ') || 'nothing'}`,
    `is:\n${part(left)}`,
    `should be:\n${part(right)}`,
  ].join('\n');
}

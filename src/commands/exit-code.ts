import type { RunResult } from '../run/events.ts';

/** Exit codes that scripts rely on. */
export const exit = {
  done: 0,
  bug: 1,
  changes: 2,
  input: 3,
  refused: 4,
  putBack: 5,
  leftovers: 6,
  kept: 7,
  verification: 8,
  interrupted: 130,
} as const;

const byOutcome = {
  succeeded: exit.done,
  'rolled-back': exit.putBack,
  leftovers: exit.leftovers,
  kept: exit.kept,
  refused: exit.refused,
} as const satisfies Record<RunResult['outcome'], number>;

/** Of several stamps the gravest counts. */
const gravest: readonly number[] = [
  exit.bug,
  exit.leftovers,
  exit.kept,
  exit.putBack,
  exit.refused,
  exit.verification,
];

/** The exit code of several runs and of the verification after them. */
export function exitCodeOf(results: readonly Pick<RunResult, 'outcome'>[], verified: boolean): number {
  const codes = [
    ...results.map((result) => byOutcome[result.outcome]),
    verified ? exit.done : exit.verification,
  ];
  return gravest.find((code) => codes.some((other) => other === code)) ?? exit.done;
}

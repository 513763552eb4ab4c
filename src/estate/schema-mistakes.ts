import type { z } from 'zod';
import { type Mistake, valueAt } from './mistakes.ts';

type Issue = z.core.$ZodIssue;

/** What the schema refuses, as mistakes with places. */
export function schemaMistakes(error: z.ZodError, given: unknown): Mistake[] {
  return error.issues.flatMap((issue) => mistakesFrom(issue, given));
}

function mistakesFrom(issue: Issue, given: unknown): Mistake[] {
  const path = issue.path.filter((part): part is string | number => typeof part !== 'symbol');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: [...path, key],
      value: valueAt(given, [...path, key]),
      code: 'GT-ESTATE-KEY',
      why: 'there is no such key here',
      next: 'Take it out, or correct its spelling; templates/estate.schema.json lists all keys.',
    }));
  }
  return [
    {
      path,
      value: valueAt(given, path),
      code: 'GT-ESTATE-VALUE',
      why: 'the value is not one of those that are allowed here',
      next: `Allowed: ${allowed(issue)}.`,
    },
  ];
}

function allowed(issue: Issue): string {
  if (issue.code === 'invalid_value') return issue.values.map(String).join(', ');
  if (issue.code === 'too_small') return `at least ${issue.minimum}`;
  if (issue.code === 'too_big') return `at most ${issue.maximum}`;
  if (issue.code === 'invalid_type') return issue.expected;
  return issue.message;
}

import type { z } from 'zod';
import { keysOf, schemasAt } from './json-schema.ts';
import { type Mistake, type Path, valueAt } from './mistake.ts';
import { nearest } from './nearest.ts';

type Issue = z.core.$ZodIssue;

/** What the schema refuses, as mistakes with places. */
export function schemaMistakes(issues: readonly Issue[], given: unknown): Mistake[] {
  return issues.flatMap((issue) => mistakesFrom(issue, given));
}

/** Where an issue is. */
export function pathOf(issue: Issue): Path {
  return issue.path.filter((part): part is string | number => typeof part !== 'symbol');
}

function mistakesFrom(issue: Issue, given: unknown): Mistake[] {
  const path = pathOf(issue);
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => unknownKey([...path, key], key, given));
  const value = valueAt(given, path);
  const meaning = schemasAt(path).find(({ description }) => description)?.description;
  return [
    {
      path,
      value,
      code: value === undefined ? 'GT-ESTATE-MISSING' : 'GT-ESTATE-VALUE',
      why: meaning ?? 'the value is not one of those that are allowed here',
      next: `Allowed: ${allowed(issue, path)}.`,
    },
  ];
}

function unknownKey(path: Path, key: string, given: unknown): Mistake {
  const known = [...new Set(schemasAt(path.slice(0, -1)).flatMap(keysOf))];
  const meant = nearest(key, known);
  return {
    path,
    value: valueAt(given, path),
    code: 'GT-ESTATE-KEY',
    why: `there is no such key here${meant ? `; did you mean ${meant}?` : ''}`,
    next: `Allowed: ${known.join(', ')}.`,
  };
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'a text, in quotes where it looks like a number',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a section with keys of its own',
  record: 'a section with keys of its own',
};

function allowed(issue: Issue, path: Path): string {
  switch (issue.code) {
    case 'invalid_value':
      return issue.values.map(String).join(', ');
    case 'invalid_type':
      return typeNames[issue.expected] ?? issue.expected;
    case 'invalid_union': {
      const options = schemasAt(path).flatMap((schema) => schema.const ?? []);
      return options.length > 0 ? [...new Set(options)].join(', ') : 'a section with a mode';
    }
    case 'too_small':
      return isDefault(issue.message) ? `${issue.minimum} or more` : issue.message;
    case 'too_big':
      return isDefault(issue.message) ? `${issue.maximum} or less` : issue.message;
    default:
      return issue.message;
  }
}

/** Messages of zod's own begin like this; ours say what is allowed. */
function isDefault(message: string): boolean {
  return message.startsWith('Too ');
}

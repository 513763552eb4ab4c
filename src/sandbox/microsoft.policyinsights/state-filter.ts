import { ArmError } from '../errors.ts';
import type { JsonObject } from '../json.ts';

const term = /^(\w+) +(eq|ne) +(?:'((?:[^']|'')*)'|(true|false))$/i;

/**
 * Whether a state passes a `$filter` of equalities, joined by `and`; 501 for any other one, which Azure may take. Names of
 * members and their values are compared without case.
 */
export function passes(state: JsonObject, filter: string | undefined): boolean {
  if (filter === undefined || filter.trim() === '') return true;
  return filter.split(/ +and +/i).every((one) => {
    const [, name = '', operator = '', text, flag] = term.exec(one.trim()) ?? [];
    if (name === '') throw refused(filter);
    const wanted = (text?.replaceAll("''", "'") ?? flag ?? '').toLowerCase();
    return (memberOf(state, name) === wanted) === (operator.toLowerCase() === 'eq');
  });
}

function memberOf(state: JsonObject, name: string): string {
  const found = Object.entries(state).find(([key]) => key.toLowerCase() === name.toLowerCase());
  return String(found?.[1] ?? '').toLowerCase();
}

function refused(filter: string): ArmError {
  return new ArmError(
    501,
    'SandboxNotModelled',
    `The sandbox does not model the filter '${filter}' of policy states.`,
  );
}

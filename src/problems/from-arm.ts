import { armCode } from './arm-codes.ts';
import { ArmError } from './arm-error.ts';
import type { Problem } from './problem.ts';

/** What a person is told when Azure refused something about a resource. */
export function problemFrom(error: unknown, resource: string | undefined): Problem {
  if (!(error instanceof ArmError)) throw error;
  const row = armCode(error.code, error.status);
  return {
    code: error.code,
    what: error.message,
    why: row.why,
    next: row.next,
    ...(resource === undefined ? {} : { resource }),
    ...(error.correlationId === undefined ? {} : { correlationId: error.correlationId }),
  };
}

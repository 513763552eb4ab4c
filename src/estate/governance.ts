import type { Environment } from './estate.ts';

/** What policies do with what would not be as the estate file wants it. */
export type PolicyMode = 'deny' | 'audit' | 'off';

/** Production refuses it, everything else tells, unless the file says otherwise. */
export function policyMode({ policy, production }: Pick<Environment, 'policy' | 'production'>): PolicyMode {
  return policy ?? (production ? 'deny' : 'audit');
}

/** Whether what can't be made again is locked against deletion: in production, unless the file says otherwise. */
export function hasLocks({ locks, production }: Pick<Environment, 'locks' | 'production'>): boolean {
  return locks ?? production;
}

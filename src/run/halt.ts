import type { Problem } from '../problems/problem.ts';

/**
 * Thrown in place of a write that must not leave any more: the journal can't announce it, or the lock is lost. Nobody
 * tries again and nothing is undone; the run is kept for whoever goes on with it.
 */
export class Halt extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(`${problem.code}: ${problem.what}`);
    this.name = 'Halt';
    this.problem = problem;
  }
}

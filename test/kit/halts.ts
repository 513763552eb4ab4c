import type { StampPlan } from '../../src/plan/plan.ts';
import { Halt } from '../../src/run/halt.ts';
import { lockLost } from '../../src/run/lock.ts';
import { unwritable } from '../../src/run/unwritable.ts';

/** What the operating system says when nothing more fits on a disk. */
export function diskFull(): Halt {
  const error = Object.assign(new Error('ENOSPC: no space left on device, write'), {
    code: 'ENOSPC',
    syscall: 'write',
  });
  return new Halt(unwritable('GT-JOURNAL-UNWRITABLE', 'the journal', 'runs/run-of-a-test.jsonl', error));
}

export function lockGone({ tenant, environment }: StampPlan): Halt {
  return new Halt(lockLost(`${tenant}/${environment}`, 'somebody else has taken it'));
}

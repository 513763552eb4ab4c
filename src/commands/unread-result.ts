import type { CheckResult } from '../checks/check.ts';
import type { Unread } from './prepare.ts';

/** A stamp that can't be read, as the check that it fails: nothing of it is proven. */
export function unreadResult({ stamp, problems: [problem] }: Unread): CheckResult {
  return {
    id: 'GT-CHECK-UNREAD',
    checklist: ['VAL-2'],
    stamp: stamp.name,
    status: 'failed',
    message: problem.what,
    evidence: `${problem.code}: ${problem.why}`,
    risk: 'Whatever is wrong there stays unseen.',
    next: problem.next[0],
  };
}

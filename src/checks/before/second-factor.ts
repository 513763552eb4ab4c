import { known } from '../../resource/subscription.ts';
import { type Check, failed, notApplicable, ok, warning } from '../rule.ts';

/**
 * Azure refuses writes of users who signed in without a second factor, while their reads still pass: without this
 * check a plan succeeds and its first write fails.
 */
export const secondFactor: Check = {
  id: 'GT-CHECK-MFA',
  stage: 'before',
  checklist: ['IAM-2'],
  title: 'The sign-in of a user has a second factor',
  run: ({ facts, design }) => {
    const principal = known(facts.principal);
    const next = `az logout && az login --tenant ${design.directoryId}, answering the second factor`;
    // That is told by GT-CHECK-SIGNED-IN, which says how to sign in anew.
    if (!principal) return [notApplicable('who signed in is not known')];
    if (principal.kind === 'application') {
      return [notApplicable('an application needs no second factor')];
    }
    if (principal.mfa === undefined) {
      return [warning('the token does not tell whether the sign-in had a second factor', next)];
    }
    return principal.mfa
      ? [ok(`${principal.name} signed in with a second factor`)]
      : [failed(`${principal.name} signed in without a second factor: Azure refuses every write`, next)];
  },
};

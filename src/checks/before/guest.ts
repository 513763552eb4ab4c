import { known } from '../../resource/subscription.ts';
import { type Check, notApplicable, ok, warning } from '../rule.ts';

/**
 * A guest is signed in by another directory: its second factor may not count here, it may not look up groups, and its
 * account ends when its home ends it, unseen by the owner of the subscription.
 */
export const guest: Check = {
  id: 'GT-CHECK-GUEST',
  stage: 'before',
  checklist: ['IAM-2', 'TEN-3'],
  title: 'The sign-in is at home in the directory of the tenant',
  run: ({ facts }) => {
    const principal = known(facts.principal);
    if (!principal || principal.kind === 'application')
      return [notApplicable('no user is signed in to the directory')];
    const { name, guestFrom, directoryId } = principal;
    if (guestFrom === undefined) return [ok(`${name} is a member of directory ${directoryId}`)];
    return [
      warning(
        `${name} is a guest of directory ${directoryId}, at home in ${guestFrom}`,
        `Let the tenant have identities of its own: gotthard export federation. Or ask the directory's administrator for an account in it.`,
        'the home directory decides about its sign-in and its end; names of groups may be hidden from it',
      ),
    ];
  },
};

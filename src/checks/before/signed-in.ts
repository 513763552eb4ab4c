import { known } from '../../resource/subscription.ts';
import { type Check, ok, warning } from '../rule.ts';

export const signedIn: Check = {
  id: 'GT-CHECK-SIGNED-IN',
  stage: 'before',
  about: 'all',
  checklist: ['IAM-2'],
  title: 'Somebody known is signed in',
  run: ({ facts, design }) => {
    const principal = known(facts.principal);
    if (!principal) {
      return [
        warning(
          'the sign-in does not tell who it is',
          `az account show, or sign in again: az login --tenant ${design.directoryId}`,
        ),
      ];
    }
    const { name, kind, objectId, directoryId } = principal;
    return [ok(`signed in as ${name} (${kind})`, `object id ${objectId}, directory ${directoryId}`)];
  },
};

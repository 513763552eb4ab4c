import { unread } from '../../resource/subscription.ts';
import { findingOf } from '../isolation/findings.ts';
import { type Check, cannotTell, notApplicable, orOk } from '../rule.ts';

export const isolation: Check = {
  id: 'GT-CHECK-ISOLATION',
  stage: 'after',
  checklist: ['TEN-1', 'TEN-2', 'TEN-4', 'NET-6'],
  title: 'No tenant reaches another, and no environment another',
  risk: 'Somebody of another tenant or environment gets at what is here.',
  run: (input) => {
    const { isolation: estate, design, facts } = input;
    if (!estate) return [notApplicable('gotthard verify looks at it, over the whole estate')];
    const name = `${design.tenant}/${design.environment}`;
    const others = estate.stamps.filter((stamp) => stamp.name !== name);
    const seen = others.filter((stamp) => stamp.seen === 'observed').length;
    const findings = estate.leaks.filter(({ to }) => to === name).map(findingOf);
    return [
      ...orOk(
        findings,
        `none of the ${others.length} other environments reaches it: ${seen} as they exist, ${others.length - seen} as they are designed`,
        `/subscriptions/${design.subscriptionId}`,
      ),
      ...(unread(facts.around) ? [cannotTell('what others have put around it', facts.around, input)] : []),
    ];
  },
};

import { findingOf } from '../isolation/findings.ts';
import { designedIsolation } from '../isolation/of-estate.ts';
import { type Check, orOk } from '../rule.ts';

/** What environments of one tenant share by the estate file is told among the loosened defaults. */
export const isolationDesigned: Check = {
  id: 'GT-CHECK-ISOLATION-DESIGN',
  stage: 'before',
  checklist: ['TEN-1', 'TEN-2', 'TEN-4', 'NET-6'],
  title: 'No tenant reaches another, and no environment another',
  run: ({ estate, design }) => {
    const name = `${design.tenant}/${design.environment}`;
    const { stamps, leaks } = designedIsolation(estate);
    const tenantOf = new Map(stamps.map((stamp) => [stamp.name, stamp.tenant]));
    const telling = leaks.filter(
      ({ to, asked, from }) =>
        to === name && (!asked || from.some((other) => tenantOf.get(other) !== design.tenant)),
    );
    return orOk(
      telling.map(findingOf),
      `by design none of the ${stamps.length - 1} other environments reaches it`,
      `/subscriptions/${design.subscriptionId}`,
    );
  },
};

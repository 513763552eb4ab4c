import { incidentActs } from '../incident-acts.ts';
import { type Check, failed, ok } from '../rule.ts';

export const incidentOver: Check = {
  id: 'GT-CHECK-INCIDENT',
  stage: 'after',
  checklist: ['INC-3', 'INC-4'],
  title: 'Nothing is cut off or revoked because of an incident',
  risk: 'The environment is out of service until it is restored.',
  run: (input) => {
    const acts = incidentActs(input);
    const { subscriptionId } = input.design;
    if (acts.length === 0)
      return [ok('nothing is cut off or revoked: no incident is open', `/subscriptions/${subscriptionId}`)];
    return acts.map(({ what, evidence }) =>
      failed(
        `${what} because of an incident`,
        `Once it is over: gotthard incident restore --tenant ${input.design.tenant} --env ${input.design.environment}`,
        evidence,
      ),
    );
  },
};

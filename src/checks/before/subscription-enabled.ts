import { known } from '../../resource/subscription.ts';
import { type Check, cannotTell, failed, ok, warning } from '../rule.ts';

export const subscriptionEnabled: Check = {
  id: 'GT-CHECK-SUBSCRIPTION',
  stage: 'before',
  about: 'all',
  checklist: ['TEN-1'],
  title: 'The subscription is enabled',
  run: (input) => {
    const subscription = known(input.facts.subscription);
    if (!subscription) return [cannotTell('the state of the subscription', input.facts.subscription, input)];
    const { name, state, id } = subscription;
    if (state === 'Enabled') return [ok(`subscription ${name} is enabled`, id)];
    const next = `Settle its billing in the Azure portal (Subscriptions, ${name}), or choose another \`subscriptionId\`.`;
    // Both still take writes for now; a disabled one refuses them all.
    return state === 'Warned' || state === 'PastDue'
      ? [warning(`subscription ${name} is ${state} and may be disabled soon`, next)]
      : [failed(`subscription ${name} is ${state}: it can only be read`, next)];
  },
};

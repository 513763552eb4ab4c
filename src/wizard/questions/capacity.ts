import type { Answers } from '../../estate/answers.ts';
import type { Advice, ModelOffer, Verdict } from '../ports.ts';
import { type WizardQuestion, withAnswer } from '../question.ts';
import { keyOf, offersFor } from './offers.ts';

/** The capacity of each chosen model. */
export function capacityQuestions(answers: Answers): WizardQuestion[] {
  return (answers.models ?? []).map((chosen) => ({
    id: `capacity-${chosen.name ?? chosen.model}`,
    section: 'Models',
    asked: ['custom'],
    label: `Capacity of ${chosen.name ?? chosen.model}`,
    standard: 'the usual one',
    async ask({ ask, advice }, current) {
      const offer = (await offersFor(advice, current)).find((each) => keyOf(each) === keyOf(chosen));
      const unit = isProvisioned(chosen.deploymentType) ? 'units' : 'thousand tokens a minute';
      const typed = await ask.text({
        id: `capacity-${chosen.name ?? chosen.model}`,
        message: `How much capacity for ${chosen.model}, in ${unit}?`,
        why: isProvisioned(chosen.deploymentType)
          ? 'Units are paid by the hour whether they are used or not.'
          : 'Beyond it calls are refused; it costs nothing by itself, but takes from the quota of the subscription.',
        explain:
          'Counted for each environment. Quota is summed over all deployments of a subscription, region and model; ' +
          'having quota is no promise that Azure has the capacity at that moment.',
        default: String(chosen.capacity),
        check: (text) => checkCapacity(text, offer, advice, current),
      });
      const models = (current.models ?? []).map((model) =>
        keyOf(model) === keyOf(chosen) ? { ...model, capacity: Number(typed) } : model,
      );
      return withAnswer(current, 'models', models);
    },
    given: (current) => {
      const model = current.models?.find((each) => keyOf(each) === keyOf(chosen));
      return model && String(model.capacity);
    },
  }));
}

function checkCapacity(
  text: string,
  offer: ModelOffer | undefined,
  advice: Advice,
  answers: Answers,
): Verdict {
  if (!/^[1-9]\d{0,6}$/.test(text)) return { ok: false, reason: 'a whole number, such as 50' };
  if (offer === undefined) return { ok: true };
  const capacity = Number(text);
  const { minimum, step } = offer.capacity;
  const maximum = Math.min(offer.capacity.maximum, offer.remaining ?? Number.POSITIVE_INFINITY);
  const nearest = Math.max(
    minimum,
    minimum + Math.floor((Math.min(capacity, maximum) - minimum) / step) * step,
  );
  if (capacity < minimum || capacity > maximum || (capacity - minimum) % step !== 0) {
    const steps = step > 1 ? `, in steps of ${step}` : '';
    return {
      ok: false,
      reason: `from ${minimum} to ${maximum}${steps}${offer.remaining === maximum ? ', which is the quota left' : ''}`,
      suggestion: String(nearest),
    };
  }
  const region = answers.modelRegion ?? answers.region ?? '';
  const price = advice.price({ model: offer.model, deploymentType: offer.deploymentType, capacity, region });
  return { ok: true, note: price };
}

function isProvisioned(deploymentType: string): boolean {
  return deploymentType.endsWith('ProvisionedManaged');
}

import type { Answers, ModelAnswers } from '../../estate/answers.ts';
import type { Advice, ModelOffer } from '../ports.ts';
import { type WizardQuestion, withAnswer } from '../question.ts';
import { keyOf, offersFor, usualCapacity } from './offers.ts';

/** Which models, of those that can be deployed now. No name is known in advance: the region's list is read. */
export const modelsQuestion: WizardQuestion = {
  id: 'model',
  section: 'Models',
  asked: ['quick', 'custom'],
  label: 'Models',
  standard: 'not chosen',
  async ask({ ask, advice }, answers) {
    const offers = await offersFor(advice, answers);
    const deployable = offers.filter(canTake);
    const before = (answers.models ?? []).map(keyOf);
    const standard = before.length > 0 ? before : deployable.slice(0, 1).map(keyOf);
    const taken = await ask.chooseMany({
      id: 'model',
      message: 'Which models do you need?',
      why: 'Only what can be deployed now, under the chosen residency and with the quota left, can be taken.',
      explain:
        'Each becomes a model deployment in every environment, with a capacity of its own. Models retire: Azure moves ' +
        'token-billed deployments to a successor, and provisioned ones stop. More can be added to the estate file later.',
      choices: offers.map((offer) => {
        const disabled = reasonAgainst(offer);
        return {
          value: keyOf(offer),
          name: `${offer.model} ${offer.version}`,
          hint: hintOf(offer, advice, answers),
          ...(disabled === undefined ? {} : { disabled }),
        };
      }),
      default: standard.filter((key) => deployable.some((offer) => keyOf(offer) === key)),
      minimum: deployable.length > 0 ? 1 : 0,
    });
    const chosen = offers.filter((offer) => taken.includes(keyOf(offer)));
    return withAnswer(answers, 'models', named(chosen.map((offer) => modelOf(offer, answers))));
  },
  given: ({ models }) =>
    models?.map(({ model, version, capacity }) => `${model} ${version} × ${capacity}`).join(', '),
};

function canTake(offer: ModelOffer): boolean {
  return reasonAgainst(offer) === undefined;
}

function reasonAgainst(offer: ModelOffer): string | undefined {
  if (!offer.deployable) return 'can not be deployed there now';
  if (offer.remaining !== undefined && offer.remaining < offer.capacity.minimum) {
    return `quota left for each environment: ${offer.remaining}, needed: ${offer.capacity.minimum}`;
  }
  return undefined;
}

function hintOf(offer: ModelOffer, advice: Advice, answers: Answers): string {
  const region = answers.modelRegion ?? answers.region ?? '';
  const capacity = usualCapacity(offer);
  const { model, deploymentType } = offer;
  const quota = offer.remaining === undefined ? 'quota unknown' : `quota left ${offer.remaining}`;
  return [
    deploymentType,
    advice.price({ model, deploymentType, capacity, region }),
    quota,
    ...(offer.retiresOn === undefined ? [] : [`retires on ${offer.retiresOn}`]),
  ].join(' · ');
}

function modelOf(offer: ModelOffer, answers: Answers): ModelAnswers {
  const before = answers.models?.find((model) => keyOf(model) === keyOf(offer));
  const { model, version, deploymentType } = offer;
  return before ?? { model, version, deploymentType, capacity: usualCapacity(offer) };
}

/** The second deployment of the same model needs a name of its own. */
function named(models: readonly ModelAnswers[]): ModelAnswers[] {
  return models.map((model, index) => {
    const earlier = models.slice(0, index).filter((other) => other.model === model.model).length;
    return earlier === 0 || model.name !== undefined
      ? model
      : { ...model, name: `${model.model}-${earlier + 1}` };
  });
}

import type { RegionChoice } from '../ports.ts';
import { type WizardQuestion, withAnswer } from '../question.ts';

/** Region of network, vault and logs. */
export const regionQuestion: WizardQuestion = {
  id: 'region',
  section: 'Residency',
  asked: ['custom'],
  label: 'Region',
  standard: 'the first that keeps to the residency',
  applies: ({ residency }) => residency !== undefined,
  async ask({ ask, advice }, answers) {
    const { residency = 'switzerland' } = answers;
    const subscriptionId = answers.environments?.[0]?.subscriptionId ?? '';
    const regions = await advice.regions(subscriptionId, residency);
    const region = await ask.choose({
      id: 'region',
      message: 'Which region for network, vault and logs?',
      why: 'Secrets and logs lie there; it can not be changed without replacing everything.',
      explain:
        'Only regions that keep to the chosen residency are listed, each with what it offers. The account may lie in ' +
        'another region where the models require it; that is asked next.',
      choices: choicesOf(regions),
      ...(answers.region === undefined ? {} : { default: answers.region }),
    });
    if (region === answers.region) return answers;
    const modelRegions = await advice.modelRegions(subscriptionId, residency);
    const together = modelRegions.some((choice) => choice.region === region);
    const moved = withAnswer(withAnswer(answers, 'region', region), 'models', undefined);
    return withAnswer(
      moved,
      'modelRegion',
      together ? undefined : (answers.modelRegion ?? modelRegions[0]?.region),
    );
  },
  given: ({ region }) => region,
};

/** Region of the Azure OpenAI account, where there is a choice. */
export const modelRegionQuestion: WizardQuestion = {
  id: 'model-region',
  section: 'Residency',
  asked: ['custom'],
  label: 'Region of the models',
  standard: 'the same region',
  applies: ({ residency }) => residency !== undefined && residency !== 'switzerland',
  async ask({ ask, advice }, answers) {
    const { residency = 'switzerland' } = answers;
    const regions = await advice.modelRegions(answers.environments?.[0]?.subscriptionId ?? '', residency);
    const standard = answers.modelRegion ?? answers.region;
    const chosen = await ask.choose({
      id: 'model-region',
      message: 'Which region for the Azure OpenAI account?',
      why: 'It decides which models there are; data at rest of the account lies there.',
      explain:
        'A private endpoint may lie in another region than the account it leads to, so network and vault can stay ' +
        'where they are.',
      choices: choicesOf(regions),
      ...(standard === undefined ? {} : { default: standard }),
    });
    const modelRegion = chosen === answers.region ? undefined : chosen;
    if (modelRegion === answers.modelRegion) return answers;
    return withAnswer(withAnswer(answers, 'modelRegion', modelRegion), 'models', undefined);
  },
  given: ({ modelRegion }) => modelRegion,
};

function choicesOf(regions: readonly RegionChoice[]): { value: string; name: string; hint: string }[] {
  return regions.map(({ region, name, offers }) => ({
    value: region,
    name: `${name} (${region})`,
    hint: offers,
  }));
}

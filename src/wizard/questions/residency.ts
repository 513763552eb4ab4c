import type { Answers } from '../../estate/answers.ts';
import type { DeploymentType, Residency } from '../../estate/estate.ts';
import type { Advice } from '../ports.ts';
import { type WizardQuestion, withAnswer } from '../question.ts';

/**
 * What a residency means, and the deployment type its price is shown for. Where a deployment type processes
 * prompts: Microsoft's page on deployment types of Azure OpenAI. Switzerland is no part of the EU data zone.
 */
const options: readonly {
  readonly residency: Residency;
  readonly name: string;
  readonly meaning: string;
  readonly deploymentType: DeploymentType;
}[] = [
  {
    residency: 'switzerland',
    name: 'In Switzerland only',
    meaning: 'the strictest; capacity is provisioned and paid whether used or not',
    deploymentType: 'ProvisionedManaged',
  },
  {
    residency: 'eu-data-zone',
    name: 'In the EU data zone',
    meaning: 'the account lies in an EU region; network, vault and logs may stay in Switzerland',
    deploymentType: 'DataZoneStandard',
  },
  {
    residency: 'anywhere',
    name: 'Anywhere',
    meaning: 'prompts may be processed in any region of the world; data at rest stays in the chosen one',
    deploymentType: 'GlobalStandard',
  },
];

/** Units in which regional provisioned throughput of most models starts. */
const provisionedMinimum = 50;

/** Where prompts may be processed: asked before the region, because it decides which regions and models remain. */
export const residencyQuestion: WizardQuestion = {
  id: 'residency',
  section: 'Residency',
  asked: ['quick', 'custom'],
  label: 'Prompts are processed',
  standard: 'not chosen',
  async ask({ ask, advice }, answers) {
    const subscriptionId = answers.environments?.[0]?.subscriptionId ?? '';
    const prices = await Promise.all(options.map((option) => priceOf(advice, subscriptionId, option)));
    const residency = await ask.choose({
      id: 'residency',
      message: 'Where may prompts be processed?',
      why: 'A hard gate from here on: no region or model that breaks it can be chosen, and nothing falls back.',
      explain:
        'In Switzerland only: regional provisioned throughput, at least 50 units for most models; far cheaper with a ' +
        'reservation. In the EU data zone: pay by token, processed in a member state of the EU; a private endpoint in ' +
        'Switzerland may reach the account across regions. Anywhere: pay by token, the widest choice of models, and no ' +
        'promise about the place of processing. Data at rest stays in the geography of the account in all three.',
      choices: options.map((option, index) => ({
        value: option.residency,
        name: option.name,
        hint: `${prices[index]} · ${option.meaning}`,
      })),
      default: answers.residency ?? 'eu-data-zone',
    });
    return residency === answers.residency ? answers : withResidency(answers, residency, advice);
  },
  given: ({ residency }) => options.find((option) => option.residency === residency)?.name,
};

/** A new residency brings its own regions, and none of the models chosen before. */
async function withResidency(answers: Answers, residency: Residency, advice: Advice): Promise<Answers> {
  const subscriptionId = answers.environments?.[0]?.subscriptionId ?? '';
  const [regions, modelRegions] = await Promise.all([
    advice.regions(subscriptionId, residency),
    advice.modelRegions(subscriptionId, residency),
  ]);
  const kept = regions.some(({ region }) => region === answers.region) ? answers.region : regions[0]?.region;
  const region = withAnswer(withAnswer({ ...answers, residency }, 'region', kept), 'models', undefined);
  // One region for both where that is allowed: traffic then never leaves it.
  const together = modelRegions.some((choice) => choice.region === kept);
  return withAnswer(region, 'modelRegion', together ? undefined : modelRegions[0]?.region);
}

async function priceOf(
  advice: Advice,
  subscriptionId: string,
  option: (typeof options)[number],
): Promise<string> {
  const [first] = await advice.modelRegions(subscriptionId, option.residency);
  if (first === undefined) return 'no region offers it now';
  const offers = await advice.models(subscriptionId, first.region, option.residency);
  const offer = offers.find((each) => each.deploymentType === option.deploymentType && each.deployable);
  const provisioned = option.deploymentType === 'ProvisionedManaged';
  if (offer === undefined && !provisioned) return 'no model can be deployed now';
  return advice.price({
    ...(offer === undefined ? {} : { model: offer.model }),
    deploymentType: option.deploymentType,
    capacity: offer?.capacity.minimum ?? provisionedMinimum,
    region: first.region,
  });
}

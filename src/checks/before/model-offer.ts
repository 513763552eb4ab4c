import { known, type ModelFact, type ModelSkuFact } from '../../resource/subscription.ts';
import { inFile, type PlacedDeployment, placedDeployments, shortRegion } from '../places.ts';
import {
  type Check,
  type CheckInput,
  cannotTell,
  type Finding,
  failed,
  notApplicable,
  observedBody,
  ok,
  warning,
} from '../rule.ts';

/** A new deployment must live at least so many days; below the second number it is worth a word. */
const refuseBelowDays = 60;
const warnBelowDays = 180;
/** A deployment that Azure may not move must be moved by hand in time. */
const moveByHandDays = 90;

export const modelOffer: Check = {
  id: 'GT-CHECK-MODEL',
  stage: 'before',
  checklist: ['COST-3', 'GUI-1'],
  title: 'The region offers the model, the version and the deployment type, for long enough',
  run: (input) => {
    const deployments = placedDeployments(input.design);
    if (deployments.length === 0) return [notApplicable('no model is deployed')];
    return deployments.map((deployment) => judge(deployment, input));
  },
};

/** The model version and deployment type as the region lists them. */
export function offerOf(
  { region, model, version, deploymentType }: PlacedDeployment,
  models: CheckInput['facts']['models'],
): { readonly model: ModelFact | undefined; readonly sku: ModelSkuFact | undefined } {
  const listed = known(models[shortRegion(region)]) ?? [];
  const found = listed.find((each) => each.name === model && each.version === version);
  return { model: found, sku: found?.skus.find(({ name }) => name === deploymentType) };
}

function judge(deployment: PlacedDeployment, input: CheckInput): Finding {
  const { region, model, version, deploymentType } = deployment;
  const fact = input.facts.models[region];
  const listed = known(fact);
  if (!listed) return cannotTell(`whether ${region} offers ${model}`, fact, input);
  const offer = offerOf(deployment, input.facts.models);
  const what = `${model} ${version} by ${deploymentType} in ${region}`;
  if (!offer.model || !offer.sku)
    return failed(`${what} is not offered`, alternatives(deployment, listed, input));
  const retiresOn = (offer.sku.deprecationDate ?? offer.model.retiresOn)?.slice(0, 10);
  const left = daysUntil(retiresOn, input.today);
  const evidence = `${offer.model.lifecycleStatus}, retires ${retiresOn ?? 'on an unknown date'}`;
  const life = {
    ...deployment,
    what,
    left,
    evidence,
    retired: left <= 0 || offer.model.lifecycleStatus === 'Deprecated',
  };
  const next = alternatives(deployment, listed, input);
  return observedBody(input.observed, deployment.resource.id)
    ? judgeExisting(life, next)
    : judgeNew(life, next);
}

interface Life extends PlacedDeployment {
  readonly what: string;
  readonly left: number;
  readonly evidence: string;
  readonly retired: boolean;
}

function judgeNew(life: Life, next: string): Finding {
  const { what, left, evidence } = life;
  if (life.retired) return failed(`${what} is retired: nothing new can be deployed`, next, evidence);
  const days = Math.floor(left);
  if (staysPut(life) && !isProvisioned(life) && left < moveByHandDays) {
    return failed(
      `${what} retires in ${days} days, and NoAutoUpgrade keeps Azure from moving it`,
      next,
      evidence,
    );
  }
  // Provisioned capacity outlives the model: another one can be put on it in place.
  if (left < refuseBelowDays && !isProvisioned(life)) {
    return failed(`${what} retires in ${days} days`, next, evidence);
  }
  if (left < warnBelowDays) return warning(`${what} retires in ${days} days${fate(life)}`, next, evidence);
  return ok(`${what} is offered`, evidence);
}

/** What is there already must not block other changes, unless it is about to stop answering. */
function judgeExisting(life: Life, next: string): Finding {
  const { what, left, evidence } = life;
  const days = Math.floor(left);
  if (staysPut(life) && (life.retired || (left < moveByHandDays && !isProvisioned(life)))) {
    return failed(
      `${what} ${life.retired ? 'is retired' : `retires in ${days} days`}${fate(life)}`,
      next,
      evidence,
    );
  }
  if (left < warnBelowDays) return warning(`${what} retires in ${days} days${fate(life)}`, next, evidence);
  return ok(`${what} is offered`, evidence);
}

function fate(life: Life): string {
  return staysPut(life) ? ': from then on it answers 410 (gone)' : ': Azure then moves it to a newer version';
}

/** Azure moves neither provisioned deployments nor those that forbid it. */
function staysPut(life: Life): boolean {
  return life.upgrade === 'NoAutoUpgrade' || isProvisioned(life);
}

function isProvisioned({ deploymentType }: PlacedDeployment): boolean {
  return deploymentType.endsWith('ProvisionedManaged');
}

function alternatives(
  { deploymentType, region }: PlacedDeployment,
  listed: readonly ModelFact[],
  input: CheckInput,
): string {
  const offered = listed
    .filter((model) => model.lifecycleStatus !== 'Deprecated')
    .filter((model) =>
      model.skus.some(
        (sku) =>
          sku.name === deploymentType &&
          daysUntil(sku.deprecationDate ?? model.retiresOn, input.today) >= warnBelowDays,
      ),
    )
    .map(({ name, version }) => `${name} ${version}`);
  const change = `Change ${inFile('models', input.design)}`;
  return offered.length > 0
    ? `${change}. ${region} offers by ${deploymentType} for at least ${warnBelowDays} days: ${offered.join(', ')}.`
    : `${change}: ${region} offers no model by ${deploymentType} for ${warnBelowDays} days or more; choose another deployment type or region.`;
}

function daysUntil(date: string | undefined, today: string): number {
  return date === undefined ? Number.POSITIVE_INFINITY : (Date.parse(date) - Date.parse(today)) / 86_400_000;
}

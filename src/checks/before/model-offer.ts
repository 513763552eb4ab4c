import { known, type ModelFact } from '../../resource/subscription.ts';
import {
  daysLeft,
  isProvisioned,
  isRetired,
  offeredFor,
  offerOf,
  otherModel,
  staysPut,
} from '../model-life.ts';
import { inFile, type PlacedDeployment, placedDeployments } from '../places.ts';
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

interface Life {
  readonly deployment: PlacedDeployment;
  readonly what: string;
  readonly days: number;
  readonly retired: boolean;
  readonly evidence: string;
  readonly next: string;
}

function judge(deployment: PlacedDeployment, input: CheckInput): Finding {
  const { region, model, version, deploymentType } = deployment;
  const fact = input.facts.models[region];
  const listed = known(fact);
  if (!listed) return cannotTell(`whether ${region} offers ${model}`, fact, input);
  const offer = offerOf(deployment, input.facts.models);
  const what = `${model} ${version} by ${deploymentType} in ${region}`;
  const next = alternatives(deployment, listed, input);
  const moved = otherModel(deployment, input);
  if (!offer.model || !offer.sku) {
    return moved ? movedByAzure(what, moved, input) : failed(`${what} is not offered`, next);
  }
  const days = Math.floor(daysLeft(offer.model, offer.sku, input.today));
  const retired = isRetired(offer.model, days);
  if (retired && moved) return movedByAzure(what, moved, input);
  const last = (offer.sku.deprecationDate ?? offer.model.retiresOn)?.slice(0, 10) ?? 'on an unknown date';
  const evidence = `${offer.model.lifecycleStatus}, retires ${last}`;
  const life = { deployment, what, days, retired, evidence, next };
  return observedBody(input.observed, deployment.resource.id) ? judgeExisting(life) : judgeNew(life);
}

function judgeNew({ deployment, what, days, retired, evidence, next }: Life): Finding {
  if (retired) return failed(`${what} is retired: nothing new can be deployed`, next, evidence);
  // Provisioned capacity outlives the model: another one can be put on it in place.
  if (!isProvisioned(deployment)) {
    if (staysPut(deployment) && days < moveByHandDays) {
      return failed(
        `${what} retires in ${days} days, and NoAutoUpgrade keeps Azure from moving it`,
        next,
        evidence,
      );
    }
    if (days < refuseBelowDays) return failed(`${what} retires in ${days} days`, next, evidence);
  }
  return lasting({ deployment, what, days, retired, evidence, next });
}

/** What is there already must not block other changes, unless it is about to stop answering. */
function judgeExisting(life: Life): Finding {
  const { deployment, what, days, retired, evidence, next } = life;
  const stops = staysPut(deployment) && (retired || (days < moveByHandDays && !isProvisioned(deployment)));
  if (!stops) return lasting(life);
  const when = retired ? 'is retired' : `retires in ${days} days`;
  return failed(`${what} ${when}${fate(deployment)}`, next, evidence);
}

function lasting({ deployment, what, days, retired, evidence, next }: Life): Finding {
  if (days >= warnBelowDays && !retired) return ok(`${what} is offered`, evidence);
  const when = retired ? 'is retired' : `retires in ${days} days`;
  const calm = staysPut(deployment) ? next : 'Nothing to do; test the newer version before that day.';
  return warning(`${what} ${when}${fate(deployment)}`, calm, evidence);
}

function fate(deployment: PlacedDeployment): string {
  return staysPut(deployment)
    ? ': from then on it answers 410 (gone)'
    : ': Azure then moves it to a newer version';
}

function movedByAzure(what: string, moved: string, { design }: CheckInput): Finding {
  return warning(
    `${what} is gone: Azure has moved the deployment to ${moved}`,
    `Set ${inFile('models', design)} to ${moved}.`,
  );
}

function alternatives(
  { deploymentType, region }: PlacedDeployment,
  listed: readonly ModelFact[],
  { design, today }: CheckInput,
): string {
  const offered = offeredFor(warnBelowDays, deploymentType, listed, today);
  const change = `Change ${inFile('models', design)}`;
  return offered.length > 0
    ? `${change}. ${region} offers by ${deploymentType} for at least ${warnBelowDays} days: ${offered.join(', ')}.`
    : `${change}: ${region} offers no model by ${deploymentType} for ${warnBelowDays} days or more; choose another deployment type or region.`;
}

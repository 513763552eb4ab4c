import { known, type ModelFact, type ModelSkuFact } from '../resource/subscription.ts';
import { type PlacedDeployment, shortRegion, textAt } from './places.ts';
import { type CheckInput, observedBody } from './rule.ts';

/** The model version and deployment type as the region lists them. */
export function offerOf(
  { region, model, version, deploymentType }: PlacedDeployment,
  models: CheckInput['facts']['models'],
): { readonly model: ModelFact | undefined; readonly sku: ModelSkuFact | undefined } {
  const listed = known(models[shortRegion(region)]) ?? [];
  const found = listed.find((each) => each.name === model && each.version === version);
  return { model: found, sku: found?.skus.find(({ name }) => name === deploymentType) };
}

/** Days until the last day of a model under a deployment type; negative afterwards, infinite when it has none. */
export function daysLeft(model: ModelFact, sku: ModelSkuFact, today: string): number {
  const date = sku.deprecationDate ?? model.retiresOn;
  return date === undefined
    ? Number.POSITIVE_INFINITY
    : (Date.parse(date.slice(0, 10)) - Date.parse(today.slice(0, 10))) / 86_400_000;
}

/** Whether nothing new of it can be deployed. */
export function isRetired(model: ModelFact, left: number): boolean {
  return left <= 0 || model.lifecycleStatus === 'Deprecated';
}

/** Provisioned capacity is bought in units, and outlives the model that runs on it. */
export function isProvisioned({ deploymentType }: PlacedDeployment): boolean {
  return deploymentType.endsWith('ProvisionedManaged');
}

/** Azure moves neither provisioned deployments nor those that forbid it: they answer 410 when their model retires. */
export function staysPut(deployment: PlacedDeployment): boolean {
  return deployment.upgrade === 'NoAutoUpgrade' || isProvisioned(deployment);
}

/** The model that an existing deployment really runs, when it isn't the designed one. */
export function otherModel(deployment: PlacedDeployment, input: CheckInput): string | undefined {
  const body = observedBody(input.observed, deployment.resource.id);
  const [name, version] = [textAt(body, '/properties/model/name'), textAt(body, '/properties/model/version')];
  if (name === '' || (name === deployment.model && version === deployment.version)) return undefined;
  return `${name} ${version}`;
}

/** `name version` of what a region offers by a deployment type for at least so many days. */
export function offeredFor(
  days: number,
  deploymentType: string,
  listed: readonly ModelFact[],
  today: string,
): string[] {
  return listed
    .filter((model) => model.lifecycleStatus !== 'Deprecated')
    .filter((model) =>
      model.skus.some((sku) => sku.name === deploymentType && daysLeft(model, sku, today) >= days),
    )
    .map(({ name, version }) => `${name} ${version}`);
}

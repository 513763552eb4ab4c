import { type ModelFact, modelFacts, offers } from './models.ts';

/** Sizes a deployment of one model and deployment type may have: thousands of tokens a minute, or PTU. */
export interface Capacity {
  readonly minimum: number;
  readonly maximum: number;
  readonly step: number;
  readonly default: number;
}

/** One deployment type of a model version in a region. */
export interface SkuOffer {
  readonly sku: string;
  /** Counter of the quota it draws on; provisioned types share one counter over all models. */
  readonly usageName: string;
  readonly capacity: Capacity;
}

const smallModel = /mini|nano/;

/** Whether the deployment type is billed and sized in provisioned throughput units. */
export function isProvisioned(sku: string): boolean {
  return sku.endsWith('ProvisionedManaged');
}

/** The version of a model: the one named, or the default when none is. */
export function findModel(name: string, version: string | undefined): ModelFact | undefined {
  return modelFacts.find(
    (fact) => fact.name === name && (version === undefined ? fact.isDefault : fact.version === version),
  );
}

/** Whether the day of retirement has come at `now` (ms). */
export function isRetired(fact: ModelFact, now: number): boolean {
  return Date.parse(`${fact.retires}T00:00:00Z`) <= now;
}

/** The deployment types that a region offers for a model version. */
export function skusOf(fact: ModelFact, region: string): readonly SkuOffer[] {
  const names = [fact.name, `${fact.name}@${fact.version}`];
  return Object.entries(offers)
    .filter(([, rows]) =>
      rows.some(({ models, regions }) => regions.includes(region) && models.some((m) => names.includes(m))),
    )
    .map(([sku]) => ({ sku, usageName: usageNameOf(fact.name, sku), capacity: capacityOf(fact.name, sku) }));
}

/** Model versions that a region offers by at least one deployment type. */
export function modelsIn(region: string): readonly ModelFact[] {
  return modelFacts.filter((fact) => skusOf(fact, region).length > 0);
}

function usageNameOf(model: string, sku: string): string {
  return isProvisioned(sku) ? `OpenAI.${sku}` : `OpenAI.${sku}.${model}`;
}

function capacityOf(model: string, sku: string): Capacity {
  if (sku === 'ProvisionedManaged') {
    const unit = smallModel.test(model) ? 25 : 50;
    return { minimum: unit, maximum: 100_000, step: unit, default: unit * 2 };
  }
  if (isProvisioned(sku)) return { minimum: 15, maximum: 100_000, step: 5, default: 15 };
  if (model === 'whisper') return { minimum: 1, maximum: 3, step: 1, default: 3 };
  return { minimum: 1, maximum: 30_000, step: 1, default: 10 };
}

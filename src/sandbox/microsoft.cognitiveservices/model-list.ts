import { type Json, type JsonObject, present } from '../json.ts';
import type { ModelFact, ModelUse } from './models.ts';
import { isProvisioned, isRetired, modelsIn, type SkuOffer, skusOf } from './offering.ts';

/** A model is announced as going when its last day is this near. */
const announced = 60 * 86_400_000;

const abilities: { readonly [use in ModelUse]: JsonObject } = {
  chat: { chatCompletion: 'true', responses: 'true', jsonSchemaResponse: 'true', agentsV2: 'true' },
  responses: { responses: 'true', agentsV2: 'true' },
  embeddings: { embeddings: 'true' },
  audio: { audio: 'true' },
};

/** Capability flags as model lists and deployments show them. */
export function capabilitiesOf(fact: ModelFact): JsonObject {
  return { ...abilities[fact.use] };
}

/** Rate limits that a capacity buys: requests per 10 s and tokens per minute, or the per-unit values in a model list. */
export function rateLimitsOf(sku: string, capacity: number): Json[] {
  if (isProvisioned(sku)) return [];
  return [
    { key: 'request', renewalPeriod: 10, count: capacity },
    { key: 'token', renewalPeriod: 60, count: capacity * 1000 },
  ];
}

/** GET locations/{location}/models: every model version for both kinds of account. */
export function modelList(region: string, now: number): Json[] {
  const models = modelsIn(region).map((fact) => accountModel(fact, region, now));
  return ['OpenAI', 'AIServices'].flatMap((kind) =>
    models.map((model) => ({ kind, skuName: 'S0', description: '', model })),
  );
}

/** GET accounts/{account}/models: the bare model objects. */
export function accountModels(region: string, now: number): Json[] {
  return modelsIn(region).map((fact) => accountModel(fact, region, now));
}

function accountModel(fact: ModelFact, region: string, now: number): JsonObject {
  const day = `${fact.retires}T00:00:00Z`;
  return {
    format: 'OpenAI',
    publisher: 'OpenAI',
    name: fact.name,
    version: fact.version,
    isDefaultVersion: fact.isDefault,
    skus: skusOf(fact, region).map((offer) => skuBody(offer, day)),
    maxCapacity: 3,
    capabilities: capabilitiesOf(fact),
    deprecation: { inference: day },
    lifecycleStatus: lifecycle(fact, now),
    systemData: {
      createdBy: 'Microsoft',
      createdByType: 'Application',
      createdAt: '2026-01-01T00:00:00Z',
      lastModifiedBy: 'Microsoft',
      lastModifiedByType: 'Application',
      lastModifiedAt: '2026-01-01T00:00:00Z',
    },
  };
}

function skuBody(offer: SkuOffer, deprecationDate: string): JsonObject {
  const rateLimits = rateLimitsOf(offer.sku, 1);
  return present({
    name: offer.sku,
    usageName: offer.usageName,
    deprecationDate,
    capacity: { ...offer.capacity },
    rateLimits: rateLimits.length > 0 ? rateLimits : undefined,
  });
}

function lifecycle(fact: ModelFact, now: number): string {
  if (isRetired(fact, now)) return 'Deprecated';
  return isRetired(fact, now + announced) ? 'Deprecating' : 'GenerallyAvailable';
}

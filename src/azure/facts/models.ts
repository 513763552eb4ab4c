import type { JsonObject } from '../../resource/json.ts';
import type { CapacityFact, ModelFact, ModelSkuFact, UsageFact } from '../../resource/subscription.ts';
import type { Session } from '../session.ts';
import { member, number, objects, text } from './json-fields.ts';
import { present } from './tolerant.ts';

const apiVersion = '2025-09-01';

function location(session: Session, region: string, collection: string): string {
  return `/subscriptions/${session.subscriptionId}/providers/Microsoft.CognitiveServices/locations/${region}/${collection}`;
}

/** Every OpenAI model version that a region lists for an account of kind OpenAI. */
export async function readModels(session: Session, region: string): Promise<readonly ModelFact[]> {
  const items = present(
    await session.list(location(session, region, 'models'), apiVersion),
    `models of ${region}`,
  );
  return items
    .filter((item) => item['kind'] === 'OpenAI' && text(item, '/model/format') === 'OpenAI')
    .map((item) => modelFrom(member(item, '/model')));
}

function modelFrom(model: JsonObject): ModelFact {
  const capabilities = Object.entries(member(model, '/capabilities'));
  return {
    name: text(model, '/name') ?? '',
    version: text(model, '/version') ?? '',
    format: text(model, '/format') ?? '',
    lifecycleStatus: text(model, '/lifecycleStatus') ?? 'Unknown',
    retiresOn: text(model, '/deprecation/inference'),
    capabilities: capabilities.flatMap(([name, value]) => (value === 'true' ? [name] : [])),
    skus: objects(model, '/skus').map(skuFrom),
  };
}

function skuFrom(sku: JsonObject): ModelSkuFact {
  return {
    name: text(sku, '/name') ?? '',
    usageName: text(sku, '/usageName') ?? '',
    capacity: capacityFrom(sku),
    deprecationDate: text(sku, '/deprecationDate'),
  };
}

/** Services leave out what doesn't apply: no minimum means one unit, no step means single units. */
function capacityFrom(sku: JsonObject): CapacityFact | undefined {
  const maximum = number(sku, '/capacity/maximum');
  if (maximum === undefined) return undefined;
  const step = number(sku, '/capacity/step') ?? 1;
  const minimum = number(sku, '/capacity/minimum') ?? step;
  return { minimum, maximum, step, default: number(sku, '/capacity/default') ?? minimum };
}

/** Quota counters of a region. An empty list means that Azure doesn't tell, as for free subscriptions. */
export async function readUsages(session: Session, region: string): Promise<readonly UsageFact[]> {
  const items = present(
    await session.list(location(session, region, 'usages'), apiVersion),
    `quota of ${region}`,
  );
  return items.map((item) => ({
    name: text(item, '/name/value') ?? '',
    current: number(item, '/currentValue') ?? 0,
    limit: number(item, '/limit') ?? 0,
  }));
}

import { known, type ModelFact, type ModelSkuFact, type UsageFact } from '../resource/subscription.ts';
import { readModels, readUsages } from './facts/models.ts';
import { readName } from './facts/names.ts';
import { readVirtualNetworks } from './facts/networks.ts';
import { fact, type Read } from './facts/tolerant.ts';
import type { Session } from './session.ts';

/** A model version under a deployment type, as a person can choose it. `T`: deployment types that are allowed. */
export interface Offer<T extends string> {
  readonly model: string;
  readonly version: string;
  readonly deploymentType: T;
  readonly capacity: {
    readonly minimum: number;
    readonly maximum: number;
    readonly step: number;
    readonly default: number;
  };
  /** ISO date. */
  readonly retiresOn: string | undefined;
  readonly remaining: number | undefined;
  readonly deployable: boolean;
}

/** Chat and embedding models that a region offers under the allowed deployment types, the best first. */
export async function offersOf<T extends string>(
  session: Session,
  region: string,
  deploymentTypes: readonly T[],
  ports: { readonly read: Read; readonly today: string },
): Promise<readonly Offer<T>[]> {
  const [models, usages] = await Promise.all([
    ports.read(() => readModels(session, region)),
    fact(() => ports.read(() => readUsages(session, region))),
  ]);
  return rankedOffers(models, known(usages) ?? [], deploymentTypes, ports.today);
}

/** Pure part of the above. What can't be deployed any more, or has less than 60 days left, comes last. */
export function rankedOffers<T extends string>(
  models: readonly ModelFact[],
  usages: readonly UsageFact[],
  deploymentTypes: readonly T[],
  today: string,
): Offer<T>[] {
  const offers = models
    .filter((model) => isChat(model) || isEmbedding(model))
    .flatMap((model) =>
      deploymentTypes.flatMap((type) => {
        const sku = model.skus.find((each) => each.name === type);
        return sku ? [{ model, offer: offerOf(model, sku, type, usages, today) }] : [];
      }),
    );
  return offers.sort((a, b) => rank(b) - rank(a) || newest(a.model, b.model)).map(({ offer }) => offer);
}

function offerOf<T extends string>(
  model: ModelFact,
  sku: ModelSkuFact,
  deploymentType: T,
  usages: readonly UsageFact[],
  today: string,
): Offer<T> {
  const usage = usages.find((each) => each.name.toLowerCase() === sku.usageName.toLowerCase());
  const retiresOn = (sku.deprecationDate ?? model.retiresOn)?.slice(0, 10);
  return {
    model: model.name,
    version: model.version,
    deploymentType,
    capacity: sku.capacity ?? { minimum: 1, maximum: 1_000_000, step: 1, default: 1 },
    retiresOn,
    remaining: usage ? Math.max(0, usage.limit - usage.current) : undefined,
    deployable: model.lifecycleStatus !== 'Deprecated' && daysUntil(retiresOn, today) >= 60,
  };
}

function rank({ model, offer }: { model: ModelFact; offer: Offer<string> }): number {
  return (offer.deployable ? 2 : 0) + (isChat(model) ? 1 : 0);
}

/** Versions of chat models are dates; of one date, the shorter name is the model without a size suffix. */
function newest(a: ModelFact, b: ModelFact): number {
  return b.version.localeCompare(a.version) || a.name.length - b.name.length || a.name.localeCompare(b.name);
}

function isChat(model: ModelFact): boolean {
  return model.capabilities.includes('chatCompletion');
}

function isEmbedding(model: ModelFact): boolean {
  return model.capabilities.includes('embeddings');
}

function daysUntil(date: string | undefined, today: string): number {
  if (date === undefined) return Number.POSITIVE_INFINITY;
  return (Date.parse(date) - Date.parse(today)) / 86_400_000;
}

/** Ranges of the subscription's virtual networks and of those that they are peered with, one entry a range. */
export async function existingRanges(
  session: Session,
  read: Read,
): Promise<readonly { readonly name: string; readonly id: string; readonly range: string }[]> {
  const networks = await read(() => readVirtualNetworks(session));
  return networks.flatMap(({ name, id, ranges, peered = [] }) => [
    ...ranges.map((range) => ({ name, id, range })),
    ...peered.map((range) => ({ name: `peered with ${name}`, id, range })),
  ]);
}

/** Whether a globally unique name is free; undefined when Azure doesn't tell. */
export async function nameFree(
  session: Session,
  kind: 'vault' | 'account',
  name: string,
  read: Read,
): Promise<boolean | undefined> {
  return known((await readName(session, { kind, name, id: '' }, read)).free);
}

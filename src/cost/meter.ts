import type { Design, DesignedResource } from '../design/design.ts';
import type { PriceRow } from '../facts/prices.ts';
import { idKey, parentId } from '../resource/arm-id.ts';
import type { Range } from './range.ts';
import type { Usage, UsageFigure } from './usage.ts';

/** Something Azure counts and bills. */
export interface Meter {
  /** What people look for: `Key Vault`, `Private Link`. */
  readonly service: string;
  /** Unique within its service. */
  readonly name: string;
  /** What one counted unit is: `hour`, `GB`, `1M tokens`. */
  readonly unit: string;
  /** How many single things one counted unit is, as decimal text; prices are scaled to it. */
  readonly unitSize: string;
  /** Which rows of the price book price it. */
  readonly prices: Partial<
    Pick<PriceRow, 'service' | 'meter' | 'model' | 'deploymentType' | 'direction' | 'unit'>
  >;
  /** Set where a volume discount is known to start at this quantity, but not how large it is. */
  readonly cheaperBeyond?: string;
  /** Set where the newest price counts before that of the very region: list prices that are the same everywhere. */
  readonly newest?: true;
}

/** How much of a meter a resource uses in a month, in counted units. */
export interface Use {
  readonly meter: Meter;
  readonly quantity: Range;
  readonly kind: 'fixed' | 'usage';
  /** How the quantity comes about, in words with its numbers: `50 units × 730 hours`. */
  readonly basis: string;
  /** The figures of use that it follows. */
  readonly from?: readonly UsageFigure[];
  /** What the quantity takes for granted, where a reader must know it. */
  readonly note?: string;
  /** The dearer meter of the same thing, for when this one's price isn't known. */
  readonly otherwise?: Meter;
}

/** What a meter may look at beside its resource. */
export interface MeterContext {
  readonly design: Design;
  readonly usage: Usage;
}

/** What a resource of one ARM type uses in a month. Pure. Empty means that it uses nothing, not that it isn't known. */
export type Metering = (resource: DesignedResource, context: MeterContext) => readonly Use[];

/** Hours of a month, as Azure's own calculator counts them. */
export const HOURS = '730';

/** Resources of one type in a design, in the order of their ids: the order of a design means nothing here. */
export function ofType(design: Design, type: string): DesignedResource[] {
  return design.resources
    .filter((resource) => idKey(resource.type) === idKey(type))
    .sort((a, b) => (idKey(a.id) < idKey(b.id) ? -1 : 1));
}

/** Whether a resource stands for all of its type, for what is known of a stamp only as a whole. */
export function standsForAll(resource: DesignedResource, design: Design): boolean {
  return ofType(design, resource.type)[0]?.id === resource.id;
}

/** The region a resource is billed in: its own, else that of what it lies in, else that of the stamp. */
export function billedRegion(resource: DesignedResource, design: Design): string {
  const location = resource.body['location'];
  // Azure answers some locations by the name that people know, with blanks.
  if (typeof location === 'string' && idKey(location) !== 'global')
    return idKey(location).replaceAll(' ', '');
  const parent = parentId(resource.id);
  const owner = design.resources.find(({ id }) => parent !== undefined && idKey(id) === idKey(parent));
  return owner ? billedRegion(owner, design) : design.region;
}

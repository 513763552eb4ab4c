/** Money as decimal text, never as a floating-point number. */
export interface MoneyRange {
  readonly low: string;
  readonly expected: string;
  readonly high: string;
}

/** One line of a cost: what one meter of one stamp costs a month. */
export interface CostLine {
  /** `tenant/environment`. */
  readonly stamp: string;
  /** What people look for: `Azure OpenAI`, `Key Vault`, `Private Link`, `Private DNS`, `Log Analytics`, `Azure Monitor`. */
  readonly service: string;
  /** Step of the resource that causes it. */
  readonly step: string;
  readonly meter: string;
  readonly unit: string;
  /** Units a month, decimal text. */
  readonly quantity: string;
  /** USD a unit, unrounded; null when unknown. */
  readonly unitPrice: string | null;
  /** CHF a month, each figure rounded half-up to 0.01; null when the price is unknown. */
  readonly monthly: MoneyRange | null;
  readonly kind: 'fixed' | 'usage' | 'unknown';
  readonly region: string;
  /** The region whose price stands in for an unknown one. */
  readonly substituteRegion?: string;
  readonly source: string;
  /** Date of the price, or null when its source has none. */
  readonly asOf: string | null;
  /** Anything a reader must know: an assumption, a stale price. */
  readonly note?: string;
}

/** What an estate, or a part of it, costs a month in CHF. Totals are sums of the rounded lines. */
export interface Cost {
  readonly currency: 'CHF';
  readonly monthly: MoneyRange;
  /** What stands there now costs, as it is. */
  readonly before?: MoneyRange;
  /** The whole estate, where the cost is that of a part: all other environments count as the estate file has them. */
  readonly estate?: { readonly before: MoneyRange; readonly monthly: MoneyRange };
  /** False when a line has no price: the total is then "at least". */
  readonly complete: boolean;
  readonly fx: { readonly usdChf: string; readonly source: string; readonly asOf: string };
  /** The price book that was used; each line has the source of its own price. */
  readonly prices: { readonly source: string; readonly asOf: string; readonly ageDays: number };
  readonly lines: readonly CostLine[];
}

/** How many CHF one USD costs, where that is from, and of which day. */
export interface ExchangeRate {
  /** Decimal text. */
  readonly usdChf: string;
  readonly source: string;
  /** `YYYY-MM-DD`. */
  readonly asOf: string;
  /** `YYYY-MM` for which alone it holds: Microsoft fixes its own rate anew each month. */
  readonly validMonth?: string;
}

/** Days after which a rate is called old. */
export const RATE_STALE_AFTER_DAYS = 30;

/**
 * The shipped rate, `data/fx.seed.json`: a market mid rate, from the public data set fawazahmed0/currency-api. It
 * isn't the rate of a Microsoft invoice, which is fixed month by month from London closing rates.
 */
export async function shippedRate(): Promise<ExchangeRate> {
  const { default: seed } = await import('./data/fx.seed.json');
  return { usdChf: seed.rate, source: `${seed.kind}, ${seed.source}`, asOf: seed.asOf };
}

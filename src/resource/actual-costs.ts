/** What a bill says so far. Amounts are decimal text in the billing currency. */
export interface ActualCosts {
  readonly currency: string;
  /** By service and meter, as the bill calls them. */
  readonly lines: readonly { readonly service: string; readonly meter: string; readonly amount: string }[];
  /** What the rest of the month is expected to cost beyond that; or why nobody says so. */
  readonly rest: { readonly amount: string } | { readonly unknown: string };
}

/** Whose costs are asked for. */
export interface ActualCostsQuery {
  /** Names of resource groups of one subscription. */
  readonly groups: readonly string[];
  /** Cloud time in ms since the epoch. */
  readonly now: number;
}

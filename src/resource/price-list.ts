/** One price as the Retail Prices API answers it. */
export interface RetailItem {
  readonly currencyCode: string;
  /** Decimal text, as exact as the answer was. */
  readonly price: string;
  /** Quantity in units of measure from which it holds, decimal text. */
  readonly tierMinimumUnits: string;
  readonly armRegionName: string;
  readonly meterId: string;
  readonly meterName: string;
  readonly productName: string;
  readonly skuName: string;
  readonly serviceName: string;
  /** `1 Hour`, `1/Hour`, `10K`, …: how much one price buys. */
  readonly unitOfMeasure: string;
  /** `Consumption`, `Reservation`, `DevTestConsumption`. */
  readonly type: string;
  readonly isPrimaryMeterRegion: boolean;
  /** `1 Month`, `1 Year`, …; the price is then that of the whole term. */
  readonly reservationTerm: string | undefined;
}

export interface PriceQuery {
  /** `$filter` of the API. */
  readonly filter: string;
  readonly currency: 'USD' | 'CHF';
}

/** A retail price list. Nobody has to sign in for it. */
export interface PriceList {
  /** What people are told of where prices are from. */
  readonly source: string;
  /**
   * All items that a filter lets through, from all pages; empty where there are none. Rejects with an ArmError when the
   * list can't be read, or when anything of its answer is not as the API publishes it.
   */
  items(query: PriceQuery): Promise<readonly RetailItem[]>;
}

/**
 * How many single things one unit of the price book is, as decimal text: `10K` operations are 10,000 operations.
 * Always taken from the unit, never from a meter's name: the same model family is billed per 1K and per 1M tokens.
 */
export const unitSizes: { readonly [unit: string]: string } = {
  '1': '1',
  '10': '10',
  '1K': '1000',
  '10K': '10000',
  '50K': '50000',
  '100K': '100000',
  '1M': '1000000',
  '10M': '10000000',
  '1K tokens': '1000',
  '1M tokens': '1000000',
  '1K calls': '1000',
  '1M calls': '1000000',
  '1 GB': '1',
  '1 GB-month': '1',
  '1 GB-day': '1',
  '1 GB-s': '1',
  '1 GiB Hour': '1',
  '1 Hour': '1',
  '1/Day': '1',
  '1 PTU-hour': '1',
  '1 PTU for the whole term (1 Month)': '1',
  '1 PTU for the whole term (1 Year)': '1',
  '1 vCore-hour': '1',
  '1 Rotation': '1',
  '1 session': '1',
  '1 notification': '1',
  '1 rule-month': '1',
  '1 time-series-month': '1',
  '1 key-month': '1',
  '1 zone-month': '1',
  '1 endpoint-month': '1',
  '1 vault-month': '1',
  '1 account-month': '1',
  '1 subscription-month': '1',
  '1 server-month': '1',
  '1 resource-month': '1',
  '1 unit-month (730 h)': '1',
};

/** Months that a reservation's price covers; the price book holds it for the whole term. */
export const termMonths: { readonly [term: string]: number } = { '1 Month': 1, '1 Year': 12 };

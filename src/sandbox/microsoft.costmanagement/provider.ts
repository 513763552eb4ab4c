import type { ProviderModel, RouteModel } from '../provider.ts';
import { anything, object, required, text } from '../shape.ts';

/** Currency in which every subscription of the seed is billed. */
export const billingCurrency = 'CHF';

const shape = object({
  type: required(text()),
  timeframe: required(text()),
  timePeriod: anything(),
  dataset: anything(),
});

const query: RouteModel = {
  method: 'POST',
  pattern: '{*scope}/providers/Microsoft.CostManagement/query',
  apiVersions: ['2021-10-01', '2022-10-01', '2023-03-01', '2023-11-01', '2024-08-01', '2025-03-01'],
  writes: false,
  right: { action: 'Microsoft.CostManagement/query/action', scope: '{scope}' },
  body: shape,
  handle: ({ world, parts }) => {
    const name = world.mint();
    return {
      status: 200,
      body: {
        id: `${parts['scope'] ?? ''}/providers/Microsoft.CostManagement/query/${name}`,
        name,
        type: 'Microsoft.CostManagement/query',
        properties: {
          nextLink: null,
          columns: [
            { name: 'PreTaxCost', type: 'Number' },
            { name: 'Currency', type: 'String' },
          ],
          rows: [[0, billingCurrency]],
        },
      },
    };
  },
};

/** Microsoft.CostManagement: nothing was spent, but the currency is known. */
export const costManagement: ProviderModel = {
  namespace: 'Microsoft.CostManagement',
  types: [],
  routes: [query],
};

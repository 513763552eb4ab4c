import type { Design } from '../../design/design.ts';
import type { Residency } from '../../estate/estate.ts';
import { type EstimateContext, estimate } from '../estimate.ts';
import { priceFinder } from '../price-lookup.ts';
import type { Asked, WhatIf } from './choice.ts';
import { modelsIn } from './deployed.ts';
import { logs, sharedEndpoints } from './logs-and-endpoints.ts';
import { otherModels, otherTypes } from './models.ts';
import { reservations, scaling, throughput } from './throughput.ts';

/** What other choices would cost: each alone, on the whole estate, at the same use. The largest saving comes first in its topic. */
export function whatIf(
  designs: readonly Design[],
  context: EstimateContext,
  { residency }: { readonly residency: Residency },
): WhatIf[] {
  const now = estimate(designs, context);
  const asked: Asked = { designs, context, now, find: priceFinder(context.prices), residency };
  const models = modelsIn(designs);
  return [
    ...models.flatMap((model) => otherModels(model, asked)),
    ...models.flatMap((model) => otherTypes(model, asked)),
    ...models.flatMap((model) => throughput(model, asked)),
    ...reservations(asked),
    ...scaling(models, asked),
    ...logs(asked),
    ...sharedEndpoints(asked),
  ];
}

import { withMovedModels } from '../checks/moved-models.ts';
import { isShared } from '../estate/shared-stamp.ts';
import { makePlan } from '../plan/make-plan.ts';
import { makeSharedPlan } from '../plan/shared-plan.ts';
import { observe } from '../run/observe.ts';
import type { Cloud, Ports } from './ports.ts';
import type { Prepared } from './prepare.ts';
import { kindsOfShared } from './prepare-shared.ts';

/** The same stamp with what exists now, and what is not as designed of it. */
export async function reobserved(
  prepared: Prepared,
  cloud: Cloud,
  { today }: Pick<Ports, 'today'>,
): Promise<Prepared> {
  const { stamp, design, facts, azure, requests } = prepared;
  if (isShared(stamp)) {
    const kinds = kindsOfShared(cloud.kinds);
    const shared = await observe(design, { azure, kinds, requests });
    return { ...prepared, observed: shared, plan: makeSharedPlan(design, shared, kinds, { adopt: false }) };
  }
  const observed = await observe(design, { azure, kinds: cloud.kinds, requests });
  const planned = withMovedModels({ estate: stamp.estate, design, observed, facts, today: today() });
  return { ...prepared, observed, plan: makePlan(planned, observed, cloud.kinds, { adopt: false }) };
}

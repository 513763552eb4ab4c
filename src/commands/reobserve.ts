import { withMovedModels } from '../checks/moved-models.ts';
import { surroundingsOf } from '../checks/wanted-facts.ts';
import { makePlan } from '../plan/make-plan.ts';
import { observe } from '../run/observe.ts';
import type { Cloud, Ports } from './ports.ts';
import type { Prepared } from './prepare.ts';

/** The same stamp with what exists now and what others have put around it, and what is not as designed of it. */
export async function reobserved(
  prepared: Prepared,
  cloud: Cloud,
  { today }: Pick<Ports, 'today'>,
): Promise<Prepared> {
  const { stamp, design, facts, azure, requests } = prepared;
  const observed = await observe(design, { azure, kinds: cloud.kinds, requests });
  const planned = withMovedModels({ estate: stamp.estate, design, observed, facts, today: today() });
  const around = await cloud.around(azure, surroundingsOf(design, observed));
  const seen = { ...facts, ...(around ? { around } : {}) };
  return {
    ...prepared,
    observed,
    facts: seen,
    plan: makePlan(planned, observed, cloud.kinds, { adopt: false }),
  };
}

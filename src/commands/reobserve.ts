import { withMovedModels } from '../checks/moved-models.ts';
import { surroundingsOf } from '../checks/wanted-facts.ts';
import { makeDesign } from '../design/make-design.ts';
import { sharedGroupId } from '../design/shared.ts';
import { isShared } from '../estate/shared-stamp.ts';
import { makePlan } from '../plan/make-plan.ts';
import { turnedOnBy } from '../plan/shared-marks.ts';
import { idKey } from '../resource/arm-id.ts';
import { observe } from '../run/observe.ts';
import type { Cloud, Ports } from './ports.ts';
import type { Prepared } from './prepare.ts';
import { kindsOfShared } from './prepare-shared.ts';

/** The same stamp with what exists now and what others have put around it, and what is not as designed of it. */
export async function reobserved(
  prepared: Prepared,
  cloud: Cloud,
  { today }: Pick<Ports, 'today'>,
): Promise<Prepared> {
  const { stamp, design, facts, azure, requests } = prepared;
  if (isShared(stamp)) {
    const kinds = kindsOfShared(cloud.kinds);
    const there = await observe(design, { azure, kinds, requests });
    // Which plans are on because of us is known only now.
    const turnedOn = turnedOnBy(there.resources[idKey(sharedGroupId(stamp))] ?? undefined);
    const now = makeDesign({ ...stamp, shared: { ...stamp.shared, turnedOn } });
    return { ...prepared, design: now, observed: there, plan: makePlan(now, there, kinds, { adopt: false }) };
  }
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

import { changesSomething } from '../plan/irreversible.ts';
import type { StampPlan } from '../plan/plan.ts';
import { sameId } from '../resource/arm-id.ts';
import type { RunState } from './journal.ts';

/**
 * What is left to do of a run, with what the run has lifted and not put back yet at its end. A plan of a whole stamp
 * has that from the design; one that touches a part of what stands can't know what is missing.
 */
export function withPutBacks(plan: StampPlan, { header, intents, done }: RunState): StampPlan {
  const isLeft = (id: string): boolean =>
    !plan.actions.some((action) => sameId(action.id, id) && changesSomething(action));
  const missing = header.plan.actions.filter(
    ({ putsBack, key, id }) => putsBack && intents.has(id) && !done.has(key) && isLeft(id),
  );
  if (missing.length === 0) return plan;
  const before = plan.actions.filter(changesSomething).map(({ key }) => key);
  const others = plan.actions.filter(({ id }) => !missing.some((one) => sameId(one.id, id)));
  return { ...plan, actions: [...others, ...missing.map((action) => ({ ...action, dependsOn: before }))] };
}

import type { DesignedResource } from '../design/design.ts';
import { sameId } from '../resource/arm-id.ts';
import { type CheckInput, observedBody } from './rule.ts';

/** Designed resources that the plan writes; without a plan, those that aren't there yet. */
export function writtenResources({ design, plan, observed }: CheckInput): readonly DesignedResource[] {
  if (!plan) return design.resources.filter(({ id }) => !observedBody(observed, id));
  const written = plan.actions.filter(
    ({ action }) => action === 'create' || action === 'update' || action === 'replace',
  );
  return design.resources.filter(({ id }) => written.some((action) => sameId(action.id, id)));
}

import type { Design } from '../../src/design/design.ts';
import type { Observed } from '../../src/plan/observed.ts';
import type { StampPlan } from '../../src/plan/plan.ts';
import { idKey } from '../../src/resource/arm-id.ts';
import type { JsonObject } from '../../src/resource/json.ts';

/** Nothing of a design exists. */
export const nothing: Observed = {
  at: '2026-11-23T10:00:00Z',
  resources: {},
  deleted: {},
  standIns: {},
  orphans: [],
};

/** Everything of a design exists as it is designed. */
export function standing(design: Design): Observed {
  return design.resources.reduce((observed, { id, body }) => withBody(observed, id, body), nothing);
}

/** What exists, with another body under an id; undefined: nothing. */
export function withBody(observed: Observed, id: string, body: JsonObject | undefined): Observed {
  const resources = { ...observed.resources, [idKey(id)]: body ? { ...body, id } : null };
  return { ...observed, resources };
}

/** What a plan does, as lines, but for what stays as it is. */
export function doings(plan: StampPlan): string[] {
  return plan.actions
    .filter(({ action }) => action !== 'unchanged')
    .map(({ action, title }) => `${action} ${title}`);
}

/** Whether one action of a plan comes before another, directly or not. */
export function comesBefore(plan: StampPlan, first: string, second: string): boolean {
  const byKey = new Map(plan.actions.map((action) => [action.key, action]));
  const seen = new Set<string>();
  const reaches = (key: string): boolean => {
    if (seen.has(key)) return false;
    seen.add(key);
    const dependsOn = byKey.get(key)?.dependsOn ?? [];
    return dependsOn.includes(first) || dependsOn.some(reaches);
  };
  return reaches(second);
}

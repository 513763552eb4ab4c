import type { Design } from '../design/design.ts';
import { defenderTag } from '../design/shared.ts';
import { idKey, parseArmId } from '../resource/arm-id.ts';
import { isObject, type JsonObject } from '../resource/json.ts';
import type { Kinds } from '../resource/kind.ts';
import { durationOf, makePlan, type PlanOptions } from './make-plan.ts';
import type { Observed } from './observed.ts';
import type { Action, StampPlan } from './plan.ts';

const groupType = 'Microsoft.Resources/resourceGroups';
const planType = 'Microsoft.Security/pricings';
/** What the tag says when no plan is on because of this estate. */
const none = 'none';

/** Plans that a shared group says to be on because of the estate. */
export function turnedOnBy(group: JsonObject | undefined): string[] {
  const tags = group?.['tags'];
  const entries = isObject(tags) ? Object.entries(tags) : [];
  const value = entries.find(([key]) => key.toLowerCase() === defenderTag)?.[1];
  return typeof value === 'string' && value !== none ? value.split(' ') : [];
}

/**
 * Plans what a subscription has once. Before a Defender plan is turned on, the group's tag says that it is, since the plan
 * itself can't; what was on before is not in it, and stays. Once one is turned off, the tag says that last.
 */
export function makeSharedPlan(
  design: Design,
  observed: Observed,
  kinds: Kinds,
  options: PlanOptions,
): StampPlan {
  const ours = marked(design, observed);
  const plan = makePlan(withMark(design, ours), observed, kinds, options);
  const going = plan.actions.filter(({ type, action }) => type === planType && action === 'remove');
  const group = plan.actions.find(
    ({ type, action }) => type === groupType && action !== 'remove' && action !== 'blocked',
  );
  if (!group || going.length === 0) return plan;
  const left = ours.filter((name) => !going.some(({ id }) => parseArmId(id).name === name));
  const last: Action = {
    ...group,
    key: `${group.id}#marks`,
    action: 'update',
    dependsOn: going.map(({ key }) => key),
    changes: [{ path: `/tags/${defenderTag}`, before: tagValue(ours), after: tagValue(left) }],
    body: withTag(group.body ?? {}, left),
    reason: 'it tells which plans are on because of this estate',
    typicalMs: kinds.get(groupType).typicalMs.update,
  };
  const actions = [...plan.actions, last];
  return { ...plan, actions, expectedDurationMs: durationOf(actions, kinds) };
}

/** Plans that are on because of the estate, or will be. */
function marked({ resources, owned = [] }: Design, observed: Observed): string[] {
  const isOn = (id: string): boolean => Boolean(observed.resources[idKey(id)]);
  const isOwned = (id: string): boolean => owned.some((own) => idKey(own) === idKey(id));
  const wanted = resources.filter(({ type, id }) => type === planType && (isOwned(id) || !isOn(id)));
  const ids = new Map([...owned.filter(isOn), ...wanted.map(({ id }) => id)].map((id) => [idKey(id), id]));
  return [...ids.values()].map((id) => parseArmId(id).name).sort();
}

function withMark(design: Design, names: readonly string[]): Design {
  const resources = design.resources.map((resource) =>
    resource.type === groupType ? { ...resource, body: withTag(resource.body, names) } : resource,
  );
  return { ...design, resources };
}

function withTag(body: JsonObject, names: readonly string[]): JsonObject {
  const tags = isObject(body['tags']) ? body['tags'] : {};
  return { ...body, tags: { ...tags, [defenderTag]: tagValue(names) } };
}

function tagValue(names: readonly string[]): string {
  return names.length === 0 ? none : names.join(' ');
}

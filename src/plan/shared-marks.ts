import type { Design } from '../design/design.ts';
import { defenderTag } from '../design/shared.ts';
import { idKey, parseArmId } from '../resource/arm-id.ts';
import { at, isObject, type JsonObject } from '../resource/json.ts';
import type { Kinds } from '../resource/kind.ts';
import type { Observed } from './observed.ts';
import type { Action } from './plan.ts';

/**
 * A Defender plan can't say whose it is: the group of the shared stamp says it in a tag. It does so before a plan is
 * turned on and until after it has been turned off, so that at no moment one is on that nobody would turn off again. What
 * was on before is not in it.
 */
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

/** The design of a shared stamp whose group says what is on because of the estate, or will be; any other as it is. */
export function withMarks(design: Design, observed: Observed): Design {
  if (!design.users) return design;
  const names = marked(design, observed);
  const resources = design.resources.map((resource) =>
    resource.type === groupType ? { ...resource, body: withTag(resource.body, names) } : resource,
  );
  return { ...design, resources };
}

/** The last action of a plan that turns plans off: the group says so. */
export function marksLast(actions: readonly Action[], kinds: Kinds): Action[] {
  const going = actions.filter(({ type, action }) => type === planType && action === 'remove');
  const group = actions.find(
    ({ type, action, body }) =>
      type === groupType && action !== 'blocked' && at(body, `/tags/${defenderTag}`) !== undefined,
  );
  if (!group || going.length === 0) return [];
  const before = turnedOnBy(group.body);
  const left = before.filter((name) => !going.some(({ id }) => parseArmId(id).name === name));
  return [
    {
      ...group,
      key: `${group.id}#marks`,
      action: 'update',
      dependsOn: going.map(({ key }) => key),
      changes: [{ path: `/tags/${defenderTag}`, before: tagValue(before), after: tagValue(left) }],
      body: withTag(group.body ?? {}, left),
      reason: 'it tells which Defender plans are on because of this estate',
      typicalMs: kinds.get(groupType).typicalMs.update,
    },
  ];
}

/** Plans that are on because of the estate, or will be. */
function marked({ resources, owned = [] }: Design, observed: Observed): string[] {
  const isOn = (id: string): boolean => Boolean(observed.resources[idKey(id)]);
  const isOwned = (id: string): boolean => owned.some((own) => idKey(own) === idKey(id));
  const wanted = resources.filter(({ type, id }) => type === planType && (isOwned(id) || !isOn(id)));
  const ids = new Map([...owned.filter(isOn), ...wanted.map(({ id }) => id)].map((id) => [idKey(id), id]));
  return [...ids.values()].map((id) => parseArmId(id).name).sort();
}

function withTag(body: JsonObject, names: readonly string[]): JsonObject {
  const tags = isObject(body['tags']) ? body['tags'] : {};
  return { ...body, tags: { ...tags, [defenderTag]: tagValue(names) } };
}

function tagValue(names: readonly string[]): string {
  return names.length === 0 ? none : names.join(' ');
}

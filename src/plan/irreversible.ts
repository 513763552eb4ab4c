import { isObject, type Json, type JsonObject, pointerToken } from '../resource/json.ts';
import type { Kinds } from '../resource/kind.ts';
import { matchesAny } from './pattern.ts';
import type { Action } from './plan.ts';

/** A body without the members at the given pointers. */
export function withoutPointers(body: JsonObject, pointers: readonly string[]): JsonObject {
  return pointers.length === 0 ? body : (without(body, pointers, '') as JsonObject);
}

function without(value: Json, pointers: readonly string[], pointer: string): Json {
  if (!isObject(value)) return value;
  const kept: Record<string, Json> = {};
  for (const [key, member] of Object.entries(value)) {
    const inner = `${pointer}/${pointerToken(key)}`;
    if (!matchesAny(pointers, inner)) kept[key] = without(member, pointers, inner);
  }
  return kept;
}

/** Whether running an action writes anything. */
export function changesSomething(action: Pick<Action, 'action'>): boolean {
  return action.action !== 'unchanged' && action.action !== 'blocked';
}

/** What can't be undone, and what waits for such. */
export function atTheEnd(actions: readonly Action[], kinds: Kinds): ReadonlySet<Action> {
  // What a policy wants to be created so can't wait for what depends on it.
  const isLast = ({ action, irreversible, type }: Action): boolean =>
    irreversible === true && (action !== 'create' || kinds.get(type).removal.how === 'with-parent');
  const waiting = new Set<Action>();
  const waitsFor = (key: string): boolean => [...waiting].some((other) => other.key === key);
  // Removals stand in the order of their ids: what waits for one may come before it.
  for (let before = -1; before < waiting.size; ) {
    before = waiting.size;
    for (const action of actions) if (isLast(action) || action.dependsOn.some(waitsFor)) waiting.add(action);
  }
  return waiting;
}

/** Past the first of these a run only goes forward, so they wait for everything else of the stamp. */
export function irreversibleLast(actions: readonly Action[], kinds: Kinds): Action[] {
  const waiting = atTheEnd(actions, kinds);
  const before = actions
    .filter((action) => !waiting.has(action) && changesSomething(action))
    .map((action) => action.key);
  // Whatever of these another of them is about comes first, with all that is put last of it.
  const among = ({ key, dependsOn }: Action): string[] =>
    [...waiting]
      .filter(
        (other) =>
          other.key !== key && dependsOn.some((id) => id === other.key || `${id}#last` === other.key),
      )
      .map((other) => other.key);
  return [
    ...actions.filter((action) => !waiting.has(action)),
    ...[...waiting].map((action) => ({ ...action, dependsOn: [...before, ...among(action)] })),
  ];
}

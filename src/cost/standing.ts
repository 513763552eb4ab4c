import type { Design } from '../design/design.ts';
import { idKey, parseArmId } from '../resource/arm-id.ts';
import type { JsonObject } from '../resource/json.ts';

/**
 * A stamp as it stands, to be priced like a design: what exists of it, as it is and not as it is meant to be, and what of
 * it the design has no more.
 * @param observed bodies by id key; null: known to be absent
 */
export function standing(design: Design, observed: Readonly<Record<string, JsonObject | null>>): Design {
  const designed = new Map(design.resources.map((resource) => [idKey(resource.id), resource]));
  const resources = Object.entries(observed).flatMap(([key, body]) => {
    if (!body) return [];
    const known = designed.get(key);
    const id = known?.id ?? key;
    const { type, name } = parseArmId(id);
    return [{ id, type, step: 'Foundation', title: name, dependsOn: [], ...known, body } as const];
  });
  return { ...design, resources };
}

import { idKey, isWithin, parseArmId, sameId } from '../resource/arm-id.ts';
import type { JsonObject } from '../resource/json.ts';
import type { Kinds, ResourceKind } from '../resource/kind.ts';
import type { Observed } from './observed.ts';
import { isAdopted, isOwnedBy, type Owner } from './ownership.ts';
import { uses } from './removals.ts';

/**
 * Why deleting a resource to make it anew would destroy more than it brings back: what people keep in it, what is not
 * ours beneath it, or what uses it from outside. Undefined when nothing is in the way.
 */
export function obstacleToReplacing(
  id: string,
  { observed, kinds, owner }: { observed: Observed; kinds: Kinds; owner: Owner },
): string | undefined {
  const own = observed.resources[idKey(id)];
  const ownKind = kinds.get(parseArmId(id).type);
  if (own && isAdopted(own, ownKind)) return `an adopted ${ownKind.noun} is never deleted`;
  for (const [key, body] of Object.entries(observed.resources)) {
    if (!body) continue;
    const other = String(body['id'] ?? key);
    const { type, name } = parseArmId(other);
    const kind = kinds.get(type);
    const inside = isWithin(other, id);
    if (inside && kind.holdsData) return `what is in the ${kind.noun} ${name} would be lost`;
    if (inside && !sameId(other, id) && !mayGo(body, kind, owner))
      return `the ${kind.noun} ${name} beneath it is not ours`;
    if (!inside && uses(other, id, observed, kinds)) return `the ${kind.noun} ${name} uses it`;
  }
  return undefined;
}

function mayGo(body: JsonObject, kind: ResourceKind, owner: Owner): boolean {
  return !isAdopted(body, kind) && (kind.mark.in === 'parent' || isOwnedBy(body, kind, owner));
}

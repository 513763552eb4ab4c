import { ArmError } from '../problems/arm-error.ts';
import { parentId, parseArmId, sameId } from '../resource/arm-id.ts';
import { at, isObject, type JsonObject } from '../resource/json.ts';
import type { AzureCalls, Kinds, ResourceKind } from '../resource/kind.ts';
import { collectionOf } from './collection.ts';

/**
 * A kind whose resources are looked for in the list that holds them as well while their own URL does not answer. What
 * is undone has to be read before; a single URL that is out of order must not keep a whole run from being undone.
 */
export function withSecondSource(kind: ResourceKind, kinds: Kinds): ResourceKind {
  return {
    ...kind,
    read: async (azure, id) => {
      try {
        return await kind.read(azure, id);
      } catch (error) {
        if (!isUnreadable(error)) throw error;
        const listed = await listedWith(kind, id, azure, kinds).catch(() => undefined);
        if (!listed) throw error;
        return listed.find((item) => sameId(String(item['id']), id));
      }
    },
  };
}

/** Whether Azure does not say what is there: it fails to answer, or has taken the right to read. */
export function isUnreadable(error: unknown): boolean {
  return error instanceof ArmError && error.status !== null && (error.status >= 500 || error.status === 403);
}

/** All that lies where a resource lies, or undefined when nothing lists it. */
async function listedWith(
  kind: ResourceKind,
  id: string,
  azure: AzureCalls,
  kinds: Kinds,
): Promise<readonly JsonObject[] | undefined> {
  const parent = parentId(id) ?? '';
  if (kind.listed === 'no') return undefined;
  if (typeof kind.listed !== 'string') {
    const holder = await kinds.get(parseArmId(parent).type).read(azure, parent);
    const held = at(holder, kind.listed.inline);
    return Array.isArray(held) ? held.filter(isObject) : [];
  }
  return (await azure.list(collectionOf(kind, parent), kind.apiVersion)) ?? [];
}

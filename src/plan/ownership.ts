import type { Design } from '../design/design.ts';
import { idKey, parentId, parseArmId } from '../resource/arm-id.ts';
import { at, isObject, type Json, type JsonObject } from '../resource/json.ts';
import type { ResourceKind } from '../resource/kind.ts';

/** Tag and text marks. Names are part of what users and scripts may rely on. */
export const estateTag = 'gotthard-estate';
export const stampTag = 'gotthard-stamp';
export const adoptedTag = 'gotthard-adopted';
const adoptedText = `${adoptedTag}=true`;

/** What a mark says. */
export interface Marked {
  readonly estateId: string;
  /** `tenant/environment` */
  readonly stamp: string;
}

/** Whose a resource is. */
export interface Owner extends Marked {
  /** What names of this owner end in, where the name is the mark. */
  readonly nameMarks: readonly string[];
  /** Ids of what is ours and can't say so itself. */
  readonly owned: readonly string[];
}

/** Whom everything of a design belongs to. */
export function ownerOf({
  estateId,
  tenant,
  environment,
  nameMarks,
  owned = [],
}: Pick<Design, 'estateId' | 'tenant' | 'environment' | 'nameMarks' | 'owned'>): Owner {
  return { estateId, stamp: `${tenant}/${environment}`, nameMarks, owned };
}

/** The mark on an observed resource, or undefined when it carries none (or its kind has nowhere to carry one). */
export function markOf(observed: JsonObject, kind: Pick<ResourceKind, 'mark'>): Marked | undefined {
  if (kind.mark.in === 'tags') {
    const estateId = tag(observed, estateTag);
    const stamp = tag(observed, stampTag);
    return estateId !== undefined && stamp !== undefined ? { estateId, stamp } : undefined;
  }
  if (kind.mark.in !== 'text') return undefined;
  const text = at(observed, kind.mark.pointer);
  const found = typeof text === 'string' ? /gotthard-estate=(\S+) gotthard-stamp=(\S+)/.exec(text) : null;
  return found?.[1] !== undefined && found[2] !== undefined
    ? { estateId: found[1], stamp: found[2] }
    : undefined;
}

/** Whether somebody's resource was taken over: such a one is never deleted. */
export function isAdopted(observed: JsonObject, kind: Pick<ResourceKind, 'mark'>): boolean {
  if (kind.mark.in !== 'text') return tag(observed, adoptedTag) !== undefined;
  const text = at(observed, kind.mark.pointer);
  return typeof text === 'string' && text.includes(adoptedText);
}

/** The body with the mark of adoption, where the kind has a place for it. */
export function markedAdopted(body: JsonObject, kind: Pick<ResourceKind, 'mark'>): JsonObject {
  const { mark } = kind;
  if (mark.in === 'text') return withText(body, mark.pointer, `${at(body, mark.pointer)} ${adoptedText}`);
  if (mark.in !== 'tags') return body;
  const tags = isObject(body['tags']) ? body['tags'] : {};
  return { ...body, tags: { ...tags, [adoptedTag]: 'true' } };
}

/** The body with another text at a pointer. */
function withText(body: JsonObject, pointer: string, text: string): JsonObject {
  const [, key = '', ...rest] = pointer.split('/');
  if (rest.length === 0) return { ...body, [key]: text };
  const inner = body[key];
  return { ...body, [key]: withText(isObject(inner) ? inner : {}, `/${rest.join('/')}`, text) };
}

/** Whether a resource carries the mark of this stamp itself: not one that is ours by its parent alone. */
export function isOwnedBy(observed: JsonObject, kind: Pick<ResourceKind, 'mark'>, owner: Owner): boolean {
  const id = String(observed['id']);
  if (kind.mark.in === 'design') return owner.owned.some((own) => idKey(own) === idKey(id));
  if (kind.mark.in === 'name' || (kind.mark.in === 'parent' && standsOnSubscription(id))) {
    const name = String(observed['name'] ?? parseArmId(id).name).toLowerCase();
    return owner.nameMarks.some((mark) => name.endsWith(`-${mark}`));
  }
  const mark = markOf(observed, kind);
  return mark?.estateId === owner.estateId && mark.stamp === owner.stamp;
}

/** Whether something lies directly on a subscription, and in no group. */
export function standsOnSubscription(id: string): boolean {
  return /^\/subscriptions\/[^/]+$/i.test(parentId(id) ?? '');
}

function tag(observed: JsonObject, name: string): string | undefined {
  const tags: Json | undefined = observed['tags'];
  if (!isObject(tags)) return undefined;
  const key = Object.keys(tags).find((candidate) => candidate.toLowerCase() === name);
  const value = key === undefined ? undefined : tags[key];
  return typeof value === 'string' ? value : undefined;
}

import type { Design, DesignedResource } from '../design/design.ts';
import { handedOverTypes } from '../facts/handed-over.ts';
import { idKey, parentId } from '../resource/arm-id.ts';
import { referencesIn } from '../resource/reference.ts';
import type { Observed } from './observed.ts';

/** What of a design is not planned, since a delegation can't make it. */
export interface HandOver {
  /** What an owner of the subscription has to make. */
  readonly toOwner: readonly DesignedResource[];
  /** What comes once that is there. */
  readonly waiting: readonly DesignedResource[];
}

const nothing: HandOver = { toOwner: [], waiting: [] };

/** What is handed over of a stamp that is reached through Azure Lighthouse, and is not there yet. */
export function handOverOf(design: Design, observed: Observed | undefined): HandOver {
  if (design.signInDirectoryId === undefined) return nothing;
  const isAbsent = ({ id }: DesignedResource): boolean =>
    !observed?.resources[idKey(id)] && observed?.standIns[idKey(id)] === undefined;
  const absent = design.resources.filter(isAbsent);
  const toOwner = absent.filter(({ type }) => handedOverTypes[type.toLowerCase()] !== undefined);
  const waiting: DesignedResource[] = [];
  const out = new Set(toOwner.map(({ id }) => idKey(id)));
  // Once over all for each link of the longest chain.
  for (let before = -1; before !== waiting.length; ) {
    before = waiting.length;
    for (const resource of absent) {
      if (out.has(idKey(resource.id)) || !needs(resource).some((id) => out.has(id))) continue;
      waiting.push(resource);
      out.add(idKey(resource.id));
    }
  }
  return { toOwner, waiting };
}

function needs({ id, body, dependsOn }: DesignedResource): string[] {
  const parent = parentId(id);
  const named = [...dependsOn, ...referencesIn(body).map((each) => each.id), ...(parent ? [parent] : [])];
  return named.map(idKey);
}

/** The design without what is handed over. */
export function withoutHandedOver<D extends Design>(design: D, { toOwner, waiting }: HandOver): D {
  const out = new Set([...toOwner, ...waiting]);
  return out.size === 0
    ? design
    : { ...design, resources: design.resources.filter((each) => !out.has(each)) };
}

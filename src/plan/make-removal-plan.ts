import type { Design, DesignedResource } from '../design/design.ts';
import { idKey } from '../resource/arm-id.ts';
import type { Kinds } from '../resource/kind.ts';
import { makePlan } from './make-plan.ts';
import type { Observed } from './observed.ts';
import { isAdopted, isOwnedBy, ownerOf } from './ownership.ts';
import type { Action, StampPlan } from './plan.ts';

export interface RemovalOptions {
  /** Whether names and quota of what is soft-deleted are freed at once: what was in it is lost then. */
  readonly purge: boolean;
  /** By id key of a group of ours: a resource in it that is not, for which the group has to stay. */
  readonly occupied: Readonly<Record<string, string>>;
}

/** A stamp that is to have nothing: whatever carries its mark is not designed any more. */
export function emptied(design: Design): Design {
  return { ...design, resources: [], uses: [], providers: [], loosened: [] };
}

/**
 * Takes a whole stamp down, users before what they use. What was adopted stays, and groups with something of others
 * in them. Pure. `observed` is what exists of the emptied design.
 */
export function makeRemovalPlan(
  design: Design,
  observed: Observed,
  kinds: Kinds,
  { purge, occupied }: RemovalOptions,
): StampPlan {
  const plan = makePlan(emptied(design), observed, kinds, { adopt: false });
  const going = plan.actions.filter(({ id }) => occupied[idKey(id)] === undefined);
  const kept = plan.actions.flatMap(({ id, title }) => {
    const resident = occupied[idKey(id)];
    return resident === undefined ? [] : [`${title} stays: it holds ${resident}, which is not ours`];
  });
  const purged = (action: Action): Action =>
    purge && kinds.get(action.type).softDelete ? { ...action, purge: true } : action;
  const removals = going.map((action) => ({
    ...purged(action),
    reason: 'the whole environment is taken down',
  }));
  return {
    ...plan,
    actions: [...removals, ...(purge ? purges(design, observed, kinds) : [])],
    destroys: true,
    stays: kept,
  };
}

/** What an earlier removal has left soft-deleted, where it carries our mark still and was not adopted. */
function purges(design: Design, observed: Observed, kinds: Kinds): Action[] {
  const owner = ownerOf(design);
  const mayGo = ({ id, type }: DesignedResource): boolean => {
    const twin = observed.deleted[idKey(id)];
    if (!twin || twin.purgeProtected) return false;
    const body = { id, tags: twin.tags };
    return isOwnedBy(body, kinds.get(type), owner) && !isAdopted(body, kinds.get(type));
  };
  return design.resources.filter(mayGo).map(({ id, type, title, step, body }) => ({
    key: id,
    id,
    type,
    title,
    step,
    dependsOn: [],
    changes: [],
    // A removal has no body; where the deleted one is looked for has to be known all the same.
    body: { location: body['location'] ?? design.region },
    action: 'remove',
    reason: 'deleted before, it still holds its name',
    purge: true,
    typicalMs: kinds.get(type).typicalMs.remove,
  }));
}

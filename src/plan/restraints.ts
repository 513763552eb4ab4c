import type { Design } from '../design/design.ts';
import { idKey, isWithin, parentId } from '../resource/arm-id.ts';
import type { JsonObject } from '../resource/json.ts';
import type { Kinds, ResourceKind, Restraint } from '../resource/kind.ts';
import { differences } from './compare.ts';
import { atTheEnd, changesSomething } from './irreversible.ts';
import type { Observed } from './observed.ts';
import { overlay } from './overlay.ts';
import { isOwnedBy, ownerOf } from './ownership.ts';
import type { Action } from './plan.ts';

/** What forbids something to others, with what the plan is to do with it. */
interface Restraining {
  readonly action: Action;
  readonly kind: ResourceKind;
  readonly restraint: Restraint;
  /** What it extends, and restrains. */
  readonly scope: string;
  /** As it exists. */
  readonly existing: JsonObject | undefined;
}

/** What becomes of one: lifted first, put last, or left as it is. */
interface Sequence {
  readonly lifted?: Action;
  /** Actions that have to wait until it is lifted. */
  readonly waiting: readonly Action[];
  readonly last?: Action;
}

/**
 * Puts what restrains others after everything else that can be undone, and lifts it before what it would refuse: the
 * change that it concerns, and the undoing of that. Turned round, a rollback lifts it before anything, and puts back
 * what was there at its very end.
 */
export function restrained(
  actions: readonly Action[],
  observed: Pick<Observed, 'resources'>,
  kinds: Kinds,
): Action[] {
  const restraining = actions.flatMap((action): Restraining[] => {
    const kind = kinds.get(action.type);
    if (!kind.restrains || action.action === 'blocked') return [];
    const existing = observed.resources[idKey(action.id)] ?? undefined;
    return [{ action, kind, restraint: kind.restrains, scope: parentId(action.id) ?? '', existing }];
  });
  if (restraining.length === 0) return [...actions];
  const others = actions.filter((action) => !restraining.some((one) => one.action === action));
  const sequences = restraining.map((one) => sequenceOf(one, others, actions, kinds));
  const lifting = (action: Action): string[] =>
    sequences.flatMap(({ lifted, waiting }) => (lifted && waiting.includes(action) ? [lifted.key] : []));
  const removals = sequences.flatMap(({ lifted }) => lifted ?? []);
  const rest = others.map((action) => ({
    ...action,
    dependsOn: [
      ...action.dependsOn.filter((key) => !restraining.some((one) => one.action.key === key)),
      ...lifting(action),
    ],
  }));
  const final = atTheEnd(others, kinds);
  const before = others.filter((action) => changesSomething(action) && !final.has(action));
  const writing = sequences.flatMap(({ last }) =>
    last && kinds.get(last.type).restrains?.forbids === 'writes' ? [last.key] : [],
  );
  const put = sequences.flatMap(({ last, waiting }) => {
    if (!last) return [];
    // What forbids all deletes comes after what forbids some writes, and after whatever it was lifted for.
    const liftedFor = waiting.filter((action) => !final.has(action) || goes(action)).map(({ key }) => key);
    const more = writing.includes(last.key) ? [] : [...writing, ...liftedFor];
    const keys = [...before.map(({ key }) => key), ...removals.map(({ key }) => key), ...more];
    return [{ ...last, dependsOn: [...new Set(keys)] }];
  });
  const untouched = restraining
    .filter((_, index) => sequences[index]?.last === undefined && sequences[index]?.lifted === undefined)
    .map(({ action }) => action);
  return [...removals, ...rest, ...untouched, ...put];
}

function sequenceOf(
  one: Restraining,
  others: readonly Action[],
  actions: readonly Action[],
  kinds: Kinds,
): Sequence {
  const { action, restraint, existing } = one;
  const concerned = others.filter((other) => isForbidden(one, other, kinds));
  const parts = partsOf(action, actions);
  const changing = changesSomething(action) || parts.length > 0 || concerned.some(({ adopted }) => adopted);
  const inTheWay = existing !== undefined && concerned.length > 0;
  if (action.action === 'remove') {
    return { lifted: { ...action, dependsOn: [] }, waiting: [...concerned, ...usedBy(action, others)] };
  }
  if (action.action === 'create') return { waiting: [], last: atLast(action, action.changes) };
  if (action.action !== 'replace' && !(inTheWay && (restraint.forbids === 'deletes' || changing))) {
    return changesSomething(action) ? { waiting: [], last: atLast(action, action.changes) } : { waiting: [] };
  }
  const waiting = [...concerned, ...parts];
  if (existing === undefined || restraint.suspended === undefined || action.action === 'replace')
    return { lifted: takenAway(one), waiting, last: putBack(one) };
  return suspended(one, existing, restraint.suspended, waiting);
}

/** Whether something is refused while a restraint is there; the undoing of it counts as well. */
function isForbidden({ restraint, scope, existing }: Restraining, other: Action, kinds: Kinds): boolean {
  const { action, id, type } = other;
  const inside = isWithin(id, scope);
  if (inside && existing && restraint.forbidsAll?.(existing) && changesSomething(other)) return true;
  if (restraint.forbids === 'writes')
    return inside && (action === 'create' || action === 'update' || action === 'replace');
  if (goes(other) && isWithin(scope, id)) return true;
  return inside && (goes(other) || action === 'create') && kinds.get(type).removal.how === 'delete';
}

function goes({ action }: Action): boolean {
  return action === 'remove' || action === 'replace';
}

/** What it is made of, as far as that changes where it is in force. */
function partsOf(action: Action, actions: readonly Action[]): Action[] {
  return actions.flatMap((other): Action[] => {
    if (!action.dependsOn.includes(other.key) || !/\/policy(Set)?Definitions$/i.test(other.type)) return [];
    const changes = other.action === 'update' || other.action === 'replace';
    return [...(changes ? [other] : []), ...partsOf(other, actions)];
  });
}

/** What goes only after it, since it uses that. */
function usedBy(action: Action, others: readonly Action[]): Action[] {
  return others.filter((other) => other.action === 'remove' && other.dependsOn.includes(action.key));
}

/** Told of whatever is lifted, since a plan announces from where on a run only goes forward. */
const orKept = 'should that fail, the run is kept, to be resumed';

function takenAway({ action, kind, existing }: Restraining): Action {
  const { body: _, ...rest } = action;
  return {
    ...rest,
    action: 'remove',
    dependsOn: [],
    changes: [],
    reason: `it would refuse what this plan does, or the undoing of it: it comes back at the end; ${orKept}`,
    typicalMs: existing ? kind.typicalMs.remove : 0,
  };
}

function putBack({ action, kind, existing }: Restraining): Action {
  const { reason: _, ...rest } = action;
  return {
    ...rest,
    key: `${action.id}#last`,
    action: 'create',
    ...(existing ? { putsBack: true } : {}),
    changes: [],
    typicalMs: kind.typicalMs.create,
  };
}

function atLast(action: Action, changes: Action['changes']): Action {
  return { ...action, key: `${action.id}#last`, changes };
}

function suspended(
  { action, kind }: Restraining,
  existing: JsonObject,
  body: JsonObject,
  waiting: readonly Action[],
): Sequence {
  const lifts = differences(body, existing, kind.comparison);
  const asLifted = overlay(body, existing, kind);
  const lifted: Action = {
    ...action,
    action: 'update',
    body,
    changes: lifts,
    dependsOn: [],
    reason: `it would refuse what this plan does: it is enforced again at the end; ${orKept}`,
    typicalMs: kind.typicalMs.update,
  };
  const { reason: _, ...rest } = action;
  const last: Action = {
    ...rest,
    key: `${action.id}#last`,
    action: 'update',
    putsBack: true,
    changes: differences(action.body ?? {}, asLifted, kind.comparison),
    typicalMs: kind.typicalMs.update,
  };
  // It may be lifted already: by a run that was stopped, or by somebody.
  return lifts.length === 0 ? { waiting: [], last } : { lifted, waiting, last };
}

/** What is ours of a stamp and may refuse what others do, as actions that leave it as it is. */
export function standing(design: Design, { resources }: Pick<Observed, 'resources'>, kinds: Kinds): Action[] {
  const owner = ownerOf(design);
  return design.resources.flatMap((resource): Action[] => {
    const kind = kinds.get(resource.type);
    const body = resources[idKey(resource.id)];
    if (!kind.restrains || !body || !isOwnedBy(body, kind, owner)) return [];
    return [{ ...resource, key: resource.id, dependsOn: [], action: 'unchanged', changes: [], typicalMs: 0 }];
  });
}

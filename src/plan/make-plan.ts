import type { Design, DesignedResource } from '../design/design.ts';
import { idKey, isWithin, parentId, sameId } from '../resource/arm-id.ts';
import { at, type JsonObject } from '../resource/json.ts';
import type { DeletedTwin, Kinds, ResourceKind } from '../resource/kind.ts';
import { referencesIn, resolveReferences } from '../resource/reference.ts';
import { apiKeyOf, connectionStringsIn } from '../resource/secret-value.ts';
import { differences } from './compare.ts';
import { criticalPathMs, inDependencyOrder } from './graph.ts';
import { changesSomething, irreversibleLast, withoutPointers } from './irreversible.ts';
import type { Observed } from './observed.ts';
import { obstacleToReplacing } from './obstacle.ts';
import {
  isAdopted,
  isOwnedBy,
  markedAdopted,
  type Owner,
  ownerOf,
  standsOnSubscription,
} from './ownership.ts';
import { liesBeneathAny, matchesAny } from './pattern.ts';
import type { Action, PropertyChange, StampPlan } from './plan.ts';
import { removals } from './removals.ts';
import { restrained } from './restraints.ts';
import { marksLast, withMarks } from './shared-marks.ts';

export interface PlanOptions {
  /** Take over what is under our ids but not ours, instead of blocking. */
  readonly adopt: boolean;
  /** Ids that an open run of ours created: ours even before their mark is read back. */
  readonly journalled?: ReadonlySet<string>;
  /** Ids of which an open run does not know whether its write took effect: put again whatever is there. */
  readonly unsettled?: ReadonlySet<string>;
  /** Provider namespaces that are not registered yet. */
  readonly unregistered?: readonly string[];
  /** Types that a policy wants to be created with what can't be undone: the point of no return moves to them. */
  readonly irreversibleAtCreation?: ReadonlySet<string>;
}

/**
 * Compares a design with what exists. Pure: the same inputs give the same plan, and what it prints is what is run.
 */
export function makePlan(given: Design, observed: Observed, kinds: Kinds, options: PlanOptions): StampPlan {
  const design = withMarks(given, observed);
  const drafts = new Drafts(design, observed, kinds, options);
  for (const resource of inDependencyOrder(design.resources.map((each) => withKey(each, design))))
    drafts.add(resource);
  const all = [...drafts.actions, ...removals(observed, kinds, drafts.actions)];
  const ordered = irreversibleLast(restrained(all, observed, kinds), kinds);
  const actions = [...ordered, ...marksLast(ordered, kinds)];
  const irreversible = actions.filter((action) => action.irreversible);
  return {
    estateId: design.estateId,
    tenant: design.tenant,
    environment: design.environment,
    subscriptionId: design.subscriptionId,
    directoryId: design.directoryId,
    ...(design.signInDirectoryId === undefined ? {} : { signInDirectoryId: design.signInDirectoryId }),
    region: design.region,
    production: design.production,
    actions,
    expectedDurationMs: durationOf(actions, kinds),
    warnings: design.loosened.map((each) => each.what),
    registrations: options.unregistered ?? [],
    pointOfNoReturn: irreversible.map((action) => action.id),
    ...(design.users ? { users: design.users } : {}),
  };
}

/** Length of the critical path of some actions in cloud milliseconds. */
export function durationOf(actions: readonly Action[], kinds: Kinds): number {
  return criticalPathMs(
    actions.filter(changesSomething).map((action) => ({
      key: action.key,
      dependsOn: action.dependsOn,
      durationMs: action.typicalMs,
      lanes: kinds.get(action.type).lanes?.(action.id, action.body ?? {}) ?? [],
    })),
  );
}

type Keyed = DesignedResource & { readonly key: string };

/** References depend on their targets, and a child on the nearest that is designed of what it lies in, without saying so. */
function withKey(resource: DesignedResource, design: Design): Keyed {
  const implied = referencesIn(resource.body).map((reference) => reference.id);
  const above = nearestAbove(resource.id, design);
  const named = [...resource.dependsOn, ...implied, ...(above ? [above] : [])].map(idKey);
  const dependsOn = design.resources.filter((other) => other !== resource && named.includes(idKey(other.id)));
  return { ...resource, key: resource.id, dependsOn: dependsOn.map((other) => other.id) };
}

function nearestAbove(id: string, { resources }: Design): string | undefined {
  let above = parentId(id);
  while (above !== undefined) {
    const key = idKey(above);
    if (resources.some((other) => idKey(other.id) === key)) return above;
    above = parentId(above);
  }
  return undefined;
}

class Drafts {
  readonly actions: Action[] = [];
  readonly #observed: Observed;
  readonly #kinds: Kinds;
  readonly #options: PlanOptions;
  readonly #owner: Owner;
  readonly #taken = new Map<string, Action>();

  constructor(design: Design, observed: Observed, kinds: Kinds, options: PlanOptions) {
    this.#observed = observed;
    this.#kinds = kinds;
    this.#options = options;
    this.#owner = ownerOf(design);
  }

  add(designed: Keyed): void {
    const kind = this.#kinds.get(designed.type);
    // What can't be undone is left out here and put by an action of its own, after everything else.
    const existing = this.#observed.resources[idKey(designed.id)] ?? undefined;
    const atOnce = existing === undefined && this.#options.irreversibleAtCreation?.has(kind.type) === true;
    const irreversible = atOnce ? [] : (kind.comparison.irreversible ?? []);
    const resource = { ...designed, body: withoutPointers(designed.body, irreversible) };
    const stays =
      existing && kind.comparison.lasting?.find((pointer) => isDropped(pointer, designed, existing));
    const action = stays
      ? this.#action(resource, kind, 'blocked', [], { reason: `${stays} can not be taken away again` })
      : existing
        ? this.#forExisting(resource, kind, existing)
        : this.#create(resource, kind);
    this.#taken.set(idKey(resource.id), action);
    this.actions.push(action);
    if (action.action !== 'blocked') this.#addLast(designed, kind, existing ?? resource.body);
  }

  /** Whether creating it with all that is designed can't be undone. */
  #isFinal(designed: Keyed, kind: ResourceKind): boolean {
    if (this.#options.irreversibleAtCreation?.has(kind.type) !== true) return false;
    const pointers = kind.comparison.irreversible ?? [];
    return differences(designed.body, withoutPointers(designed.body, pointers), kind.comparison).length > 0;
  }

  #create(resource: Keyed, kind: ResourceKind): Action {
    const twin = this.#observed.deleted[idKey(resource.id)];
    if (twin && this.#mayComeBack(twin, resource, kind)) {
      const reason = 'it is brought back from deletion';
      return { ...this.#action(resource, kind, 'create', [], { reason }), recovers: true };
    }
    if (twin) {
      const until = twin.freeOn ? ` until ${twin.freeOn.slice(0, 10)}` : '';
      return this.#action(resource, kind, 'blocked', [], {
        reason: `a deleted ${kind.noun} still holds this name${until}`,
      });
    }
    if (this.#isBlockedAbove(resource)) return this.#beneathBlocked(resource, kind);
    const standIn = this.#observed.standIns[idKey(resource.id)];
    if (standIn !== undefined) {
      const reason = `${standIn} does the same, and is not ours`;
      return this.#action(resource, kind, 'unchanged', [], { reason });
    }
    const action = this.#action(resource, kind, 'create', []);
    return this.#isFinal(resource, kind) || this.#isForGood(resource, kind)
      ? { ...action, irreversible: true }
      : action;
  }

  /** Whether nothing deletes it but what it lies in, which this run has not made. */
  #isForGood({ id }: Keyed, kind: ResourceKind): boolean {
    if (kind.removal.how !== 'with-parent') return false;
    const parent = idKey(parentId(id) ?? '');
    return this.#taken.get(parent)?.action !== 'create' && this.#options.journalled?.has(parent) !== true;
  }

  /** Only what was ours, private and keyless: for a moment a recovered resource is as it was. */
  #mayComeBack({ tags, closed }: DeletedTwin, { id }: Keyed, kind: ResourceKind): boolean {
    return closed && kind.mark.in === 'tags' && isOwnedBy({ id, tags }, kind, this.#owner);
  }

  /** What is done with what a resource lies beneath, or with what Azure makes that together with. */
  #above({ id }: Keyed): Action | undefined {
    const parent = parentId(id) ?? '';
    const bears = ({ id: own, type }: Action): boolean =>
      this.#kinds.get(type).bearing?.some((path) => sameId(parent, `${own}/${path}`)) === true;
    return this.#taken.get(idKey(parent)) ?? [...this.#taken.values()].find(bears);
  }

  #isBlockedAbove(resource: Keyed): boolean {
    return this.#above(resource)?.action === 'blocked';
  }

  #beneathBlocked(resource: Keyed, kind: ResourceKind): Action {
    const reason = `it lies beneath ${parentId(resource.id)}, which is blocked`;
    return this.#action(resource, kind, 'blocked', [], { reason });
  }

  /** The irreversible part of a resource: put last, so that a failure before can still be undone. */
  #addLast(designed: Keyed, kind: ResourceKind, before: JsonObject): void {
    const changes = differences(designed.body, before, kind.comparison).filter((change) =>
      liesBeneathAny(kind.comparison.irreversible, change.path),
    );
    if (changes.length === 0) return;
    this.actions.push({
      ...this.#action(designed, kind, 'update', changes, {
        reason: 'it can not be undone, so it comes last',
      }),
      key: `${designed.id}#last`,
      irreversible: true,
    });
  }

  #forExisting(designed: Keyed, kind: ResourceKind, existing: JsonObject): Action {
    const isTaken = isAdopted(existing, kind);
    const resource = isTaken ? { ...designed, body: markedAdopted(designed.body, kind) } : designed;
    const changes = [
      ...differences(resource.body, existing, kind.comparison),
      ...this.#renewed(resource, kind, existing),
    ];
    if (kind.mark.in === 'parent' && this.#isBlockedAbove(resource))
      return this.#beneathBlocked(resource, kind);
    if (!this.#isOurs(resource, kind, existing)) {
      if (kind.mark.in === 'design')
        return this.#action(resource, kind, 'unchanged', [], {
          reason: 'it was on before, and stays as it is',
        });
      if (!this.#options.adopt) {
        return this.#action(resource, kind, 'blocked', [], {
          reason: `this ${kind.noun} exists and does not carry this estate's mark; --adopt takes it over`,
        });
      }
      return this.#adopt(resource, kind, existing);
    }
    const above = this.#replacedAbove(resource);
    if (above) {
      const reason = `it goes with ${above.title}, which is replaced`;
      return this.#action(resource, kind, 'replace', changes, { reason });
    }
    if (changes.length === 0) {
      const reason = this.#unfinished(resource, existing);
      return this.#action(resource, kind, reason === undefined ? 'unchanged' : 'update', [], {
        ...(reason === undefined ? {} : { reason }),
      });
    }
    const replacing = changes.find((change) => matchesAny(kind.comparison.replace, change.path));
    if (!replacing) return this.#action(resource, kind, 'update', changes, lastWritten(existing));
    const obstacle = obstacleToReplacing(resource.id, {
      observed: this.#observed,
      kinds: this.#kinds,
      owner: this.#owner,
    });
    const reason = `${replacing.path} can not be changed`;
    return obstacle === undefined
      ? this.#action(resource, kind, 'replace', changes, { reason })
      : this.#action(resource, kind, 'blocked', changes, { reason: `${reason}, and ${obstacle}` });
  }

  /** Why something is put again that looks as it should. */
  #unfinished(resource: Keyed, existing: JsonObject): string | undefined {
    if (this.#options.unsettled?.has(idKey(resource.id))) return 'the run was stopped while it was written';
    const held = apiKeyOf(at(resource.body, '/properties/value'));
    const holds = [...(held ? [held] : []), ...connectionStringsIn(resource.body)];
    const isAnew = holds.some(({ accountId }) =>
      ['create', 'replace'].includes(this.#taken.get(idKey(accountId))?.action ?? ''),
    );
    if (isAnew) return 'the account whose key it holds is made anew';
    const state = at(existing, '/properties/provisioningState');
    return state === 'Failed' || state === 'Canceled'
      ? `its last write has ended in the state ${state}`
      : undefined;
  }

  #replacedAbove(resource: Keyed): Action | undefined {
    return [...this.#taken.values()].find(
      (other) => other.action === 'replace' && isWithin(resource.id, other.id),
    );
  }

  /** References to what is made anew get another value, which some types can't be given. */
  #renewed(resource: Keyed, kind: ResourceKind, existing: JsonObject): PropertyChange[] {
    const changes: PropertyChange[] = [];
    resolveReferences(resource.body, {
      reference: ({ id }, path) => {
        const made = ['create', 'replace'].includes(this.#taken.get(idKey(id))?.action ?? '');
        if (made && matchesAny(kind.comparison.replace, path))
          changes.push({ path, before: at(existing, path), after: at(resource.body, path) });
        return null;
      },
      date: () => null,
    });
    return changes;
  }

  #adopt(resource: Keyed, kind: ResourceKind, existing: JsonObject): Action {
    if (kind.comparison.fixedAtCreation?.includes('/tags')) {
      return this.#action(resource, kind, 'blocked', [], {
        reason: `it is not ours, and ${kind.noun}s take no mark once they exist`,
      });
    }
    const body = markedAdopted(resource.body, kind);
    const changes = differences(body, existing, kind.comparison);
    const replacing = changes.find((change) => matchesAny(kind.comparison.replace, change.path));
    if (replacing) {
      return this.#action(resource, kind, 'blocked', changes, {
        reason: `it is not ours, and ${replacing.path} can not be changed without deleting it`,
      });
    }
    const act = changes.length === 0 ? 'unchanged' : 'update';
    return { ...this.#action(resource, kind, act, changes, { adopted: true, reason: 'taken over' }), body };
  }

  #isOurs(resource: Keyed, kind: ResourceKind, existing: JsonObject): boolean {
    if (this.#options.journalled?.has(idKey(resource.id))) return true;
    if (kind.mark.in !== 'parent' || standsOnSubscription(resource.id))
      return isOwnedBy(existing, kind, this.#owner);
    const parent = this.#above(resource);
    return parent !== undefined && parent.action !== 'blocked';
  }

  #action(
    resource: Keyed,
    kind: ResourceKind,
    action: Action['action'],
    changes: readonly PropertyChange[],
    more: Partial<Pick<Action, 'reason' | 'adopted'>> = {},
  ): Action {
    return {
      key: resource.id,
      id: resource.id,
      type: resource.type,
      title: resource.title,
      step: resource.step,
      action,
      dependsOn: resource.dependsOn,
      changes,
      body: resource.body,
      typicalMs: typicalMs(kind, action),
      ...more,
    };
  }
}

/** Who wrote it last, where Azure tells: whether it has drifted, or the file has changed, is for people to see. */
function lastWritten(existing: JsonObject): { reason?: string } {
  const [by, when] = [at(existing, '/systemData/lastModifiedBy'), at(existing, '/systemData/lastModifiedAt')];
  if (typeof by !== 'string' || typeof when !== 'string') return {};
  return { reason: `last written by ${by} at ${when}` };
}

function typicalMs(kind: ResourceKind, action: Action['action']): number {
  switch (action) {
    case 'create':
      return kind.typicalMs.create;
    case 'update':
      return kind.typicalMs.update;
    case 'replace':
      return kind.typicalMs.remove + kind.typicalMs.create;
    case 'remove':
      return kind.typicalMs.remove;
    default:
      return 0;
  }
}

/** Whether what Azure keeps for good at a pointer is not designed any more. */
function isDropped(pointer: string, { body }: Keyed, existing: JsonObject): boolean {
  const kept = at(existing, pointer);
  return kept !== undefined && kept !== false && at(body, pointer) === undefined;
}

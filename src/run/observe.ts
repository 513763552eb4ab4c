import type { Design, DesignedResource } from '../design/design.ts';
import type { Observed } from '../plan/observed.ts';
import { isAdopted, isOwnedBy, type Owner, ownerOf, standsOnSubscription } from '../plan/ownership.ts';
import { uses } from '../plan/removals.ts';
import { idKey, parentId, parseArmId, sameId } from '../resource/arm-id.ts';
import { at, isObject, type JsonObject } from '../resource/json.ts';
import type { AzureCalls, DeletedTwin, Kinds, ResourceKind } from '../resource/kind.ts';
import { collectionOf } from './collection.ts';
import type { Requests } from './requests.ts';

export interface ObservePorts {
  readonly azure: AzureCalls;
  readonly kinds: Kinds;
  readonly requests: Requests;
}

/**
 * Reads what exists of a stamp: lists where Azure lists, single reads only for types that nothing lists. Sends
 * nothing but GET.
 * @param named resources under whose names to look, beneath orphans, for what nothing lists: those of the design, and
 * all of the stamp when it is to be taken down
 */
export async function observe(
  design: Design,
  ports: ObservePorts,
  named: readonly DesignedResource[] = design.resources,
): Promise<Observed> {
  const reading = new Reading(design, ports, named);
  await reading.listed('subscription');
  await reading.inline();
  await reading.listed('parent');
  await reading.single();
  await reading.onSubscription();
  await reading.goingAlong();
  await reading.twins();
  return reading.observed();
}

class Reading {
  readonly #design: Design;
  readonly #ports: ObservePorts;
  readonly #named: readonly DesignedResource[];
  readonly #owner: Owner;
  readonly #designed: ReadonlyMap<string, DesignedResource>;
  readonly #resources: Record<string, JsonObject | null> = {};
  readonly #deleted: Record<string, DeletedTwin> = {};
  readonly #standIns: Record<string, string> = {};
  readonly #orphans: string[] = [];
  /** Children that carry no mark and are not designed: ours to remove only along with something of ours. */
  readonly #unmarked = new Map<string, JsonObject>();

  constructor(design: Design, ports: ObservePorts, named: readonly DesignedResource[]) {
    this.#design = design;
    this.#named = named;
    this.#ports = ports;
    this.#owner = ownerOf(design);
    this.#designed = new Map(design.resources.map((resource) => [idKey(resource.id), resource]));
  }

  async listed(where: 'subscription' | 'parent'): Promise<void> {
    const kinds = this.#ports.kinds.all.filter((kind) => kind.listed === where);
    // What lies beneath something that is listed itself is listed where that is there.
    const depths = new Set(kinds.map(({ type }) => type.split('/').length));
    for (const depth of [...depths].sort((a, b) => a - b)) {
      const those = kinds.filter(({ type }) => type.split('/').length === depth);
      await Promise.all(
        those.flatMap((kind) => this.#collections(kind).map((collection) => this.#list(kind, collection))),
      );
    }
  }

  /** Children that their parents' own bodies hold: no request at all. */
  async inline(): Promise<void> {
    for (const kind of this.#ports.kinds.all) {
      if (typeof kind.listed === 'string') continue;
      for (const parent of this.#parentsOf(kind)) {
        const children = at(this.#resources[idKey(parent)] ?? undefined, kind.listed.inline);
        this.#keep(kind, Array.isArray(children) ? children.filter(isObject) : []);
      }
    }
  }

  async single(): Promise<void> {
    const singles = this.#designedOf((kind) => kind.listed === 'no');
    await Promise.all(
      singles.map(async (resource) => {
        if (this.#isKnownAbsent(parentId(resource.id))) return;
        const kind = this.#ports.kinds.get(resource.type);
        const body = await this.#ports.requests.read(() => kind.read(this.#ports.azure, resource.id));
        this.#resources[idKey(resource.id)] = body ?? null;
      }),
    );
  }

  /** What nothing lists and stands on the subscription itself is looked for under the names that it can have. */
  async onSubscription(): Promise<void> {
    const own = this.#named.filter(({ id, type }) => {
      const kind = this.#ports.kinds.get(type);
      const isLookedFor = kind.listed === 'no' && standsOnSubscription(id) && !this.#designed.has(idKey(id));
      return isLookedFor && isOwnedBy({ id }, kind, this.#owner);
    });
    await Promise.all(
      own.map(async ({ id, type }) => {
        const kind = this.#ports.kinds.get(type);
        const body = await this.#ports.requests.read(() => kind.read(this.#ports.azure, id));
        if (!body) return;
        this.#resources[idKey(id)] = body;
        this.#orphans.push(id);
      }),
    );
  }

  /**
   * Children without a mark go along with orphans: those beneath one, which would go unannounced otherwise, and those
   * of our own resources that use one.
   */
  async goingAlong(): Promise<void> {
    await Promise.all(
      this.#orphans.flatMap((orphan) => {
        const { bearing = [] } = this.#ports.kinds.get(parseArmId(orphan).type);
        return [orphan, ...bearing.map((path) => `${orphan}/${path}`)].map((under) =>
          this.#readUnlistedBeneath(under),
        );
      }),
    );
    const orphans = this.#orphans.filter((orphan) => this.#isOursToDelete(orphan));
    for (const [id, body] of this.#unmarked) {
      if (!this.#isOursToDelete(this.#bearerOf(parentId(id) ?? ''))) continue;
      this.#resources[idKey(id)] = body;
      if (orphans.some((orphan) => uses(id, orphan, { resources: this.#resources }, this.#ports.kinds)))
        this.#orphans.push(id);
      else delete this.#resources[idKey(id)];
    }
  }

  /** What something of Azure's own was made with: itself for all else. */
  #bearerOf(id: string): string {
    const bearer = this.#orphans.find((orphan) => {
      const { bearing = [] } = this.#ports.kinds.get(parseArmId(orphan).type);
      return bearing.some((path) => sameId(id, `${orphan}/${path}`));
    });
    return bearer ?? id;
  }

  #isOursToDelete(id: string): boolean {
    const body = this.#resources[idKey(id)];
    if (!body) return false;
    const kind = this.#ports.kinds.get(parseArmId(id).type);
    return isOwnedBy(body, kind, this.#owner) && !isAdopted(body, kind);
  }

  /** What nothing lists is looked for under the names that the design gives it. */
  async #readUnlistedBeneath(orphan: string): Promise<void> {
    for (const kind of this.#ports.kinds.all) {
      if (!kind.standsOn?.some((type) => type.toLowerCase() === parseArmId(orphan).type.toLowerCase()))
        continue;
      const names = this.#named
        .filter(({ type }) => this.#ports.kinds.get(type) === kind)
        .map(({ id }) => parseArmId(id).name);
      for (const name of new Set(names)) {
        const id = beneath(orphan, kind.type, name);
        const body = await this.#ports.requests.read(() => kind.read(this.#ports.azure, id));
        if (body) this.#unmarked.set(id, body);
      }
    }
  }

  /** Soft-deleted resources that hold the name of one that isn't there. */
  async twins(): Promise<void> {
    const absent = this.#named.filter(
      ({ id, type }) => this.#ports.kinds.get(type).softDelete !== undefined && !this.#resources[idKey(id)],
    );
    await Promise.all(
      absent.map(async (resource) => {
        const { softDelete } = this.#ports.kinds.get(resource.type);
        const location = String(resource.body['location'] ?? this.#design.region);
        const twin = await this.#ports.requests.read(async () =>
          softDelete?.read(this.#ports.azure, resource.id, location),
        );
        if (twin) this.#deleted[idKey(resource.id)] = twin;
      }),
    );
  }

  observed(): Observed {
    for (const key of this.#designed.keys()) this.#resources[key] ??= null;
    return {
      at: new Date(this.#ports.requests.now()).toISOString(),
      resources: this.#resources,
      deleted: this.#deleted,
      standIns: this.#standIns,
      // In whatever order their lists were answered, the plan is the same.
      orphans: [...this.#orphans].sort(),
    };
  }

  #designedOf(matches: (kind: ResourceKind) => boolean): DesignedResource[] {
    return this.#design.resources.filter((resource) => matches(this.#ports.kinds.get(resource.type)));
  }

  #collections(kind: ResourceKind): string[] {
    if (kind.listed === 'subscription')
      return [collectionOf(kind, `/subscriptions/${this.#design.subscriptionId}`)];
    return this.#parentsOf(kind).map((parent) => collectionOf(kind, parent));
  }

  /** Parents that exist: those of designed resources, and ours of the parent's type. */
  #parentsOf(kind: ResourceKind): string[] {
    const designed = this.#designedOf((other) => other === kind).map(
      (resource) => parentId(resource.id) ?? '',
    );
    const parentType = kind.type.split('/').slice(0, -1).join('/').toLowerCase();
    const found = Object.values(this.#resources).flatMap((body) =>
      body && parseArmId(String(body['id'])).type.toLowerCase() === parentType ? [String(body['id'])] : [],
    );
    const all = new Map([...found, ...designed].map((id) => [idKey(id), id]));
    return [...all.values()].filter((id) => !this.#isKnownAbsent(id));
  }

  #isKnownAbsent(id: string | undefined): boolean {
    const key = idKey(id ?? '');
    return this.#designed.has(key) && !this.#resources[key];
  }

  async #list(kind: ResourceKind, collection: string): Promise<void> {
    const items = await this.#ports.requests.read(() => this.#ports.azure.list(collection, kind.apiVersion));
    this.#keep(kind, items ?? []);
  }

  #keepStandIn({ type, comparison }: ResourceKind, id: string, item: JsonObject): void {
    const twin = this.#design.resources.find(
      (resource) =>
        resource.type === type &&
        sameId(parentId(resource.id) ?? '', parentId(id) ?? '') &&
        agree(resource.body, item, comparison.unique ?? []),
    );
    if (twin) this.#standIns[idKey(twin.id)] = id;
  }

  #keep(kind: ResourceKind, items: readonly JsonObject[]): void {
    for (const item of items) {
      const id = String(item['id'] ?? '');
      const designed = this.#designed.get(idKey(id));
      const ours = isOwnedBy(item, kind, this.#owner);
      if (!designed && kind.comparison.unique) this.#keepStandIn(kind, id, item);
      if (!designed && kind.mark.in === 'parent') this.#unmarked.set(id, item);
      if (!designed && !ours) continue;
      this.#resources[idKey(id)] = item;
      if (!designed) this.#orphans.push(id);
    }
  }
}

/** Whether two bodies hold the same texts there; what only a run can know is never the same. */
function agree(one: JsonObject, other: JsonObject, pointers: readonly string[]): boolean {
  return pointers.every((pointer) => {
    const [a, b] = [at(one, pointer), at(other, pointer)];
    return typeof a === 'string' && typeof b === 'string' && a.toLowerCase() === b.toLowerCase();
  });
}

/** Id of what stands on a resource, or of what lies in it. */
function beneath(id: string, type: string, name: string): string {
  const isChild = type.toLowerCase().startsWith(`${parseArmId(id).type.toLowerCase()}/`);
  return isChild ? `${id}${type.slice(type.lastIndexOf('/'))}/${name}` : `${id}/providers/${type}/${name}`;
}

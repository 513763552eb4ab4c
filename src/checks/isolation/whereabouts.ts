import { idKey, parentId } from '../../resource/arm-id.ts';
import { ofType } from './bodies.ts';
import type { Held, Holding } from './holding.ts';

/** Who an id belongs to, over all stamps of an estate. */
export class Whereabouts {
  readonly holdings: readonly Holding[];
  readonly #groups = new Map<string, Holding>();
  readonly #owners = new Map<string, readonly Holding[]>();
  readonly #uses = new Map<string, Holding[]>();
  readonly #bySubscription = new Map<string, Holding[]>();
  readonly #referred = new Map<string, Held>();

  constructor(holdings: readonly Holding[]) {
    this.holdings = holdings;
    for (const holding of holdings) {
      for (const key of holding.places) this.#groups.set(key, holding);
      for (const key of holding.uses) add(this.#uses, key, holding);
      add(this.#bySubscription, holding.subscriptionId, holding);
      for (const held of ofType('Microsoft.Network/networkSecurityGroups', holding.resources))
        this.#keep(held);
      for (const held of ofType('Microsoft.Network/routeTables', holding.resources)) this.#keep(held);
      for (const held of ofType('Microsoft.Network/privateEndpoints', holding.resources)) this.#keep(held);
    }
  }

  /** Stamps that have it, or use it or what it lies in; none: it is somebody else's. */
  ownersOf(id: string): readonly Holding[] {
    const key = idKey(id);
    const owners = this.#owners.get(key) ?? this.#lookUp(key);
    this.#owners.set(key, owners);
    return owners;
  }

  #lookUp(key: string): readonly Holding[] {
    for (let at: string | undefined = key; at !== undefined && at !== ''; at = parentId(at)) {
      const users = this.#uses.get(at);
      if (users) return users;
      const owner = this.#groups.get(at);
      if (owner) return [owner];
    }
    return [];
  }

  /** Stamps in a subscription. */
  inSubscription(id: string): readonly Holding[] {
    return this.#bySubscription.get(id.toLowerCase()) ?? [];
  }

  /** All stamps but one. */
  others(holding: Holding): readonly Holding[] {
    return this.holdings.filter((other) => other !== holding);
  }

  #keep(held: Held): void {
    this.#referred.set(idKey(held.id), held);
  }

  /** What other resources refer to: a security group, route table or private endpoint of any stamp. */
  find(id: string): Held | undefined {
    return this.#referred.get(idKey(id));
  }
}

function add<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key) ?? [];
  list.push(value);
  lists.set(key, list);
}

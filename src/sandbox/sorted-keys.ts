/** Keys in order, so that those with a prefix are found without looking at all of them. */
export class SortedKeys {
  readonly #keys: string[] = [];

  /** @param key one that is not there yet. */
  add(key: string): void {
    const last = this.#keys.at(-1);
    if (last === undefined || last < key) this.#keys.push(key);
    else this.#keys.splice(this.#placeOf(key), 0, key);
  }

  remove(key: string): void {
    const at = this.#placeOf(key);
    if (this.#keys[at] === key) this.#keys.splice(at, 1);
  }

  /** Keys that start with a prefix, in order. */
  starting(prefix: string): string[] {
    const from = this.#placeOf(prefix);
    let to = from;
    while (this.#keys[to]?.startsWith(prefix)) to += 1;
    return this.#keys.slice(from, to);
  }

  /** Index of the first key that is not smaller. */
  #placeOf(key: string): number {
    let [low, high] = [0, this.#keys.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#keys[middle] ?? '') < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

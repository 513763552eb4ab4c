import { numberAt } from '../json.ts';
import type { Stored, World } from '../provider.ts';

/** The two keys of an account; regenerating one makes a new round of it. */
export function keysOf(world: World, record: Stored): { key1: string; key2: string } {
  const key = (name: string): string =>
    world.secret(record, `${name} ${numberAt(record.hidden, `round ${name}`) ?? 0}`, 84);
  return { key1: key('Key1'), key2: key('Key2') };
}

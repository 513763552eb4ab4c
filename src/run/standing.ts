import { markOf } from '../plan/ownership.ts';
import { parseArmId, sameId } from '../resource/arm-id.ts';
import type { JsonObject } from '../resource/json.ts';
import { collectionOf } from './collection.ts';
import type { ObservePorts } from './observe.ts';

/** What the resource groups of a subscription tell of an estate. */
export interface Standing {
  /** Names of its stamps that have a group there. */
  readonly stamps: ReadonlySet<string>;
  /** The group with an id, whoever it belongs to. */
  group(id: string): JsonObject | undefined;
}

/** Lists the resource groups of a subscription. */
export async function standingIn(
  subscriptionId: string,
  estateId: string,
  { azure, kinds, requests }: ObservePorts,
): Promise<Standing> {
  const kind = kinds.get('Microsoft.Resources/resourceGroups');
  const collection = collectionOf(kind, `/subscriptions/${subscriptionId}`);
  const groups = (await requests.read(() => azure.list(collection, kind.apiVersion))) ?? [];
  const marks = groups.flatMap((group) => markOf(group, kind) ?? []);
  return {
    stamps: new Set(marks.filter((mark) => mark.estateId === estateId).map(({ stamp }) => stamp)),
    group: (id) => groups.find((group) => sameId(parseArmId(String(group['id'])).name, parseArmId(id).name)),
  };
}

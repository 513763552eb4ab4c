import { isWithin, parseArmId, sameId } from '../../src/resource/arm-id.ts';

interface Exported {
  readonly id: string;
  readonly type: string;
}

/** Ids of the resources in which two exports of a sandbox differ: those that only one holds too. */
export function differingIds(one: string, other: string): string[] {
  const [left, right] = [resourcesOf(one), resourcesOf(other)];
  const ids = new Set([...left.keys(), ...right.keys()]);
  return [...ids].filter((id) => left.get(id) !== right.get(id));
}

/** Whether what differs is a resource itself, a deleted twin that holds its name, or what it has brought with it. */
export function isOf(differing: string, id: string): boolean {
  if (isWithin(differing, id)) return true;
  const deleted = parseArmId(differing);
  return /\/deleted/i.test(deleted.type) && sameId(deleted.name, parseArmId(id).name);
}

function resourcesOf(exported: string): Map<string, string> {
  const { resources } = JSON.parse(exported) as { readonly resources: readonly Exported[] };
  return new Map(resources.map((resource) => [resource.id, JSON.stringify(resource)]));
}

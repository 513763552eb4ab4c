import { parseArmId } from '../resource/arm-id.ts';

/** What the typed clients want of an id: group, parent and name. */
export interface Place {
  readonly resourceGroup: string;
  /** Name of the parent resource, or the own name of a top-level one. */
  readonly parent: string;
  readonly name: string;
}

/** Splits the id of a resource that lies in a group. */
export function place(id: string): Place {
  const { resourceGroup, names, name } = parseArmId(id);
  if (resourceGroup === undefined) throw new Error(`${id} does not lie in a resource group`);
  return { resourceGroup, parent: names.at(-2) ?? name, name };
}

import { firstFree, formatCidr, parseCidr, prefixOf, type Range } from './cidr.ts';

/** Prefix lengths of what is proposed: room for four environments in a tenant, and for all subnets in each. */
export const prefixes = { tenant: 20, environment: 22 } as const;
/** Subnets of an environment, the largest first so that they pack. */
export const subnetPrefixes = { applications: 25, privateEndpoints: 26, data: 26, functions: 27 } as const;
/** Of the subnet that a Logic App calls from: an address for each instance, and as many again while they change. */
export const workflowPrefix = 28;
export type SubnetName = keyof typeof subnetPrefixes;

/** Azure takes no smaller subnet. */
export const smallestSubnet = 29;

/** The first free range of a length in a space, or undefined when nothing is left. */
export function proposeRange(space: string, prefix: number, used: readonly string[]): string | undefined {
  const range = parseCidr(space);
  const free = range && firstFree(range, prefix, ranges(used));
  return free && formatCidr(free.start, prefix);
}

/**
 * A tenant's range: the usual size, or as much as its environments need where a space has no more. Undefined: no room.
 */
export function proposeTenantRange(
  space: string,
  environments: number,
  used: readonly string[],
): string | undefined {
  // Environments take equal ranges, so the next power of two has room for them.
  const needed = prefixes.environment - Math.ceil(Math.log2(Math.max(1, environments)));
  for (let prefix = Math.min(prefixes.tenant, needed); prefix <= needed; prefix += 1) {
    const found = proposeRange(space, prefix, used);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** One range a subnet inside an environment's, or undefined when it is too small for them. */
export function proposeSubnets(addressSpace: string): Record<SubnetName, string> | undefined {
  const space = parseCidr(addressSpace);
  if (!space) return undefined;
  // In a space smaller than /22 they shrink with it.
  const shift = prefixOf(space) - prefixes.environment;
  const used: Range[] = [];
  const chosen: Partial<Record<SubnetName, string>> = {};
  for (const name of Object.keys(subnetPrefixes) as SubnetName[]) {
    const prefix = subnetPrefixes[name] + Math.max(0, shift);
    const free = prefix <= smallestSubnet ? firstFree(space, prefix, used) : undefined;
    if (!free) return undefined;
    used.push(free);
    chosen[name] = formatCidr(free.start, prefix);
  }
  return chosen as Record<SubnetName, string>;
}

function ranges(texts: readonly string[]): Range[] {
  return texts.flatMap((text) => parseCidr(text) ?? []);
}

import type { Problem } from '../problems/problem.ts';
import {
  contains,
  firstFree,
  formatCidr,
  isAligned,
  overlap,
  parseCidr,
  prefixOf,
  type Range,
} from './cidr.ts';
import type { Environment, Estate } from './estate.ts';

/** Prefix lengths of what is proposed: room for four environments in a tenant, and for all subnets in each. */
export const prefixes = { tenant: 20, environment: 22 } as const;
/** Subnets of an environment, the largest first so that they pack. */
export const subnetPrefixes = { applications: 25, privateEndpoints: 26, data: 26, functions: 27 } as const;
export type SubnetName = keyof typeof subnetPrefixes;

/** Azure takes no smaller subnet. */
const smallestSubnet = 29;

/** The first free range of a length in a space, or undefined when nothing is left. */
export function proposeRange(space: string, prefix: number, used: readonly string[]): string | undefined {
  const range = parseCidr(space);
  const free = range && firstFree(range, prefix, ranges(used));
  return free && formatCidr(free.start, prefix);
}

/** One range a subnet inside an environment's, or undefined when it is too small for them. */
export function proposeSubnets(addressSpace: string): Record<SubnetName, string> | undefined {
  const space = parseCidr(addressSpace);
  if (!space) return undefined;
  // In a space other than /22 they shrink and grow with it.
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

/** A range of the file with where it stands, for messages. */
interface Placed {
  readonly path: readonly (string | number)[];
  readonly as: string;
  readonly text: string;
}

/** A mistake in the address plan, and where it stands in the file. */
export interface AddressMistake {
  readonly path: readonly (string | number)[];
  readonly value: string;
  readonly problem: Omit<Problem, 'what'> & { readonly what: string };
}

/** All ranges of an estate that are malformed, too small, outside of their parent or in conflict, each named. */
export function addressMistakes(estate: Estate): AddressMistake[] {
  const mistakes: AddressMistake[] = [];
  const reserved = estate.reservedRanges.map((entry, index) => ({
    path: ['reservedRanges', index, 'range'],
    as: `reserved range ${entry.name}`,
    text: entry.range,
  }));
  const tenants = estate.tenants.map((tenant, index) => ({
    path: ['tenants', index, 'addressSpace'],
    as: `tenant ${tenant.name}`,
    text: tenant.addressSpace,
  }));
  const estateSpace = { path: ['addressSpace'], as: 'the estate', text: estate.addressSpace };
  const environments = estate.tenants.flatMap((tenant, t) =>
    tenant.environments.map((environment, e) => ({
      tenant,
      environment,
      path: ['tenants', t, 'environments', e],
    })),
  );
  for (const placed of [estateSpace, ...reserved, ...tenants]) mistakes.push(...misaligned(placed));
  mistakes.push(...conflicts(tenants, tenants), ...conflicts(tenants, reserved));
  for (const tenant of tenants) mistakes.push(...outside(tenant, estateSpace));
  const spaces = environments.map(({ tenant, environment, path }) => ({
    path: [...path, 'addressSpace'],
    as: `environment ${tenant.name}/${environment.name}`,
    text: environment.addressSpace,
  }));
  mistakes.push(...conflicts(spaces, spaces), ...conflicts(spaces, reserved));
  for (const [index, { environment, path }] of environments.entries()) {
    const space = spaces[index];
    const tenant = tenants[Number(path[1])];
    if (!space || !tenant) continue;
    mistakes.push(...misaligned(space));
    if (environment.network.mode === 'create') {
      mistakes.push(...outside(space, tenant), ...subnetMistakes(environment, space, path));
    }
  }
  return mistakes;
}

function subnetMistakes(
  environment: Environment,
  space: Placed,
  path: readonly (string | number)[],
): AddressMistake[] {
  if (environment.network.mode !== 'create') return [];
  const subnets = Object.entries(environment.network.subnets).map(([name, text]) => ({
    path: [...path, 'network', 'subnets', name],
    as: `subnet ${name}`,
    text,
  }));
  return [
    ...subnets.flatMap((subnet) => [...misaligned(subnet), ...tooSmall(subnet), ...outside(subnet, space)]),
    ...conflicts(subnets, subnets),
  ];
}

function misaligned(placed: Placed): AddressMistake[] {
  if (isAligned(placed.text)) return [];
  const range = parseCidr(placed.text);
  const right = range ? `write ${formatCidr(range.start, prefixOf(range))}` : 'write it as 10.40.0.0/22';
  return [mistake(placed, `${placed.as}: ${placed.text} is not the start of a range`, `${right}.`)];
}

function tooSmall(placed: Placed): AddressMistake[] {
  const range = parseCidr(placed.text);
  if (!range || prefixOf(range) <= smallestSubnet) return [];
  return [
    mistake(
      placed,
      `${placed.as}: ${placed.text} is too small`,
      `Azure takes /${smallestSubnet} and larger.`,
    ),
  ];
}

function outside(inner: Placed, outer: Placed): AddressMistake[] {
  const [a, b] = [parseCidr(inner.text), parseCidr(outer.text)];
  if (!a || !b || contains(b, a)) return [];
  return [
    mistake(
      inner,
      `${inner.as}: ${inner.text} lies outside of ${outer.as}, ${outer.text}`,
      `Choose a range in ${outer.text}.`,
    ),
  ];
}

/** Conflicts between two lists; within one list each pair once. */
function conflicts(list: readonly Placed[], others: readonly Placed[]): AddressMistake[] {
  return list.flatMap((placed, index) =>
    others
      .filter(
        (other, position) =>
          other !== placed && (list !== others || position < index) && clash(placed, other),
      )
      .map((other) =>
        mistake(
          placed,
          `${placed.as}: ${placed.text} overlaps ${other.as}, ${other.text}`,
          'Choose a range that is free.',
        ),
      ),
  );
}

function clash(a: Placed, b: Placed): boolean {
  const [first, second] = [parseCidr(a.text), parseCidr(b.text)];
  return first !== undefined && second !== undefined && overlap(first, second);
}

function mistake(placed: Placed, what: string, next: string): AddressMistake {
  return {
    path: placed.path,
    value: placed.text,
    problem: {
      code: 'GT-ESTATE-ADDRESSES',
      what,
      why: 'networks that overlap can never be connected',
      next: [next],
    },
  };
}

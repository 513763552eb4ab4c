import { smallestSubnet } from './address-plan.ts';
import { contains, formatCidr, isAligned, overlap, parseCidr, prefixOf } from './cidr.ts';
import { type Environment, type Estate, stampsOf } from './estate.ts';
import type { Mistake, Path } from './mistake.ts';

/** A range of the file with where it stands and what it is, for messages. */
interface Placed {
  readonly path: Path;
  readonly as: string;
  readonly text: string;
}

/** All ranges of an estate that are malformed, too small, outside of their parent or in conflict, each named. */
export function addressMistakes(estate: Estate): Mistake[] {
  const whole = { path: ['addressSpace'], as: 'the estate', text: estate.addressSpace };
  const reserved = estate.reservedRanges.map((entry, index) => ({
    path: ['reservedRanges', index, 'range'],
    as: `the reserved range ${entry.name}`,
    text: entry.range,
  }));
  const tenants = estate.tenants.map((tenant, index) => ({
    path: ['tenants', index, 'addressSpace'],
    as: `tenant ${tenant.name}`,
    text: tenant.addressSpace,
  }));
  const environments = stampsOf(estate).map(({ tenant, environment, name }) => {
    const within = tenants[estate.tenants.indexOf(tenant)] ?? whole;
    const path = [...within.path.slice(0, 2), 'environments', tenant.environments.indexOf(environment)];
    const space = {
      path: [...path, 'addressSpace'],
      as: `environment ${name}`,
      text: environment.addressSpace,
    };
    return { environment, within, path, space };
  });
  const spaces = environments.map(({ space }) => space);
  // An existing network is where it is, inside a reserved range too.
  const created = environments.filter(({ environment }) => environment.network.mode === 'create');
  return [
    ...[whole, ...reserved, ...tenants, ...spaces].flatMap(misaligned),
    ...conflicts(tenants),
    ...tenants.flatMap((tenant) => [...outside(tenant, whole), ...conflictsWith(tenant, reserved)]),
    ...conflicts(spaces),
    ...created.flatMap(({ environment, within, path, space }) => [
      ...outside(space, within),
      ...conflictsWith(space, reserved),
      ...subnetMistakes(environment, space, path),
    ]),
  ];
}

function subnetMistakes({ network, integration }: Environment, space: Placed, path: Path): Mistake[] {
  if (network.mode !== 'create') return [];
  const { logicApp } = integration ?? {};
  const own = Object.entries(network.subnets).map(([name, text]) => ({
    path: [...path, 'network', 'subnets', name],
    as: `subnet ${name}`,
    text,
  }));
  const subnets = [...own, ...(logicApp ? [logicSubnet(logicApp.subnet, path)] : [])];
  return [
    ...(logicApp ? tooSmallForApps(logicSubnet(logicApp.subnet, path)) : []),
    ...subnets.flatMap((subnet) => [...misaligned(subnet), ...tooSmall(subnet), ...outside(subnet, space)]),
    ...conflicts(subnets),
  ];
}

function logicSubnet(text: string, path: Path): Placed {
  return { path: [...path, 'integration', 'logicApp', 'subnet'], as: 'subnet of the Logic App', text };
}

/** Source: Microsoft, "Integrate your app with an Azure virtual network", subnet requirements. */
function tooSmallForApps(placed: Placed): Mistake[] {
  const range = parseCidr(placed.text);
  if (!range || prefixOf(range) !== smallestSubnet) return [];
  return [mistake(placed, `${placed.as}: ${placed.text} is too small`, 'Apps take /28 and larger.')];
}

function misaligned(placed: Placed): Mistake[] {
  if (isAligned(placed.text)) return [];
  const range = parseCidr(placed.text);
  const right = range ? formatCidr(range.start, prefixOf(range)) : 'a range such as 10.40.0.0/22';
  return [mistake(placed, `${placed.as}: ${placed.text} is not the start of a range`, `Write ${right}.`)];
}

function tooSmall(placed: Placed): Mistake[] {
  const range = parseCidr(placed.text);
  if (!range || prefixOf(range) <= smallestSubnet) return [];
  const next = `Azure takes /${smallestSubnet} and larger.`;
  return [mistake(placed, `${placed.as}: ${placed.text} is too small`, next)];
}

function outside(inner: Placed, outer: Placed): Mistake[] {
  const [a, b] = [parseCidr(inner.text), parseCidr(outer.text)];
  if (!a || !b || contains(b, a)) return [];
  const why = `${inner.as}: ${inner.text} lies outside of ${outer.as}, ${outer.text}`;
  return [mistake(inner, why, `Choose a range in ${outer.text}.`, outer)];
}

/** Each pair of a list that overlaps, at the later of the two. */
function conflicts(list: readonly Placed[]): Mistake[] {
  return list.flatMap((placed, index) => conflictsWith(placed, list.slice(0, index)));
}

function conflictsWith(placed: Placed, others: readonly Placed[]): Mistake[] {
  const own = parseCidr(placed.text);
  return others.flatMap((other) => {
    const range = parseCidr(other.text);
    if (!own || !range || !overlap(own, range)) return [];
    const why = `${placed.as}: ${placed.text} overlaps ${other.as}, ${other.text}`;
    return [mistake(placed, why, 'Choose a range that is free.', other)];
  });
}

function mistake(placed: Placed, why: string, next: string, other?: Placed): Mistake {
  return {
    path: placed.path,
    value: placed.text,
    code: 'GT-ESTATE-ADDRESSES',
    why,
    next,
    ...(other ? { involves: [other.path] } : {}),
  };
}

import { nameRules } from '../facts/name-rules.ts';
import { type Estate, type Stamp, stampsOf } from './estate.ts';
import type { Mistake, Path } from './mistake.ts';
import { type NameKey, named, nameMarks, namesOf } from './naming.ts';
import { nearest } from './nearest.ts';

/** Own names that are nobody's or that Azure would refuse, and names that two resources would carry. */
export function nameMistakes(estate: Estate): Mistake[] {
  return [...overrideMistakes(estate), ...clashes(estate)];
}

const keys = Object.keys(named) as NameKey[];

function overrideMistakes(estate: Estate): Mistake[] {
  const stamps = stampsOf(estate).map(({ name }) => name);
  const known = stamps.flatMap((stamp) => keys.map((key) => `${stamp}/${key}`));
  return Object.entries(estate.naming.overrides).flatMap(([override, value]) => {
    const path = ['naming', 'overrides', override];
    const key = keys.find((candidate) => override.endsWith(`/${candidate}`));
    if (key === undefined || !known.includes(override)) {
      const meant = nearest(override, known);
      return [
        {
          path,
          value,
          code: 'GT-ESTATE-OVERRIDE',
          why: `no resource is called so${meant ? `; did you mean ${meant}?` : ''}`,
          next: `Allowed: ${stamps.join(' or ')}, a slash, and one of ${keys.join(', ')}.`,
        },
      ];
    }
    const { pattern, allowed } = nameRules[named[key]];
    if (!pattern.test(value)) {
      const next = `Allowed: ${allowed}.`;
      return [{ path, value, code: 'GT-ESTATE-NAME', why: 'Azure takes no such name', next }];
    }
    return isKnownAsOurs(estate, override, key, value) ? [] : [unmarked(estate, override, value)];
  });
}

/** A budget has nowhere to carry a mark but the end of its name. */
const markedByName: ReadonlySet<NameKey> = new Set(['budget']);

function isKnownAsOurs(estate: Estate, override: string, key: NameKey, value: string): boolean {
  if (!markedByName.has(key)) return true;
  return marksOf(estate, override).some((mark) => value.toLowerCase().endsWith(`-${mark}`));
}

function unmarked(estate: Estate, override: string, value: string): Mistake {
  return {
    path: ['naming', 'overrides', override],
    value,
    code: 'GT-ESTATE-NAME',
    why: 'a budget has no tags: only the end of its name tells that it is ours',
    next: `Allowed: a name that ends in -${marksOf(estate, override)[0]}.`,
  };
}

function marksOf(estate: Estate, override: string): readonly string[] {
  const stamp = stampsOf(estate).find(({ name }) => override.startsWith(`${name}/`));
  return stamp ? nameMarks(stamp) : [];
}

interface Taken {
  readonly stamp: Stamp;
  readonly key: NameKey;
  readonly path: Path;
}

/** Names that two resources would carry; each pair of places is told once. */
function clashes(estate: Estate): Mistake[] {
  const taken = new Map<string, Taken>();
  const found = new Map<string, Mistake>();
  for (const stamp of stampsOf(estate)) {
    const names = namesOf(stamp);
    for (const key of keys) {
      const place = `${placeOf(stamp, key)} ${named[key]} ${names[key].toLowerCase()}`;
      const own = { stamp, key, path: whereFrom(stamp, key) };
      const other = taken.get(place) ?? own;
      taken.set(place, other);
      // Two environments of one name are told apart elsewhere.
      const twice = other.stamp !== stamp && other.stamp.name === stamp.name;
      if (other !== own && !twice) {
        const mistake = clash(own, other, names[key]);
        found.set(JSON.stringify([mistake.path, mistake.involves]), mistake);
      }
    }
  }
  return [...found.values()];
}

/** Within what a name is taken once. */
function placeOf({ environment, name }: Stamp, key: NameKey): string {
  const { uniqueIn } = nameRules[named[key]];
  if (uniqueIn === 'world') return '';
  return uniqueIn === 'stamp' ? name : environment.subscriptionId.toLowerCase();
}

/** What a name comes from: an override, or the environment's own name. */
function whereFrom({ estate, tenant, environment, name }: Stamp, key: NameKey): Path {
  const override = `${name}/${key}`;
  if (Object.hasOwn(estate.naming.overrides, override)) return ['naming', 'overrides', override];
  const t = estate.tenants.indexOf(tenant);
  return ['tenants', t, 'environments', tenant.environments.indexOf(environment), 'name'];
}

/** At the override, where one of the two is. */
function clash(later: Taken, earlier: Taken, name: string): Mistake {
  const [own, other] = earlier.path[0] === 'naming' ? [earlier, later] : [later, earlier];
  return {
    path: own.path,
    value: own.path[0] === 'naming' ? name : own.stamp.environment.name,
    code: 'GT-ESTATE-NAME',
    why: `${own.key} of ${own.stamp.name} and ${other.key} of ${other.stamp.name} would both be called ${name}`,
    next: `Allowed: names of their own, such as one for ${other.stamp.name}/${other.key} under naming.overrides.`,
    involves: [other.path],
  };
}

import { nameRules } from '../facts/name-rules.ts';
import { type Estate, type Stamp, stampsOf } from './estate.ts';
import type { Mistake, Path } from './mistake.ts';
import { type NameKey, named, namesOf } from './naming.ts';
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
    if (pattern.test(value)) return [];
    return [
      { path, value, code: 'GT-ESTATE-NAME', why: 'Azure takes no such name', next: `Allowed: ${allowed}.` },
    ];
  });
}

interface Taken {
  readonly path: Path;
  readonly as: string;
}

function clashes(estate: Estate): Mistake[] {
  const taken = new Map<string, Taken>();
  return stampsOf(estate).flatMap((stamp) => {
    const names = namesOf(stamp);
    return keys.flatMap((key) => {
      const place = `${placeOf(stamp, key)} ${named[key]} ${names[key].toLowerCase()}`;
      const own = { path: whereFrom(stamp, key), as: `${key} of ${stamp.name}` };
      const other = taken.get(place);
      if (!other) taken.set(place, own);
      return other ? [clash(own, other, names[key])] : [];
    });
  });
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
  if (override in estate.naming.overrides) return ['naming', 'overrides', override];
  const t = estate.tenants.indexOf(tenant);
  return ['tenants', t, 'environments', tenant.environments.indexOf(environment), 'name'];
}

function clash(own: Taken, other: Taken, name: string): Mistake {
  return {
    path: own.path,
    value: name,
    code: 'GT-ESTATE-NAME',
    why: `${own.as} and ${other.as} would both be called ${name}`,
    next: `Allowed: a name of its own, such as one under naming.overrides for ${own.as.split(' of ').reverse().join('/')}.`,
    involves: [other.path],
  };
}

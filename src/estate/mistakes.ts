import { addressMistakes } from './address-plan.ts';
import { type Estate, stampsOf } from './estate.ts';
import { namesOf } from './naming.ts';
import { residencyMistakes } from './residency.ts';

/** Something in an estate file that can't be, and where. */
export interface Mistake {
  readonly path: readonly (string | number)[];
  /** The value that stands there; undefined when it is missing. */
  readonly value: unknown;
  readonly code: string;
  readonly why: string;
  readonly next: string;
}

/** Everything beyond the schema that can't be, all at once. */
export function mistakesOf(estate: Estate): Mistake[] {
  return [
    ...duplicates(estate),
    ...addressMistakes(estate).map(({ path, value, problem }) => ({
      path,
      value,
      code: problem.code,
      why: problem.what,
      next: problem.next[0],
    })),
    ...residencyMistakes(estate),
    ...zoneMistakes(estate),
    ...overrideMistakes(estate),
  ];
}

/** The value at a place, or undefined. */
export function valueAt(given: unknown, path: readonly (string | number)[]): unknown {
  let current = given;
  for (const part of path) {
    if (typeof current !== 'object' || current === null) return undefined;
    current = (current as Record<string | number, unknown>)[part];
  }
  return current;
}

function duplicates(estate: Estate): Mistake[] {
  const tenants = repeated(estate.tenants.map((tenant) => tenant.name)).map((index) => [
    'tenants',
    index,
    'name',
  ]);
  const environments = estate.tenants.flatMap((tenant, t) =>
    repeated(tenant.environments.map((environment) => environment.name)).map((index) => [
      'tenants',
      t,
      'environments',
      index,
      'name',
    ]),
  );
  const models = estate.tenants.flatMap((tenant, t) =>
    tenant.environments.flatMap((environment, e) =>
      repeated(environment.models.map((model) => model.name)).map((index) => [
        'tenants',
        t,
        'environments',
        e,
        'models',
        index,
        'name',
      ]),
    ),
  );
  return [...tenants, ...environments, ...models].map((path) => ({
    path,
    value: valueAt(estate, path),
    code: 'GT-ESTATE-DUPLICATE',
    why: 'the name is there already',
    next: 'Give each its own name.',
  }));
}

/** Indexes of what stands in a list for the second time or more. */
function repeated(names: readonly string[]): number[] {
  return names.flatMap((name, index) => (names.indexOf(name) < index ? [index] : []));
}

const zoneOf = {
  openai: 'privatelink.openai.azure.com',
  keyVault: 'privatelink.vaultcore.azure.net',
} as const;

function zoneMistakes(estate: Estate): Mistake[] {
  return estate.tenants.flatMap((tenant, t) =>
    tenant.environments.flatMap(({ dns }, e) => {
      if (dns.mode !== 'central') return [];
      return (['openai', 'keyVault'] as const)
        .filter((key) => !dns[key].toLowerCase().endsWith(`/privatednszones/${zoneOf[key]}`))
        .map((key) => ({
          path: ['tenants', t, 'environments', e, 'dns', key],
          value: dns[key],
          code: 'GT-ESTATE-ZONE',
          why: `it has to be the id of a private DNS zone ${zoneOf[key]}`,
          next: 'az network private-dns zone list --query "[].id"',
        }));
    }),
  );
}

function overrideMistakes(estate: Estate): Mistake[] {
  const known = new Set(
    stampsOf(estate).flatMap((stamp) => Object.keys(namesOf(stamp)).map((key) => `${stamp.name}/${key}`)),
  );
  return Object.keys(estate.naming.overrides)
    .filter((key) => !known.has(key))
    .map((key) => ({
      path: ['naming', 'overrides', key],
      value: estate.naming.overrides[key],
      code: 'GT-ESTATE-OVERRIDE',
      why: 'no resource is called so',
      next: `Allowed are TENANT/ENVIRONMENT/ and one of: ${[...new Set([...known].map((name) => name.split('/')[2]))].join(', ')}.`,
    }));
}

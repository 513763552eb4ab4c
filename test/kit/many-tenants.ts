import fc from 'fast-check';
import { withTenant } from '../../src/estate/add-tenant.ts';
import type { Estate } from '../../src/estate/estate.ts';
import { sampleEstate } from './sample-estate.ts';

/** A tenant that is added: how many environments it has, and the names that make its ids. */
export interface NewTenant {
  readonly name: string;
  readonly environments: number;
}

const environmentNames = ['dev', 'test', 'prod', 'lab'] as const;

/** A GUID of a number and of what it is for. */
function guid(kind: number, number: number): string {
  const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');
  return `${hex(kind, 8)}-0000-4000-8000-${hex(number, 12)}`;
}

/** One tenant with dev and prod, in a space with room for many. */
export function firstTenant(): Estate {
  return sampleEstate({
    addressSpace: '10.0.0.0/8',
    reservedRanges: [{ name: 'office', range: '10.3.0.0/16' }],
  });
}

/** The estate with one tenant more, as `tenant add` makes it: own directory, own subscriptions, own groups. */
export function added(estate: Estate, { name, environments }: NewTenant, number: number): Estate {
  return withTenant(
    estate,
    {
      tenant: name,
      directoryId: guid(1, number),
      environments: environmentNames
        .slice(0, environments)
        .map((environment, index) => ({ name: environment, subscriptionId: guid(2, number * 8 + index) })),
      groups: {
        administrators: guid(3, number),
        contributors: guid(4, number),
        readers: guid(5, number),
        applications: guid(6, number),
      },
    },
    [],
  );
}

/** Tenants that are added one after another, with names as long and as alike as the schema lets them be. */
export function newTenants(count: { min: number; max: number }): fc.Arbitrary<NewTenant[]> {
  const name = fc.stringMatching(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/).filter((text) => text.length <= 20);
  return fc.uniqueArray(fc.record({ name, environments: fc.integer({ min: 1, max: 4 }) }), {
    minLength: count.min,
    maxLength: count.max,
    size: 'max',
    selector: (tenant) => tenant.name,
  });
}

/** An estate of so many tenants. */
export function estateOf(tenants: readonly NewTenant[]): Estate {
  return tenants
    .filter(({ name }) => name !== 'main')
    .reduce((estate, tenant, index) => added(estate, tenant, index + 1), firstTenant());
}

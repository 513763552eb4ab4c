import type { Environment, Stamp } from '../../src/estate/estate.ts';

/** The same stamp with what works together with the models: a Data Lake, unless something else is said. */
export function integrated(
  stamp: Stamp,
  integration: NonNullable<Environment['integration']> = { storage: 'data-lake' },
): Stamp {
  const environment = { ...stamp.environment, integration };
  const environments = stamp.tenant.environments.map((each) =>
    each === stamp.environment ? environment : each,
  );
  const tenant = { ...stamp.tenant, environments };
  const tenants = stamp.estate.tenants.map((each) => (each === stamp.tenant ? tenant : each));
  return { ...stamp, environment, tenant, estate: { ...stamp.estate, tenants } };
}

import type { Stamp } from '../../src/estate/estate.ts';

/** The same stamp, its account encrypted with a key of its owner. */
export function encrypted(stamp: Stamp): Stamp {
  const environment = { ...stamp.environment, customerManagedKey: true as const };
  const environments = stamp.tenant.environments.map((each) =>
    each === stamp.environment ? environment : each,
  );
  const tenant = { ...stamp.tenant, environments };
  const tenants = stamp.estate.tenants.map((each) => (each === stamp.tenant ? tenant : each));
  return { ...stamp, environment, tenant, estate: { ...stamp.estate, tenants } };
}

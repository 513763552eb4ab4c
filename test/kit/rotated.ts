import type { Stamp } from '../../src/estate/estate.ts';

/** The same stamp with API keys that a function rotates. */
export function rotated(stamp: Stamp, rotationDays = 90): Stamp {
  const environment = {
    ...stamp.environment,
    authentication: 'keys' as const,
    apiKeys: { rotationDays, rotation: 'function' as const },
  };
  const environments = stamp.tenant.environments.map((each) =>
    each === stamp.environment ? environment : each,
  );
  const tenant = { ...stamp.tenant, environments };
  const tenants = stamp.estate.tenants.map((each) => (each === stamp.tenant ? tenant : each));
  return { ...stamp, environment, tenant, estate: { ...stamp.estate, tenants } };
}

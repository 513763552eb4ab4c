import type { Stamp } from '../../src/estate/estate.ts';
import type { Integration } from '../../src/estate/integration.ts';

/** Everything that can stand beside the models. */
const everyService: Integration = {
  storage: 'data-lake',
  cosmos: true,
  sql: { administrators: 'sg-database-administrators' },
  dataFactory: true,
};

/** The same stamp with services beside its models; all of them unless told. */
export function integrated(stamp: Stamp, integration: Integration = everyService): Stamp {
  const environment = { ...stamp.environment, integration };
  const environments = stamp.tenant.environments.map((each) =>
    each === stamp.environment ? environment : each,
  );
  const tenant = { ...stamp.tenant, environments };
  const tenants = stamp.estate.tenants.map((each) => (each === stamp.tenant ? tenant : each));
  return { ...stamp, environment, tenant, estate: { ...stamp.estate, tenants } };
}

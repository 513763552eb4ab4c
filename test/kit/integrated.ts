import { proposeRange, workflowPrefix } from '../../src/estate/address-plan.ts';
import type { Stamp } from '../../src/estate/estate.ts';
import type { Integration } from '../../src/estate/integration.ts';

/** Everything that can stand beside the models; a Logic App calls from a range of its own. */
function everyService({ environment }: Stamp): Integration {
  const { network, addressSpace } = environment;
  const used = network.mode === 'create' ? Object.values(network.subnets) : [];
  const subnet = proposeRange(addressSpace, workflowPrefix, used) ?? '';
  return {
    storage: 'data-lake',
    cosmos: true,
    sql: { administrators: 'sg-database-administrators' },
    dataFactory: true,
    logicApp: { subnet },
  };
}

/** The same stamp with services beside its models; all of them unless told. */
export function integrated(stamp: Stamp, integration: Integration = everyService(stamp)): Stamp {
  const environment = { ...stamp.environment, integration };
  const environments = stamp.tenant.environments.map((each) =>
    each === stamp.environment ? environment : each,
  );
  const tenant = { ...stamp.tenant, environments };
  const tenants = stamp.estate.tenants.map((each) => (each === stamp.tenant ? tenant : each));
  return { ...stamp, environment, tenant, estate: { ...stamp.estate, tenants } };
}

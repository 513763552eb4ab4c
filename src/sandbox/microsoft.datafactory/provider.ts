import { endpointConnections } from '../endpoint-connections.ts';
import { linkResources } from '../link-resources.ts';
import type { ProviderModel } from '../provider.ts';
import { datasets } from './datasets.ts';
import { factories } from './factories.ts';
import { integrationRuntimes } from './integration-runtimes.ts';
import { linkedServices } from './linked-services.ts';
import { managedEndpoints } from './managed-endpoints.ts';
import { managedNetworks } from './managed-network.ts';
import { factoryVersions, types } from './names.ts';
import { pipelines } from './pipelines.ts';

/** Microsoft.DataFactory: factories, and what of them is deployed through Azure Resource Manager. */
export const dataFactory: ProviderModel = {
  namespace: 'Microsoft.DataFactory',
  types: [
    factories,
    managedNetworks,
    managedEndpoints,
    integrationRuntimes,
    linkedServices,
    datasets,
    pipelines,
    endpointConnections(types.connection, factoryVersions, { how: 'sync' }),
  ],
  routes: [linkResources(types.factory, factoryVersions)],
  badBody: 'BadRequest',
};

import { ArmError } from '../errors.ts';
import { type JsonObject, textAt } from '../json.ts';
import type { TypeModel, Write } from '../provider.ts';
import {
  anything,
  boolean,
  choice,
  integer,
  list,
  object,
  oneOf,
  readOnly,
  required,
  text,
} from '../shape.ts';
import { factoryVersions, types } from './names.ts';
import { referenceShape, refuseWhileReferenced, requireReferences } from './references.ts';

/** Source: Azure/azure-rest-api-specs, datafactory 2018-06-01, entityTypes/IntegrationRuntime.json. */
const managed = object({
  type: required(oneOf('Managed')),
  description: text(),
  state: readOnly(text()),
  managedVirtualNetwork: referenceShape('ManagedVirtualNetworkReference'),
  typeProperties: required(
    object({
      computeProperties: object({
        location: text(),
        nodeSize: text(),
        numberOfNodes: integer({ min: 1 }),
        maxParallelExecutionsPerNode: integer({ min: 1 }),
        dataFlowProperties: object({
          computeType: oneOf('General', 'MemoryOptimized', 'ComputeOptimized'),
          coreCount: integer(),
          timeToLive: integer({ min: 0 }),
          cleanup: boolean(),
          customProperties: list(object({ name: text(), value: text() })),
        }),
        vNetProperties: anything(),
        copyComputeScaleProperties: object({
          dataIntegrationUnit: integer({ min: 4 }),
          timeToLive: integer({ min: 5 }),
        }),
        pipelineExternalComputeScaleProperties: object({
          timeToLive: integer({ min: 5 }),
          numberOfPipelineNodes: integer({ min: 1, max: 10 }),
          numberOfExternalNodes: integer({ min: 1, max: 10 }),
        }),
      }),
      ssisProperties: anything(),
      interactiveQuery: anything(),
    }),
  ),
});
const selfHosted = object({
  type: required(oneOf('SelfHosted')),
  description: text(),
  typeProperties: anything(),
});

/** Microsoft.DataFactory/factories/integrationRuntimes: what activities run on. */
export const integrationRuntimes: TypeModel = {
  type: types.runtime,
  shownType: 'Microsoft.DataFactory/factories/integrationruntimes',
  apiVersions: factoryVersions,
  placement: 'group',
  name: { pattern: /^[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*$/, min: 3, max: 63, code: 'BadRequest' },
  body: object({
    properties: required(
      choice((value) =>
        typeof value === 'object' && value !== null && 'type' in value && value.type === 'SelfHosted'
          ? selfHosted
          : managed,
      ),
    ),
  }),
  pace: { create: { how: 'sync' }, update: { how: 'sync' }, delete: { how: 'sync' } },
  answers: { create: 200, update: 200 },
  patch: false,
  etag: true,
  showsState: false,
  admit: admitRuntime,
  mayDelete: refuseWhileReferenced,
};

/** What runs where is fixed with it. Source: azurerm, data_factory_integration_runtime_azure, virtual_network_enabled. */
function admitRuntime({ world, id, body, prior }: Write): JsonObject {
  requireReferences(world, id.id, body);
  const network = (of: JsonObject): string =>
    `${textAt(of, 'properties', 'type')} ${textAt(of, 'properties', 'managedVirtualNetwork', 'referenceName')}`;
  if (prior !== undefined && network(prior.body) !== network(body))
    throw new ArmError(
      400,
      'BadRequest',
      `Type and managed virtual network of integration runtime '${id.name}' cannot be changed.`,
    );
  return body;
}

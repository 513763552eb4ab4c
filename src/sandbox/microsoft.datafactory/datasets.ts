import type { JsonObject } from '../json.ts';
import type { TypeModel, Write } from '../provider.ts';
import { anything, list, map, object, required, text } from '../shape.ts';
import { factoryVersions, partName, types } from './names.ts';
import { referenceShape, refuseWhileReferenced, requireReferences } from './references.ts';

/**
 * Microsoft.DataFactory/factories/datasets: what of a linked service is meant. Source of the shape:
 * Azure/azure-rest-api-specs, datafactory 2018-06-01, entityTypes/Dataset.json.
 */
export const datasets: TypeModel = {
  type: types.dataset,
  apiVersions: factoryVersions,
  placement: 'group',
  name: { pattern: partName, max: 260, code: 'BadRequest' },
  body: object({
    properties: required(
      object({
        type: required(text()),
        description: text(),
        structure: anything(),
        schema: anything(),
        linkedServiceName: required(referenceShape('LinkedServiceReference')),
        parameters: map(object({ type: required(text()), defaultValue: anything() })),
        annotations: list(anything()),
        folder: object({ name: text() }),
        typeProperties: map(anything()),
      }),
    ),
  }),
  pace: { create: { how: 'sync' }, update: { how: 'sync' }, delete: { how: 'sync' } },
  answers: { create: 200, update: 200 },
  patch: false,
  etag: true,
  showsState: false,
  admit: admitDataset,
  mayDelete: refuseWhileReferenced,
};

function admitDataset({ world, id, body }: Write): JsonObject {
  requireReferences(world, id.id, body);
  return body;
}

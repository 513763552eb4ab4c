import { keyOf, parseId } from '../arm-id.ts';
import { ArmError } from '../errors.ts';
import type { JsonObject } from '../json.ts';
import { guidFrom } from '../made-values.ts';
import type { TypeModel, Write } from '../provider.ts';
import { object, readOnly, required, text } from '../shape.ts';
import { factoryVersions, networkPartName, types } from './names.ts';

/**
 * Microsoft.DataFactory/factories/managedVirtualNetworks: the network that Microsoft keeps for a factory. There is one,
 * called default, and no request deletes it.
 */
export const managedNetworks: TypeModel = {
  type: types.network,
  apiVersions: factoryVersions,
  placement: 'group',
  name: { pattern: networkPartName, max: 127, code: 'BadRequest' },
  body: object({
    properties: required(object({ vNetId: readOnly(text()), alias: readOnly(text()) })),
  }),
  pace: { create: { how: 'sync' }, update: { how: 'sync' }, delete: { how: 'sync' } },
  answers: { create: 200, update: 200 },
  verbs: ['get', 'list', 'put'],
  patch: false,
  etag: true,
  showsState: false,
  admit: admitNetwork,
  show: (_world, record) => {
    const factory = parseId(record.id)?.parent ?? '';
    return {
      properties: {
        alias: parseId(factory)?.name ?? '',
        vNetId: guidFrom(`managed network ${keyOf(factory)}`),
      },
    };
  },
};

function admitNetwork({ id, body }: Write): JsonObject {
  if (id.name === 'default') return body;
  throw new ArmError(
    400,
    'BadRequest',
    `Managed virtual network '${id.name}' is not supported: a factory has one, 'default'.`,
  );
}

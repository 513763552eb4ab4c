import { ArmError } from '../errors.ts';
import { isObject, listAt, objectAt, textAt } from '../json.ts';
import type { TypeModel } from '../provider.ts';
import { object } from '../shape.ts';
import { networkName, types } from './names.ts';
import { networkVersions } from './versions.ts';

/** Microsoft.Network/networkInterfaces: only those of private endpoints, only to read. */
export const networkInterfaces: TypeModel = {
  type: types.interface,
  apiVersions: networkVersions,
  placement: 'group',
  name: { ...networkName, max: 260 },
  body: object({}),
  verbs: ['get', 'list'],
  pace: { create: { how: 'sync' }, update: { how: 'sync' }, delete: { how: 'sync' } },
  etag: true,
  serverMade: ['properties.resourceGuid', 'properties.ipConfigurations.*.properties.privateIPAddress'],
  show: (world, record) => ({
    ...record.body,
    properties: {
      ...objectAt(record.body, 'properties'),
      resourceGuid: world.made(record, 'resourceGuid'),
      ipConfigurations: listAt(record.body, 'properties', 'ipConfigurations')
        .filter(isObject)
        .map((one) => ({ ...one, etag: world.etag(record) })),
    },
  }),
  mayDelete: (_, record) => {
    const endpoint = textAt(record.body, 'properties', 'privateEndpoint', 'id') ?? '';
    const message = `Network interface ${record.id} is being used by private endpoint ${endpoint} and cannot be deleted.`;
    throw new ArmError(400, 'NicInUseWithPrivateEndpoint', message);
  },
};

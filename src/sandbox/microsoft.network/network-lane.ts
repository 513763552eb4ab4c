import type { ResourceId } from '../arm-id.ts';
import { ArmError } from '../errors.ts';
import type { TypeModel } from '../provider.ts';

/** One write at a time beneath a virtual network: the network itself, its subnets, its peerings. */
export const networkLane: NonNullable<TypeModel['lane']> = {
  key: (id: ResourceId) => id.parent ?? id.id,
  refuse: (operation: string) => {
    const message = `Another operation on this or dependent resource is in progress. To retrieve status of the operation use uri: ${operation}.`;
    return new ArmError(409, 'AnotherOperationInProgress', message, { headers: { 'retry-after': '5' } });
  },
};

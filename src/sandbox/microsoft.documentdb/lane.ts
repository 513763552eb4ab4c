import { keyOf, type ResourceId } from '../arm-id.ts';
import { ArmError } from '../errors.ts';
import type { TypeModel } from '../provider.ts';

/**
 * An account takes one write at a time, its children's included; code and message as in
 * hashicorp/terraform-provider-azurerm#15842.
 */
export const accountLane: NonNullable<TypeModel['lane']> = {
  key: (id: ResourceId) => keyOf(id.parent ?? id.id),
  refuse: () => {
    const message =
      'There is another user operation in progress which requires an exclusive lock on this account. Please retry after sometime.';
    return new ArmError(412, 'PreconditionFailed', message);
  },
};

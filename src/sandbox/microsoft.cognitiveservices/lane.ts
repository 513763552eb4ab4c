import { keyOf, type ResourceId } from '../arm-id.ts';
import { ArmError } from '../errors.ts';
import type { TypeModel } from '../provider.ts';

/** An account is a single writer: its own writes and those of its children come one after the other. */
export const accountLane: NonNullable<TypeModel['lane']> = {
  key: (id: ResourceId) => keyOf(id.parent ?? id.id),
  refuse: () => {
    const message =
      'Another operation is being performed on the parent resource. Please retry this request after the other operation has completed.';
    return new ArmError(409, 'RequestConflict', message);
  },
};

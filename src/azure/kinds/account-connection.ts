import { parentId } from '../../resource/arm-id.ts';
import type { ResourceKind } from '../../resource/kind.ts';
import { accountLane } from '../account-lane.ts';
import { account } from './account.ts';
import { endpointConnection } from './endpoint-connection.ts';

export const accountConnection: ResourceKind = {
  ...endpointConnection('Microsoft.CognitiveServices/accounts', account.apiVersion),
  lanes: (id) => [accountLane(parentId(id) ?? id)],
};

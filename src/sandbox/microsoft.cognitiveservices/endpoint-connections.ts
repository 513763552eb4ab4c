import { endpointConnections } from '../endpoint-connections.ts';
import { accountLane } from './lane.ts';
import { connectionType } from './names.ts';
import { cognitiveVersions } from './versions.ts';

/** Microsoft.CognitiveServices/accounts/privateEndpointConnections. */
export const accountConnections = {
  ...endpointConnections(connectionType, cognitiveVersions, {
    how: 'accepted',
    state: 'Deleting',
    ms: 5_000,
  }),
  lane: accountLane,
};

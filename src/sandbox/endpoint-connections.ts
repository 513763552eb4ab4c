import { ArmError } from './errors.ts';
import { type JsonObject, objectAt } from './json.ts';
import type { Pace, TypeModel, Write } from './provider.ts';
import { anything, list, object, oneOf, readOnly, required, text } from './shape.ts';

/**
 * The connections that private endpoints leave on their targets: made by the network provider, approved or rejected
 * here. Deleting one leaves the private endpoint disconnected.
 */
export function endpointConnections(type: string, apiVersions: readonly string[], remove: Pace): TypeModel {
  const action = actionMember(type);
  return {
    type,
    apiVersions,
    placement: 'group',
    name: { pattern: /^[^<>%&:\\?/]+$/, max: 260 },
    body: object({
      location: text(),
      properties: object({
        privateEndpoint: object({ id: readOnly(text()) }),
        privateLinkServiceConnectionState: required(
          object({
            status: oneOf('Pending', 'Approved', 'Rejected', 'Disconnected'),
            description: text(),
            [action]: text(),
          }),
        ),
        provisioningState: readOnly(text()),
        groupIds: readOnly(list(anything())),
        groupId: readOnly(text()),
      }),
    }),
    pace: { create: { how: 'sync' }, update: { how: 'sync' }, delete: remove },
    patch: false,
    admit: keepLink,
  };
}

/** What a connection calls the action that its other side should take. Source: the published types. */
export function actionMember(type: string): 'actionRequired' | 'actionsRequired' {
  return /^microsoft\.storage\//i.test(type) ? 'actionRequired' : 'actionsRequired';
}

/** Only the state of a connection can be written; what it connects stays. */
function keepLink({ id, body, prior }: Write): JsonObject {
  if (prior === undefined) {
    const message = `There is no private endpoint connection '${id.name}'. Connections are made by private endpoints.`;
    throw new ArmError(404, 'PrivateEndpointConnectionNotFound', message);
  }
  const before = objectAt(prior.body, 'properties');
  const state = objectAt(body, 'properties', 'privateLinkServiceConnectionState');
  return { ...prior.body, properties: { ...before, privateLinkServiceConnectionState: state } };
}

import {
  anything,
  list,
  object,
  oneOf,
  readOnly,
  reference,
  required,
  tags,
  text,
  withDefault,
} from '../shape.ts';

const connection = object({
  id: readOnly(text()),
  name: required(text({ min: 1 })),
  type: readOnly(text()),
  etag: readOnly(text()),
  properties: required(
    object({
      privateLinkServiceId: required(text({ pattern: /^\// })),
      groupIds: list(text()),
      requestMessage: text({ max: 140 }),
      // Clients send back what they read; the state is the target's to decide.
      privateLinkServiceConnectionState: readOnly(anything()),
      provisioningState: readOnly(text()),
    }),
  ),
});

/** Body of a private endpoint. */
export const endpointBody = object({
  location: required(text()),
  tags: tags(),
  properties: required(
    object({
      // A subnet comes back expanded from some clients; only its id counts.
      subnet: required(
        object({
          id: required(text({ pattern: /^\// })),
          name: readOnly(text()),
          type: readOnly(text()),
          etag: readOnly(text()),
          properties: readOnly(anything()),
        }),
      ),
      privateLinkServiceConnections: withDefault(list(connection, { max: 1 }), []),
      manualPrivateLinkServiceConnections: withDefault(list(connection, { max: 1 }), []),
      customNetworkInterfaceName: withDefault(text({ max: 80 }), ''),
      ipVersionType: oneOf('IPv4', 'IPv6', 'DualStack'),
      ipConfigurations: withDefault(
        list(
          object({
            name: required(text()),
            type: readOnly(text()),
            etag: readOnly(text()),
            properties: required(
              object({ groupId: text(), memberName: text(), privateIPAddress: required(text()) }),
            ),
          }),
        ),
        [],
      ),
      applicationSecurityGroups: list(reference()),
      customDnsConfigs: readOnly(anything()),
      networkInterfaces: readOnly(anything()),
      provisioningState: readOnly(text()),
    }),
  ),
});

import { boolean, list, object, oneOf, readOnly, reference, required, text, withDefault } from '../shape.ts';

const delegation = object({
  id: readOnly(text()),
  name: required(text({ min: 1 })),
  type: readOnly(text()),
  etag: readOnly(text()),
  properties: required(
    object({
      serviceName: required(text({ min: 1 })),
      actions: readOnly(list(text())),
      provisioningState: readOnly(text()),
    }),
  ),
});

const linked = readOnly(list(object({})));

/** Properties of a subnet, the same inline and on its own. */
export const subnetProperties = object({
  addressPrefix: text(),
  addressPrefixes: list(text(), { min: 1 }),
  networkSecurityGroup: reference(),
  routeTable: reference(),
  natGateway: reference(),
  serviceEndpoints: withDefault(
    list(object({ service: required(text()), locations: list(text()), provisioningState: readOnly(text()) })),
    [],
  ),
  serviceEndpointPolicies: list(reference()),
  delegations: withDefault(list(delegation), []),
  privateEndpointNetworkPolicies: withDefault(
    oneOf('Disabled', 'Enabled', 'NetworkSecurityGroupEnabled', 'RouteTableEnabled'),
    'Disabled',
  ),
  privateLinkServiceNetworkPolicies: withDefault(oneOf('Enabled', 'Disabled'), 'Enabled'),
  defaultOutboundAccess: boolean(),
  sharingScope: oneOf('Tenant', 'DelegatedServices'),
  ipConfigurations: linked,
  ipConfigurationProfiles: linked,
  privateEndpoints: linked,
  resourceNavigationLinks: linked,
  serviceAssociationLinks: linked,
  purpose: readOnly(text()),
  provisioningState: readOnly(text()),
});

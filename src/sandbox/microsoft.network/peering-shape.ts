import { boolean, list, object, readOnly, reference, required, text, withDefault } from '../shape.ts';

const space = readOnly(object({}));

/** Properties of a peering, the same inline and on its own. */
export const peeringProperties = object({
  remoteVirtualNetwork: required(reference()),
  allowVirtualNetworkAccess: withDefault(boolean(), true),
  allowForwardedTraffic: withDefault(boolean(), false),
  allowGatewayTransit: withDefault(boolean(), false),
  useRemoteGateways: withDefault(boolean(), false),
  doNotVerifyRemoteGateways: boolean(),
  peerCompleteVnets: boolean(),
  enableOnlyIPv6Peering: boolean(),
  localSubnetNames: list(text()),
  remoteSubnetNames: list(text()),
  localAddressSpace: space,
  localVirtualNetworkAddressSpace: space,
  remoteVirtualNetworkEncryption: readOnly(object({})),
  remoteAddressSpace: space,
  remoteVirtualNetworkAddressSpace: space,
  remoteBgpCommunities: readOnly(object({})),
  remoteGateways: readOnly(list(object({}))),
  peeringState: readOnly(text()),
  peeringSyncLevel: readOnly(text()),
  resourceGuid: readOnly(text()),
  provisioningState: readOnly(text()),
});

import { sameId } from '../arm-id.ts';
import { overlap } from '../cidr.ts';
import { ArmError } from '../errors.ts';
import { at, type JsonObject, listAt, objectAt, textAt } from '../json.ts';
import { requireLinked } from '../linked-rights.ts';
import type { Pace, Stored, TypeModel, World, Write } from '../provider.ts';
import { object, required } from '../shape.ts';
import { requireBlock } from './blocks.ts';
import { networkName, types } from './names.ts';
import { networkLane } from './network-lane.ts';
import { peeringProperties } from './peering-shape.ts';
import { requireReferenced } from './references.ts';
import { networkVersions } from './versions.ts';

const slow: Pace = { how: 'operation', state: 'Updating', ms: 10_000 };

/** Microsoft.Network/virtualNetworks/virtualNetworkPeerings: one side of a peering. */
export const peerings: TypeModel = {
  type: types.peering,
  apiVersions: networkVersions,
  placement: 'group',
  name: networkName,
  body: object({ properties: required(peeringProperties) }),
  pace: { create: slow, update: slow, delete: slow },
  etag: true,
  lane: networkLane,
  admit: (write) => {
    checkRemote(write);
    return write.body;
  },
  done: (world, record) => {
    const other = reverseOf(world, record);
    if (other === undefined) return;
    for (const side of [record, other]) world.save({ ...side, hidden: { ...side.hidden, connected: true } });
  },
  show: showPeering,
};

function checkRemote({ world, id, body, prior }: Write): void {
  if (at(body, 'properties', 'peerCompleteVnets') === false) {
    throw new ArmError(501, 'SandboxNotModelled', 'The sandbox does not model peerings of single subnets.');
  }
  const remote = textAt(body, 'properties', 'remoteVirtualNetwork', 'id') ?? '';
  const own = id.parent ?? '';
  if (sameId(remote, own)) {
    throw new ArmError(
      400,
      'CannotPeerVnetWithItself',
      `Virtual network ${own} cannot be peered with itself.`,
    );
  }
  const found = requireReferenced(world, id.id, remote, prior === undefined);
  requireLinked(world, 'Microsoft.Network/virtualNetworks/peer/action', remote, id.id);
  const before = textAt(prior?.body, 'properties', 'remoteVirtualNetwork', 'id');
  if (before !== undefined && !sameId(before, remote)) {
    throw new ArmError(
      400,
      'RemoteVnetCannotBeChanged',
      `The remote virtual network of peering ${id.id} cannot be changed.`,
    );
  }
  const twin = world
    .under(own, types.peering)
    .find((one) => sameId(remoteOf(one), remote) && !sameId(one.id, id.id));
  if (twin !== undefined) {
    throw new ArmError(
      400,
      'AnotherPeeringAlreadyReferencesRemoteVnet',
      `Peering ${twin.id} already references remote virtual network ${remote}. Cannot add another peering ${id.id} referencing the same remote virtual network.`,
    );
  }
  for (const prefix of spaceOf(world.find(own))) {
    const clash = spaceOf(found).find((other) =>
      overlap(requireBlock(prefix, own), requireBlock(other, remote)),
    );
    if (clash === undefined) continue;
    const message = `Cannot create or update peering ${id.id}. Virtual networks ${own} and ${remote} cannot be peered because their address spaces overlap: ${prefix}, ${clash}.`;
    throw new ArmError(400, 'VnetAddressSpacesOverlap', message);
  }
}

function remoteOf(peering: Stored): string {
  return textAt(peering.body, 'properties', 'remoteVirtualNetwork', 'id') ?? '';
}

function spaceOf(network: Stored | undefined): string[] {
  return listAt(network?.body, 'properties', 'addressSpace', 'addressPrefixes').map(String);
}

/** The peering of the remote network that points back. */
function reverseOf(world: World, peering: Stored): Stored | undefined {
  const own = peering.id.slice(0, peering.id.toLowerCase().lastIndexOf('/virtualnetworkpeerings/'));
  return world.under(remoteOf(peering), types.peering).find((one) => sameId(remoteOf(one), own));
}

function showPeering(world: World, record: Stored): JsonObject {
  const connected = reverseOf(world, record) !== undefined;
  const state = connected ? 'Connected' : record.hidden['connected'] === true ? 'Disconnected' : 'Initiated';
  const space = { addressPrefixes: spaceOf(world.find(remoteOf(record))) };
  return {
    properties: {
      ...objectAt(record.body, 'properties'),
      peeringState: state,
      peeringSyncLevel: connected ? 'FullyInSync' : 'RemoteNotInSync',
      remoteAddressSpace: space,
      remoteVirtualNetworkAddressSpace: space,
      resourceGuid: world.made(record, 'resourceGuid'),
    },
  };
}

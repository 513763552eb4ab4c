import { ArmError } from '../../problems/arm-error.ts';
import { parseArmId } from '../../resource/arm-id.ts';
import type { JsonObject } from '../../resource/json.ts';
import type { VirtualNetworkFact } from '../../resource/subscription.ts';
import { kinds } from '../catalogue.ts';
import { virtualNetwork } from '../kinds/virtual-network.ts';
import type { Session } from '../session.ts';
import { objects, text, texts } from './json-fields.ts';
import { present } from './tolerant.ts';

/** Every virtual network of the subscription with its ranges. */
export async function readVirtualNetworks(session: Session): Promise<readonly VirtualNetworkFact[]> {
  const path = `/subscriptions/${session.subscriptionId}/providers/${virtualNetwork.type}`;
  const items = present(await session.list(path, virtualNetwork.apiVersion), 'the list of virtual networks');
  return items.map((item) => ({
    id: text(item, '/id') ?? '',
    name: text(item, '/name') ?? '',
    ranges: texts(item, '/properties/addressSpace/addressPrefixes'),
    peered: peeredWith(item),
  }));
}

/**
 * Ranges of the networks that one is peered with, wherever those lie. A peering whose other side is gone holds none:
 * it carries nothing any more, and has to be removed before it ever could.
 */
function peeredWith(network: JsonObject): string[] {
  return objects(network, '/properties/virtualNetworkPeerings')
    .filter((peering) => text(peering, '/properties/peeringState')?.toLowerCase() !== 'disconnected')
    .flatMap((peering) => texts(peering, '/properties/remoteAddressSpace/addressPrefixes'));
}

/** An existing resource that is used by id. It may lie in another subscription of the same directory. */
export async function readUsed(session: Session, id: string): Promise<JsonObject | null> {
  const { type } = parseArmId(id);
  const kind = kinds.all.find((each) => each.type.toLowerCase() === type.toLowerCase());
  if (!kind) throw new ArmError({ status: null, code: 'UnknownType', message: `${type} can not be used` });
  return (await session.get(id, kind.apiVersion)) ?? null;
}

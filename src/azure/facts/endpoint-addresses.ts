import { idKey } from '../../resource/arm-id.ts';
import { at, isObject, type Json, type JsonObject } from '../../resource/json.ts';
import type { PrivateAddresses } from '../../resource/sighting.ts';
import type { Fact } from '../../resource/subscription.ts';
import { place } from '../place.ts';
import type { Session } from '../session.ts';
import { text, texts } from './json-fields.ts';
import { fact, type Read } from './tolerant.ts';

/**
 * The private addresses of endpoints, as their interfaces have them: an endpoint itself shows none once a zone group keeps
 * its records.
 *
 * @param endpoints bodies by id
 */
export function readEndpointAddresses(
  session: Session,
  endpoints: Readonly<Record<string, JsonObject>>,
  read: Read,
): Promise<Fact<PrivateAddresses>> {
  return fact(async () => {
    const client = await session.network();
    const found = Object.entries(endpoints).map(async ([id, body]) => {
      const nic = text(body, '/properties/networkInterfaces/0/id');
      if (nic === undefined) return [idKey(id), {}] as const;
      const { resourceGroup, name } = place(nic);
      const shown = await read(() => session.read(() => client.networkInterfaces.get(resourceGroup, name)));
      return [idKey(id), namesOn(shown)] as const;
    });
    return Object.fromEntries(await Promise.all(found));
  });
}

function namesOn(nic: JsonObject | undefined): Record<string, string[]> {
  const names: Record<string, string[]> = {};
  const configurations: Json | undefined = at(nic, '/properties/ipConfigurations');
  for (const one of Array.isArray(configurations) ? configurations.filter(isObject) : []) {
    const address = text(one, '/properties/privateIPAddress');
    for (const fqdn of texts(one, '/properties/privateLinkConnectionProperties/fqdns')) {
      const name = fqdn.toLowerCase();
      if (address !== undefined) names[name] = [...(names[name] ?? []), address];
    }
  }
  return names;
}

import { at } from '../../resource/json.ts';
import { textAt } from '../places.ts';
import { lastName, objectsAt, servicesOf } from './bodies.ts';
import type { Held, Holding } from './holding.ts';
import type { Way } from './leak.ts';
import type { Whereabouts } from './whereabouts.ts';

/** Ways past the firewalls of the services themselves. */
export function serviceFirewalls(estate: Whereabouts): Way[] {
  return estate.holdings.flatMap((holding) =>
    servicesOf(holding).flatMap((held) => [
      ...networkRules(held, holding, estate),
      ...publicAccess(held, holding, estate),
    ]),
  );
}

/** Subnets of other stamps that the firewall lets in, as soon as public access is on. */
function networkRules({ id, body }: Held, holding: Holding, estate: Whereabouts): Way[] {
  // Cosmos DB has the same entries one level higher.
  const entries = ['/properties/networkAcls', '/properties'].flatMap((at) =>
    objectsAt(body, `${at}/virtualNetworkRules`),
  );
  return entries.flatMap((entry) => {
    const subnet = textAt(entry, '/id');
    const owners = estate.ownersOf(subnet);
    if (owners.includes(holding)) return [];
    return owners.map(
      (from): Way => ({
        kind: 'network rule',
        from: from.stamp,
        to: holding.stamp,
        id,
        rule: subnet,
        lets: `is let through the firewall of ${lastName(id)} from ${lastName(subnet)}`,
        reach: isPublic(body) ? 'open' : 'weakened',
        asked: false,
      }),
    );
  });
}

function publicAccess({ id, body }: Held, holding: Holding, estate: Whereabouts): Way[] {
  if (!isPublic(body) || isFiltered(body)) return [];
  return estate.others(holding).map((from) => ({
    kind: 'public access',
    from: from.stamp,
    to: holding.stamp,
    id,
    rule: 'publicNetworkAccess',
    lets: `reaches ${lastName(id)}, which is open to the internet`,
    reach: 'open',
    asked: false,
  }));
}

/** Open is what Azure takes when nothing is said. */
function isPublic(body: Held['body']): boolean {
  return !/^disabled$/i.test(textAt(body, '/properties/publicNetworkAccess'));
}

/** A firewall that lets nobody in but whom it names. That of Cosmos DB begins with its first address or subnet. */
function isFiltered(body: Held['body']): boolean {
  const action = textAt(body, '/properties/networkAcls/defaultAction') || 'Allow';
  return (
    !/^allow$/i.test(action) ||
    objectsAt(body, '/properties/ipRules').length > 0 ||
    at(body, '/properties/isVirtualNetworkFilterEnabled') === true
  );
}

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
  return objectsAt(body, '/properties/networkAcls/virtualNetworkRules').flatMap((entry) => {
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
  const lets = textAt(body, '/properties/networkAcls/defaultAction') || 'Allow';
  if (!isPublic(body) || !/^allow$/i.test(lets)) return [];
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

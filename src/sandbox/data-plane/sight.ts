import type { World } from '../provider.ts';
import { addressesOf, ownerOf } from './name-resolution.ts';
import { wayToAddress } from './reach.ts';
import { unreachable } from './request.ts';

/** A connection as the services of Azure make it: none of them takes TLS before 1.2 any more. */
export interface Handshake {
  readonly protocol: 'TLSv1.2' | 'TLSv1.3';
  /** Name that the certificate is for. */
  readonly subject: string;
  /** ISO 8601. */
  readonly validUntil: string;
}

const day = 86_400_000;

/** What the system resolver of a machine in a subnet says; throws ENOTFOUND. */
export function resolveFrom(world: World, name: string, from: string | undefined): readonly string[] {
  const found = addressesOf(world, name, from);
  if (found.length === 0) throw unreachable('ENOTFOUND', name);
  return found;
}

/** Connects to an address with a public name as server name; throws ETIMEDOUT. */
export function connectFrom(
  world: World,
  to: { readonly fqdn: string; readonly address: string; readonly port: number },
  from: string | undefined,
): Handshake {
  const owner = ownerOf(world, to.fqdn);
  const isSql = owner?.type.toLowerCase().startsWith('microsoft.sql/') === true;
  if (owner === undefined || to.port !== (isSql ? 1433 : 443))
    throw unreachable('ETIMEDOUT', to.fqdn, to.port);
  wayToAddress(world, owner, to, from);
  return {
    protocol: 'TLSv1.3',
    subject: `*${to.fqdn.slice(to.fqdn.indexOf('.'))}`,
    validUntil: new Date(Math.ceil(world.now / day) * day + 180 * day).toISOString(),
  };
}

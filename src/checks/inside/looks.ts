import { idKey } from '../../resource/arm-id.ts';
import type { Looked, Sighting, Tried } from '../../resource/sighting.ts';
import { known } from '../../resource/subscription.ts';
import type { CheckInput } from '../rule.ts';
import { type PrivateName, privateNamesOf } from './private-names.ts';

/** A private name, where it has to lead, and what was seen of it. */
export interface Seen {
  readonly name: PrivateName;
  /** Addresses of its endpoint, sorted; none where Azure has no such endpoint. */
  readonly expected: readonly string[];
  readonly sighting: Sighting | undefined;
  /** Whether it leads to its endpoint and nowhere else. */
  readonly leads: boolean;
}

/** Every private name with what one machine saw of it. */
export function seenFrom(looked: Looked, { design, looks }: CheckInput): readonly Seen[] {
  const addresses = known(looks?.addresses) ?? {};
  return privateNamesOf(design).map((name) => {
    const expected = [...(addresses[idKey(name.endpoint.id)]?.[name.name] ?? [])].sort();
    const sighting = looked.sightings.find((one) => one.name === name.name);
    const found = sorted(sighting?.resolved);
    return {
      name,
      expected,
      sighting,
      leads: expected.length > 0 && found !== undefined && found.join() === expected.join(),
    };
  });
}

function sorted(resolved: Sighting['resolved'] | undefined): string[] | undefined {
  return resolved === undefined || isProblem(resolved) ? undefined : [...resolved.addresses].sort();
}

export function isProblem<T extends object>(tried: Tried<T>): tried is { readonly problem: string } {
  return 'problem' in tried;
}

/** Who saw it, and when. */
export function seenBy({ by, at }: Looked): string {
  return `seen by ${by} at ${at}`;
}

/**
 * Whether a service refuses because of where the caller is, and not because of who it is. Words of Azure OpenAI, Key Vault,
 * Storage and Cosmos DB, in this order. Source: Microsoft, their pages on troubleshooting network restrictions.
 */
export function isRefusalOfNetwork({
  status,
  said,
}: {
  readonly status: number;
  readonly said: string;
}): boolean {
  const words =
    /public access is disabled|virtual network\/firewall|ForbiddenByConnection|ForbiddenByFirewall|^AuthorizationFailure|public internet|firewall settings/i;
  return status === 403 && words.test(said);
}

/** Addresses that the internet does not route: RFC 1918 and RFC 4193. */
export function isPrivateAddress(address: string): boolean {
  return /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|f[cd][0-9a-f]{2}:)/i.test(address);
}

import { parseCidr, type Range } from '../../estate/cidr.ts';
import { at, type JsonObject } from '../../resource/json.ts';
import { textAt } from '../places.ts';
import { objectsAt, textsAt } from './bodies.ts';
import { common, everyAddress, everyPort, protocolsOf, type Traffic, without } from './traffic.ts';

export type Direction = 'inbound' | 'outbound';

/** A security rule, ready to be evaluated. */
export interface SecurityRule {
  readonly name: string;
  readonly direction: Direction;
  readonly priority: number;
  readonly allows: boolean;
  /** Whether it is one of Azure's own. */
  readonly isDefault: boolean;
  /** All that it is about; it says nothing of anything else. */
  readonly about: readonly Traffic[];
}

/**
 * Rules of a security group in the order in which Azure takes them, its default rules last.
 * Source: Microsoft, "Network security groups" (default security rules).
 *
 * @param virtualNetwork what the service tag VirtualNetwork stands for: the network and those it is peered with
 * @param internet what the service tag Internet stands for; nothing, where private addresses alone matter
 */
export function securityRulesOf(
  group: JsonObject,
  virtualNetwork: readonly Range[],
  internet: readonly Range[] = [],
): SecurityRule[] {
  const tags = { virtualnetwork: virtualNetwork, internet };
  const own = objectsAt(group, '/properties/securityRules').map((rule) => ruleOf(rule, tags));
  return [...own, ...defaultRules(virtualNetwork)].sort((a, b) => a.priority - b.priority);
}

/** The first rule that lets any of some traffic pass; undefined: none does. */
export function letsPass(
  rules: readonly SecurityRule[],
  direction: Direction,
  traffic: Traffic,
): SecurityRule | undefined {
  let left: readonly Traffic[] = [traffic];
  for (const rule of rules) {
    if (rule.direction !== direction) continue;
    if (rule.allows) {
      if (left.some((box) => rule.about.some((about) => common(box, about)))) return rule;
      continue;
    }
    for (const hole of rule.about) left = left.flatMap((box) => without(box, hole));
    if (left.length === 0) return undefined;
  }
  return undefined;
}

function ruleOf(rule: JsonObject, tags: Tags): SecurityRule {
  const allows = textAt(rule, '/properties/access').toLowerCase() === 'allow';
  const addresses = (side: string): readonly Range[] => {
    // Application security groups hold addresses of the rule's own network alone.
    const byGroup = objectsAt(rule, `/properties/${side}ApplicationSecurityGroups`).length > 0;
    const named = textsAt(
      rule,
      `/properties/${side}AddressPrefix`,
      `/properties/${side}AddressPrefixes`,
    ).flatMap((prefix) => addressesOf(prefix, tags));
    return byGroup ? [...named, ...tags.virtualnetwork] : named;
  };
  const ports = textsAt(
    rule,
    '/properties/destinationPortRange',
    '/properties/destinationPortRanges',
  ).flatMap(portsOf);
  // A denial of some source ports alone stands in nobody's way.
  const sourcePorts = textsAt(rule, '/properties/sourcePortRange', '/properties/sourcePortRanges');
  const whole = allows || sourcePorts.every((port) => port === '*');
  return {
    name: textAt(rule, '/name'),
    direction: textAt(rule, '/properties/direction').toLowerCase() === 'inbound' ? 'inbound' : 'outbound',
    priority: Number(at(rule, '/properties/priority') ?? 0),
    allows,
    isDefault: false,
    about: whole
      ? boxes(addresses('source'), addresses('destination'), ports, textAt(rule, '/properties/protocol'))
      : [],
  };
}

function boxes(
  sources: readonly Range[],
  destinations: readonly Range[],
  ports: readonly Range[],
  protocol: string,
): Traffic[] {
  return sources.flatMap((source) =>
    destinations.flatMap((destination) =>
      ports.map((port): Traffic => [source, destination, port, protocolsOf(protocol)]),
    ),
  );
}

/** What service tags stand for, by their lower-case names. Those of single services are not looked up. */
interface Tags {
  readonly virtualnetwork: readonly Range[];
  readonly internet: readonly Range[];
}

/** The addresses that a prefix or service tag stands for. */
function addressesOf(prefix: string, tags: Tags): readonly Range[] {
  if (prefix === '*' || /^any$/i.test(prefix)) return [everyAddress];
  if (/^virtualnetwork$/i.test(prefix)) return tags.virtualnetwork;
  if (/^internet$/i.test(prefix)) return tags.internet;
  return rangeOf(prefix);
}

/** The range of a CIDR or of a single address. */
export function rangeOf(text: string): Range[] {
  const range = parseCidr(text.includes('/') ? text : `${text}/32`);
  return range ? [range] : [];
}

function portsOf(text: string): Range[] {
  if (text === '*') return [everyPort];
  const [first = Number.NaN, last = first] = text.split('-').map(Number);
  return first <= last ? [{ start: first, end: last + 1 }] : [];
}

function defaultRules(virtualNetwork: readonly Range[]): SecurityRule[] {
  const rule = (
    name: string,
    direction: Direction,
    priority: number,
    allows: boolean,
    ranges: readonly Range[],
  ): SecurityRule => ({
    name,
    direction,
    priority,
    allows,
    isDefault: true,
    about: boxes(ranges, ranges, [everyPort], '*'),
  });
  return [
    rule('AllowVnetInBound', 'inbound', 65_000, true, virtualNetwork),
    rule('DenyAllInBound', 'inbound', 65_500, false, [everyAddress]),
    rule('AllowVnetOutBound', 'outbound', 65_000, true, virtualNetwork),
    rule('DenyAllOutBound', 'outbound', 65_500, false, [everyAddress]),
  ];
}

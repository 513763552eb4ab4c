import { parseAddress, parseBlock, sizeOf } from '../cidr.ts';
import { isObject, type JsonObject, listAt, numberAt, textAt } from '../json.ts';
import { defaultRules } from '../microsoft.network/default-rules.ts';
import { types } from '../microsoft.network/names.ts';
import type { Stored, World } from '../provider.ts';

/** A connection to a port, from one address to another. `inside`: both lie in one network or in peered ones. */
export interface Flow {
  readonly from: string;
  readonly to: string;
  readonly port: number;
  readonly inside: boolean;
}

/** Whether the security group of a subnet lets a flow through; a subnet without one lets everything through. */
export function letsThrough(
  world: World,
  subnet: Stored,
  flow: Flow,
  direction: 'Inbound' | 'Outbound',
): boolean {
  const group = world.find(textAt(subnet.body, 'properties', 'networkSecurityGroup', 'id') ?? '');
  if (group === undefined) return true;
  const own = world.under(group.id, types.securityRule).map((rule) => rule.body);
  const rules = [...own, ...defaultRules(group.id, '')]
    .filter((rule) => textAt(rule, 'properties', 'direction') === direction)
    .sort((a, b) => priorityOf(a) - priorityOf(b));
  const decisive = rules.find((rule) => concerns(rule, flow));
  return textAt(decisive, 'properties', 'access') === 'Allow';
}

function priorityOf(rule: JsonObject): number {
  return numberAt(rule, 'properties', 'priority') ?? 0;
}

function concerns(rule: JsonObject, flow: Flow): boolean {
  const protocol = textAt(rule, 'properties', 'protocol') ?? '*';
  return (
    (protocol === '*' || protocol === 'Tcp') &&
    valuesOf(rule, 'destinationPortRange').some((range) => holdsPort(range, flow.port)) &&
    valuesOf(rule, 'sourceAddressPrefix').some((prefix) => holdsAddress(prefix, flow.from, flow)) &&
    valuesOf(rule, 'destinationAddressPrefix').some((prefix) => holdsAddress(prefix, flow.to, flow))
  );
}

/** A member in its singular or its plural form. */
function valuesOf(rule: JsonObject, member: string): string[] {
  const properties = isObject(rule['properties']) ? rule['properties'] : {};
  const single = textAt(properties, member);
  const plural = `${member.replace(/x$/, 'xe')}s`;
  return [
    ...(single ? [single] : []),
    ...listAt(properties, plural).filter((one) => typeof one === 'string'),
  ];
}

function holdsPort(range: string, port: number): boolean {
  if (range === '*') return true;
  const [from = '', to = from] = range.split('-');
  return Number(from) <= port && port <= Number(to);
}

/** Of the service tags only those of the network itself can be told here; all others hold no private address. */
function holdsAddress(prefix: string, address: string, flow: Flow): boolean {
  if (prefix === '*' || prefix === '0.0.0.0/0') return true;
  if (prefix === 'VirtualNetwork') return flow.inside;
  const value = parseAddress(address)?.value;
  const block = parseBlock(prefix.includes('/') ? prefix : `${prefix}/32`);
  if (value === undefined || block === undefined || block === 'host-bits') return false;
  return block.first <= value && value < block.first + sizeOf(block);
}

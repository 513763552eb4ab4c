import { parseAddress } from '../cidr.ts';
import { ArmError } from '../errors.ts';
import { at, type JsonObject, listAt, numberAt, objectAt, textAt } from '../json.ts';
import type { Pace, TypeModel, Write } from '../provider.ts';
import { integer, list, object, oneOf, readOnly, reference, required, text } from '../shape.ts';
import { requireBlock } from './blocks.ts';
import { networkName, types } from './names.ts';
import { networkVersions } from './versions.ts';

const quick: Pace = { how: 'operation', state: 'Updating', ms: 4_000 };

/** Properties of a rule, the same inline and on its own. Priorities are checked apart: ARM has a code for them. */
export const ruleProperties = object({
  description: text({ max: 140 }),
  protocol: required(oneOf('Tcp', 'Udp', 'Icmp', 'Esp', 'Ah', '*')),
  access: required(oneOf('Allow', 'Deny')),
  direction: required(oneOf('Inbound', 'Outbound')),
  priority: required(integer()),
  sourcePortRange: text(),
  sourcePortRanges: list(text()),
  destinationPortRange: text(),
  destinationPortRanges: list(text()),
  sourceAddressPrefix: text(),
  sourceAddressPrefixes: list(text()),
  destinationAddressPrefix: text(),
  destinationAddressPrefixes: list(text()),
  sourceApplicationSecurityGroups: list(reference()),
  destinationApplicationSecurityGroups: list(reference()),
  provisioningState: readOnly(text()),
});

/** Microsoft.Network/networkSecurityGroups/securityRules. */
export const securityRules: TypeModel = {
  type: types.securityRule,
  apiVersions: networkVersions,
  placement: 'group',
  name: networkName,
  body: object({ properties: required(ruleProperties) }),
  pace: { create: quick, update: quick, delete: quick },
  etag: true,
  admit: (write) => {
    checkPriority(write);
    const properties = objectAt(write.body, 'properties');
    for (const end of ['source', 'destination'] as const) checkEnd(write.id.name, properties, end);
    return { properties: withEmptyPlurals(properties) };
  },
};

function checkPriority({ world, id, body }: Write): void {
  const priority = numberAt(body, 'properties', 'priority') ?? 0;
  if (priority < 100 || priority > 4096) {
    throw new ArmError(
      400,
      'SecurityRuleInvalidPriority',
      `Security rule has invalid Priority. Value provided: ${priority} Allowed range 100-4096.`,
    );
  }
  const direction = textAt(body, 'properties', 'direction');
  const other = world.under(id.parent ?? '', types.securityRule).find((rule) => {
    const same =
      numberAt(rule.body, 'properties', 'priority') === priority &&
      textAt(rule.body, 'properties', 'direction') === direction;
    return same && rule.name.toLowerCase() !== id.name.toLowerCase();
  });
  if (other === undefined) return;
  const message = `Security rule ${other.name} conflicts with rule ${id.name}. Rules cannot have the same Priority and Direction.`;
  throw new ArmError(400, 'SecurityRuleConflict', message);
}

/** Each end takes ports and addresses in the singular or the plural form, exactly one of them. */
function checkEnd(name: string, properties: JsonObject, end: 'source' | 'destination'): void {
  const ports = oneForm(name, properties, `${end}PortRange`, `${end}PortRanges`, false);
  for (const port of ports) checkPort(name, port);
  const groups = listAt(properties, `${end}ApplicationSecurityGroups`).length > 0;
  const prefixes = oneForm(name, properties, `${end}AddressPrefix`, `${end}AddressPrefixes`, groups);
  for (const prefix of prefixes) checkPrefix(name, prefix, prefixes.length > 1);
}

function oneForm(
  name: string,
  properties: JsonObject,
  one: string,
  many: string,
  elsewhere: boolean,
): string[] {
  const single = textAt(properties, one);
  const plural = listAt(properties, many).filter((value) => typeof value === 'string');
  if (single !== undefined && single !== '' && plural.length > 0) {
    throw new ArmError(
      400,
      'SecurityRuleParameterContainsBothSingularAndPlural',
      `Security rule ${name} has both ${one} and ${many}; it takes one of them.`,
    );
  }
  if (single !== undefined && single !== '') return [single];
  if (plural.length > 0 || elsewhere) return plural;
  throw new ArmError(
    400,
    'SecurityRuleInvalidParameter',
    `Security rule ${name} has neither ${one} nor ${many}.`,
  );
}

function checkPort(name: string, range: string): void {
  if (range === '*') return;
  const [from = Number.NaN, to = from] = range
    .split('-')
    .map((port) => (/^\d{1,5}$/.test(port) ? Number(port) : Number.NaN));
  if (range.split('-').length <= 2 && from >= 0 && to <= 65535 && from <= to) return;
  throw new ArmError(
    400,
    'SecurityRuleInvalidPortRange',
    `Security rule ${name} has invalid port range ${range}.`,
  );
}

/** Any, a service tag, an address or a block; `*` stands alone. */
function checkPrefix(name: string, prefix: string, among: boolean): void {
  if (prefix === '*' && !among) return;
  if (/^[a-z][a-z0-9]*(\.[a-z0-9]+)*$/i.test(prefix) && at(reserved, prefix.toLowerCase()) === undefined)
    return;
  if (parseAddress(prefix) !== undefined) return;
  if (prefix.includes('/')) requireBlock(prefix, name);
  else
    throw new ArmError(
      400,
      'SecurityRuleInvalidAddressPrefix',
      `Security rule ${name} has invalid Address prefix. Value provided: ${prefix}`,
    );
}

const reserved: JsonObject = { any: true, all: true };

function withEmptyPlurals(properties: JsonObject): JsonObject {
  const plurals = [
    'sourcePortRanges',
    'destinationPortRanges',
    'sourceAddressPrefixes',
    'destinationAddressPrefixes',
  ];
  return { ...properties, ...Object.fromEntries(plurals.map((key) => [key, listAt(properties, key)])) };
}

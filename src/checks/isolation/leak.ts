/** What kind of way leads from one environment to another. */
export type Realm = 'network' | 'access' | 'logs';

/**
 * `open`: nothing else stands in the way. `weakened`: one wall is gone, and another still stands.
 */
export type Reach = 'open' | 'weakened';

/** One way from one stamp, or from outside of the estate, to another stamp. */
export interface Way {
  readonly kind: LeakKind;
  /** `tenant/environment`, or those of several; undefined: from outside of the estate. */
  readonly from: string | readonly string[] | undefined;
  readonly to: string;
  /** ARM id of the resource that makes it, or the object id of a group. */
  readonly id: string;
  /** What in that resource makes it: a rule, an entry, a property. */
  readonly rule: string;
  /** What it lets happen, as the end of a sentence that begins with who. */
  readonly lets: string;
  readonly reach: Reach;
  /** Whether the estate file asks for it. */
  readonly asked: boolean;
}

/** Ways to one stamp that one rule, assignment or link makes. */
export interface Leak extends Omit<Way, 'from'> {
  /** In the order of the estate file; empty: from outside of the estate. */
  readonly from: readonly string[];
}

interface Kind {
  readonly realm: Realm;
  /** What to do about it, before the id and the rule. */
  readonly next: string;
}

/** Every kind of way that the analysis looks for. */
export const leakKinds = {
  'shared network': { realm: 'network', next: 'Give each environment a network of its own instead of' },
  peering: { realm: 'network', next: 'Remove the peering' },
  hub: { realm: 'network', next: 'Remove one of the peerings with the hub, or filter in the hub' },
  'inbound rule': { realm: 'network', next: 'Narrow or remove the security rule' },
  'outbound rule': { realm: 'network', next: 'Narrow or remove the security rule' },
  'no security group': { realm: 'network', next: 'Attach a network security group to' },
  'endpoint policies': { realm: 'network', next: 'Set privateEndpointNetworkPolicies to Enabled on' },
  route: { realm: 'network', next: 'Remove the route' },
  'drop route': { realm: 'network', next: 'gotthard deploy puts the drop route back into' },
  appliance: { realm: 'network', next: 'Filter between environments in the appliance, or route past' },
  addresses: { realm: 'network', next: 'Give it addresses of its own:' },
  endpoint: { realm: 'network', next: 'Remove the private endpoint, or reject its connection:' },
  'zone link': { realm: 'network', next: 'Remove the link' },
  'zone group': { realm: 'network', next: 'Remove the zone group' },
  'shared zone': { realm: 'network', next: 'Set `dns: own` instead of' },
  'network rule': { realm: 'network', next: 'Remove the network rule' },
  'public access': { realm: 'network', next: 'gotthard deploy closes it again:' },
  role: { realm: 'access', next: 'Remove the role assignment' },
  'foreign group': { realm: 'access', next: 'Remove the role assignment' },
  'unknown principal': { realm: 'access', next: 'Ask whoever assigned it, then remove the role assignment' },
  'access policy': { realm: 'access', next: 'Remove the access policy' },
  'trusted directory': { realm: 'access', next: 'Set tenantId back:' },
  identity: { realm: 'access', next: 'Detach the identity' },
  'encryption key': { realm: 'access', next: 'Use a key of its own vault:' },
  'shared group': { realm: 'access', next: 'Name a group of its own instead of' },
  subscription: { realm: 'access', next: 'Give each a subscription of its own instead of' },
  delegation: { realm: 'access', next: 'End the Azure Lighthouse delegation of' },
  diagnostics: { realm: 'logs', next: 'Remove or redirect the diagnostic setting' },
  'shared workspace': { realm: 'logs', next: 'Set `logs: create` instead of' },
  'action group': { realm: 'logs', next: 'Point it to the action group of its own environment:' },
  'alert scope': { realm: 'logs', next: 'Remove the foreign scope of the alert' },
} as const satisfies Readonly<Record<string, Kind>>;

export type LeakKind = keyof typeof leakKinds;

/** Ways that one thing makes to one stamp, as one leak with all from which they lead. */
export function leaksOf(ways: readonly Way[]): Leak[] {
  const leaks = new Map<string, { way: Way; from: Set<string> }>();
  for (const way of ways) {
    const { kind, to, id, rule, reach, asked } = way;
    const outside = way.from === undefined;
    const key = JSON.stringify([kind, to, id.toLowerCase(), rule, reach, asked, outside]);
    const leak = leaks.get(key) ?? { way, from: new Set() };
    for (const from of typeof way.from === 'string' ? [way.from] : (way.from ?? [])) leak.from.add(from);
    leaks.set(key, leak);
  }
  return [...leaks.values()].map(({ way, from }) => ({ ...way, from: [...from] }));
}

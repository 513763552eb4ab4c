import type { Meter, Use } from './meter.ts';
import { HOURS } from './meter.ts';
import { isNothing, times } from './range.ts';
import type { ThingFigure, Usage } from './usage.ts';

/** A meter of something that only a usage file tells of. */
interface Thing {
  /** Step under which people look for it. */
  readonly step: string;
  readonly meter: Meter;
  /** Counted units that one of it is: hours of a month, or a part of a million. */
  readonly each: string;
  readonly kind: 'fixed' | 'usage';
}

/** The step of what Gotthard doesn't deploy. */
const BESIDE = 'Beside Gotthard';

function thing(
  step: string,
  [service, name, unit]: readonly [service: string, name: string, unit: string],
  prices: Meter['prices'],
  { each = '1', size = '1', kind = 'usage' }: { each?: string; size?: string; kind?: 'fixed' | 'usage' } = {},
): Thing {
  return { step, meter: { service, name, unit, unitSize: size, prices }, each, kind };
}

const month = { each: HOURS, kind: 'fixed' } as const;
const fixed = { kind: 'fixed' } as const;
const tenThousand = { each: '0.0001', size: '10000' } as const;
const million = { each: '0.000001', size: '1000000' } as const;

/** What bills each of them. Hourly things count with every hour of a month. */
const things: { readonly [figure in ThingFigure]: Thing } = {
  advancedVaultOperations: thing(
    'Key Vault',
    ['Key Vault', 'Advanced key operations', '10K operations'],
    { service: 'Key Vault', meter: 'Advanced Key Operations' },
    tenThousand,
  ),
  keyRotations: thing('Key Vault', ['Key Vault', 'Key rotations', 'rotation'], {
    service: 'Key Vault',
    meter: 'Automated Key Rotation',
  }),
  secretRenewals: thing('Key Vault', ['Key Vault', 'Secret renewals', 'renewal'], {
    service: 'Key Vault',
    meter: 'Secret Renewal',
  }),
  certificateRenewals: thing('Key Vault', ['Key Vault', 'Certificate renewals', 'renewal'], {
    service: 'Key Vault',
    meter: 'Certificate Renewal Request',
  }),
  hsmKeys: thing(
    'Key Vault',
    ['Key Vault', 'RSA 2048 keys in hardware', 'key'],
    { service: 'Key Vault', meter: 'Premium HSM-protected RSA 2048-bit key' },
    fixed,
  ),
  hsmAdvancedKeys: thing(
    'Key Vault',
    ['Key Vault', 'Advanced keys in hardware', 'key'],
    { service: 'Key Vault', meter: 'Premium HSM-protected Advanced Key' },
    fixed,
  ),
  basicLogGb: thing('Monitoring', ['Log Analytics', 'Basic log ingestion', 'GB'], {
    service: 'Log Analytics',
    meter: 'Basic Logs Data Ingestion',
  }),
  archivedLogGb: thing('Monitoring', ['Log Analytics', 'Archived logs', 'GB-month'], {
    service: 'Log Analytics',
    meter: 'Data Archive',
  }),
  webhookNotifications: thing('Monitoring', ['Azure Monitor', 'Web hooks', 'call'], {
    service: 'Azure Monitor',
    meter: 'Notifications Web hook',
  }),
  pushNotifications: thing('Monitoring', ['Azure Monitor', 'Push notifications', 'notification'], {
    service: 'Azure Monitor',
    meter: 'Notifications Push Notification',
  }),
  functionExecutions: thing(
    BESIDE,
    ['Functions', 'Flex Consumption executions', '1M executions'],
    { service: 'Functions', meter: 'On Demand Total Executions' },
    million,
  ),
  functionGbSeconds: thing(BESIDE, ['Functions', 'Flex Consumption time', 'GB-s'], {
    service: 'Functions',
    meter: 'On Demand Execution Time',
  }),
  storageLrsGb: thing(BESIDE, ['Storage', 'Hot LRS data', 'GB-month'], {
    service: 'Storage',
    meter: 'Hot LRS Data Stored',
  }),
  storageZrsGb: thing(BESIDE, ['Storage', 'Hot ZRS data', 'GB-month'], {
    service: 'Storage',
    meter: 'Hot ZRS Data Stored',
  }),
  storageWrites: thing(
    BESIDE,
    ['Storage', 'Hot LRS writes', '10K operations'],
    { service: 'Storage', meter: 'Hot LRS Write Operations' },
    tenThousand,
  ),
  storageReads: thing(
    BESIDE,
    ['Storage', 'Hot reads', '10K operations'],
    { service: 'Storage', meter: 'Hot Read Operations' },
    tenThousand,
  ),
  peeringGbIn: thing(BESIDE, ['Virtual Network', 'Peering, data in', 'GB'], {
    service: 'VNet Peering',
    meter: 'Intra-Region Ingress',
  }),
  peeringGbOut: thing(BESIDE, ['Virtual Network', 'Peering, data out', 'GB'], {
    service: 'VNet Peering',
    meter: 'Intra-Region Egress',
  }),
  natGateways: thing(
    BESIDE,
    ['NAT Gateway', 'Gateway', 'hour'],
    { service: 'NAT Gateway', meter: 'Standard Gateway' },
    month,
  ),
  natGb: thing(BESIDE, ['NAT Gateway', 'Data processed', 'GB'], {
    service: 'NAT Gateway',
    meter: 'Standard Data Processed',
  }),
  publicIps: thing(
    BESIDE,
    ['Virtual Network', 'Public IPv4 address', 'hour'],
    { service: 'Virtual Network', meter: 'Standard IPv4 Static Public IP' },
    month,
  ),
  firewalls: thing(
    BESIDE,
    ['Azure Firewall', 'Standard', 'hour'],
    { service: 'Azure Firewall', meter: 'Standard Deployment' },
    month,
  ),
  premiumFirewalls: thing(
    BESIDE,
    ['Azure Firewall', 'Premium', 'hour'],
    { service: 'Azure Firewall', meter: 'Premium Deployment' },
    month,
  ),
  firewallGb: thing(BESIDE, ['Azure Firewall', 'Data processed', 'GB'], {
    service: 'Azure Firewall',
    meter: 'Data Processed (Standard and Premium)',
  }),
  dnsResolverEndpoints: thing(
    BESIDE,
    ['Private DNS', 'Resolver inbound endpoint', 'endpoint'],
    { service: 'Private DNS Resolver', meter: 'Inbound endpoint' },
    fixed,
  ),
  ddosPlans: thing(
    BESIDE,
    ['Azure DDoS Protection', 'Network protection plan', 'hour'],
    { service: 'Azure DDOS Protection', meter: 'Network Protection Plan' },
    month,
  ),
  defenderKeyVaults: thing(
    'Governance',
    ['Defender for Cloud', 'Key Vault plan', 'vault'],
    { service: 'Defender for Cloud', meter: 'Defender for Key Vault' },
    fixed,
  ),
  defenderStorageAccounts: thing(
    'Governance',
    ['Defender for Cloud', 'Storage plan', 'account'],
    { service: 'Defender for Cloud', meter: 'Defender for Storage' },
    fixed,
  ),
  defenderSubscriptions: thing(
    'Governance',
    ['Defender for Cloud', 'Resource Manager plan', 'subscription'],
    { service: 'Defender for Cloud', meter: 'Defender for Resource Manager' },
    fixed,
  ),
};

/** A use of something that no resource of the design stands for, and the step it is told under. */
export interface ThingUse extends Use {
  readonly step: string;
}

/** What a stamp uses beside what Gotthard deploys. Empty without a usage file. */
export function thingUses(usage: Usage): ThingUse[] {
  return Object.entries(things).flatMap(([figure, { step, meter, each, kind }]) => {
    const name = figure as ThingFigure;
    const count = usage[name];
    if (isNothing(count)) return [];
    const basis = `${count.expected.toFixed()} ${name}${each === HOURS ? ` × ${HOURS} hours` : ''}`;
    return [{ step, meter, quantity: times(count, each), kind, basis, from: [name] }];
  });
}

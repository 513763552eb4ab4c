import type { PriceRow } from '../../facts/prices.ts';
import type { Meter } from '../meter.ts';

/** How a meter of the price book is asked for, and found in the answer. */
export interface Selector {
  /** Names of the service, in the order in which they are tried: Microsoft has renamed some. */
  readonly services: readonly string[];
  readonly product?: string;
  readonly sku?: string;
  /** Names of the meter in the API; `undefined`: the names are read one by one. */
  readonly meters: readonly string[] | undefined;
  /** Where it is listed, in the order in which it is tried; `own` is the region of the resource. */
  readonly regions: readonly ('own' | 'Global' | '' | 'Zone 1')[];
  /** Units of measure of the API, and what the price book calls them. */
  readonly units: { readonly [unitOfMeasure: string]: string };
  readonly term?: '1 Month' | '1 Year';
}

const hour = { '1 Hour': '1 Hour', '1/Hour': '1 Hour' };
const gb = { '1 GB': '1 GB' };
const gbMonth = { '1 GB/Month': '1 GB-month' };
const tenThousand = { '10K': '10K' };
const one = { '1': '1' };
const notifications = { '1': '1 notification' };
const monthly = (unit: string) => ({ '1': unit, '1/Month': unit });

/** Foundry Models is the name since 2026, Cognitive Services the one before. */
const models = ['Foundry Models', 'Cognitive Services'];

/** By service and meter of the price book. Source: the selectors of ahmadabdalla/azure-cost-calculator, 2026-03-07. */
const selectors: { readonly [meter: string]: Selector } = {
  'Private Link|Standard Private Endpoint': privateLink('Standard Private Endpoint', hour),
  'Private Link|Standard Data Processed - Ingress': privateLink('Standard Data Processed - Ingress', gb),
  'Private Link|Standard Data Processed - Egress': privateLink('Standard Data Processed - Egress', gb),
  'Private DNS|Private Zone': dns('Private Zone', monthly('1 zone-month')),
  'Private DNS|Private Queries': dns('Private Queries', { '1M': '1M' }),
  'Key Vault|Operations': vault('Standard', 'Operations', tenThousand),
  'Key Vault|Advanced Key Operations': vault('Standard', 'Advanced Key Operations', tenThousand),
  'Key Vault|Automated Key Rotation': vault('Standard', 'Automated Key Rotation', {
    '1 Rotation': '1 Rotation',
    '1': '1 Rotation',
  }),
  'Key Vault|Secret Renewal': vault('Standard', 'Secret Renewal', one),
  'Key Vault|Certificate Renewal Request': vault('Standard', 'Certificate Renewal Request', one),
  'Key Vault|Premium HSM-protected RSA 2048-bit key': vault(
    'Premium',
    'Premium HSM-protected RSA 2048-bit key',
    monthly('1 key-month'),
  ),
  'Key Vault|Premium HSM-protected Advanced Key': vault(
    'Premium',
    'Premium HSM-protected Advanced Key',
    monthly('1 key-month'),
  ),
  'Log Analytics|Analytics Logs Data Ingestion': {
    services: ['Log Analytics'],
    sku: 'Analytics Logs',
    meters: ['Analytics Logs Data Ingestion', 'Analytics Logs Data Analyzed'],
    regions: ['own'],
    units: gb,
  },
  'Log Analytics|Analytics Logs Data Retention': {
    services: ['Log Analytics'],
    sku: 'Analytics Logs',
    meters: ['Analytics Logs Data Retention'],
    regions: ['own'],
    units: { ...gb, ...gbMonth, '1 GB': '1 GB-month' },
  },
  'Log Analytics|Basic Logs Data Ingestion': monitor(['Basic Logs Data Ingestion'], gb),
  'Log Analytics|Data Archive': monitor(['Data Archive'], { ...gbMonth, '1 GB': '1 GB-month' }),
  'Log Analytics|100 GB Commitment Tier Capacity Reservation': monitor(
    ['100 GB Commitment Tier Capacity Reservation'],
    { '1/Day': '1/Day' },
  ),
  'Azure Monitor|Alerts Metric Monitored': monitor(
    ['Alerts Metric Monitored'],
    monthly('1 time-series-month'),
  ),
  'Azure Monitor|Alerts Dynamic Threshold': monitor(
    ['Alerts Dynamic Threshold'],
    monthly('1 time-series-month'),
  ),
  ...Object.fromEntries(
    [1, 5, 10, 15].map((minutes) => [
      `Azure Monitor|Log alert rule, ${minutes}-minute frequency`,
      monitor([`Alerts System Log Monitored at ${minutes} Minute Frequency`], monthly('1 rule-month')),
    ]),
  ),
  'Azure Monitor|Emails': monitor(['Notifications Emails', 'Emails'], notifications),
  'Azure Monitor|Notifications Push Notification': monitor(
    ['Notifications Push Notification'],
    notifications,
  ),
  'Azure Monitor|Notifications Secure web hook': monitor(['Notifications Secure Web hook'], notifications),
  'Azure Monitor|Notifications Web hook': monitor(['Notifications Web hook'], notifications),
  'NAT Gateway|Standard Gateway': global('NAT Gateway', 'Standard Gateway', hour),
  'NAT Gateway|Standard Data Processed': global('NAT Gateway', 'Standard Data Processed', gb),
  'VNet Peering|Intra-Region Ingress': peering('Intra-Region Ingress'),
  'VNet Peering|Intra-Region Egress': peering('Intra-Region Egress'),
  'Virtual Network|Standard IPv4 Static Public IP': {
    services: ['Virtual Network'],
    product: 'IP Addresses',
    meters: ['Standard IPv4 Static Public IP'],
    regions: ['own'],
    units: hour,
  },
  'Azure Firewall|Standard Deployment': regional('Azure Firewall', 'Standard Deployment', hour),
  'Azure Firewall|Premium Deployment': regional('Azure Firewall', 'Premium Deployment', hour),
  'Azure Firewall|Data Processed (Standard and Premium)': regional(
    'Azure Firewall',
    'Standard Data Processed',
    gb,
  ),
  'Azure DDOS Protection|Network Protection Plan': regional(
    'Azure DDOS Protection',
    'Network Protection Plan',
    hour,
  ),
  'Functions|On Demand Total Executions': flex('On Demand Total Executions', { '10': '10', '1M': '1M' }),
  'Functions|On Demand Execution Time': flex('On Demand Execution Time', {
    '1 GB Second': '1 GB-s',
    '1 GB-s': '1 GB-s',
    '1': '1 GB-s',
  }),
  'Logic Apps|Standard vCPU Duration': workflows('Standard vCPU Duration', {
    '1 Hour': '1 Hour',
    '1/Hour': '1 Hour',
  }),
  'Logic Apps|Standard Memory Duration': workflows('Standard Memory Duration', {
    '1 GiB Hour': '1 GiB Hour',
    '1 Hour': '1 GiB Hour',
  }),
  'Azure Cosmos DB|1M RUs (serverless)': cosmos('Azure Cosmos DB serverless', '1M RUs', { '1M': '1M' }),
  'Azure Cosmos DB|Data Stored': { ...cosmos('Azure Cosmos DB', 'Data Stored', gbMonth), sku: 'RUs' },
  'SQL Database|General Purpose Serverless vCore': {
    ...sqlDatabase('SQL Database General Purpose - Serverless - Compute Gen5', 'vCore', {
      '1 Hour': '1 vCore-hour',
    }),
    sku: '1 vCore',
  },
  'SQL Database|General Purpose Data Stored': {
    ...sqlDatabase(
      'SQL Database Single/Elastic Pool General Purpose - Storage',
      'General Purpose Data Stored',
      gbMonth,
    ),
    sku: 'General Purpose',
  },
  'Storage|Hot LRS Data Stored': blob('Blob Storage', 'Hot LRS Data Stored', gbMonth),
  'Storage|Hot ZRS Data Stored': blob('General Block Blob v2', 'Hot ZRS Data Stored', gbMonth),
  'Storage|Hot ZRS Write Operations': blob('General Block Blob v2', 'Hot ZRS Write Operations', tenThousand),
  'Data Lake Storage|Hot LRS Data Stored': lake('Hot LRS Data Stored', gbMonth),
  'Data Lake Storage|Hot ZRS Data Stored': lake('Hot ZRS Data Stored', gbMonth),
  'Data Lake Storage|Hot LRS Write Operations': lake('Hot LRS Write Operations', tenThousand),
  'Data Lake Storage|Hot ZRS Write Operations': lake('Hot ZRS Write Operations', tenThousand),
  'Data Lake Storage|Hot Read Operations': lake('Hot Read Operations', tenThousand),
  'Storage|Hot LRS Write Operations': blob('Blob Storage', 'Hot LRS Write Operations', tenThousand),
  'Storage|Hot Read Operations': blob('Blob Storage', 'Hot Read Operations', tenThousand),
};

function privateLink(name: string, units: Selector['units']): Selector {
  return {
    services: ['Virtual Network'],
    product: 'Virtual Network Private Link',
    meters: [name],
    regions: ['Global'],
    units,
  };
}

function dns(name: string, units: Selector['units']): Selector {
  return { services: ['Azure DNS'], sku: 'Private', meters: [name], regions: ['', 'Zone 1'], units };
}

/** The product keeps out the dedicated modules, which cost thousands a month. */
function vault(sku: string, name: string, units: Selector['units']): Selector {
  return { services: ['Key Vault'], product: 'Key Vault', sku, meters: [name], regions: ['own'], units };
}

function monitor(meters: readonly string[], units: Selector['units']): Selector {
  return { services: ['Azure Monitor'], meters, regions: ['own', 'Global'], units };
}

function global(service: string, name: string, units: Selector['units']): Selector {
  return { services: [service], meters: [name], regions: ['Global'], units };
}

function regional(service: string, name: string, units: Selector['units']): Selector {
  return { services: [service], meters: [name], regions: ['own'], units };
}

function peering(name: string): Selector {
  return {
    services: ['Virtual Network'],
    product: 'Virtual Network Peering',
    meters: [name],
    regions: ['Global'],
    units: gb,
  };
}

function flex(name: string, units: Selector['units']): Selector {
  return { services: ['Functions'], product: 'Flex Consumption', meters: [name], regions: ['own'], units };
}

/** Product, meter and unit as infracost/infracost asks for them. */
function cosmos(product: string, name: string, units: Selector['units']): Selector {
  return { services: ['Azure Cosmos DB'], product, meters: [name], regions: ['own'], units };
}

/** Meters as infracost/infracost asks for them, logic_app_standard.go. */
function workflows(name: string, units: Selector['units']): Selector {
  return { services: ['Logic Apps'], meters: [name], regions: ['own'], units };
}

/** Products and meters as public calculators name them, such as those of infracost/infracost. */
function sqlDatabase(product: string, name: string, units: Selector['units']): Selector {
  return { services: ['SQL Database'], product, meters: [name], regions: ['own'], units };
}

function blob(product: string, name: string, units: Selector['units']): Selector {
  return { services: ['Storage'], product, meters: [name], regions: ['own'], units };
}

function lake(name: string, units: Selector['units']): Selector {
  return blob('Azure Data Lake Storage Gen2 Hierarchical Namespace', name, units);
}

const placeNames: { readonly [place: string]: string } = {
  regional: 'Regional',
  datazone: 'Data Zone',
  global: 'Global',
};

/** How the prices of a meter are asked for; undefined where nobody knows how the API lists it. */
export function selectorOf({ prices }: Meter): Selector | undefined {
  if (prices.model !== undefined) return tokens;
  if (prices.service !== 'Azure OpenAI PTU') return selectors[`${prices.service}|${prices.meter}`];
  const place = placeNames[prices.deploymentType ?? ''] ?? '';
  const meters = [`Provisioned Managed ${place} Unit`, `Provisioned Managed ${place}`];
  const term = /\((1 Month|1 Year)\)$/.exec(prices.unit ?? '')?.[1] as Selector['term'];
  const common = { services: models, meters, regions: ['own'] } as const;
  // Other families sell units under the same names: the product tells them apart.
  return term === undefined
    ? { ...common, product: 'Azure OpenAI', units: { '1/Hour': '1 PTU-hour', '1 Hour': '1 PTU-hour' } }
    : {
        ...common,
        product: 'Azure AI Foundry Provisioned Throughput Reservation',
        // The price is that of the whole term, whatever the unit says.
        units: {
          '1/Hour': `1 PTU for the whole term (${term})`,
          '1 Hour': `1 PTU for the whole term (${term})`,
        },
        term,
      };
}

const tokens: Selector = {
  services: models,
  meters: undefined,
  regions: ['own'],
  units: { '1K': '1K tokens', '1M': '1M tokens' },
};

/** What the price book calls a thing: the same for all of its rows. */
export type BookFields = Pick<PriceRow, 'service' | 'meter'> &
  Partial<Pick<PriceRow, 'model' | 'deploymentType' | 'direction' | 'reservationTerm'>>;

/** The fields by which the rows of a meter are found again in the price book. */
export function bookFields({ prices }: Meter, meterName: string): BookFields {
  const { service = '', meter, model, deploymentType, direction } = prices;
  const term = /\((1 Month|1 Year)\)$/.exec(prices.unit ?? '')?.[1];
  return {
    service,
    meter: meter ?? meterName,
    ...(model === undefined ? {} : { model }),
    ...(deploymentType === undefined ? {} : { deploymentType }),
    ...(direction === undefined ? {} : { direction }),
    ...(term === undefined ? {} : { reservationTerm: term }),
  };
}

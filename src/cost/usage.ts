import Big from 'big.js';
import type { UsageProfile } from '../estate/estate.ts';
import type { Range } from './range.ts';

/**
 * How much a stamp is used in a month. The profiles are working assumptions of Gotthard, set on 2026-11-23: nobody
 * knows a customer's use before it happens, so each figure says what it assumes, and its range goes from half to twice
 * the expected figure.
 */
export type UsageFigure = ProfileFigure | ThingFigure;

type ProfileFigure =
  | 'inputTokens'
  | 'cachedTokens'
  | 'outputTokens'
  | 'embeddingTokens'
  | 'endpointGbIn'
  | 'endpointGbOut'
  | 'dnsQueries'
  | 'vaultOperations'
  | 'logGb'
  | 'alertEmails'
  | 'dataGb'
  | 'dataWrites'
  | 'dataReads'
  | 'cosmosRequestUnits'
  | 'cosmosGb'
  | 'sqlVcoreHours'
  | 'dataFactoryRuns'
  | 'dataFactoryHours';

/** What stands beside a stamp or is done with it, and only a usage file tells. */
export type ThingFigure = keyof typeof thingExplanations;

type Figures = { readonly [figure in UsageFigure]: Range };

/** A month's use of one stamp, in single units (tokens, operations, queries, e-mails) or GB of 10^9 bytes. */
export interface Usage extends Figures {
  /** Where figures are from that are not those of the profile. */
  readonly origins?: { readonly [figure in UsageFigure]?: string };
  /** The term for which provisioned throughput is reserved; by the hour when left out. */
  readonly reservation?: '1 Month' | '1 Year';
}

interface Assumption {
  /** What is counted, and what the figure takes for granted. */
  readonly explanation: string;
  readonly expected: { readonly [profile in UsageProfile]: string };
}

/** What each profile takes for granted, set on 2026-11-23. */
const profileAssumptions: { readonly [figure in ProfileFigure]: Assumption } = {
  inputTokens: {
    explanation: 'Tokens of prompts to chat models, all of them together, the cached ones included.',
    expected: { small: '20000000', medium: '300000000', large: '3000000000' },
  },
  cachedTokens: {
    explanation: 'The part of the prompts that Azure finds in its cache: a fifth, the repeated instructions.',
    expected: { small: '4000000', medium: '60000000', large: '600000000' },
  },
  outputTokens: {
    explanation: 'Tokens of answers, those of hidden reasoning included: a quarter of the prompts.',
    expected: { small: '5000000', medium: '75000000', large: '600000000' },
  },
  embeddingTokens: {
    explanation: 'Tokens turned into vectors: documents once, and the questions asked of them.',
    expected: { small: '10000000', medium: '100000000', large: '1000000000' },
  },
  endpointGbIn: {
    explanation: 'Data sent through the private endpoints.',
    expected: { small: '5', medium: '50', large: '500' },
  },
  endpointGbOut: {
    explanation: 'Data received through the private endpoints, as much as is sent.',
    expected: { small: '5', medium: '50', large: '500' },
  },
  dnsQueries: {
    explanation: 'Questions to the private DNS zones; clients keep answers for a while.',
    expected: { small: '100000', medium: '1000000', large: '10000000' },
  },
  vaultOperations: {
    explanation: 'Reads of secrets and keys by applications that keep them for a while.',
    expected: { small: '100000', medium: '1000000', large: '10000000' },
  },
  logGb: {
    explanation: 'Logs and metrics that reach the workspace.',
    expected: { small: '5', medium: '30', large: '150' },
  },
  alertEmails: {
    explanation: 'Alert e-mails to each receiver.',
    expected: { small: '20', medium: '50', large: '100' },
  },
  dataGb: {
    explanation: 'Documents and data in the storage of the integration, where there is one.',
    expected: { small: '50', medium: '500', large: '5000' },
  },
  dataWrites: {
    explanation: 'Write operations on that storage.',
    expected: { small: '100000', medium: '1000000', large: '10000000' },
  },
  dataReads: {
    explanation: 'Read operations on that storage: five to each write.',
    expected: { small: '500000', medium: '5000000', large: '50000000' },
  },
  cosmosRequestUnits: {
    explanation:
      'Request units of Cosmos DB, where it is asked for: reads and writes of a kilobyte take 1 and 5.',
    expected: { small: '5000000', medium: '50000000', large: '500000000' },
  },
  cosmosGb: {
    explanation: 'Data and indexes in Cosmos DB, where it is asked for.',
    expected: { small: '1', medium: '10', large: '100' },
  },
  sqlVcoreHours: {
    explanation:
      'Hours of a vCore of SQL Database, where it is asked for; half a vCore counts whenever it is awake.',
    expected: { small: '30', medium: '150', large: '500' },
  },
  dataFactoryRuns: {
    explanation:
      'Runs of activities of Data Factory, where it is asked for: three a document, and two a run of the pipeline.',
    expected: { small: '3000', medium: '30000', large: '300000' },
  },
  dataFactoryHours: {
    explanation:
      'Hours of activities of Data Factory in its managed network, where it is asked for: each counts by itself, to the minute.',
    expected: { small: '50', medium: '500', large: '5000' },
  },
};

/** What of it there is, is counted; no profile takes any of it for granted. */
const thingExplanations = {
  advancedVaultOperations: 'Operations with RSA 3072, RSA 4096 or elliptic-curve keys of the vault.',
  keyRotations: 'Automated rotations of keys of the vault.',
  secretRenewals: 'Renewals of secrets of the vault.',
  certificateRenewals: 'Renewals of certificates of the vault.',
  hsmKeys: 'RSA 2048-bit keys of a premium vault that are protected by a hardware module.',
  hsmAdvancedKeys: 'Other keys of a premium vault that are protected by a hardware module.',
  basicLogGb: 'Logs that reach tables of the Basic plan.',
  archivedLogGb: 'Logs that lie in the archive.',
  webhookNotifications: 'Calls of web hooks by action groups.',
  pushNotifications: 'Push notifications of action groups.',
  functionExecutions: 'Executions of functions on the Flex Consumption plan.',
  functionGbSeconds: 'Gigabyte-seconds of functions on the Flex Consumption plan.',
  storageLrsGb: 'Data in blob storage, hot, locally redundant.',
  storageZrsGb: 'Data in blob storage, hot, zone-redundant.',
  storageWrites: 'Write operations of blob storage, hot, locally redundant.',
  storageReads: 'Read operations of blob storage, hot.',
  peeringGbIn: 'Data that comes in over peerings within a region, counted at one end.',
  peeringGbOut: 'Data that goes out over peerings within a region, counted at one end.',
  natGateways: 'NAT gateways.',
  natGb: 'Data that NAT gateways process.',
  publicIps: 'Static public IPv4 addresses.',
  firewalls: 'Azure Firewalls of the Standard tier.',
  premiumFirewalls: 'Azure Firewalls of the Premium tier.',
  firewallGb: 'Data that firewalls process.',
  dnsResolverEndpoints: 'Inbound endpoints of a DNS resolver.',
  ddosPlans: 'DDoS network protection plans; one serves a whole directory.',
  defenderKeyVaults: 'Vaults under Microsoft Defender for Key Vault.',
  defenderStorageAccounts: 'Storage accounts under Microsoft Defender for Storage.',
  defenderSubscriptions: 'Subscriptions under Microsoft Defender for Resource Manager.',
} as const;

const none = { small: '0', medium: '0', large: '0' };

/** Every figure: what it counts, and what each profile takes for granted. */
export const usageAssumptions = {
  ...profileAssumptions,
  ...Object.fromEntries(
    Object.entries(thingExplanations).map(([figure, explanation]) => [
      figure,
      { explanation, expected: none },
    ]),
  ),
} as { readonly [figure in UsageFigure]: Assumption };

/** Names of all figures, in the order in which people are told of them. */
export const usageFigures = Object.keys(usageAssumptions) as readonly UsageFigure[];

/** What a range makes of a profile's figure. */
const LOW = '0.5';
const HIGH = '2';

/** The use that a profile stands for. */
export function usageOf(profile: UsageProfile): Usage {
  const ranges = usageFigures.map((figure): [string, Range] => {
    const expected = new Big(usageAssumptions[figure].expected[profile]);
    return [figure, { low: expected.times(LOW), expected, high: expected.times(HIGH) }];
  });
  return Object.fromEntries(ranges) as Figures;
}

/**
 * Which OpenAI model versions exist, until when, and which region offers which of them by which deployment type.
 *
 * Sources: the model retirement table and the per-deployment-type region tables of Microsoft's documentation
 * repository MicrosoftDocs/azure-ai-docs (articles/foundry/openai/includes/retirement and .../model-matrix, spring
 * 2026 texts), the retirement schedule of 2026-07 (gpt-4.1 family 2026-10-14, gpt-4o family 2026-10-01, whisper
 * 2026-12-15), and the provisioned-throughput page for minimum sizes (50/50 regional, 25/25 for the small models,
 * 15/5 global and data zone).
 */

/** What a model can do, as the service's capability flags group it. */
export type ModelUse = 'chat' | 'responses' | 'embeddings' | 'audio';

/** One model version. */
export interface ModelFact {
  readonly name: string;
  readonly version: string;
  readonly use: ModelUse;
  /** Day from which requests fail (UTC). */
  readonly retires: string;
  /** Offered when a deployment names no version. */
  readonly isDefault: boolean;
}

function model(name: string, version: string, use: ModelUse, retires: string, isDefault = true): ModelFact {
  return { name, version, use, retires, isDefault };
}

/** Every version the sandbox knows; names with several versions have one default. */
export const modelFacts: readonly ModelFact[] = [
  model('gpt-5.4', '2026-03-05', 'chat', '2027-03-05'),
  model('gpt-5.4-mini', '2026-03-17', 'chat', '2027-03-18'),
  model('gpt-5.4-nano', '2026-03-17', 'chat', '2027-03-18'),
  model('gpt-5.3-codex', '2026-02-24', 'responses', '2027-02-25'),
  model('gpt-5.2', '2025-12-11', 'chat', '2026-12-12'),
  model('gpt-5.1', '2025-11-13', 'chat', '2027-05-15'),
  model('gpt-5.1-codex', '2025-11-13', 'responses', '2027-05-15'),
  model('gpt-5.1-codex-mini', '2025-11-13', 'responses', '2027-05-15'),
  model('gpt-5', '2025-08-07', 'chat', '2027-02-06'),
  model('gpt-5-mini', '2025-08-07', 'chat', '2027-02-06'),
  model('gpt-5-nano', '2025-08-07', 'chat', '2027-02-06'),
  model('gpt-5-pro', '2025-10-06', 'responses', '2027-04-07'),
  model('gpt-5-codex', '2025-09-15', 'responses', '2027-03-17'),
  model('o3', '2025-04-16', 'chat', '2026-10-16'),
  model('o4-mini', '2025-04-16', 'chat', '2026-10-16'),
  model('o3-mini', '2025-01-31', 'chat', '2026-08-02'),
  model('gpt-4.1', '2025-04-14', 'chat', '2026-10-14'),
  model('gpt-4.1-mini', '2025-04-14', 'chat', '2026-10-14'),
  model('gpt-4.1-nano', '2025-04-14', 'chat', '2026-10-14'),
  model('gpt-4o', '2024-11-20', 'chat', '2026-10-01'),
  model('gpt-4o', '2024-08-06', 'chat', '2026-10-01', false),
  model('gpt-4o-mini', '2024-07-18', 'chat', '2026-10-01'),
  model('text-embedding-3-large', '1', 'embeddings', '2027-04-15'),
  model('text-embedding-3-small', '1', 'embeddings', '2027-04-15'),
  model('text-embedding-ada-002', '2', 'embeddings', '2027-04-15'),
  model('whisper', '001', 'audio', '2026-12-15'),
];

const everywhere = [
  'switzerlandnorth',
  'switzerlandwest',
  'swedencentral',
  'germanywestcentral',
  'westeurope',
  'francecentral',
] as const;
const north = 'switzerlandnorth';
const notWest = everywhere.filter((region) => region !== 'switzerlandwest');
const zone = ['swedencentral', 'germanywestcentral', 'westeurope', 'francecentral'] as const;

/** Regions that offer Azure OpenAI in the sandbox. */
export const modelRegions: readonly string[] = everywhere;

interface Offer {
  readonly models: readonly string[];
  readonly regions: readonly string[];
}

/** Offers by deployment type. A row of `name@version` limits the offer to that version. */
export const offers: { readonly [sku: string]: readonly Offer[] } = {
  GlobalStandard: [
    { models: ['gpt-5.4', 'gpt-5.4-mini', 'gpt-5.4-nano', 'gpt-5.3-codex', 'gpt-5.2'], regions: everywhere },
    { models: ['gpt-5.1', 'gpt-5.1-codex', 'gpt-5.1-codex-mini'], regions: everywhere },
    { models: ['gpt-5-pro', 'gpt-5-codex'], regions: everywhere },
    { models: ['gpt-5', 'gpt-5-mini', 'gpt-5-nano', 'o3', 'o4-mini', 'o3-mini'], regions: notWest },
    { models: ['gpt-4.1', 'gpt-4.1-mini', 'gpt-4.1-nano', 'gpt-4o', 'gpt-4o-mini'], regions: notWest },
    {
      models: ['text-embedding-3-large', 'text-embedding-3-small', 'text-embedding-ada-002'],
      regions: notWest,
    },
  ],
  DataZoneStandard: [
    { models: ['gpt-5.1'], regions: ['francecentral', 'swedencentral'] },
    { models: ['gpt-5', 'gpt-5-mini', 'gpt-5-nano', 'o3', 'o4-mini', 'o3-mini'], regions: zone },
    { models: ['gpt-4.1', 'gpt-4.1-mini', 'gpt-4.1-nano', 'gpt-4o', 'gpt-4o-mini'], regions: zone },
    {
      models: ['text-embedding-3-large', 'text-embedding-3-small', 'text-embedding-ada-002'],
      regions: zone,
    },
  ],
  Standard: [
    { models: ['gpt-5.1', 'o4-mini', 'gpt-4.1-nano'], regions: ['swedencentral'] },
    { models: ['gpt-4.1'], regions: [north, 'swedencentral'] },
    { models: ['gpt-4.1-mini'], regions: [north, 'swedencentral', 'westeurope', 'francecentral'] },
    { models: ['gpt-4o@2024-11-20'], regions: [north, 'swedencentral', 'francecentral'] },
    {
      models: ['text-embedding-ada-002'],
      regions: [north, 'swedencentral', 'westeurope', 'francecentral'],
    },
    {
      models: ['text-embedding-3-large'],
      regions: [north, 'swedencentral', 'germanywestcentral', 'francecentral'],
    },
    { models: ['text-embedding-3-small'], regions: [north] },
    { models: ['whisper'], regions: [north, 'westeurope', 'swedencentral'] },
  ],
  ProvisionedManaged: [
    { models: ['gpt-5.1'], regions: [north] },
    { models: ['gpt-4.1'], regions: [north, 'germanywestcentral', 'swedencentral'] },
    { models: ['gpt-4.1-mini', 'o3-mini'], regions: [north, 'swedencentral'] },
    { models: ['gpt-4.1-nano'], regions: ['swedencentral'] },
    { models: ['o3', 'o4-mini'], regions: ['westeurope'] },
    {
      models: ['gpt-4o@2024-11-20'],
      regions: [north, 'germanywestcentral', 'swedencentral', 'westeurope'],
    },
    {
      models: ['gpt-4o@2024-08-06'],
      regions: [north, 'switzerlandwest', 'germanywestcentral', 'swedencentral', 'francecentral'],
    },
    { models: ['gpt-4o-mini'], regions: [north, 'switzerlandwest', 'swedencentral', 'francecentral'] },
  ],
  GlobalProvisionedManaged: [
    { models: ['gpt-5.4'], regions: ['francecentral', 'swedencentral', 'westeurope'] },
    { models: ['gpt-5.3-codex', 'gpt-5.2', 'gpt-5.1', 'gpt-5.1-codex'], regions: everywhere },
    { models: ['gpt-5', 'gpt-5-mini', 'o3', 'o4-mini', 'o3-mini'], regions: everywhere },
    { models: ['gpt-4.1', 'gpt-4.1-mini', 'gpt-4.1-nano', 'gpt-4o', 'gpt-4o-mini'], regions: everywhere },
  ],
  DataZoneProvisionedManaged: [
    { models: ['gpt-5.2', 'gpt-5.1', 'gpt-5.1-codex', 'gpt-5', 'gpt-5-mini'], regions: zone },
    { models: ['o3', 'o4-mini', 'o3-mini'], regions: zone },
    { models: ['gpt-4.1', 'gpt-4.1-mini', 'gpt-4.1-nano', 'gpt-4o', 'gpt-4o-mini'], regions: zone },
  ],
};

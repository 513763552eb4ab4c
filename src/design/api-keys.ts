import type { Stamp } from '../estate/estate.ts';
import type { Json, JsonObject } from '../resource/json.ts';
import { dateAtApply } from '../resource/reference.ts';
import { apiKeyValue, type Credential, credentialTag } from '../resource/secret-value.ts';
import { type Area, ownTagsOf, resource } from './area.ts';
import type { DesignedResource } from './design.ts';

/** Days between rotations, where the file says nothing else. */
const usualRotation = 90;
/** Days by which a key outlives its rotation: Key Vault tells of an end 30 days before it. */
const beyondRotation = 30;

/** After how many days the key in use is replaced. */
export function rotationDays({ apiKeys }: Stamp['environment']): number {
  return apiKeys?.rotationDays ?? usualRotation;
}

/** Where API keys are asked for, the one in use lies in the vault from the start. The other one is kept nowhere. */
export function apiKeys(area: Area): DesignedResource[] {
  const { ids, stamp } = area;
  if (stamp.environment.authentication !== 'keys') return [];
  const expires = dateAtApply(`midnight+${rotationDays(stamp.environment) + beyondRotation}d`);
  return [
    resource({
      id: ids.apiKey,
      type: 'Microsoft.KeyVault/vaults/secrets',
      noun: 'secret',
      step: 'Key Vault',
      body: apiKeyBody(area, { credential: 'key1', renewed: false, expires }),
      dependsOn: [ids.vault, ids.account],
    }),
  ];
}

/** Body of the secret: which key, for whom, of what, and until when. The tags are those that Microsoft's rotation uses. */
export function apiKeyBody(
  { ids, stamp }: Pick<Area, 'ids' | 'stamp'>,
  { credential, renewed, expires }: { credential: Credential; renewed: boolean; expires: Json },
): JsonObject {
  return {
    tags: {
      ...ownTagsOf(stamp),
      project: ownTag(stamp, 'project') ?? stamp.estate.name,
      application: ownTag(stamp, 'application') ?? stamp.name,
      [credentialTag]: credential,
      ProviderAddress: ids.account,
      ValidityPeriodDays: String(rotationDays(stamp.environment) + beyondRotation),
    },
    properties: {
      value: apiKeyValue({ accountId: ids.account, renewed }),
      contentType: 'application/vnd.azure-openai.key',
      attributes: { enabled: true, exp: expires },
    },
  };
}

/** When a key that is stored now ends, in seconds since 1970. */
export function expiryOf(stamp: Stamp, now: number): number {
  return (Math.floor(now / 86_400_000) + rotationDays(stamp.environment) + beyondRotation) * 86_400;
}

function ownTag({ estate, tenant, environment }: Stamp, wanted: string): string | undefined {
  const layers = [environment.tags ?? {}, tenant.tags ?? {}, estate.tags].flatMap(Object.entries<string>);
  return layers.find(([name]) => name.toLowerCase() === wanted)?.[1];
}

import { isObject, type Json } from './json.ts';

/** An API key of an account that a write puts into a vault: named in plans and journals, never there itself. */
export interface ApiKeyValue {
  readonly accountId: string;
  /** Whether the key is made anew just before. */
  readonly renewed: boolean;
}

/** Stands in a body for the value of a key; whoever sends the body asks Azure for it. */
export function apiKeyValue({ accountId, renewed }: ApiKeyValue): Json {
  return { apiKeyOf: accountId, renewed };
}

/** The key that a value stands for, or undefined for any other value. */
export function apiKeyOf(value: Json | undefined): ApiKeyValue | undefined {
  if (!isObject(value)) return undefined;
  const { apiKeyOf: accountId, renewed } = value;
  return typeof accountId === 'string' ? { accountId, renewed: renewed === true } : undefined;
}

/** Tag of a secret that tells which key of the account it holds: `key1` or `key2`. As in Microsoft's dual-credential rotation. */
export const credentialTag = 'CredentialId';
export type Credential = 'key1' | 'key2';

/** The key that a secret's tags name; the first where they name none. */
export function credentialIn(tags: Json | undefined): Credential {
  return isObject(tags) && tags[credentialTag] === 'key2' ? 'key2' : 'key1';
}

import { isObject, type Json, type JsonObject } from './json.ts';

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

/** A connection string of a storage account, with a key of it, which a write puts into settings. */
export interface ConnectionStringValue {
  readonly accountId: string;
  /** What names of storage end in: `core.windows.net`. */
  readonly suffix: string;
}

/** Stands in a body for a connection string; whoever sends the body asks Azure for the key. */
export function connectionStringValue({ accountId, suffix }: ConnectionStringValue): Json {
  return { connectionStringOf: accountId, suffix };
}

/** The connection string that a value stands for, or undefined for any other value. */
export function connectionStringOf(value: Json | undefined): ConnectionStringValue | undefined {
  if (!isObject(value)) return undefined;
  const { connectionStringOf: accountId, suffix } = value;
  return typeof accountId === 'string' ? { accountId, suffix: String(suffix) } : undefined;
}

/** Storage accounts of which a body holds a connection string, anywhere. */
export function connectionStringsIn(value: Json | undefined): ConnectionStringValue[] {
  const own = connectionStringOf(value);
  if (own) return [own];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value as JsonObject).flatMap(connectionStringsIn);
}

/** Tag of a secret that tells which key of the account it holds: `key1` or `key2`. As in Microsoft's dual-credential rotation. */
export const credentialTag = 'CredentialId';
export type Credential = 'key1' | 'key2';

/** The key that a secret's tags name; the first where they name none. */
export function credentialIn(tags: Json | undefined): Credential {
  return isObject(tags) && tags[credentialTag] === 'key2' ? 'key2' : 'key1';
}

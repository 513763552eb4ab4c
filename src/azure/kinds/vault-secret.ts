import { isObject, type JsonObject } from '../../resource/json.ts';
import type { ResourceKind } from '../../resource/kind.ts';
import { apiKeyOf, credentialIn } from '../../resource/secret-value.ts';
import { accountLane } from '../account-lane.ts';
import { genericCalls } from '../calls.ts';
import { type Session, session } from '../session.ts';

const calls = genericCalls('2026-02-01');

/**
 * A secret of a vault that holds an API key, written through ARM since nothing outside the network reaches a closed
 * vault's own address; ARM answers no value and deletes none (Azure/azure-rest-api-specs, keyvault secrets.json). The
 * value goes from one answer of Azure into the next request and nowhere else.
 */
export const vaultSecret: ResourceKind = {
  type: 'Microsoft.KeyVault/vaults/secrets',
  noun: 'secret',
  apiVersion: '2026-02-01',
  mark: { in: 'tags' },
  comparison: {
    writeOnly: ['/properties/value'],
    // What a version says of itself is rewritten with the next one, by rotation alone.
    fixedAtCreation: ['/tags', '/properties/contentType', '/properties/attributes'],
  },
  readOnly: [
    '/location',
    '/properties/secretUri',
    '/properties/secretUriWithVersion',
    '/properties/attributes/created',
    '/properties/attributes/updated',
  ],
  lanes: (_id, body) => {
    const key = isObject(body['properties']) ? apiKeyOf(body['properties']['value']) : undefined;
    return key ? [accountLane(key.accountId)] : [];
  },
  removal: { how: 'with-parent' },
  holdsData: true,
  typicalMs: { create: 3_000, update: 3_000, remove: 0 },
  listed: 'parent',
  read: calls.read,
  remove: calls.remove,
  put: async (azure, id, body, options) =>
    calls.put(azure, id, await withValue(session(azure), body), options),
};

/** The kind as rotation writes it: another key of the account in the same secret. */
export const rotatedSecret: ResourceKind = {
  ...vaultSecret,
  comparison: { writeOnly: ['/properties/value'] },
};

async function withValue(arm: Session, body: JsonObject): Promise<JsonObject> {
  const properties = body['properties'];
  const key = isObject(properties) ? apiKeyOf(properties['value']) : undefined;
  if (!isObject(properties) || !key) return body;
  const name = credentialIn(body['tags']);
  const keys = key.renewed
    ? await arm.post(`${key.accountId}/regenerateKey`, accountVersion, {
        keyName: name === 'key1' ? 'Key1' : 'Key2',
      })
    : await arm.post(`${key.accountId}/listKeys`, accountVersion);
  return { ...body, properties: { ...properties, value: keys?.[name] ?? '' } };
}

const accountVersion = '2025-09-01';

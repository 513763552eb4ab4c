import { parseArmId } from '../../resource/arm-id.ts';
import { isObject, type Json, type JsonObject } from '../../resource/json.ts';
import { connectionStringOf, connectionStringValue } from '../../resource/secret-value.ts';
import type { Session } from '../session.ts';
import { storageVersion } from './storage-account.ts';
import { webVersion } from './web-plan.ts';

/** Settings of an app as they are read, with a stand-in for each connection string: an account beside the app, if ours. */
export function withoutStorageKeys(body: JsonObject, id: string): JsonObject {
  const settings = Object.entries(settingsIn(body)).map(([name, value]): [string, Json] => [
    name,
    standIn(value, id) ?? value,
  ]);
  return { ...body, properties: Object.fromEntries(settings) };
}

/**
 * Settings as they are sent, with a key of the account for each stand-in. What stands for an account that isn't there, as one
 * of somebody else's elsewhere, is sent as it is now.
 */
export async function withStorageKeys(arm: Session, id: string, body: JsonObject): Promise<JsonObject> {
  const settings = Object.entries(settingsIn(body)).map(async ([name, value]): Promise<[string, Json][]> => {
    const wanted = connectionStringOf(value);
    if (!wanted) return [[name, value]];
    const asked = `${wanted.accountId}/listKeys`;
    const now = await current(arm, id, name);
    // Where the setting is new, an account that isn't there is an error.
    const answer = await (now === undefined
      ? arm.post(asked, storageVersion)
      : arm.readByPost(asked, storageVersion));
    const key = firstKey(answer);
    if (key === undefined) return now === undefined ? [] : [[name, now]];
    const account = wanted.accountId.slice(wanted.accountId.lastIndexOf('/') + 1);
    const text = `DefaultEndpointsProtocol=https;AccountName=${account};AccountKey=${key};EndpointSuffix=${wanted.suffix}`;
    return [[name, text]];
  });
  return { ...body, properties: Object.fromEntries((await Promise.all(settings)).flat()) };
}

function settingsIn(body: JsonObject | undefined): JsonObject {
  const properties = body?.['properties'];
  return isObject(properties) ? properties : {};
}

function standIn(value: Json, id: string): Json | undefined {
  if (typeof value !== 'string' || !/\bAccountKey=/i.test(value)) return undefined;
  const part = (name: string): string => new RegExp(`\\b${name}=([^;]*)`, 'i').exec(value)?.[1] ?? '';
  const { subscriptionId, resourceGroup } = parseArmId(id);
  const group = `/subscriptions/${subscriptionId ?? ''}/resourceGroups/${resourceGroup ?? ''}`;
  return connectionStringValue({
    accountId: `${group}/providers/Microsoft.Storage/storageAccounts/${part('AccountName')}`,
    suffix: part('EndpointSuffix'),
  });
}

function firstKey(answer: JsonObject | undefined): string | undefined {
  const keys = answer?.['keys'];
  const [first] = Array.isArray(keys) ? (keys as readonly Json[]) : [];
  return isObject(first) && typeof first['value'] === 'string' ? first['value'] : undefined;
}

async function current(arm: Session, id: string, name: string): Promise<Json | undefined> {
  return settingsIn(await arm.readByPost(`${id}/list`, webVersion))[name];
}

import { at, isObject, type Json, type JsonObject } from '../../resource/json.ts';
import type { Held, HeldByType, Holding } from './holding.ts';

/** Objects of an array member; none where there is no array. */
export function objectsAt(body: Json | undefined, pointer: string): readonly JsonObject[] {
  const found = at(body, pointer);
  return Array.isArray(found) ? found.filter(isObject) : [];
}

/** Texts of a member that is one text or a list of them. */
export function textsAt(body: Json | undefined, ...pointers: readonly string[]): readonly string[] {
  return pointers.flatMap((pointer) => {
    const found = at(body, pointer);
    const all = Array.isArray(found) ? (found as readonly Json[]) : [found];
    return all.filter((each) => typeof each === 'string').filter((each) => each !== '');
  });
}

/** Resources of a type, out of what a stamp has and of what others have put around it. */
export function ofType(type: string, ...all: readonly HeldByType[]): readonly Held[] {
  return all.flatMap((resources) => resources.get(type.toLowerCase()) ?? []);
}

/** Services that have a firewall of their own and are reached by private endpoints. */
const services = [
  'Microsoft.CognitiveServices/accounts',
  'Microsoft.KeyVault/vaults',
  'Microsoft.Storage/storageAccounts',
  'Microsoft.DocumentDB/databaseAccounts',
  'Microsoft.Sql/servers',
  'Microsoft.DataFactory/factories',
];

/** Those that a stamp has. */
export function servicesOf({ resources }: Holding): readonly Held[] {
  return services.flatMap((type) => ofType(type, resources));
}

/** The last part of an id. */
export function lastName(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}

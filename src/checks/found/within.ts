import { isWithin } from '../../resource/arm-id.ts';
import type { Found, FoundResource } from '../../resource/found.ts';
import { textAt } from '../places.ts';

/** Accounts that serve models of OpenAI; other kinds of the same type do not. Source: Microsoft, "Azure OpenAI" and "Foundry" resources. */
const servesModels = /^(OpenAI|AIServices)$/i;

/** Where judgement stops: a resource group, or the subscription. */
export function scopeOf({ subscriptionId, resourceGroup }: Found): string {
  const subscription = `/subscriptions/${subscriptionId}`;
  return resourceGroup === undefined ? subscription : `${subscription}/resourceGroups/${resourceGroup}`;
}

/** All of a type, also what lies outside the scope. */
export function allOf(found: Found, type: string): readonly FoundResource[] {
  return found.resources.filter((resource) => resource.type === type);
}

/** What is judged of a type. */
export function judgedOf(found: Found, type: string): readonly FoundResource[] {
  return allOf(found, type).filter(({ id }) => isWithin(id, scopeOf(found)));
}

export function accountsIn(found: Found): readonly FoundResource[] {
  return judgedOf(found, 'Microsoft.CognitiveServices/accounts').filter(({ body }) =>
    servesModels.test(textAt(body, '/kind')),
  );
}

export function vaultsIn(found: Found): readonly FoundResource[] {
  return judgedOf(found, 'Microsoft.KeyVault/vaults');
}

export function storageIn(found: Found): readonly FoundResource[] {
  return judgedOf(found, 'Microsoft.Storage/storageAccounts');
}

export function cosmosIn(found: Found): readonly FoundResource[] {
  return judgedOf(found, 'Microsoft.DocumentDB/databaseAccounts');
}

export function sqlServersIn(found: Found): readonly FoundResource[] {
  return judgedOf(found, 'Microsoft.Sql/servers');
}

export function nameOf({ body, id }: FoundResource): string {
  return textAt(body, '/name') || id.slice(id.lastIndexOf('/') + 1);
}

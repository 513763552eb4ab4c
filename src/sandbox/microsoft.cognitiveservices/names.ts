import { type Json, textAt } from '../json.ts';

export const accountType = 'Microsoft.CognitiveServices/accounts';
export const deploymentType = 'Microsoft.CognitiveServices/accounts/deployments';
export const raiPolicyType = 'Microsoft.CognitiveServices/accounts/raiPolicies';
export const connectionType = 'Microsoft.CognitiveServices/accounts/privateEndpointConnections';
export const deletedAccountType = 'Microsoft.CognitiveServices/locations/resourceGroups/deletedAccounts';

/** Location in its short form: `Switzerland North` is `switzerlandnorth`. */
export function regionName(location: string): string {
  return location.toLowerCase().replace(/\s/g, '');
}

/** Region of a body, in its short form. */
export function regionOf(body: Json | undefined): string {
  return regionName(textAt(body, 'location') ?? '');
}

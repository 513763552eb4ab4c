import type { JsonObject } from '../../json.ts';
// Verbatim from Azure/azure-policy (MIT), built-in-policies/policyDefinitions, commit f4a50ba of 2026-04-29.
import published from './built-in-policies.json' with { type: 'json' };

/** Built-in definitions around an AI estate: id, name and properties as Azure answers them. */
export const builtInPolicies: readonly JsonObject[] = published.map((one) => ({
  id: `/providers/Microsoft.Authorization/policyDefinitions/${one.name}`,
  name: one.name,
  type: 'Microsoft.Authorization/policyDefinitions',
  properties: one.properties as unknown as JsonObject,
}));

const byName = new Map(builtInPolicies.map((one) => [String(one['name']), one]));

/** A built-in definition by its name. */
export function builtInPolicy(name: string): JsonObject | undefined {
  return byName.get(name.toLowerCase());
}

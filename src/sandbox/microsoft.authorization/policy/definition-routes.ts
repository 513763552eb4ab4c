import { type Json, type JsonObject, textAt } from '../../json.ts';
import type { RouteModel } from '../../provider.ts';
import { builtInPolicies, builtInPolicy } from './built-ins.ts';
import { policyDefinitionType } from './definition.ts';
import { definitionNotFound } from './definitions.ts';
import { policyVersions } from './versions.ts';

const right = { action: `${policyDefinitionType}/read`, scope: '/subscriptions/{subscription}' };
const own = '/subscriptions/{subscription}/providers/Microsoft.Authorization/policyDefinitions';
const tenant = '/providers/Microsoft.Authorization/policyDefinitions';

/** GET of definitions: those of a subscription with the built-in ones, and the built-in ones alone. */
export const policyDefinitionRoutes: readonly RouteModel[] = [
  {
    method: 'GET',
    pattern: own,
    apiVersions: policyVersions,
    writes: false,
    right,
    handle: ({ world, parts, query }) => {
      const scope = `/subscriptions/${parts['subscription'] ?? ''}`;
      const custom = world.all(policyDefinitionType, scope).map((one) => world.shown(one));
      return { status: 200, body: filtered([...builtInPolicies, ...custom], query.get('$filter')) };
    },
  },
  {
    method: 'GET',
    pattern: `${own}/{name}`,
    apiVersions: policyVersions,
    writes: false,
    right,
    handle: ({ world, parts }) => {
      const found = world.find(
        `/subscriptions/${parts['subscription'] ?? ''}/providers/${policyDefinitionType}/${parts['name'] ?? ''}`,
      );
      if (found === undefined) throw definitionNotFound(parts['name'] ?? '');
      return { status: 200, body: world.shown(found) };
    },
  },
  {
    method: 'GET',
    pattern: tenant,
    apiVersions: policyVersions,
    writes: false,
    handle: ({ query }) => ({ status: 200, body: filtered(builtInPolicies, query.get('$filter')) }),
  },
  {
    method: 'GET',
    pattern: `${tenant}/{name}`,
    apiVersions: policyVersions,
    writes: false,
    handle: ({ parts }) => {
      const found = builtInPolicy(parts['name'] ?? '');
      if (found === undefined) throw definitionNotFound(parts['name'] ?? '');
      return { status: 200, body: found };
    },
  },
];

/** `policyType eq 'Custom'`, `category eq 'Key Vault'`, `atExactScope()`. */
export function filtered(definitions: readonly JsonObject[], filter: string | undefined): Json[] {
  const type = /policyType\s+(?:eq|-eq)\s+'([^']*)'/i.exec(filter ?? '')?.[1]?.toLowerCase();
  const category = /category\s+eq\s+'([^']*)'/i.exec(filter ?? '')?.[1]?.toLowerCase();
  const exact = /atExactScope\(\)/i.test(filter ?? '');
  return definitions.filter((one) => {
    const kind = textAt(one, 'properties', 'policyType')?.toLowerCase();
    return (
      (type === undefined || kind === type) &&
      (category === undefined ||
        textAt(one, 'properties', 'metadata', 'category')?.toLowerCase() === category) &&
      (!exact || kind === 'custom')
    );
  });
}

import type { ArmError } from '../../errors.ts';
import { type Json, type JsonObject, textAt } from '../../json.ts';
import type { RouteModel } from '../../provider.ts';
import { builtInPolicies } from './built-ins.ts';
import { policyDefinitionType, policySetDefinitionType } from './definition.ts';
import { definitionNotFound } from './definitions.ts';
import { setNotFound } from './set-definitions.ts';
import { policyVersions } from './versions.ts';

/** GET of definitions and of sets. No built-in set is known to the sandbox. */
export const policyDefinitionRoutes: readonly RouteModel[] = [
  ...readsOf(policyDefinitionType, builtInPolicies, definitionNotFound),
  ...readsOf(policySetDefinitionType, [], setNotFound),
];

/** Those of a subscription with the built-in ones, and the built-in ones alone; each as a list and by name. */
function readsOf(
  type: string,
  builtIn: readonly JsonObject[],
  notFound: (name: string) => ArmError,
): RouteModel[] {
  const tenant = `/providers/${type}`;
  const own = `/subscriptions/{subscription}${tenant}`;
  const get = { method: 'GET', apiVersions: policyVersions, writes: false } as const;
  const right = { action: `${type}/read`, scope: '/subscriptions/{subscription}' };
  return [
    {
      ...get,
      pattern: own,
      right,
      handle: ({ world, parts, query }) => {
        const scope = `/subscriptions/${parts['subscription'] ?? ''}`;
        const custom = world.all(type, scope).map((one) => world.shown(one));
        return { status: 200, body: filtered([...builtIn, ...custom], query.get('$filter')) };
      },
    },
    {
      ...get,
      pattern: `${own}/{name}`,
      right,
      handle: ({ world, parts }) => {
        const name = parts['name'] ?? '';
        const found = world.find(`/subscriptions/${parts['subscription'] ?? ''}${tenant}/${name}`);
        if (found === undefined) throw notFound(name);
        return { status: 200, body: world.shown(found) };
      },
    },
    {
      ...get,
      pattern: tenant,
      handle: ({ query }) => ({ status: 200, body: filtered(builtIn, query.get('$filter')) }),
    },
    {
      ...get,
      pattern: `${tenant}/{name}`,
      handle: ({ parts }) => {
        const name = parts['name'] ?? '';
        const found = builtIn.find((one) => textAt(one, 'name')?.toLowerCase() === name.toLowerCase());
        if (found === undefined) throw notFound(name);
        return { status: 200, body: found };
      },
    },
  ];
}

/** `policyType eq 'Custom'`, `category eq 'Key Vault'`, `atExactScope()`. */
function filtered(definitions: readonly JsonObject[], filter: string | undefined): Json[] {
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

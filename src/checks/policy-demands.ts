import type { DesignedResource } from '../design/design.ts';
import { type BuiltInPolicy, builtInPolicy } from '../facts/built-in-policies.ts';
import { isWithin } from '../resource/arm-id.ts';
import { at, isObject, type Json } from '../resource/json.ts';
import type { PolicyFact } from '../resource/subscription.ts';
import { regionOf, shortRegion } from './places.ts';

const groupType = 'Microsoft.Resources/resourceGroups';

/** What an assignment does; undefined when only its definition knows. */
export function effectOf(policy: PolicyFact): string | undefined {
  return policy.effect ?? builtInPolicy(policy.definitionId)?.defaultEffect;
}

/** Whether an assignment looks at what lies under an id. Everything in a subscription is in its management groups. */
export function appliesTo({ scope, notScopes }: PolicyFact, id: string): boolean {
  const isAbove = !/^\/subscriptions\//i.test(scope) || isWithin(id, scope);
  return isAbove && !notScopes.some((left) => isWithin(id, left));
}

/** Resources that do not meet the demand of an assignment of a built-in policy, with what is demanded of each. */
export function violations(
  policy: PolicyFact,
  builtIn: BuiltInPolicy,
  resources: readonly DesignedResource[],
): readonly { readonly resource: DesignedResource; readonly demanded: string }[] {
  return resources.flatMap((resource) => {
    const demanded = demandOn(resource, policy, builtIn);
    return demanded === undefined ? [] : [{ resource, demanded }];
  });
}

/** What is demanded of a resource and not there; undefined when nothing is. */
function demandOn(
  { type, body }: DesignedResource,
  policy: PolicyFact,
  { demand }: BuiltInPolicy,
): string | undefined {
  switch (demand.of) {
    case 'locations': {
      const region = regionOf(body);
      if (region === undefined || demand.groups !== (type === groupType)) return undefined;
      const allowed = textsOf(policy.parameters[demand.parameter]).map(shortRegion);
      return allowed.includes(region) ? undefined : `location one of ${allowed.join(', ')}, not ${region}`;
    }
    case 'types': {
      // Types without a location are not looked at by it.
      if (type === groupType || at(body, '/location') === undefined) return undefined;
      const allowed = textsOf(policy.parameters[demand.parameter]).map((each) => each.toLowerCase());
      return allowed.includes(type.toLowerCase()) ? undefined : `another type than ${type}`;
    }
    case 'tag':
      return demand.groups === (type === groupType) ? missingTag(body, policy, demand.withValue) : undefined;
    case 'property':
      if (type.toLowerCase() !== demand.type.toLowerCase()) return undefined;
      return demand.any.some(({ pointer, value }) => sameValue(at(body, pointer), value))
        ? undefined
        : demand.any.map(({ pointer, value }) => `${pointer} = ${value}`).join(' or ');
    case 'dns':
      return undefined;
  }
}

/** Only types that have tags are looked at: the design gives tags to all of them. */
function missingTag(body: Json, policy: PolicyFact, withValue: boolean): string | undefined {
  const tags = at(body, '/tags');
  const name = policy.parameters['tagName'];
  const wanted = policy.parameters['tagValue'];
  if (!isObject(tags) || typeof name !== 'string') return undefined;
  const found = Object.entries(tags).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
  if (found === undefined) return `tag ${name}`;
  return withValue && found !== wanted ? `tag ${name} = ${String(wanted)}` : undefined;
}

function sameValue(value: Json | undefined, wanted: string | boolean): boolean {
  return typeof value === 'string' && typeof wanted === 'string'
    ? value.toLowerCase() === wanted.toLowerCase()
    : value === wanted;
}

function textsOf(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}

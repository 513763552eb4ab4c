import { grantedTo } from '../../authorisation.ts';
import { isObject, type Json, type JsonObject, listAt, objectAt, textAt } from '../../json.ts';
import type { Stored, World } from '../../provider.ts';
import { ruleOf } from './definition.ts';
import { asked, effectOf, policiesAt, surroundingsOf, type Verdict, verdictsOn } from './effective.ts';
import { resolve } from './evaluate-expression.ts';

/** The one kind of deployment that is modelled: a zone group on a private endpoint, as landing zones do it. */
const zoneGroups = 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups';

/** Whether the sandbox carries out what a `deployIfNotExists` wants deployed. */
export function isDeployable(details: Json | undefined): boolean {
  const resources = listAt(details, 'deployment', 'properties', 'template', 'resources');
  return (
    sameType(textAt(details, 'type')) &&
    objectAt(details)['existenceCondition'] === undefined &&
    resources.length > 0 &&
    resources.every((one) => sameType(textAt(one, 'type')))
  );
}

function sameType(type: string | undefined): boolean {
  return type?.toLowerCase() === zoneGroups.toLowerCase();
}

/** Whether policies will want something deployed once a new endpoint is there. */
export function awaitsDeployment(world: World, endpoint: Stored): boolean {
  return policiesAt(world, endpoint.id).some(
    (policy) => policy.enforced && effectOf(world, policy) === 'deployifnotexists',
  );
}

/** Does what `deployIfNotExists` wants for an endpoint that has no zone group, if its identity has the right. */
export function deployByPolicy(world: World, endpoint: Stored): void {
  const of = asked(world, endpoint.id, endpoint.type, world.shown(endpoint), '');
  for (const verdict of verdictsOn(of)) {
    const { policy, effect, met, failure } = verdict;
    if (effect !== 'deployifnotexists' || !met || failure !== undefined || !policy.enforced) continue;
    const principal = textAt(policy.assignment.hidden, 'principal') ?? '';
    if (!grantedTo(world, principal, `${zoneGroups}/write`, endpoint.id)) continue;
    if (world.under(endpoint.id, zoneGroups).length > 0) continue;
    for (const [id, body] of deploymentOf(world, endpoint, verdict)) world.write(id, zoneGroups, body);
  }
}

/** Ids and bodies of what a template makes. */
function deploymentOf(world: World, endpoint: Stored, { policy }: Verdict): [id: string, body: JsonObject][] {
  const of = asked(world, endpoint.id, endpoint.type, world.shown(endpoint), '');
  const around = surroundingsOf(of, policy);
  const { details } = ruleOf(policy.definition);
  const deployment = objectAt(details, 'deployment', 'properties');
  const given = Object.entries(objectAt(deployment, 'parameters')).map(([name, one]): [string, Json] => [
    name,
    resolve(objectAt(one)['value'] ?? null, around),
  ]);
  const defaults = Object.entries(objectAt(deployment, 'template', 'parameters')).flatMap(
    ([name, one]): [string, Json][] => {
      const value = objectAt(one)['defaultValue'];
      return value === undefined ? [] : [[name, value]];
    },
  );
  const inner = { ...around, parameters: Object.fromEntries([...defaults, ...given]) };
  return listAt(deployment, 'template', 'resources').map((resource) => {
    const name = String(resolve(objectAt(resource)['name'] ?? '', inner));
    const properties = resolve(objectAt(resource)['properties'] ?? {}, inner);
    const id = `${endpoint.id}/privateDnsZoneGroups/${name.split('/').at(-1) ?? ''}`;
    return [id, { properties: isObject(properties) ? properties : {} }];
  });
}

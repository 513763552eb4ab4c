import type { DesignedResource } from '../../design/design.ts';
import { at, isObject, type JsonObject } from '../../resource/json.ts';
import { textAt } from '../places.ts';
import {
  type Check,
  type CheckInput,
  designedOf,
  type Finding,
  failed,
  notApplicable,
  observedBody,
  ok,
} from '../rule.ts';

/** Where somebody can add a way in or out of a network to what is ours, and which entries are one. */
const ways = [
  {
    type: 'Microsoft.Network/networkSecurityGroups',
    pointer: '/properties/securityRules',
    what: 'rule',
    opens: (rule: JsonObject) => textAt(rule, '/properties/access').toLowerCase() === 'allow',
    detail: (rule: JsonObject) =>
      ['direction', 'sourceAddressPrefix', 'destinationAddressPrefix', 'destinationPortRange']
        .map((member) => textAt(rule, `/properties/${member}`) || '*')
        .join(' '),
  },
  {
    type: 'Microsoft.Network/routeTables',
    pointer: '/properties/routes',
    what: 'route',
    opens: (route: JsonObject) => textAt(route, '/properties/nextHopType').toLowerCase() !== 'none',
    detail: (route: JsonObject) =>
      `${textAt(route, '/properties/addressPrefix')} by ${textAt(route, '/properties/nextHopType')}`,
  },
  {
    type: 'Microsoft.Network/virtualNetworks',
    pointer: '/properties/virtualNetworkPeerings',
    what: 'peering',
    opens: () => true,
    detail: (peering: JsonObject) => `to ${textAt(peering, '/properties/remoteVirtualNetwork/id')}`,
  },
] as const;

/** What others have added to resources of ours survives every update, so that it has to be told. */
export const openings: Check = {
  id: 'GT-CHECK-OPENINGS',
  stage: 'after',
  checklist: ['NET-3', 'NET-6', 'TEN-2'],
  title: 'Nobody has opened another way in or out',
  risk: 'Another network reaches this one, or this one another.',
  run: (input) => {
    const looked = ways.flatMap((way) =>
      designedOf(input.design, way.type).map((resource) => ({ way, resource })),
    );
    if (looked.length === 0) return [notApplicable('the network is somebody else’s')];
    const found = looked.flatMap(({ way, resource }) => added(way, resource, input));
    return found.length > 0
      ? found
      : [ok('no rule, route or peering but those designed', looked[0]?.resource.id)];
  },
};

function added(
  way: (typeof ways)[number],
  { id, title, body }: DesignedResource,
  input: CheckInput,
): Finding[] {
  const designed = new Set(entriesOf(body, way.pointer).map((entry) => textAt(entry, '/name').toLowerCase()));
  const observed = entriesOf(observedBody(input.observed, id) ?? {}, way.pointer);
  return observed
    .filter((entry) => !designed.has(textAt(entry, '/name').toLowerCase()) && way.opens(entry))
    .map((entry) => {
      const name = textAt(entry, '/name');
      return failed(
        `${title} has a ${way.what} ${name} that the estate file does not know`,
        `Ask whoever added it, then remove it: ${way.what} ${name} of ${id}`,
        `${id}: ${name}: ${way.detail(entry)}`,
      );
    });
}

function entriesOf(body: JsonObject, pointer: string): JsonObject[] {
  const entries = at(body, pointer);
  return Array.isArray(entries) ? entries.filter(isObject) : [];
}

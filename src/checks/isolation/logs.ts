import { idKey, parentId } from '../../resource/arm-id.ts';
import { at, isObject } from '../../resource/json.ts';
import { textAt } from '../places.ts';
import { lastName, objectsAt, ofType, textsAt } from './bodies.ts';
import type { Held, Holding } from './holding.ts';
import type { Way } from './leak.ts';
import type { Whereabouts } from './whereabouts.ts';

/** Ways by what is told of a stamp: logs that go elsewhere, alerts that tell others, and alerts of others on it. */
export function logs(estate: Whereabouts): Way[] {
  return estate.holdings.flatMap((holding) => {
    const all = (type: string): readonly Held[] => ofType(type, holding.resources, holding.around);
    return [
      ...all('Microsoft.Insights/diagnosticSettings').flatMap((held) => diagnostics(held, estate)),
      ...alertTypes.flatMap(all).flatMap((held) => alert(held, holding, estate)),
      ...all('Microsoft.Consumption/budgets').flatMap((held) => budget(held, holding, estate)),
      ...sharedWorkspaces(holding, estate),
    ];
  });
}

const alertTypes = [
  'Microsoft.Insights/metricAlerts',
  'Microsoft.Insights/scheduledQueryRules',
  'Microsoft.Insights/activityLogAlerts',
];

/** Where the logs of a resource go: to a workspace of its own stamp, or they can be read elsewhere. */
function diagnostics({ id, body }: Held, estate: Whereabouts): Way[] {
  const target = parentId(id) ?? '';
  const sinks = textsAt(
    body,
    '/properties/workspaceId',
    '/properties/storageAccountId',
    '/properties/eventHubAuthorizationRuleId',
    '/properties/marketplacePartnerId',
  );
  return estate.ownersOf(target).flatMap((to) =>
    sinks.flatMap((sink) => {
      const readers = estate.ownersOf(sink);
      if (readers.includes(to)) return [];
      const froms = readers.length > 0 ? readers.map(({ stamp }) => stamp) : [undefined];
      return froms.map(
        (from): Way => ({
          kind: 'diagnostics',
          from,
          to: to.stamp,
          id,
          rule: sink,
          lets: `gets the logs of ${lastName(target)} in ${lastName(sink)}`,
          reach: 'open',
          asked: false,
        }),
      );
    }),
  );
}

/** Whom an alert tells, and what it watches. */
function alert(held: Held, holding: Holding, estate: Whereabouts): Way[] {
  const { id, body } = held;
  const groups = [
    ...objectsAt(body, '/properties/actions').map((action) => textAt(action, '/actionGroupId')),
    ...objectsAt(body, '/properties/actions/actionGroups').map((action) => textAt(action, '/actionGroupId')),
    ...textsAt(body, '/properties/actions/actionGroups'),
  ];
  const owners = estate.ownersOf(id);
  const own = owners.length > 0 ? owners : [holding];
  return [
    ...own.flatMap((to) => groups.flatMap((group) => toldTo(group, to, held, estate))),
    ...textsAt(body, '/properties/scopes').flatMap((scope) => {
      const seen = estate.ownersOf(scope);
      // What is shared is told as shared.
      if (own.some((each) => seen.includes(each))) return [];
      return seen.flatMap((to) => own.map((from) => watched(from, to, held, scope)));
    }),
  ];
}

function watched(from: Holding, to: Holding, { id }: Held, scope: string): Way {
  return {
    kind: 'alert scope',
    from: from.stamp,
    to: to.stamp,
    id,
    rule: scope,
    lets: `watches ${lastName(scope)} by its alert ${lastName(id)}`,
    reach: 'open',
    asked: false,
  };
}

function budget(held: Held, holding: Holding, estate: Whereabouts): Way[] {
  const notifications = at(held.body, '/properties/notifications');
  const all = isObject(notifications) ? Object.values(notifications) : [];
  const groups = new Set(all.flatMap((notification) => textsAt(notification, '/contactGroups')));
  return [...groups].flatMap((group) => toldTo(group, holding, held, estate));
}

/** An action group of another stamp hears of what happens here. */
function toldTo(group: string, to: Holding, { id }: Held, estate: Whereabouts): Way[] {
  const owners = estate.ownersOf(group);
  if (owners.includes(to)) return [];
  return owners.map((from) => ({
    kind: 'action group',
    from: from.stamp,
    to: to.stamp,
    id,
    rule: group,
    lets: `is told by ${lastName(id)} through its action group ${lastName(group)}`,
    reach: 'open',
    asked: false,
  }));
}

function sharedWorkspaces(holding: Holding, estate: Whereabouts): Way[] {
  return [...holding.uses]
    .filter((key) => /\/workspaces\/[^/]+$/.test(key))
    .flatMap((key) =>
      estate
        .ownersOf(idKey(key))
        .filter((other) => other !== holding)
        .map(
          ({ stamp }): Way => ({
            kind: 'shared workspace',
            from: stamp,
            to: holding.stamp,
            id: key,
            rule: 'logs.workspaceId',
            lets: `logs into the same workspace ${lastName(key)}`,
            reach: 'open',
            asked: true,
          }),
        ),
    );
}

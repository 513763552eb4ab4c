import { idKey, isWithin, sameId } from '../../resource/arm-id.ts';
import type { Found, FoundResource } from '../../resource/found.ts';
import { at, type JsonObject } from '../../resource/json.ts';
import { objectsAt, textsAt } from '../isolation/bodies.ts';
import { textAt } from '../places.ts';
import { type Finding, failed, notApplicable, ok, warning } from '../rule.ts';
import { accountsIn, allOf, nameOf, scopeOf, vaultsIn } from './within.ts';

/** What has to be logged of a service: one of these categories, or a group that holds it. */
interface Wanted {
  readonly what: string;
  readonly by: readonly string[];
}

/** Source: Microsoft, "Monitoring data reference" of Azure OpenAI and of Key Vault. */
const ofAccount: readonly Wanted[] = [
  { what: 'audit', by: ['Audit', 'audit', 'allLogs'] },
  { what: 'requests and responses', by: ['RequestResponse', 'allLogs'] },
];
const ofVault: readonly Wanted[] = [{ what: 'audit events', by: ['AuditEvent', 'audit', 'allLogs'] }];

/** Days for which a security incident should still be told: what a production environment of ours keeps. */
const goodRetentionDays = 90;

export function diagnosticsFound(found: Found): Finding[] {
  return [
    ...accountsIn(found).map((service) => logged(found, service, ofAccount)),
    ...vaultsIn(found).map((service) => logged(found, service, ofVault)),
  ];
}

function settingsOf(found: Found, service: FoundResource): readonly FoundResource[] {
  return allOf(found, 'Microsoft.Insights/diagnosticSettings').filter(({ id }) =>
    idKey(id).startsWith(`${idKey(service.id)}/providers/`),
  );
}

function logged(found: Found, service: FoundResource, wanted: readonly Wanted[]): Finding {
  const settings = settingsOf(found, service).filter(
    ({ body }) => textAt(body, '/properties/workspaceId') !== '',
  );
  const enabled = settings
    .flatMap(({ body }) => objectsAt(body, '/properties/logs'))
    .filter((entry) => entry['enabled'] === true)
    .flatMap((entry) => textsAt(entry, '/category', '/categoryGroup'));
  const lacking = wanted.filter(({ by }) => !by.some((category) => enabled.includes(category)));
  const evidence = `${service.id}: ${enabled.join(', ') || 'no logs'} to ${
    settings.map(({ body }) => textAt(body, '/properties/workspaceId')).join(', ') || 'no workspace'
  }`;
  return lacking.length === 0
    ? ok(`${nameOf(service)} logs what happens`, evidence)
    : failed(
        `${nameOf(service)} logs no ${lacking.map(({ what }) => what).join(' and no ')} to a workspace`,
        `az monitor diagnostic-settings create --resource ${service.id} --workspace ID --logs '[{"categoryGroup":"allLogs","enabled":true}]' --name logs`,
        evidence,
      );
}

/** The workspaces that logs of these services go to. */
export function workspacesFound(found: Found): Finding[] {
  const targets = new Set(
    [...accountsIn(found), ...vaultsIn(found)]
      .flatMap((service) => settingsOf(found, service))
      .map(({ body }) => idKey(textAt(body, '/properties/workspaceId')))
      .filter((id) => id !== ''),
  );
  if (targets.size === 0)
    return [failed('no workspace gets the logs of these services', logsNext, scopeOf(found))];
  return [...targets].map((target) => {
    const workspace = allOf(found, 'Microsoft.OperationalInsights/workspaces').find(({ id }) =>
      sameId(id, target),
    );
    if (!workspace) {
      return warning(
        'logs go to a workspace of another subscription',
        'Verify that subscription too.',
        target,
      );
    }
    const days = Number(at(workspace.body, '/properties/retentionInDays') ?? 0);
    const evidence = `${workspace.id}: retentionInDays ${days}`;
    return days >= goodRetentionDays
      ? ok(`${nameOf(workspace)} keeps logs for ${days} days`, evidence)
      : warning(
          `${nameOf(workspace)} keeps logs for ${days} days only`,
          `az monitor log-analytics workspace update --ids ${workspace.id} --retention-time ${goodRetentionDays}`,
          evidence,
        );
  });
}

const logsNext = 'Send the logs of accounts and vaults to a Log Analytics workspace.';

function alertsOn(found: Found, service: FoundResource): readonly FoundResource[] {
  return allOf(found, 'Microsoft.Insights/metricAlerts').filter(
    ({ body }) =>
      at(body, '/properties/enabled') === true &&
      textsAt(body, '/properties/scopes').some((scope) => isWithin(service.id, scope)),
  );
}

export function alertsFound(found: Found): Finding[] {
  return [...accountsIn(found), ...vaultsIn(found)].map((service) => {
    const alerts = alertsOn(found, service);
    return alerts.length > 0
      ? ok(`${nameOf(service)} is watched`, `${service.id}: ${alerts.map(nameOf).join(', ')}`)
      : failed(
          `no alert watches ${nameOf(service)}`,
          `az monitor metrics alert create … --scopes ${service.id}`,
          service.id,
        );
  });
}

/** Alerts count only as far as an action group with somebody in it gets them. */
export function notificationsFound(found: Found): Finding[] {
  const alerts = [...accountsIn(found), ...vaultsIn(found)].flatMap((service) => alertsOn(found, service));
  if (alerts.length === 0) return [notApplicable('no alert watches these services')];
  const groups = new Set(
    alerts.flatMap(({ body }) =>
      objectsAt(body, '/properties/actions').map((action) => idKey(textAt(action, '/actionGroupId'))),
    ),
  );
  const reached = allOf(found, 'Microsoft.Insights/actionGroups').filter(
    ({ id, body }) => groups.has(idKey(id)) && at(body, '/properties/enabled') === true && hasReceivers(body),
  );
  return [
    reached.length > 0
      ? ok('alerts reach somebody', reached.map(({ id }) => id).join(', '))
      : failed(
          'alerts reach nobody: none of their action groups is enabled and has a receiver',
          'Give the alerts an action group with an e-mail address or a webhook.',
          [...groups].join(', ') || alerts.map(({ id }) => id).join(', '),
        ),
  ];
}

function hasReceivers(body: JsonObject): boolean {
  const properties = at(body, '/properties');
  const members = properties !== null && typeof properties === 'object' ? Object.entries(properties) : [];
  return members.some(
    ([name, value]) => name.endsWith('Receivers') && Array.isArray(value) && value.length > 0,
  );
}

import { idKey, parseArmId } from '../../resource/arm-id.ts';
import type { Found, FoundResource } from '../../resource/found.ts';
import { at, type Json } from '../../resource/json.ts';
import { textAt } from '../places.ts';
import { type Finding, failed, ok } from '../rule.ts';
import { allOf, cosmosIn, nameOf, sqlServersIn, storageIn } from './within.ts';

/** One setting that leaves a way in when it is otherwise. */
interface Setting {
  readonly pointer: string;
  readonly holds: (value: Json | undefined) => boolean;
  readonly otherwise: string;
  /** The command that mends it. */
  readonly next: (resource: FoundResource) => string;
}

const is =
  (...wanted: readonly string[]) =>
  (value: Json | undefined): boolean =>
    typeof value === 'string' && wanted.some((each) => each.toLowerCase() === value.toLowerCase());

const set =
  (assignment: string) =>
  ({ id }: FoundResource): string =>
    `az resource update --ids ${id} --set properties.${assignment}`;

const closed: Setting = {
  pointer: '/properties/publicNetworkAccess',
  holds: is('Disabled'),
  otherwise: 'is reachable from the internet',
  next: set('publicNetworkAccess=Disabled'),
};

const ofStorage: readonly Setting[] = [
  closed,
  {
    pointer: '/properties/allowSharedKeyAccess',
    holds: (value) => value === false,
    otherwise: 'can be opened by its keys',
    next: (storage) =>
      `Move its callers to Entra tokens, then: ${set('allowSharedKeyAccess=false')(storage)}`,
  },
  {
    pointer: '/properties/allowBlobPublicAccess',
    holds: (value) => value === false,
    otherwise: 'lets containers be opened to everybody',
    next: set('allowBlobPublicAccess=false'),
  },
  {
    pointer: '/properties/minimumTlsVersion',
    holds: is('TLS1_2', 'TLS1_3'),
    otherwise: 'takes TLS before 1.2',
    next: set('minimumTlsVersion=TLS1_2'),
  },
  {
    pointer: '/properties/supportsHttpsTrafficOnly',
    holds: (value) => value === true,
    otherwise: 'takes plain HTTP',
    next: set('supportsHttpsTrafficOnly=true'),
  },
];

const ofCosmos: readonly Setting[] = [
  closed,
  {
    pointer: '/properties/disableLocalAuth',
    holds: (value) => value === true,
    otherwise: 'takes keys',
    next: (account) => `Move its callers to Entra tokens, then: ${set('disableLocalAuth=true')(account)}`,
  },
  {
    pointer: '/properties/minimalTlsVersion',
    holds: is('Tls12'),
    otherwise: 'takes connections older than TLS 1.2',
    next: set('minimalTlsVersion=Tls12'),
  },
];

const ofSql: readonly Setting[] = [
  closed,
  {
    pointer: '/properties/administrators/azureADOnlyAuthentication',
    holds: (value) => value === true,
    otherwise: 'takes passwords',
    next: (server) => `az sql server ad-only-auth enable ${placeOf(server)}`,
  },
  {
    pointer: '/properties/minimalTlsVersion',
    holds: is('1.2', '1.3'),
    otherwise: 'takes connections older than TLS 1.2',
    next: set('minimalTlsVersion=1.2'),
  },
];

/** The settings of an account; how much its firewall lets in while it is public; and containers that everybody reads. */
export function storageFound(found: Found): Finding[] {
  return storageIn(found).flatMap((account) => {
    const action = textAt(account.body, '/properties/networkAcls/defaultAction') || 'Allow';
    const firewall = `networkAcls.defaultAction ${action}`;
    return [...judged(account, ofStorage, firewall), ...openContainers(found, account)];
  });
}

function openContainers(found: Found, account: FoundResource): Finding[] {
  // Whatever a container says, an account that allows none has no open one.
  if (at(account.body, '/properties/allowBlobPublicAccess') === false) return [];
  return allOf(found, 'Microsoft.Storage/storageAccounts/blobServices/containers')
    .filter(({ id }) => idKey(id).startsWith(`${idKey(account.id)}/`))
    .flatMap((container) => {
      const access = textAt(container.body, '/properties/publicAccess') || 'None';
      const next = `az storage container-rm update --storage-account ${account.id} --name ${nameOf(container)} --public-access off`;
      return access === 'None'
        ? []
        : [
            failed(
              `container ${nameOf(container)} of ${nameOf(account)} can be read by everybody`,
              next,
              `${container.id}: publicAccess ${access}`,
            ),
          ];
    });
}

export function cosmosFound(found: Found): Finding[] {
  return cosmosIn(found).flatMap((account) => judged(account, ofCosmos));
}

/** The settings of a server, and whether what is done on it is written down. */
export function sqlFound(found: Found): Finding[] {
  return sqlServersIn(found).flatMap((server) => {
    const audit = allOf(found, 'Microsoft.Sql/servers/auditingSettings').find(({ id }) =>
      idKey(id).startsWith(`${idKey(server.id)}/`),
    );
    const state = textAt(audit?.body, '/properties/state') || 'Disabled';
    const audited =
      state.toLowerCase() === 'enabled'
        ? []
        : [
            failed(
              `${nameOf(server)} writes down nothing of what is done on it`,
              `az sql server audit-policy update ${placeOf(server)} --state Enabled --log-analytics-target-state Enabled --log-analytics-workspace-resource-id ID`,
              `${audit?.id ?? server.id}: auditing ${state}`,
            ),
          ];
    return [...judged(server, ofSql), ...audited];
  });
}

function judged(resource: FoundResource, settings: readonly Setting[], more?: string): Finding[] {
  const { id, body } = resource;
  const read = ({ pointer }: Setting): string =>
    `${pointer.split('/').slice(2).join('.')} ${JSON.stringify(at(body, pointer) ?? null)}`;
  const wrong = settings.filter(({ pointer, holds }) => !holds(at(body, pointer)));
  const beside = more === undefined ? [] : [more];
  if (wrong.length === 0) {
    const shown = [...settings.map(read), ...beside].join(', ');
    return [ok(`${nameOf(resource)} is private, and opened by roles alone`, `${id}: ${shown}`)];
  }
  return wrong.map((setting) =>
    failed(
      `${nameOf(resource)} ${setting.otherwise}`,
      setting.next(resource),
      `${id}: ${[read(setting), ...(setting === closed ? beside : [])].join(', ')}`,
    ),
  );
}

function placeOf({ id }: FoundResource): string {
  const { resourceGroup, name } = parseArmId(id);
  return `--resource-group ${resourceGroup} --name ${name}`;
}

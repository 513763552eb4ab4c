import { parentId, sameId } from '../../resource/arm-id.ts';
import { at, type Json, type JsonObject } from '../../resource/json.ts';
import { known } from '../../resource/subscription.ts';
import { inFile, textAt } from '../places.ts';
import { type Check, type CheckInput, designedOf, type Finding, failed, notApplicable, ok } from '../rule.ts';
import { type Existing, existing } from './existing.ts';

const accounts = 'Microsoft.DocumentDB/databaseAccounts';
const roles = 'Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments';

/** An account of Cosmos DB is as closed as the models are: no public way in, no key, and roles that we know. */
export const cosmos: Check = {
  id: 'GT-CHECK-COSMOS',
  stage: 'after',
  checklist: ['INT-3'],
  title: 'The Cosmos DB account is private, takes Entra tokens only, and can be restored',
  risk: 'Data can be read or changed by whoever holds a key or finds the address, or is lost for good.',
  run: (input) => {
    if (designedOf(input.design, accounts).length === 0) {
      return [
        notApplicable(
          `there is no Cosmos DB account: ${inFile('integration: { cosmos: true }', input.design)} asks for one`,
        ),
      ];
    }
    return [
      ...existing(input, 'GT-CHECK-COSMOS', accounts, judge),
      ...existing(input, 'GT-CHECK-COSMOS', roles, ({ id, title }) => [ok(`${title} is as designed`, id)]),
      ...unknownRoles(input),
    ];
  },
};

/** What each setting has to be, and what is the matter when it is not. */
const settings: readonly {
  readonly pointer: string;
  readonly holds: (value: Json | undefined) => boolean;
  readonly otherwise: string;
}[] = [
  {
    pointer: '/properties/publicNetworkAccess',
    holds: (value) => isText(value, 'Disabled'),
    otherwise: 'is reachable from the internet',
  },
  {
    pointer: '/properties/networkAclBypass',
    holds: (value) => value === undefined || isText(value, 'None'),
    otherwise: 'lets services of Azure past its firewall',
  },
  { pointer: '/properties/ipRules', holds: isEmpty, otherwise: 'has addresses in its firewall' },
  { pointer: '/properties/virtualNetworkRules', holds: isEmpty, otherwise: 'has subnets in its firewall' },
  { pointer: '/properties/disableLocalAuth', holds: (value) => value === true, otherwise: 'takes keys' },
  {
    pointer: '/properties/disableKeyBasedMetadataWriteAccess',
    holds: (value) => value === true,
    otherwise: 'lets keys change databases and containers',
  },
  {
    pointer: '/properties/minimalTlsVersion',
    holds: (value) => isText(value, 'Tls12'),
    otherwise: 'takes connections older than TLS 1.2',
  },
  {
    pointer: '/properties/backupPolicy/type',
    holds: (value) => isText(value, 'Continuous'),
    otherwise: 'can not be restored to any moment',
  },
];

function isText(value: Json | undefined, wanted: string): boolean {
  return typeof value === 'string' && value.toLowerCase() === wanted.toLowerCase();
}

function isEmpty(value: Json | undefined): boolean {
  return !Array.isArray(value) || value.length === 0;
}

function judge({ id, title, body }: Existing): Finding[] {
  const read = ({ pointer }: (typeof settings)[number]): string =>
    `${pointer.split('/').slice(2).join('.')} ${JSON.stringify(at(body, pointer) ?? null)}`;
  const wrong = settings.filter(({ pointer, holds }) => !holds(at(body, pointer)));
  if (wrong.length === 0)
    return [ok(`${title} is private and takes no keys`, `${id}: ${settings.map(read).join(', ')}`)];
  return wrong.map((setting) =>
    failed(
      `${title} ${setting.otherwise}`,
      'gotthard verify --fix shows what mends it, gotthard deploy does.',
      `${id}: ${read(setting)}`,
    ),
  );
}

/** Azure keeps roles of the data plane beneath the account: no list of role assignments shows them. */
function unknownRoles({ design, facts }: CheckInput): Finding[] {
  const ours = designedOf(design, accounts);
  return (known(facts.around) ?? [])
    .filter((body) => ours.some((account) => isRoleOf(account.id, body)))
    .filter((body) => !designedOf(design, roles).some(({ id }) => sameId(id, textAt(body, '/id'))))
    .map((body) =>
      failed(
        `${textAt(body, '/properties/principalId')} reads or writes data of the account, which the estate file does not know`,
        `Ask whoever assigned it, then remove it: az cosmosdb sql role assignment delete --role-assignment-id ${textAt(body, '/name')}`,
        `${textAt(body, '/id')}: ${textAt(body, '/properties/roleDefinitionId')} on ${textAt(body, '/properties/scope')}`,
      ),
    );
}

function isRoleOf(account: string, body: JsonObject): boolean {
  const id = textAt(body, '/id');
  return /\/sqlRoleAssignments\/[^/]+$/i.test(id) && sameId(parentId(id) ?? '', account);
}

import { roles } from '../../facts/roles.ts';
import { idKey, parentId, parseArmId, sameId } from '../../resource/arm-id.ts';
import { at, isObject } from '../../resource/json.ts';
import { referenceOf } from '../../resource/reference.ts';
import { textAt } from '../places.ts';
import { lastName, objectsAt, ofType } from './bodies.ts';
import type { Held, Holding } from './holding.ts';
import type { Way } from './leak.ts';
import { Principals } from './principals.ts';
import type { Whereabouts } from './whereabouts.ts';

const accounts = 'Microsoft.CognitiveServices/accounts';
const vaults = 'Microsoft.KeyVault/vaults';
const assignmentTypes = [
  'Microsoft.Authorization/roleAssignments',
  // Roles of the data plane of Cosmos DB, which lie beneath what they open.
  'Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments',
];

/** Ways by rights: roles at any scope, access policies, identities, keys, and what one subscription brings along. */
export function access(estate: Whereabouts): Way[] {
  const principals = new Principals(estate.holdings);
  return estate.holdings.flatMap((holding) => [
    ...assignmentsOf(holding).flatMap((held) => role(held, holding, principals, estate)),
    ...ofType(vaults, holding.resources).flatMap((held) => [
      ...accessPolicies(held, holding, principals),
      ...trustedDirectory(held, holding, estate),
    ]),
    ...ofType(accounts, holding.resources).flatMap((held) => [
      ...borrowedIdentities(held, holding, estate),
      ...encryptionKey(held, holding, estate),
    ]),
    ...sharedGroups(holding, estate),
    ...sharedSubscription(holding, estate),
    ...delegation(holding, estate),
  ]);
}

function assignmentsOf({ resources, around }: Holding): readonly Held[] {
  const found = assignmentTypes.flatMap((type) => ofType(type, resources, around));
  return [...new Map(found.map((held) => [idKey(held.id), held])).values()];
}

/** One role assignment: whom it gives what, and over which stamps. */
function role({ id, body }: Held, holding: Holding, principals: Principals, estate: Whereabouts): Way[] {
  const principal = principalOf(body);
  const scope = parentId(id) ?? '';
  const reached = reachedBy(scope, holding, estate);
  const what = roleName(textAt(body, '/properties/roleDefinitionId'));
  const way = (kind: Way['kind'], from: string | undefined, to: Holding): Way => ({
    kind,
    from,
    to: to.stamp,
    id,
    rule: `${what} for ${principal}`,
    lets: `has the role ${what} on ${lastName(scope) || 'the root'}`,
    reach: 'open',
    asked: holding.designed.has(idKey(id)),
  });
  const who = principals.of(principal);
  if (who.length > 0) {
    return reached
      .filter((to) => !who.some((from) => from.isOf(to)))
      .flatMap((to) => who.flatMap(({ stamps }) => stamps.map((from) => way('role', from, to))));
  }
  if (textAt(body, '/properties/principalType') === 'ForeignGroup') {
    return reached.map((to) => way('foreign group', undefined, to));
  }
  // Whoever holds a role on the whole subscription or above works on it: that is reviewed, not forbidden.
  const isNarrow = parseArmId(scope).resourceGroup !== undefined;
  const isOurs = assignmentTypes.some((type) =>
    ofType(type, holding.resources).some((held) => sameId(held.id, id)),
  );
  if (!isNarrow || isOurs || principal === holding.signedIn) return [];
  return reached.map((to) => way('unknown principal', undefined, to));
}

/** Stamps over which an assignment reaches: those beneath its scope, and those whose subscription lies beneath it. */
function reachedBy(scope: string, holding: Holding, estate: Whereabouts): readonly Holding[] {
  const { subscriptionId, resourceGroup } = parseArmId(scope);
  if (resourceGroup !== undefined) return estate.ownersOf(scope);
  if (subscriptionId !== undefined) return estate.inSubscription(subscriptionId);
  return estate.inSubscription(holding.subscriptionId);
}

/** Object id of whom something is given to; before it is known, the key of the identity that it will be of. */
function principalOf(body: Held['body']): string {
  const value = at(body, '/properties/principalId');
  const reference = referenceOf(value);
  return (reference?.id ?? (typeof value === 'string' ? value : '')).toLowerCase();
}

/** The name of a built-in role, or the GUID of any other. */
function roleName(definitionId: string): string {
  const guid = lastName(definitionId).toLowerCase();
  if (/\/sqlRoleDefinitions\//i.test(definitionId)) return `data role ${guid}`;
  return Object.entries(roles).find(([, id]) => id === guid)?.[0] ?? guid;
}

function accessPolicies({ id, body }: Held, holding: Holding, principals: Principals): Way[] {
  const inUse = at(body, '/properties/enableRbacAuthorization') !== true;
  return objectsAt(body, '/properties/accessPolicies').flatMap((policy) => {
    const principal = textAt(policy, '/objectId').toLowerCase();
    const who = principals.of(principal);
    if (who.some((from) => from.isOf(holding))) return [];
    return who.flatMap(({ stamps }) =>
      stamps.map(
        (from): Way => ({
          kind: 'access policy',
          from,
          to: holding.stamp,
          id,
          rule: `accessPolicies ${principal}`,
          lets: `stands in the access policies of ${lastName(id)}`,
          reach: inUse ? 'open' : 'weakened',
          asked: false,
        }),
      ),
    );
  });
}

/** A vault takes tokens of one directory. */
function trustedDirectory({ id, body }: Held, holding: Holding, estate: Whereabouts): Way[] {
  const trusted = textAt(body, '/properties/tenantId').toLowerCase();
  if (trusted === '' || trusted === holding.directoryId) return [];
  const owners = estate.holdings.filter(
    ({ directoryId, tenant }) => directoryId === trusted && tenant !== holding.tenant,
  );
  return orOutside(owners).map((from) => ({
    kind: 'trusted directory',
    from,
    to: holding.stamp,
    id,
    rule: `tenantId ${trusted}`,
    lets: `signs in to ${lastName(id)}, which trusts its directory`,
    reach: 'open',
    asked: false,
  }));
}

/** Whoever carries an identity of another stamp acts as that one, wherever it has rights. */
function borrowedIdentities({ id, body }: Held, holding: Holding, estate: Whereabouts): Way[] {
  const identities = at(body, '/identity/userAssignedIdentities');
  return Object.keys(isObject(identities) ? identities : {}).flatMap((identity) => {
    const owners = estate.ownersOf(identity);
    if (owners.includes(holding)) return [];
    return owners.map(
      (to): Way => ({
        kind: 'identity',
        from: holding.stamp,
        to: to.stamp,
        id,
        rule: lastName(identity),
        lets: `carries its identity ${lastName(identity)} on ${lastName(id)}`,
        reach: 'open',
        asked: false,
      }),
    );
  });
}

/** An account that is encrypted with a key of another stamp's vault: whoever has the key can read or lock it. */
function encryptionKey({ id, body }: Held, holding: Holding, estate: Whereabouts): Way[] {
  const uri = textAt(body, '/properties/encryption/keyVaultProperties/keyVaultUri');
  const vault = /^https:\/\/([^./]+)\./.exec(uri)?.[1]?.toLowerCase();
  if (vault === undefined) return [];
  return estate.holdings
    .filter((other) => other !== holding)
    .filter(({ resources }) => ofType(vaults, resources).some((held) => lastName(idKey(held.id)) === vault))
    .map(({ stamp }) => ({
      kind: 'encryption key',
      from: stamp,
      to: holding.stamp,
      id,
      rule: `keyVaultUri ${uri}`,
      lets: `holds the key that ${lastName(id)} is encrypted with`,
      reach: 'open',
      asked: false,
    }));
}

/** A group that the estate file names for several tenants. */
function sharedGroups(holding: Holding, estate: Whereabouts): Way[] {
  return [...holding.groups].flatMap(([group, role]): Way[] => {
    const others = estate.holdings.filter(
      ({ tenant, directoryId, groups }) =>
        tenant !== holding.tenant && directoryId === holding.directoryId && groups.has(group),
    );
    if (others.length === 0) return [];
    return [
      {
        kind: 'shared group',
        // One way, however many they are: hundreds of tenants may have the same administrators.
        from: others.map(({ stamp }) => stamp),
        to: holding.stamp,
        id: group,
        rule: `groups: ${role}`,
        lets: `has the same Entra group ${group} (${role})`,
        reach: 'open',
        asked: true,
      },
    ];
  });
}

/** Rights, quota and logs of a subscription are one. */
function sharedSubscription(holding: Holding, estate: Whereabouts): Way[] {
  return estate
    .inSubscription(holding.subscriptionId)
    .filter((other) => other !== holding)
    .map(({ stamp }) => ({
      kind: 'subscription',
      from: stamp,
      to: holding.stamp,
      id: `/subscriptions/${holding.subscriptionId}`,
      rule: 'subscriptionId',
      lets: `lies in the same subscription ${holding.subscriptionId}`,
      reach: 'weakened',
      asked: true,
    }));
}

/** Azure Lighthouse lets people of another directory work in the subscription. */
function delegation(holding: Holding, estate: Whereabouts): Way[] {
  return holding.delegatedTo.flatMap((directory) =>
    estate.holdings
      .filter(({ directoryId, tenant }) => directoryId === directory && tenant !== holding.tenant)
      .map(
        ({ stamp }): Way => ({
          kind: 'delegation',
          from: stamp,
          to: holding.stamp,
          id: `/subscriptions/${holding.subscriptionId}`,
          rule: `managedByTenants ${directory}`,
          lets: 'is of a directory that manages its subscription',
          reach: 'open',
          asked: directory === holding.managedFrom,
        }),
      ),
  );
}

function orOutside(holdings: readonly Holding[]): readonly (string | undefined)[] {
  return holdings.length > 0 ? holdings.map(({ stamp }) => stamp) : [undefined];
}

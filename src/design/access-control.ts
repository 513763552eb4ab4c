import { type Stamp, stampsOf } from '../estate/estate.ts';
import { guidOf } from '../estate/hash.ts';
import { isRotated } from '../estate/integration.ts';
import { type RoleName, roles } from '../facts/roles.ts';
import { idKey, parseArmId } from '../resource/arm-id.ts';
import { later } from '../resource/reference.ts';
import { type Area, type Ids, markText, resource } from './area.ts';
import type { DesignedResource } from './design.ts';
import { rotationRoleId } from './rotation.ts';
import { containerId } from './storage.ts';

interface Grant {
  readonly role: RoleName | OwnRole;
  readonly scope: string;
  readonly to: Principal;
}

/** A role of ours, by what it is for. */
type OwnRole = 'key rotation';

type Principal =
  | { readonly kind: 'Group'; readonly objectId: string; readonly as: string }
  /** An identity of the design, known by its ARM id before it exists. */
  | {
      readonly kind: 'ServicePrincipal';
      readonly identityId: string;
      readonly as: string;
      /** Where its resource shows the principal; absent: as user-assigned identities do. */
      readonly shownAs?: 'identity.principalId';
    };

/** Roles at the narrowest scope that does the work, for groups and never for single users. */
export function accessControl(area: Area): DesignedResource[] {
  // One group may hold several roles of ours, and Azure takes each scope, role and principal once.
  const assignments = grantsOf(area).map((grant) => roleAssignment(grant, area));
  return [...new Map(assignments.map((assignment) => [assignment.id, assignment])).values()];
}

function grantsOf(area: Area): Grant[] {
  const { ids, stamp } = area;
  const group = (objectId: string | undefined, as: string): Principal[] =>
    objectId === undefined ? [] : [{ kind: 'Group', objectId, as }];
  const grant = (to: Principal, ...pairs: readonly (readonly [RoleName, string])[]): Grant[] =>
    pairs.map(([role, scope]) => ({ role, scope, to }));
  const { logs, integration } = stamp.environment;
  const { administrators, contributors, readers, applications } = stamp.tenant.groups;
  return [
    ...group(administrators, 'Administrator').flatMap((to) =>
      grant(
        to,
        ['Cognitive Services Contributor', ids.aiGroup],
        ['Key Vault Administrator', ids.vault],
        ['Monitoring Contributor', ids.monitorGroup],
        ['Network Contributor', ids.networkGroup],
        ...(integration?.cosmos ? ([['Cosmos DB Operator', ids.cosmos]] as const) : []),
        ...(integration?.sql ? ([['SQL DB Contributor', ids.sqlServer]] as const) : []),
        ...(readsQuota(area) ? ([['Cognitive Services Usages Reader', ids.subscription]] as const) : []),
      ),
    ),
    ...group(contributors, 'Contributor').flatMap((to) =>
      grant(
        to,
        ['Cognitive Services OpenAI Contributor', ids.account],
        ['Key Vault Secrets User', ids.vault],
        ['Monitoring Reader', ids.monitorGroup],
      ),
    ),
    ...group(readers, 'Reader').flatMap((to) =>
      grant(
        to,
        ['Reader', ids.aiGroup],
        ['Monitoring Reader', ids.monitorGroup],
        // An existing workspace is used and never written to, and its readers are its owner's affair.
        ...(logs.mode === 'create' ? ([['Log Analytics Reader', ids.workspace]] as const) : []),
        ['Key Vault Reader', ids.vault],
        ...(integration?.cosmos ? ([['Reader', ids.cosmos]] as const) : []),
        ...(integration?.sql ? ([['Reader', ids.sqlServer]] as const) : []),
        ...(integration?.dataFactory ? ([['Reader', ids.dataFactory]] as const) : []),
      ),
    ),
    ...[...group(applications, 'Application'), workloadOf(ids)].flatMap((to) =>
      grant(to, ['Cognitive Services OpenAI User', ids.account], ['Key Vault Secrets User', ids.vault]),
    ),
    ...(stamp.environment.integration?.storage
      ? grant(workloadOf(ids), ['Storage Blob Data Contributor', ids.storage])
      : []),
    ...(stamp.environment.integration?.dataFactory
      ? grant(
          factoryOf(ids),
          ['Cognitive Services OpenAI User', ids.account],
          ['Storage Blob Data Contributor', containerId(area)],
        )
      : []),
    ...(stamp.environment.customerManagedKey ? [encryptionGrant(area)] : []),
    ...(isRotated(stamp.environment) ? rotationGrants(area) : []),
  ];
}

/**
 * The function learns from the vault how old the key is, makes the other one anew and stores it: it sets the one secret and
 * reads none. Its host keeps locks in blobs alone (Microsoft, "Connecting to host storage with an identity": timer trigger).
 */
function rotationGrants({ ids }: Area): Grant[] {
  const to: Principal = {
    kind: 'ServicePrincipal',
    identityId: ids.rotationIdentity,
    as: 'rotation identity',
  };
  return [
    { role: 'key rotation', scope: ids.account, to },
    { role: 'key rotation', scope: ids.apiKey, to },
    { role: 'Key Vault Reader', scope: ids.vault, to },
    { role: 'Storage Blob Data Owner', scope: ids.rotationStorage, to },
  ];
}

function workloadOf(ids: Ids): Principal {
  return { kind: 'ServicePrincipal', identityId: ids.identity, as: 'application identity' };
}

function factoryOf(ids: Ids): Principal {
  return {
    kind: 'ServicePrincipal',
    identityId: ids.dataFactory,
    as: 'data factory',
    shownAs: 'identity.principalId',
  };
}

/** Get, wrap and unwrap on the one key: what encryption takes, and nothing else. */
function encryptionGrant({ ids }: Area): Grant {
  return {
    role: 'Key Vault Crypto Service Encryption User',
    scope: ids.encryptionKey,
    to: { kind: 'ServicePrincipal', identityId: ids.encryptionIdentity, as: 'encryption identity' },
  };
}

/** Id of a role of the application identity: once Azure has taken it, the directory knows the identity. */
export function workloadGrantId(area: Area): string {
  const { ids } = area;
  return roleAssignment(
    { role: 'Cognitive Services OpenAI User', scope: ids.account, to: workloadOf(ids) },
    area,
  ).id;
}

/** Id of the role assignment without which the account can't use its key. */
export function encryptionGrantId(area: Area): string {
  return roleAssignment(encryptionGrant(area), area).id;
}

/**
 * Quota is read on the subscription. Stamps that share one would assign the same role to the same group there, which
 * Azure refuses: the first of them in the file does it.
 */
function readsQuota({ stamp }: Area): boolean {
  const first = stampsOf(stamp.estate).find((other) => quotaReader(other) === quotaReader(stamp));
  return first?.name === stamp.name;
}

function quotaReader({ tenant, environment }: Stamp): string {
  return `${environment.subscriptionId} ${tenant.groups.administrators}`.toLowerCase();
}

/**
 * The name hashes scope, role and where the principal stands in the design, so that it is known before the principal
 * is, and another principal gets another name.
 */
function roleAssignment({ role, scope, to }: Grant, area: Area): DesignedResource {
  const { ids, stamp } = area;
  const own = role === 'key rotation' ? rotationRoleId(area) : undefined;
  const definitionId =
    own ?? `${ids.subscription}/providers/Microsoft.Authorization/roleDefinitions/${roles[role as RoleName]}`;
  const principal = to.kind === 'Group' ? to.objectId : to.identityId;
  const name = guidOf([idKey(scope), parseArmId(definitionId).name, idKey(principal), stamp.name]);
  const scopeName = scope.slice(scope.lastIndexOf('/') + 1);
  return {
    ...resource({
      id: `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`,
      type: 'Microsoft.Authorization/roleAssignments',
      noun: 'role assignment',
      step: 'Access control',
      body: {
        properties: {
          roleDefinitionId: definitionId,
          principalId:
            to.kind === 'Group' ? to.objectId : later(to.identityId, to.shownAs ?? 'properties.principalId'),
          principalType: to.kind,
          description: `${to.as}: ${role}. ${markText(stamp)}`,
        },
      },
      dependsOn: own === undefined ? [scope] : [scope, own],
    }),
    title: `role ${role} on ${scopeName} for ${to.as}`,
  };
}

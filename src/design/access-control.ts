import { guidOf } from '../estate/hash.ts';
import { type RoleName, roles } from '../facts/roles.ts';
import { idKey } from '../resource/arm-id.ts';
import { later } from '../resource/reference.ts';
import { type Area, resource } from './area.ts';
import type { DesignedResource } from './design.ts';

interface Grant {
  readonly role: RoleName;
  readonly scope: string;
  readonly to: Principal;
}

type Principal =
  | { readonly kind: 'Group'; readonly objectId: string; readonly as: string }
  /** An identity of the design, known by its ARM id before it exists. */
  | { readonly kind: 'ServicePrincipal'; readonly identityId: string; readonly as: string };

/** Roles at the narrowest scope that does the work, for groups and never for single users. */
export function accessControl(area: Area): DesignedResource[] {
  return grantsOf(area).map((grant) => roleAssignment(grant, area));
}

function grantsOf({ ids, stamp }: Area): Grant[] {
  const group = (objectId: string | undefined, as: string): Principal[] =>
    objectId === undefined ? [] : [{ kind: 'Group', objectId, as }];
  const grant = (to: Principal, ...pairs: readonly (readonly [RoleName, string])[]): Grant[] =>
    pairs.map(([role, scope]) => ({ role, scope, to }));
  const { administrators, contributors, readers, applications } = stamp.tenant.groups;
  const workload: Principal = {
    kind: 'ServicePrincipal',
    identityId: ids.identity,
    as: 'application identity',
  };
  return [
    ...group(administrators, 'Administrator').flatMap((to) =>
      grant(
        to,
        ['Cognitive Services Contributor', ids.aiGroup],
        ['Key Vault Administrator', ids.vault],
        ['Monitoring Contributor', ids.monitorGroup],
        ['Network Contributor', ids.networkGroup],
        ['Cognitive Services Usages Reader', ids.subscription],
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
        ['Log Analytics Reader', ids.workspace],
        ['Key Vault Reader', ids.vault],
      ),
    ),
    ...[...group(applications, 'Application'), workload].flatMap((to) =>
      grant(to, ['Cognitive Services OpenAI User', ids.account], ['Key Vault Secrets User', ids.vault]),
    ),
  ];
}

/**
 * The name hashes scope, role and where the principal stands in the design, so that it is known before the principal
 * is, and another principal gets another name.
 */
function roleAssignment({ role, scope, to }: Grant, { ids, stamp }: Area): DesignedResource {
  const principal = to.kind === 'Group' ? to.objectId : to.identityId;
  const name = guidOf([idKey(scope), roles[role], idKey(principal), stamp.name]);
  const scopeName = scope.slice(scope.lastIndexOf('/') + 1);
  return {
    ...resource({
      id: `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`,
      type: 'Microsoft.Authorization/roleAssignments',
      noun: 'role assignment',
      step: 'Access control',
      body: {
        properties: {
          roleDefinitionId: `${ids.subscription}/providers/Microsoft.Authorization/roleDefinitions/${roles[role]}`,
          principalId: to.kind === 'Group' ? to.objectId : later(to.identityId, 'properties.principalId'),
          principalType: to.kind,
          description: `${to.as}: ${role}. gotthard-estate=${stamp.estate.id} gotthard-stamp=${stamp.name}`,
        },
      },
      dependsOn: [scope],
    }),
    title: `role ${role} on ${scopeName} for ${to.as}`,
  };
}

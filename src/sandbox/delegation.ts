import { keyOf } from './arm-id.ts';
import { type JsonObject, listAt, objectAt, textAt } from './json.ts';
import type { World } from './provider.ts';

export const definitionsType = 'Microsoft.ManagedServices/registrationDefinitions';
export const assignmentsType = 'Microsoft.ManagedServices/registrationAssignments';

/** A role that somebody of a managing directory has on what is delegated to it. */
export interface Authorisation {
  readonly principal: string;
  /** GUID of a built-in role. */
  readonly role: string;
  /** Roles that it may assign to managed identities. */
  readonly assignable: readonly string[];
}

/** What Azure Lighthouse delegates of a subscription, and to which directory. */
export interface Delegation {
  /** Key of the subscription or resource group. */
  readonly scope: string;
  readonly directoryId: string;
  readonly authorisations: readonly Authorisation[];
}

/** Delegations of a subscription as a whole and of its resource groups. */
export function delegationsOf(world: World, subscriptionId: string): Delegation[] {
  const scope = `/subscriptions/${subscriptionId}`;
  return world.all(assignmentsType, scope).flatMap((assignment) => {
    const definition = world.find(textAt(assignment.body, 'properties', 'registrationDefinitionId') ?? '');
    if (definition === undefined) return [];
    const properties = objectAt(definition.body, 'properties');
    const key = keyOf(assignment.id);
    return [
      {
        scope: key.slice(0, key.lastIndexOf('/providers/microsoft.managedservices/')),
        directoryId: textAt(properties, 'managedByTenantId')?.toLowerCase() ?? '',
        authorisations: listAt(properties, 'authorizations').map((one) => authorisationOf(one as JsonObject)),
      },
    ];
  });
}

/** The GUID of a role, however it is named: alone, or as the id of its definition. */
export function roleGuid(text: string): string {
  return text.slice(text.lastIndexOf('/') + 1).toLowerCase();
}

function authorisationOf(one: JsonObject): Authorisation {
  return {
    principal: textAt(one, 'principalId')?.toLowerCase() ?? '',
    role: roleGuid(textAt(one, 'roleDefinitionId') ?? ''),
    assignable: listAt(one, 'delegatedRoleDefinitionIds').map((each) => roleGuid(String(each))),
  };
}

/** Whether the caller comes from another directory than a subscription's, which only a delegation lets in. */
export function isFromElsewhere(world: World, subscriptionId: string): boolean {
  const trusted = world.directoryOf(subscriptionId);
  const { directoryId } = world.caller;
  return directoryId !== '' && trusted !== undefined && trusted !== directoryId;
}

/** What a delegation gives the caller at a scope: by itself and by its groups. */
export function authorisationsAt(world: World, subscriptionId: string, scope: string): Authorisation[] {
  const { directoryId, objectId, groups } = world.caller;
  const who = [objectId, ...groups].map((id) => id.toLowerCase());
  const key = keyOf(scope);
  return delegationsOf(world, subscriptionId)
    .filter(
      (one) => one.directoryId === directoryId && (key === one.scope || key.startsWith(`${one.scope}/`)),
    )
    .flatMap(({ authorisations }) => authorisations.filter(({ principal }) => who.includes(principal)));
}

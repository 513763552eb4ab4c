import { builtInRole } from '../built-in-roles.ts';
import { assignmentsType, definitionsType, roleGuid } from '../delegation.ts';
import { ArmError } from '../errors.ts';
import { type JsonObject, listAt, textAt } from '../json.ts';
import type { ProviderModel, TypeModel, Write } from '../provider.ts';
import { directories } from '../seed-directories.ts';
import { list, object, readOnly, required, text } from '../shape.ts';

/** Azure/azure-rest-api-specs, specification/managedservices, stable/2022-10-01/managedservices.json. */
const versions = ['2022-10-01'] as const;
const guid = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const owner = '8e3af657-a8ff-443c-a75c-2fe8c4bcb635';
const userAccessAdministrator = '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9';

/** What a managing directory is to be let do: roles for its principals. */
const registrationDefinitions: TypeModel = {
  type: definitionsType,
  apiVersions: versions,
  placement: 'extension',
  name: { pattern: guid },
  body: object({
    properties: required(
      object({
        description: text(),
        registrationDefinitionName: text(),
        managedByTenantId: required(text({ pattern: guid })),
        authorizations: required(
          list(
            object({
              principalId: required(text({ pattern: guid })),
              principalIdDisplayName: text(),
              roleDefinitionId: required(text()),
              delegatedRoleDefinitionIds: list(text()),
            }),
            { min: 1 },
          ),
        ),
        managedByTenantName: readOnly(text()),
      }),
    ),
  }),
  pace: { create: { how: 'sync' }, update: { how: 'sync' }, delete: { how: 'sync' } },
  patch: false,
  admit: admitDefinition,
  show: (_world, { body }) => {
    const properties = body['properties'] as JsonObject;
    const managing = textAt(properties, 'managedByTenantId')?.toLowerCase();
    const name = directories.find(({ id }) => id === managing)?.displayName ?? managing ?? '';
    return { ...body, properties: { ...properties, managedByTenantName: name } };
  },
};

/** The delegation itself: a definition, assigned to a subscription or a resource group. */
const registrationAssignments: TypeModel = {
  type: assignmentsType,
  apiVersions: versions,
  placement: 'extension',
  name: { pattern: guid },
  body: object({
    properties: required(object({ registrationDefinitionId: required(text()) })),
  }),
  pace: { create: { how: 'sync' }, update: { how: 'sync' }, delete: { how: 'sync' } },
  patch: false,
  admit: ({ world, id, body }) => {
    mustBeOwner({ world, id });
    const definition = textAt(body, 'properties', 'registrationDefinitionId') ?? '';
    if (world.find(definition)?.type === definitionsType) return body;
    throw refused(
      'InvalidRegistrationDefinitionId',
      `The registration definition '${definition}' was not found.`,
    );
  },
};

/** Microsoft.ManagedServices, which Azure Lighthouse is made of. */
export const managedServices: ProviderModel = {
  namespace: 'Microsoft.ManagedServices',
  types: [registrationDefinitions, registrationAssignments],
};

/**
 * Which roles can be delegated: built-in ones, but not Owner and none with data actions; User Access Administrator
 * only with the roles that it may assign to managed identities. Source: Microsoft, "Tenants, users, and roles in Azure
 * Lighthouse scenarios". The codes of the refusals are not published; these stand for them.
 */
function admitDefinition({ world, id, body }: Write): JsonObject {
  mustBeOwner({ world, id });
  for (const one of listAt(body, 'properties', 'authorizations')) {
    const guidOfRole = roleGuid(textAt(one, 'roleDefinitionId') ?? '');
    const assignable = listAt(one, 'delegatedRoleDefinitionIds').map((each) => roleGuid(String(each)));
    for (const each of [guidOfRole, ...assignable]) checkBuiltIn(each);
    if (guidOfRole === owner || (builtInRole(guidOfRole)?.dataActions.length ?? 0) > 0)
      throw refused(
        'RoleDefinitionNotSupported',
        `The role definition '${guidOfRole}' can not be delegated: Owner and roles with data actions are not supported.`,
      );
    if ((guidOfRole === userAccessAdministrator) !== assignable.length > 0)
      throw refused(
        'InvalidDelegatedRoleDefinitionIds',
        'delegatedRoleDefinitionIds are required with, and only with, the role User Access Administrator.',
      );
  }
  return body;
}

function checkBuiltIn(role: string): void {
  if (builtInRole(role) !== undefined) return;
  throw refused('RoleDefinitionNotSupported', `The role definition '${role}' is not a built-in role.`);
}

/** Only who may assign roles there may delegate: Microsoft, "Onboard a customer to Azure Lighthouse". */
function mustBeOwner({ world, id }: Pick<Write, 'world' | 'id'>): void {
  world.authorise('Microsoft.Authorization/roleAssignments/write', id.scope);
}

function refused(code: string, message: string): ArmError {
  return new ArmError(400, code, message);
}

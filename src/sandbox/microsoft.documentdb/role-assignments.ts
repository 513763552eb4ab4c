import { keyOf } from '../arm-id.ts';
import { ArmError } from '../errors.ts';
import { type JsonObject, objectAt, textAt } from '../json.ts';
import type { Pace, Stored, TypeModel, World, Write } from '../provider.ts';
import { object, required, text } from '../shape.ts';
import { accountLane } from './lane.ts';
import { cosmosVersions, roleAssignmentType } from './names.ts';

/**
 * Built-in Data Reader and Built-in Data Contributor, with which every account is born. Source: Microsoft, "Azure Cosmos DB
 * for NoSQL data plane role-based access control".
 */
const builtIn = ['00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-000000000002'];

const guid = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const slow: Pace = { how: 'accepted', state: 'Succeeded', ms: 12_000 };

/**
 * Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments: who reads and writes data. Accepted first; whom the directory
 * does not know is found out later, and then there is no assignment (pulumi/pulumi-azure-native#2816).
 */
export const roleAssignments: TypeModel = {
  type: roleAssignmentType,
  apiVersions: cosmosVersions,
  placement: 'group',
  name: { pattern: guid, code: 'BadRequest' },
  body: object({
    properties: required(
      object({
        roleDefinitionId: required(text()),
        scope: required(text()),
        principalId: required(text({ pattern: guid })),
      }),
    ),
  }),
  pace: { create: slow, update: slow, delete: slow },
  patch: false,
  badBody: 'BadRequest',
  showsState: false,
  lane: accountLane,
  references: ['properties.principalId'],
  admit: admitAssignment,
  done: checkPrincipal,
};

function bad(message: string): ArmError {
  return new ArmError(400, 'BadRequest', message);
}

function admitAssignment({ id, body, prior }: Write): JsonObject {
  const properties = objectAt(body, 'properties');
  const account = id.parent ?? '';
  const definition = textAt(properties, 'roleDefinitionId') ?? '';
  if (!builtIn.some((name) => keyOf(definition) === keyOf(`${account}/sqlRoleDefinitions/${name}`)))
    throw bad(`The Role Definition with Id '${definition}' does not exist for the account.`);
  const scope = textAt(properties, 'scope') ?? '';
  if (keyOf(scope) !== keyOf(account) && !keyOf(scope).startsWith(`${keyOf(account)}/dbs/`))
    throw bad(`The scope '${scope}' is neither the account, nor a database or container of it.`);
  checkLasting(properties, prior);
  return body;
}

/** As hashicorp/terraform-provider-azurerm has it: cosmosdb_sql_role_assignment, principal_id and scope force a new one. */
function checkLasting(properties: JsonObject, prior: Stored | undefined): void {
  if (prior === undefined) return;
  const before = objectAt(prior.body, 'properties');
  const same = ['principalId', 'scope'].every(
    (key) => keyOf(textAt(before, key) ?? '') === keyOf(textAt(properties, key) ?? ''),
  );
  if (!same) throw bad('Neither the principal nor the scope of a Role Assignment can be changed.');
}

function checkPrincipal(world: World, record: Stored): void {
  const principal = textAt(record.body, 'properties', 'principalId') ?? '';
  const directory = world.directoryOf(record.id.split('/')[2] ?? '') ?? '';
  if (world.principalExists(directory, principal)) return;
  throw bad(
    `The provided principal ID [${principal}] was not found in the AAD tenant(s) [${directory}] which are associated with the customer's subscription.`,
  );
}

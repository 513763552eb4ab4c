import { endpointConnections } from '../endpoint-connections.ts';
import { textAt } from '../json.ts';
import { linkResources } from '../link-resources.ts';
import type { Answer, Call, ProviderModel, RouteModel } from '../provider.ts';
import { object, required, text } from '../shape.ts';
import { auditing } from './auditing.ts';
import { databases } from './databases.ts';
import { connectionType, serverName, serverType, sqlVersions } from './names.ts';
import { livingTwin, servers } from './servers.ts';

const checkName: RouteModel = {
  method: 'POST',
  pattern: '/subscriptions/{subscription}/providers/Microsoft.Sql/checkNameAvailability',
  apiVersions: sqlVersions,
  writes: false,
  right: { action: 'Microsoft.Sql/checkNameAvailability/action', scope: '/subscriptions/{subscription}' },
  body: object({ name: required(text()), type: required(text()) }),
  handle: nameCheck,
};

/** Microsoft.Sql: servers, their databases, and what they write down. */
export const sql: ProviderModel = {
  namespace: 'Microsoft.Sql',
  types: [
    servers,
    databases,
    auditing,
    endpointConnections(connectionType, sqlVersions, { how: 'accepted', state: 'Deleting', ms: 5_000 }),
  ],
  routes: [checkName, linkResources(serverType, sqlVersions)],
};

function nameCheck({ world, body }: Call): Answer {
  const name = textAt(body, 'name') ?? '';
  if (!serverName.test(name) || name.length > 63) {
    const message = 'Server names are lower-case letters, digits and hyphens, at most 63.';
    return { status: 200, body: { name, available: false, reason: 'Invalid', message } };
  }
  if (livingTwin(world, name) === undefined) return { status: 200, body: { name, available: true } };
  const message = `The name '${name}' already exists. Choose a different name.`;
  return { status: 200, body: { name, available: false, reason: 'AlreadyExists', message } };
}

import { type JsonObject, textAt } from './json.ts';
import { groups, principals } from './seed-directories.ts';
import type { Transaction } from './transaction.ts';

export type ObjectType = 'user' | 'group' | 'servicePrincipal';

/** Everybody whom a directory knows, as Microsoft Graph shows them: people, groups, applications, managed identities. */
export function directoryObjects(tx: Transaction, directoryId: string): JsonObject[] {
  const people = principals.filter(({ directories }) => directories.includes(directoryId));
  const own = groups.filter((group) => group.directoryId === directoryId);
  return [
    ...people.map(({ objectId, displayName, mail, appId }) =>
      appId === undefined
        ? object('user', objectId, displayName, { userPrincipalName: mail, mail })
        : application(objectId, displayName, appId, 'Application'),
    ),
    ...own.map(({ objectId, displayName }) =>
      object('group', objectId, displayName, { securityEnabled: true, mailEnabled: false }),
    ),
    ...tx.rows.tagged('principal', directoryId).map((principal) => {
      const objectId = textAt(principal, 'objectId') ?? '';
      const owner = textAt(principal, 'owner') ?? '';
      const name = owner.slice(owner.lastIndexOf('/') + 1);
      return {
        ...application(objectId, name, clientIdOf(tx, owner) ?? objectId, 'ManagedIdentity'),
        alternativeNames: ['isExplicit=True', owner],
      };
    }),
  ];
}

/** An identity of its own shows its application's id; one of a resource keeps it to itself. */
function clientIdOf(tx: Transaction, owner: string): string | undefined {
  const record = tx.find(owner);
  return record && textAt(tx.shown(record), 'properties', 'clientId');
}

function object(type: ObjectType, id: string, displayName: string, more: JsonObject): JsonObject {
  return { '@odata.type': `#microsoft.graph.${type}`, id, displayName, ...more };
}

function application(id: string, displayName: string, appId: string, kind: string): JsonObject {
  return object('servicePrincipal', id, displayName, {
    appId,
    servicePrincipalType: kind,
    servicePrincipalNames: [appId],
  });
}

import { ArmError } from './errors.ts';
import { isMeant } from './graph-filter.ts';
import { directoryObjects, type ObjectType } from './graph-objects.ts';
import { type JsonObject, listAt } from './json.ts';
import type { Answer, Caller } from './provider.ts';
import type { Transaction } from './transaction.ts';

/** A read of Microsoft Graph. */
export interface GraphCall {
  readonly method: string;
  readonly url: URL;
  readonly body: JsonObject | undefined;
}

const collections: Readonly<Record<string, readonly ObjectType[]>> = {
  users: ['user'],
  groups: ['group'],
  serviceprincipals: ['servicePrincipal'],
  directoryobjects: ['user', 'group', 'servicePrincipal'],
};

/** The few reads of Microsoft Graph that look up people, groups and applications of the caller's directory. */
export function answerGraph({ method, url, body }: GraphCall, caller: Caller, tx: Transaction): Answer {
  const path = url.pathname.replace(/\/+/g, '/').replace(/\/$/, '').toLowerCase();
  const all = directoryObjects(tx, caller.directoryId);
  if (method === 'POST' && path === '/v1.0/directoryobjects/getbyids') {
    const ids = listAt(body, 'ids').map((id) => String(id).toLowerCase());
    return { status: 200, body: { value: all.filter(({ id }) => ids.includes(String(id))) } };
  }
  if (method !== 'GET') throw notServed('anything but reads');
  if (path === '/v1.0/me') return { status: 200, body: me(caller, all) };
  const [, collection = '', id] = /^\/v1\.0\/([a-z]+)(?:\/([^/]+))?$/.exec(path) ?? [];
  const types = collections[collection];
  if (types === undefined) throw notServed(url.pathname);
  const members = all.filter((one) =>
    types.some((type) => one['@odata.type'] === `#microsoft.graph.${type}`),
  );
  if (id !== undefined) return { status: 200, body: one(members, decodeURIComponent(id)) };
  const filter = url.searchParams.get('$filter') ?? undefined;
  return { status: 200, body: { value: members.filter((member) => isMeant(member, filter)) } };
}

function one(members: readonly JsonObject[], id: string): JsonObject {
  const found = members.find((member) => member['id'] === id || member['userPrincipalName'] === id);
  if (found !== undefined) return found;
  throw new ArmError(
    404,
    'Request_ResourceNotFound',
    `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
  );
}

function me(caller: Caller, all: readonly JsonObject[]): JsonObject {
  if (caller.kind !== 'User') {
    throw new ArmError(400, 'BadRequest', '/me request is only valid with delegated authentication flow.');
  }
  return (
    all.find(({ id }) => id === caller.objectId) ?? {
      id: caller.objectId,
      displayName: caller.name,
      userPrincipalName: caller.name,
      mail: caller.name,
    }
  );
}

function notServed(what: string): ArmError {
  return new ArmError(501, 'SandboxNotModelled', `The sandbox does not serve ${what} of Microsoft Graph.`);
}

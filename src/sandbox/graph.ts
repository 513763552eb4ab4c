import { ArmError } from './errors.ts';
import type { JsonObject } from './json.ts';
import type { Answer, Caller } from './provider.ts';
import { type Group, groups, principals } from './seed-directories.ts';

/** The few reads of Microsoft Graph that look up groups and the signed-in user. */
export function answerGraph(method: string, url: URL, caller: Caller): Answer {
  if (method !== 'GET')
    throw new ArmError(501, 'SandboxNotModelled', 'The sandbox serves only reads of Microsoft Graph.');
  const own = groups.filter(({ directoryId }) => directoryId === caller.directoryId);
  if (url.pathname === '/v1.0/me') return { status: 200, body: me(caller) };
  if (url.pathname === '/v1.0/groups') return { status: 200, body: { value: filtered(own, url).map(shown) } };
  const id = /^\/v1\.0\/groups\/([^/]+)$/.exec(url.pathname)?.[1]?.toLowerCase();
  if (id === undefined)
    throw new ArmError(
      501,
      'SandboxNotModelled',
      `The sandbox does not serve ${url.pathname} of Microsoft Graph.`,
    );
  const found = own.find(({ objectId }) => objectId === id);
  if (found !== undefined) return { status: 200, body: shown(found) };
  throw new ArmError(
    404,
    'Request_ResourceNotFound',
    `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
  );
}

function filtered(own: readonly Group[], url: URL): readonly Group[] {
  const filter = url.searchParams.get('$filter');
  if (filter === null) return own;
  const start = /^startswith\(displayName, ?'((?:[^']|'')*)'\)$/i.exec(filter.trim())?.[1];
  if (start === undefined)
    throw new ArmError(400, 'Request_UnsupportedQuery', `Unsupported query: ${filter}`);
  const wanted = start.replaceAll("''", "'").toLowerCase();
  return own.filter(({ displayName }) => displayName.toLowerCase().startsWith(wanted));
}

function shown({ objectId, displayName }: Group): JsonObject {
  return { id: objectId, displayName, securityEnabled: true, mailEnabled: false };
}

function me(caller: Caller): JsonObject {
  const known = principals.find(({ objectId }) => objectId === caller.objectId);
  return {
    id: caller.objectId,
    displayName: known?.displayName ?? caller.name,
    userPrincipalName: caller.name,
    mail: caller.name,
  };
}

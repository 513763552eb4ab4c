import type { TokenCredential } from '@azure/core-auth';
import { createHttpHeaders, createPipelineRequest, type HttpClient } from '@azure/core-rest-pipeline';
import { ArmError } from '../problems/arm-error.ts';
import type { DirectoryObject, GroupDirectory, GroupFact } from '../resource/groups.ts';
import { isObject, type Json, type JsonObject } from '../resource/json.ts';
import { armErrorFrom, parse } from './arm-errors.ts';
import { objects, text } from './facts/json-fields.ts';

export interface GraphEndpoint {
  /** `https://graph.microsoft.com` */
  readonly origin: string;
  readonly httpClient: HttpClient;
  /** Milliseconds after which an unanswered request is given up. */
  readonly timeoutMs: number;
}

/** The longest list worth offering: people type more letters instead of paging. */
const most = 200;

/** What one look-up by object ids takes. Source: https://learn.microsoft.com/graph/api/directoryobject-getbyids */
const idsAtOnce = 1000;

/**
 * Looks groups up by the beginning of their name, and anybody by object id, in Microsoft Graph. Needs no more than
 * reading groups, and for the names of people and applications reading those.
 */
export function groupDirectory(endpoint: GraphEndpoint, credential: TokenCredential): GroupDirectory {
  return {
    find: async (beginning) => {
      const found: GroupFact[] = [];
      let url: string | undefined = firstPage(endpoint.origin, beginning);
      while (url !== undefined && found.length < most) {
        const page: Json = await send(endpoint, credential, { url });
        found.push(...objects(page, '/value').map(groupFrom));
        url = text(page, '/@odata.nextLink');
      }
      return found;
    },
    objects: async (ids) => {
      const found: DirectoryObject[] = [];
      for (let from = 0; from < ids.length; from += idsAtOnce) {
        const url = `${endpoint.origin}/v1.0/directoryObjects/getByIds`;
        const body = { ids: ids.slice(from, from + idsAtOnce) };
        found.push(...objects(await send(endpoint, credential, { url, body }), '/value').map(objectFrom));
      }
      return found;
    },
  };
}

function objectFrom(item: Json): DirectoryObject {
  return { objectId: (text(item, '/id') ?? '').toLowerCase(), name: text(item, '/displayName') ?? '' };
}

function firstPage(origin: string, beginning: string): string {
  const query = new URLSearchParams({ $select: 'id,displayName', $top: '100' });
  const quoted = beginning.replaceAll("'", "''");
  if (beginning !== '') query.set('$filter', `startswith(displayName,'${quoted}')`);
  return `${origin}/v1.0/groups?${query}`;
}

function groupFrom(item: Json): GroupFact {
  return { objectId: text(item, '/id') ?? '', name: text(item, '/displayName') ?? '' };
}

/** The token goes to the origin of Graph only, wherever a link leads. */
async function send(
  endpoint: GraphEndpoint,
  credential: TokenCredential,
  { url, body }: { readonly url: string; readonly body?: JsonObject },
): Promise<Json> {
  if (new URL(url).origin !== new URL(endpoint.origin).origin) {
    const message = `a link led to ${new URL(url).origin}`;
    throw new ArmError({ status: null, code: 'ForeignOrigin', message });
  }
  const token = await credential.getToken(`${endpoint.origin}/.default`);
  const headers = createHttpHeaders({
    accept: 'application/json',
    authorization: `Bearer ${token?.token ?? ''}`,
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  });
  const request = createPipelineRequest({
    url,
    headers,
    timeout: endpoint.timeoutMs,
    // A read all the same: the ids are more than a URL holds.
    ...(body === undefined ? {} : { method: 'POST' as const, body: JSON.stringify(body) }),
  });
  const answer = await endpoint.httpClient.sendRequest(request);
  const answered = parse(answer.bodyAsText ?? '');
  if (answer.status === 200 && isObject(answered)) return answered;
  throw armErrorFrom({ status: answer.status, headers: answer.headers, text: answer.bodyAsText ?? '' });
}

import type { TokenCredential } from '@azure/core-auth';
import { createHttpHeaders, createPipelineRequest, type HttpClient } from '@azure/core-rest-pipeline';
import { ArmError } from '../problems/arm-error.ts';
import type { GroupDirectory, GroupFact } from '../resource/groups.ts';
import { isObject, type Json } from '../resource/json.ts';
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

/** Looks groups up by the beginning of their name in Microsoft Graph. Needs no more than reading groups. */
export function groupDirectory(endpoint: GraphEndpoint, credential: TokenCredential): GroupDirectory {
  return {
    find: async (beginning) => {
      const found: GroupFact[] = [];
      let url: string | undefined = firstPage(endpoint.origin, beginning);
      while (url !== undefined && found.length < most) {
        const page: Json = await getPage(endpoint, credential, url);
        found.push(...objects(page, '/value').map(groupFrom));
        url = text(page, '/@odata.nextLink');
      }
      return found;
    },
  };
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
async function getPage(endpoint: GraphEndpoint, credential: TokenCredential, url: string): Promise<Json> {
  if (new URL(url).origin !== new URL(endpoint.origin).origin) {
    const message = `a link led to ${new URL(url).origin}`;
    throw new ArmError({ status: null, code: 'ForeignOrigin', message });
  }
  const token = await credential.getToken(`${endpoint.origin}/.default`);
  const headers = createHttpHeaders({
    accept: 'application/json',
    authorization: `Bearer ${token?.token ?? ''}`,
  });
  const request = createPipelineRequest({ url, headers, timeout: endpoint.timeoutMs });
  const answer = await endpoint.httpClient.sendRequest(request);
  const body = parse(answer.bodyAsText ?? '');
  if (answer.status === 200 && isObject(body)) return body;
  throw armErrorFrom({ status: answer.status, headers: answer.headers, text: answer.bodyAsText ?? '' });
}

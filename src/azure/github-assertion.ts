import { createDefaultHttpClient, createPipelineRequest, type HttpClient } from '@azure/core-rest-pipeline';
import { isObject } from '../resource/json.ts';
import { parse } from './arm-errors.ts';

/** Whom the token is meant for: what Microsoft Entra expects of every federated credential. */
const audience = 'api://AzureADTokenExchange';

/**
 * The token that says which job of which repository this is, asked for anew each time: it lasts for minutes, and a run
 * longer than that. https://docs.github.com/actions/reference/security/oidc
 */
export function githubAssertion(
  asked: { readonly url: string; readonly token: string },
  httpClient: HttpClient = createDefaultHttpClient(),
): () => Promise<string> {
  return async () => {
    const request = createPipelineRequest({
      url: `${asked.url}&audience=${encodeURIComponent(audience)}`,
      timeout: 30_000,
    });
    request.headers.set('authorization', `Bearer ${asked.token}`);
    request.headers.set('accept', 'application/json');
    const answer = await httpClient.sendRequest(request);
    const body = parse(answer.bodyAsText ?? '');
    const value = isObject(body) ? body['value'] : undefined;
    if (answer.status === 200 && typeof value === 'string') return value;
    throw new Error(`GitHub issued no token for this job: status ${answer.status}. Has it id-token: write?`);
  };
}

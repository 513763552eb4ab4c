import {
  createDefaultHttpClient,
  createHttpHeaders,
  type HttpClient,
  type PipelineRequest,
  type PipelineResponse,
  RestError,
} from '@azure/core-rest-pipeline';

/** A Web-standard request handler, such as the sandbox's. */
export type Fetch = (request: Request) => Promise<Response>;

/** The network, with proxy and certificates by the usual process variables. */
export function networkHttpClient(): HttpClient {
  return createDefaultHttpClient();
}

/** The network, for a server of this machine whose certificate comes from an authority of its own. No proxy leads to it. */
export function trustingHttpClient(ca: string): HttpClient {
  const network = networkHttpClient();
  const tlsSettings = { ca };
  return {
    sendRequest: (request) => {
      request.tlsSettings = tlsSettings;
      delete request.agent;
      return network.sendRequest(request);
    },
  };
}

/** Plugs a request handler into the Azure SDK in place of the network: no socket, no TLS. */
export function httpClientFrom(handler: Fetch): HttpClient {
  return {
    async sendRequest(request) {
      if (request.abortSignal?.aborted) throw new RestError('aborted', { code: 'ABORT', request });
      const answer = await answerOf(handler, request);
      return {
        request,
        status: answer.status,
        headers: createHttpHeaders(Object.fromEntries(answer.headers)),
        bodyAsText: await answer.text(),
      } satisfies PipelineResponse;
    },
  };
}

async function answerOf(handler: Fetch, request: PipelineRequest): Promise<Response> {
  const headers = new Headers();
  for (const [name, value] of request.headers) headers.set(name, value);
  const body = request.method === 'GET' || request.method === 'HEAD' ? null : bodyText(request);
  try {
    return await handler(new Request(request.url, { method: request.method, headers, body }));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'REQUEST_SEND_ERROR';
    throw new RestError(error instanceof Error ? error.message : String(error), { code, request });
  }
}

function bodyText(request: PipelineRequest): string | null {
  return typeof request.body === 'string' ? request.body : null;
}

import {
  createDefaultHttpClient,
  createHttpHeaders,
  type HttpClient,
  type PipelineRequest,
  type PipelineResponse,
  RestError,
} from '@azure/core-rest-pipeline';

/** One request for a service of this process, such as the sandbox. */
export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: { get(name: string): string | null | undefined };
  text(): Promise<string>;
}

/** What it answers; names of headers are in lower case. */
export interface Answered {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly text: string;
}

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

/** Plugs a service of this process into the Azure SDK in place of the network: no socket, no TLS, no streams. */
export function httpClientFrom(service: (asked: Asked) => Promise<Answered>): HttpClient {
  return {
    async sendRequest(request) {
      if (request.abortSignal?.aborted) throw new RestError('aborted', { code: 'ABORT', request });
      const { status, headers, text } = await answerOf(service, request);
      return {
        request,
        status,
        headers: createHttpHeaders(Object.fromEntries(headers)),
        bodyAsText: text,
      } satisfies PipelineResponse;
    },
  };
}

async function answerOf(
  service: (asked: Asked) => Promise<Answered>,
  request: PipelineRequest,
): Promise<Answered> {
  const { method, url, headers, body } = request;
  const text = async (): Promise<string> => (typeof body === 'string' ? body : '');
  try {
    return await service({ method, url, headers, text });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'REQUEST_SEND_ERROR';
    throw new RestError(error instanceof Error ? error.message : String(error), { code, request });
  }
}

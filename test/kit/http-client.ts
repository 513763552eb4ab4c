import {
  createHttpHeaders,
  type HttpClient,
  type PipelineRequest,
  type PipelineResponse,
  RestError,
} from '@azure/core-rest-pipeline';

/** An HTTP client for the Azure SDK that hands each request to a function instead of a socket. */
export function httpClientFrom(fetch: (request: Request) => Promise<Response>): HttpClient {
  return { sendRequest: (request) => send(fetch, request) };
}

async function send(
  fetch: (request: Request) => Promise<Response>,
  request: PipelineRequest,
): Promise<PipelineResponse> {
  if (request.abortSignal?.aborted)
    throw Object.assign(new Error('The operation was aborted.'), { name: 'AbortError' });
  const headers = new Headers();
  for (const [name, value] of request.headers) headers.set(name, value);
  const body = typeof request.body === 'string' ? request.body : undefined;
  const web = new Request(request.url, {
    method: request.method,
    headers,
    ...(body === undefined ? {} : { body }),
  });
  try {
    const response = await fetch(web);
    const answered = createHttpHeaders(Object.fromEntries(response.headers));
    return { request, status: response.status, headers: answered, bodyAsText: await response.text() };
  } catch (error) {
    const code =
      error instanceof Error && 'code' in error ? String(error.code) : RestError.REQUEST_SEND_ERROR;
    throw new RestError(error instanceof Error ? error.message : String(error), { code, request });
  }
}

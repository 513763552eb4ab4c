import { answerPage, type PagePorts } from '../page/answer.ts';
import type { RequestLog } from '../page/request-log.ts';
import type { Sandbox } from '../sandbox.ts';
import { answerAuthority } from './authority.ts';
import { canonicalUrl, isLocal, isOwn, localBody, localHeaders } from './canonical.ts';
import type { SignIn } from './grant.ts';
import { metadata } from './metadata.ts';

export interface AnswerPorts extends PagePorts {
  readonly sandbox: Pick<Sandbox, 'fetch' | 'look' | 'faults'>;
  readonly log: RequestLog;
  readonly signIn: SignIn;
  /** Hears of every request that the sandbox answered, with its answer. */
  readonly trace?: (exchange: Traced) => void;
}

/** One request and its answer, under the names that Azure has for its hosts. */
export interface Traced {
  readonly method: string;
  readonly url: string;
  /** Null without an answer. */
  readonly status: number | null;
  readonly requestBody: unknown;
  readonly responseBody: unknown;
}

const signInHosts = ['login.microsoftonline.com', 'login.windows.net'];

/** Answers one request, whichever of Azure's hosts it is for. Rejects where the connection is to be cut. */
export async function answer(request: Request, ports: AnswerPorts): Promise<Response> {
  const url = new URL(request.url);
  const local = isLocal(url.hostname);
  // Azure's own hosts have one port, whatever a client says.
  const base = `https://${local || isOwn(url.hostname) ? url.host : url.hostname}`;
  if ((local || url.hostname === 'management.azure.com') && url.pathname === '/metadata/endpoints') {
    const answered = json(200, metadata(base, url.searchParams.get('api-version') ?? undefined));
    answered.headers.set('date', new Date(ports.signIn.now()).toUTCString());
    return answered;
  }
  if (local || signInHosts.includes(url.hostname)) {
    const signIn = await signInAnswer(request, url, base, ports);
    if (signIn) return signIn;
  }
  const page = local ? await answerPage(request, ports) : undefined;
  return page ?? azureAnswer(request, url, local || isOwn(url.hostname) ? base : undefined, ports);
}

async function signInAnswer(
  request: Request,
  url: URL,
  base: string,
  ports: AnswerPorts,
): Promise<Response | undefined> {
  const isForm = request.headers.get('content-type')?.includes('application/x-www-form-urlencoded') ?? false;
  const form = new URLSearchParams(isForm ? await request.text() : '');
  const basic = /^basic (\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
  if (basic !== undefined) {
    const [id = '', secret = ''] = Buffer.from(basic, 'base64').toString('utf8').split(':').map(decoded);
    form.set('client_id', id);
    form.set('client_secret', secret);
  }
  const said = answerAuthority(request.method, url, form, { ...ports.signIn, base });
  if (said) return json(said.status, said.body);
  if (isForm || signInHosts.includes(url.hostname)) return json(404, { error: 'not_found' });
  return undefined;
}

/** Hands a request to the sandbox, and writes it into the log. `base`: what its URLs are to be rewritten to. */
async function azureAnswer(
  request: Request,
  url: URL,
  base: string | undefined,
  { sandbox, log, signIn, trace }: AnswerPorts,
): Promise<Response> {
  const { method } = request;
  const entry = { at: new Date(signIn.now()).toISOString(), method, path: decoded(url.pathname) };
  const hasBody = method !== 'GET' && method !== 'HEAD';
  const body = hasBody ? await request.text() : undefined;
  const asked = new Request(canonicalUrl(url), {
    method,
    headers: request.headers,
    ...(body ? { body } : {}),
  });
  const sent = { method, url: asked.url, requestBody: jsonOf(body) };
  try {
    const response = await sandbox.fetch(asked);
    const text = await response.text();
    trace?.({ ...sent, status: response.status, responseBody: jsonOf(text) });
    log.add({ ...entry, status: response.status, code: codeOf(response.status, text) });
    const empty = text === '' || response.status === 204 || response.status === 304;
    if (base === undefined) return new Response(empty ? null : text, response);
    const headers = localHeaders(response.headers, base);
    return new Response(empty ? null : localBody(text, base), { status: response.status, headers });
  } catch (error) {
    trace?.({ ...sent, status: null, responseBody: undefined });
    log.add({ ...entry, status: null, code: undefined });
    throw error;
  }
}

function codeOf(status: number, text: string): string | undefined {
  return status < 400 ? undefined : /"code":\s*"([^"]+)"/.exec(text)?.[1];
}

function jsonOf(text: string | undefined): unknown {
  try {
    return text === undefined || text === '' ? undefined : JSON.parse(text);
  } catch {
    return text;
  }
}

/** As it stands where it is not encoded properly. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function json(status: number, body: unknown): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
  });
}

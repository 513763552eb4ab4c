import { createHttpHeaders, createPipelineRequest, type HttpClient } from '@azure/core-rest-pipeline';
import { type Problem, Refusal } from '../problems/problem.ts';
import { isObject, type Json } from '../resource/json.ts';
import { parse } from './arm-errors.ts';
import { text, texts } from './facts/json-fields.ts';

/** Where one Azure is: its ARM, its sign-in, its directory look-up. Origins without a trailing slash. */
export interface Cloud {
  /** `azure`, `azure-usgov`, `azure-china`, or the ARM origin itself. */
  readonly name: string;
  readonly origin: string;
  /** Scope of tokens for ARM. */
  readonly scope: string;
  readonly authorityHost: string;
  readonly graphOrigin: string;
  /** Whether the sign-in's host is one that Microsoft's discovery knows. */
  readonly known: boolean;
  /** Only where a sandbox of Gotthard answers on this machine: nothing there is real work. */
  readonly sandbox?: {
    /** Its time in ms since the epoch, which may be ahead. */
    readonly now: number;
  };
}

/** Endpoints as Microsoft documents them for each national cloud. */
const knownClouds: readonly Cloud[] = [
  {
    name: 'azure',
    origin: 'https://management.azure.com',
    scope: 'https://management.azure.com/.default',
    authorityHost: 'https://login.microsoftonline.com',
    graphOrigin: 'https://graph.microsoft.com',
    known: true,
  },
  {
    name: 'azure-usgov',
    origin: 'https://management.usgovcloudapi.net',
    scope: 'https://management.usgovcloudapi.net/.default',
    authorityHost: 'https://login.microsoftonline.us',
    graphOrigin: 'https://graph.microsoft.us',
    known: true,
  },
  {
    name: 'azure-china',
    origin: 'https://management.chinacloudapi.cn',
    scope: 'https://management.chinacloudapi.cn/.default',
    authorityHost: 'https://login.chinacloudapi.cn',
    graphOrigin: 'https://microsoftgraph.chinacloudapi.cn',
    known: true,
  },
];

/**
 * The cloud of a name, or of the URL of an ARM endpoint, which is asked for its metadata. Throws a Refusal (exit 3)
 * for anything else.
 */
export async function cloudOf(nameOrUrl: string, httpClient: () => Promise<HttpClient>): Promise<Cloud> {
  const found = knownClouds.find((cloud) => cloud.name === nameOrUrl);
  if (found) return found;
  const url = URL.canParse(nameOrUrl) ? new URL(nameOrUrl) : undefined;
  if (url?.protocol !== 'https:') throw new Refusal([unknownCloud(nameOrUrl)]);
  const { body, date } = await metadata(url.origin, await httpClient());
  const cloud = cloudFromMetadata(url.origin, body);
  return isSandbox(url, body) ? { ...cloud, sandbox: { now: Date.parse(date ?? '') || Date.now() } } : cloud;
}

/** Only this machine is believed to be a sandbox, since less is asked before it is changed. */
function isSandbox({ hostname }: URL, body: Json): boolean {
  const isLocal = /^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname);
  return isLocal && isObject(body) && body['name'] === 'gotthard-sandbox';
}

async function metadata(
  origin: string,
  httpClient: HttpClient,
): Promise<{ body: Json; date: string | undefined }> {
  const request = createPipelineRequest({
    url: `${origin}/metadata/endpoints?api-version=2022-09-01`,
    headers: createHttpHeaders({ accept: 'application/json' }),
  });
  try {
    const answer = await httpClient.sendRequest(request);
    const body = parse(answer.bodyAsText ?? '') as Json | undefined;
    if (answer.status === 200 && body !== undefined) return { body, date: answer.headers.get('date') };
    throw new Error(`it answered with status ${answer.status}`);
  } catch (error) {
    throw new Refusal([unreachable(origin, error instanceof Error ? error.message : String(error))], 4);
  }
}

/** Reads the answer of `/metadata/endpoints`: one object, or the list of clouds that older versions give. */
export function cloudFromMetadata(origin: string, body: Json): Cloud {
  const entry = Array.isArray(body) ? (body as readonly Json[])[0] : body;
  const login = isObject(entry) ? text(entry, '/authentication/loginEndpoint') : undefined;
  if (login === undefined) {
    throw new Refusal([unreachable(origin, 'its metadata names no sign-in endpoint')], 4);
  }
  const audience = texts(entry, '/authentication/audiences')[0] ?? origin;
  return {
    name: origin,
    origin,
    scope: `${bare(audience)}/.default`,
    authorityHost: bare(login),
    graphOrigin: bare(text(entry, '/microsoftGraphResourceId') ?? 'https://graph.microsoft.com'),
    known: false,
  };
}

function bare(url: string): string {
  return url.replace(/\/+$/, '');
}

function unknownCloud(given: string): Problem {
  return {
    code: 'GT-CLOUD-UNKNOWN',
    what: `${given} is no cloud`,
    why: 'it is neither a known name nor the https URL of an Azure Resource Manager endpoint',
    next: ['--cloud sandbox, azure, azure-usgov, azure-china, or https://HOST'],
  };
}

function unreachable(origin: string, reason: string): Problem {
  return {
    code: 'GT-CLOUD-UNREACHABLE',
    what: `${origin}/metadata/endpoints does not describe a cloud: ${reason}`,
    why: 'the address is wrong, a proxy stands between, or the certificate is not trusted',
    next: [
      `curl ${origin}/metadata/endpoints?api-version=2022-09-01`,
      'Set HTTPS_PROXY or NODE_EXTRA_CA_CERTS.',
    ],
  };
}

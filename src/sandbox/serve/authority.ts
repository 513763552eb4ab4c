import type { Json } from '../json.ts';
import { grant, type Said, type SignIn, unknownApplication } from './grant.ts';

const discovery = /^\/(adfs(?:\/[^/]+)?|[^/]+)(?:\/v2\.0)?\/\.well-known\/openid-configuration$/i;
const instance = /^\/[^/]+\/discovery\/instance$/i;
const keys = /^\/(?:adfs\/)?[^/]+\/discovery\/(?:v2\.0\/)?keys$/i;
const interactive = /^\/(?:adfs\/)?[^/]+\/oauth2\/(?:v2\.0\/)?(?:authorize|devicecode)$/i;
const token = /^\/(adfs\/)?([^/]+)\/oauth2\/(v2\.0\/)?token$/i;

/**
 * The stand-in of Microsoft Entra, in the two styles that clients know: `/adfs`, for which nobody asks Microsoft who
 * the authority is, and `/DIRECTORY`. Undefined for what is no request of a sign-in.
 */
export function answerAuthority(
  method: string,
  url: URL,
  form: URLSearchParams,
  { base, ...ports }: SignIn & { readonly base: string },
): Said | undefined {
  // Terraform puts a path behind an address that may end in a slash.
  const path = url.pathname.replace(/\/+/g, '/');
  const found = discovery.exec(path);
  if (method === 'GET' && found) return { status: 200, body: document(base, found[1] ?? 'common') };
  if (method === 'GET' && instance.test(path)) return { status: 200, body: instances(base, url) };
  if (method === 'GET' && keys.test(path)) return { status: 200, body: { keys: [] } };
  const clientId = url.searchParams.get('client_id') ?? form.get('client_id');
  if (interactive.test(path)) return unknownApplication(clientId, 'this sandbox signs in applications alone');
  const asked = token.exec(path);
  if (method !== 'POST' || !asked) return undefined;
  const [, adfs, segment = '', isNew] = asked;
  // The ADFS style knows one directory and need not name it.
  const isHome = /^adfs$/i.test(segment) || (adfs !== undefined && /^(common|organizations)$/i.test(segment));
  return grant({ directory: isHome ? undefined : segment, isOld: isNew === undefined, form, base }, ports);
}

/** `adfs`, `adfs/DIRECTORY` or a directory: the style decides what clients ask for next. */
function document(base: string, authority: string): Json {
  const isAdfs = /^adfs/i.test(authority);
  const directory = isAdfs ? (authority.split('/')[1] ?? 'common') : authority;
  const root = isAdfs ? `${base}/adfs/${directory}` : `${base}/${directory}`;
  return {
    // Newer clients want the authority's own scheme and host here.
    issuer: `${base}/${isAdfs ? 'adfs' : `${directory}/v2.0`}`,
    authorization_endpoint: `${root}/oauth2/v2.0/authorize`,
    token_endpoint: `${root}/oauth2/v2.0/token`,
    device_authorization_endpoint: `${root}/oauth2/v2.0/devicecode`,
    jwks_uri: `${root}/discovery/v2.0/keys`,
    response_types_supported: ['code', 'id_token', 'token'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
  };
}

function instances(base: string, url: URL): Json {
  const { host } = new URL(base);
  const directory = url.pathname.split('/')[1] ?? 'common';
  return {
    tenant_discovery_endpoint: `${base}/${directory}/v2.0/.well-known/openid-configuration`,
    'api-version': '1.1',
    metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
  };
}

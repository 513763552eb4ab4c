import { issueToken } from '../authentication.ts';
import type { Json } from '../json.ts';
import { directories, type Principal } from '../seed-directories.ts';

/** Who can sign in here, and as whom. */
export interface SignIn {
  readonly clientId: string;
  readonly clientSecret: string;
  /** The principal that a directory knows the application as; undefined where it is unknown. */
  readonly principalIn: (directoryId: string) => Principal | undefined;
  /** Directory of sign-ins that name none. */
  readonly homeDirectoryId: string;
  /** Cloud time in ms since the epoch. */
  readonly now: () => number;
}

/** An answer of the authority. */
export interface Said {
  readonly status: number;
  readonly body: Json;
}

/** A request for a token. */
export interface Asked {
  /** Id or domain; undefined for the home directory. */
  readonly directory: string | undefined;
  /** Version 1 of the token endpoint: a resource instead of a scope. */
  readonly isOld: boolean;
  readonly form: URLSearchParams;
  /** `https://HOST` of the request. */
  readonly base: string;
}

/** A token for the sandbox's own application, by its secret; everything else is refused as Microsoft Entra does. */
export function grant(asked: Asked, signIn: SignIn): Said {
  const { form } = asked;
  const type = form.get('grant_type');
  const clientId = form.get('client_id');
  const secret = form.get('client_secret');
  if (type === null) return missing('grant_type');
  if (clientId === null) return missing('client_id');
  const directory = directoryOf(asked, signIn);
  if (directory === undefined) return unknownDirectory(asked.directory ?? '');
  if (clientId.toLowerCase() !== signIn.clientId) {
    return unknownApplication(clientId, `it is not installed in the directory '${directory}'`);
  }
  if (type !== 'client_credentials') {
    const said = `The app requested an unsupported grant type '${type}'.`;
    return refused(70003, 'unsupported_grant_type', said);
  }
  if (secret === null) return missing("client_assertion' or 'client_secret", 7000218, 'invalid_client', 401);
  if (secret !== signIn.clientSecret) {
    const said = `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${clientId}'.`;
    return refused(7000215, 'invalid_client', said, 401);
  }
  const principal = signIn.principalIn(directory);
  if (principal === undefined) {
    return unknownApplication(clientId, `it is not installed in the directory '${directory}'`);
  }
  return issued(asked, principal, directory, signIn.now());
}

function issued({ form, isOld, base }: Asked, principal: Principal, directory: string, now: number): Said {
  const wanted = isOld ? (form.get('resource') ?? '') : resourceOf(form.get('scope') ?? '');
  const audience = audienceOf(wanted, base);
  if (audience === undefined) {
    const said = `The resource principal named ${wanted} was not found in the tenant named ${directory}.`;
    return refused(500011, 'invalid_resource', said);
  }
  const { token, expiresOnTimestamp } = issueToken(principal, directory, now, audience);
  const seconds = Math.floor((expiresOnTimestamp - now) / 1000);
  const old = {
    expires_on: String(Math.floor(expiresOnTimestamp / 1000)),
    not_before: String(Math.floor(now / 1000)),
    resource: wanted,
  };
  return {
    status: 200,
    body: {
      token_type: 'Bearer',
      expires_in: isOld ? String(seconds) : seconds,
      ext_expires_in: isOld ? String(seconds) : seconds,
      ...(isOld ? old : {}),
      access_token: token,
    },
  };
}

/** The resource of `<resource>/.default`, which clients also send with scopes of OpenID Connect beside it. */
function resourceOf(scope: string): string {
  const own = scope.split(' ').find((one) => one.endsWith('/.default')) ?? scope;
  return own.replace(/\/\.default$/, '');
}

/** The service that a resource stands for. The server itself stands for Azure Resource Manager and for Graph. */
function audienceOf(resource: string, base: string): string | undefined {
  const wanted = resource.replace(/\/+$/, '');
  if (wanted === base || /^https:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(wanted)) return arm;
  if (/^https:\/\/vault\.localhost(:\d+)?$/.test(wanted)) return 'https://vault.azure.net';
  return services.find((service) => service === wanted);
}

const arm = 'https://management.azure.com';
const services = [
  arm,
  'https://management.core.windows.net',
  'https://vault.azure.net',
  'https://graph.microsoft.com',
  'https://cognitiveservices.azure.com',
  'https://api.loganalytics.io',
];

function directoryOf({ directory }: Asked, { homeDirectoryId }: SignIn): string | undefined {
  if (directory === undefined) return homeDirectoryId;
  const wanted = directory.toLowerCase();
  return directories.find(({ id, domain }) => id === wanted || domain === wanted)?.id;
}

function refused(code: number, error: string, description: string, status = 400): Said {
  return {
    status,
    body: { error, error_description: `AADSTS${code}: ${description}`, error_codes: [code] },
  };
}

function missing(parameter: string, code = 900144, error = 'invalid_request', status = 400): Said {
  const said = `The request body must contain the following parameter: '${parameter}'.`;
  return refused(code, error, said, status);
}

function unknownDirectory(name: string): Said {
  const said = `Tenant '${name}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.`;
  return refused(90002, 'invalid_request', said);
}

/** What people and their clients meet who sign in by browser, device code or password: those are other applications. */
export function unknownApplication(clientId: string | null, why: string): Said {
  const said = `Application with identifier '${clientId ?? ''}' was not found: ${why}.`;
  return refused(700016, 'unauthorized_client', said);
}

import { ArmError } from './errors.ts';
import { hexFrom } from './made-values.ts';
import type { Caller } from './provider.ts';
import { directories, groups, type Principal, principals } from './seed-directories.ts';

/** Tokens last a day, as those for clients that understand continuous access evaluation do. */
const lifetime = 24 * 3600;
const audiences = [
  'https://management.azure.com',
  'https://management.core.windows.net',
  'https://graph.microsoft.com',
];

const header = base64url({ typ: 'JWT', alg: 'none' });
const signature = hexFrom('signature', 16);

/** A bearer token of the sandbox and the moment (ms since the epoch) at which it expires. */
export interface Token {
  readonly token: string;
  readonly expiresOnTimestamp: number;
}

/** The seed's principal of a name; throws an Error that lists the names. */
export function principalNamed(name: string): Principal {
  const found = principals.find((one) => one.name === name);
  if (found !== undefined) return found;
  throw new Error(
    `The sandbox has no principal "${name}"; it has ${principals.map((one) => one.name).join(', ')}.`,
  );
}

/** A token for a principal in a directory: shaped like a JWT, signed by nobody. */
export function issueToken(
  principal: Principal,
  directoryId: string,
  now: number,
  audience = 'https://management.azure.com',
): Token {
  if (!directories.some(({ id }) => id === directoryId)) {
    throw new Error(
      `The sandbox has no directory ${directoryId}; it has ${directories.map(({ id }) => id).join(', ')}.`,
    );
  }
  const issued = Math.floor(now / 1000);
  const claims = {
    aud: audience,
    iss: `https://sts.windows.net/${directoryId}/`,
    iat: issued,
    nbf: issued,
    exp: issued + lifetime,
    oid: principal.objectId,
    sub: principal.objectId,
    tid: directoryId,
    ver: '1.0',
    ...(principal.appId === undefined
      ? {
          amr: ['pwd', 'mfa'],
          idtyp: 'user',
          name: principal.displayName,
          upn: principal.mail,
          ...homeOf(principal, directoryId),
        }
      : { idtyp: 'app', appid: principal.appId, app_displayname: principal.displayName }),
  };
  const token = `${header}.${base64url(claims)}.${signature}`;
  return { token, expiresOnTimestamp: (issued + lifetime) * 1000 };
}

/** Who is at home elsewhere is a guest: `idp` says which directory proves the identity (access token claims reference). */
function homeOf({ directories: [home] }: Principal, directoryId: string): { idp?: string } {
  return home === undefined || home === directoryId ? {} : { idp: `https://sts.windows.net/${home}/` };
}

function base64url(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** Who sends a request; throws ARM's 401 for no token, a broken one, or an expired one. */
export function authenticate(
  header: string | null,
  now: number,
  accepted: readonly string[] = audiences,
): Caller {
  const token = /^bearer +(\S+)$/i.exec(header ?? '')?.[1];
  if (token === undefined) {
    throw unauthorised(
      'AuthenticationFailed',
      "Authentication failed. The 'Authorization' header is missing.",
      'invalid_token',
    );
  }
  const claims = knownClaims(token);
  if (claims === undefined)
    throw unauthorised(
      'AuthenticationFailed',
      'Authentication failed. The access token is malformed.',
      'invalid_token',
    );
  const audience = text(claims['aud']).replace(/\/$/, '');
  if (!accepted.includes(audience)) {
    throw unauthorised(
      'InvalidAuthenticationToken',
      `The access token has been obtained for wrong audience or resource '${audience}'.`,
      'invalid_token',
    );
  }
  if (typeof claims['exp'] !== 'number' || claims['exp'] * 1000 <= now) throw expired();
  return callerOf(claims);
}

/** The 401 that an expired token gets. */
export function expired(): ArmError {
  return unauthorised(
    'ExpiredAuthenticationToken',
    'The access token expiry UTC time is earlier than the current UTC time.',
    'invalid_token',
  );
}

/** The 401 for a token of another directory than the subscription's. */
export function wrongDirectory(caller: Caller, directoryId: string): ArmError {
  const message = `The access token is from the wrong issuer 'https://sts.windows.net/${caller.directoryId}/'. It must match the tenant 'https://sts.windows.net/${directoryId}/' associated with this subscription. Please use the authority (URL) 'https://login.windows.net/${directoryId}' to get the token.`;
  return unauthorised('InvalidAuthenticationTokenTenant', message, 'invalid_token', directoryId);
}

function unauthorised(code: string, message: string, error: string, directoryId = 'common'): ArmError {
  const challenge = `Bearer authorization_uri="https://login.windows.net/${directoryId}", error="${error}", error_description="${message.replace(/"/g, "'").replace(/[^\x20-\x7e]/g, '?')}"`;
  return new ArmError(401, code, message, { headers: { 'www-authenticate': challenge } });
}

/** One token goes with hundreds of requests. */
const claimsByToken = new Map<string, ReturnType<typeof claimsOf>>();

function knownClaims(token: string): ReturnType<typeof claimsOf> {
  if (claimsByToken.has(token)) return claimsByToken.get(token);
  if (claimsByToken.size >= 500) claimsByToken.clear();
  const claims = claimsOf(token);
  claimsByToken.set(token, claims);
  return claims;
}

function claimsOf(token: string): { readonly [claim: string]: unknown } | undefined {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
    return typeof claims === 'object' && claims !== null
      ? (claims as { [claim: string]: unknown })
      : undefined;
  } catch {
    return undefined;
  }
}

function text(claim: unknown): string {
  return typeof claim === 'string' ? claim : '';
}

function callerOf(claims: { readonly [claim: string]: unknown }): Caller {
  const objectId = text(claims['oid']).toLowerCase();
  const directoryId = text(claims['tid']).toLowerCase();
  const known = groups.filter((group) => group.directoryId === directoryId).map((group) => group.objectId);
  const claimed = Array.isArray(claims['groups']) ? claims['groups'].map(text) : [];
  return {
    objectId,
    directoryId,
    name: text(claims['upn']) || text(claims['appid']) || objectId,
    kind: claims['idtyp'] === 'app' ? 'ServicePrincipal' : 'User',
    groups: claimed.filter((group) => known.includes(group)),
  };
}

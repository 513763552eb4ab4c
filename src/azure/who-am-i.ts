import { isObject, type JsonObject } from '../resource/json.ts';
import type { PrincipalFact } from '../resource/subscription.ts';
import { parse } from './arm-errors.ts';

/**
 * Whom a token for ARM was issued to, from its claims. The signature is not checked: Azure does that; this only tells
 * people, before anything is confirmed, as whom they act. Undefined when it isn't a readable JSON Web Token.
 */
export function whoAmI(token: string): PrincipalFact | undefined {
  const claims = claimsOf(token);
  const objectId = claims && text(claims, 'oid');
  const directoryId = claims && text(claims, 'tid');
  if (claims === undefined || objectId === undefined || directoryId === undefined) return undefined;
  const kind = kindOf(claims);
  const methods = claims['amr'];
  const expires = claims['exp'];
  const guestFrom = homeOf(claims, directoryId);
  return {
    objectId,
    directoryId,
    kind,
    name: nameOf(claims) ?? objectId,
    ...(guestFrom === undefined ? {} : { guestFrom }),
    mfa: kind === 'user' && Array.isArray(methods) ? hasSecondFactor(methods) : undefined,
    tokenExpiresAt: typeof expires === 'number' ? new Date(expires * 1000).toISOString() : undefined,
  };
}

function claimsOf(token: string): JsonObject | undefined {
  const payload = token.split('.')[1];
  const claims = payload ? parse(Buffer.from(payload, 'base64url').toString('utf8')) : undefined;
  return isObject(claims) ? claims : undefined;
}

function text(claims: JsonObject, name: string): string | undefined {
  const value = claims[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** `idtyp` is an optional claim; without it, only users have a name to sign in with. */
function kindOf(claims: JsonObject): PrincipalFact['kind'] {
  const type = text(claims, 'idtyp');
  if (type !== undefined) return type === 'user' ? 'user' : 'application';
  return nameClaims.some((claim) => text(claims, claim) !== undefined) ? 'user' : 'application';
}

/**
 * Where a guest is at home: `idp` names who proved the identity where that is not the directory itself (Microsoft Entra
 * access token claims reference).
 */
function homeOf(claims: JsonObject, directoryId: string): string | undefined {
  const provider = text(claims, 'idp');
  if (provider === undefined || provider === text(claims, 'iss')) return undefined;
  const home = /^https:\/\/(?:sts\.windows\.net|login\.microsoftonline\.com)\/([0-9a-f-]{36})/i.exec(
    provider,
  )?.[1];
  return home?.toLowerCase() === directoryId.toLowerCase() ? undefined : (home ?? provider);
}

const nameClaims = ['upn', 'unique_name', 'preferred_username', 'email'];

function nameOf(claims: JsonObject): string | undefined {
  return [...nameClaims, 'app_displayname', 'appid', 'azp']
    .map((claim) => text(claims, claim))
    .find((name) => name !== undefined);
}

/** `mfa`, or a federated or renewed proof of it (Microsoft Entra access token claims reference). */
function hasSecondFactor(methods: readonly unknown[]): boolean {
  return methods.some((method) => method === 'mfa' || method === 'ngcmfa');
}

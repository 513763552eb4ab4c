import { isoTime } from '../instants.ts';
import { type JsonObject, numberAt, objectAt, present, textAt } from '../json.ts';
import { secretType, vaultType, vaultUri } from '../microsoft.keyvault/names.ts';
import type { Answer, Stored, World } from '../provider.ts';
import { wayTo } from './reach.ts';
import { DataError, type DataRequest, type DataService, unreachable } from './request.ts';
import { mayData } from './rights.ts';
import { keepLog, keepPoints } from './telemetry.ts';

const audience = 'https://vault.azure.net';

/** Secrets of a vault: get, list and set. Keys and certificates are not served. */
export const vaultService: DataService = {
  audiences: () => [audience],
  resourceOf: (host) => /^([a-z0-9-]+)\.vault\.azure\.net$/.exec(host)?.[1],
  answer: (world, name, request) => {
    const vault = world.all(vaultType).find((one) => one.name.toLowerCase() === name);
    if (vault === undefined) throw unreachable('ENOTFOUND', request.url.hostname);
    try {
      const answer = answerOf(world, vault, request);
      observe(world, vault, request, answer.status);
      return answer;
    } catch (error) {
      if (error instanceof DataError) observe(world, vault, request, error.answer.status);
      throw error;
    }
  },
};

function answerOf(world: World, vault: Stored, request: DataRequest): Answer {
  const way = wayTo(world, vault, request.url.hostname, request.from);
  if (request.caller === undefined) throw challenge(vault);
  const open = textAt(vault.body, 'properties', 'publicNetworkAccess') !== 'Disabled';
  const denied = textAt(vault.body, 'properties', 'networkAcls', 'defaultAction') === 'Deny';
  if (way === 'public' && !open) {
    throw forbidden(
      'Public network access is disabled and request is not from a trusted service nor via an approved private link.',
      'ForbiddenByConnection',
    );
  }
  if (way === 'public' && denied) {
    throw forbidden(
      'Client address is not authorized and caller is not a trusted service.',
      'ForbiddenByFirewall',
    );
  }
  if (objectAt(vault.body, 'properties')['enableRbacAuthorization'] === false)
    throw new DataError(501, 'SandboxNotModelled', 'The sandbox serves vaults with role-based access alone.');
  return serve(world, vault, request);
}

function serve(world: World, vault: Stored, request: DataRequest): Answer {
  const [kind, name, version] = request.url.pathname.split('/').filter((part) => part !== '');
  if (
    kind !== 'secrets' ||
    !/^7\.\d+(-preview\.\d+)?$/.test(request.url.searchParams.get('api-version') ?? '')
  )
    throw new DataError(501, 'SandboxNotModelled', `The sandbox does not serve ${request.url.pathname}.`);
  if (request.method === 'GET' && name === undefined) {
    demand(world, vault, 'readMetadata', request);
    const value = world.under(vault.id, secretType).map((secret) => described(vault, secret));
    return { status: 200, body: { value, nextLink: null } };
  }
  if (request.method === 'GET' && name !== undefined) {
    demand(world, vault, 'getSecret', request, name);
    return { status: 200, body: withValue(world, vault, found(world, vault, name, version)) };
  }
  if (request.method === 'PUT' && name !== undefined) {
    demand(world, vault, 'setSecret', request, name);
    const value = textAt(request.body, 'value');
    if (value === undefined) throw new DataError(400, 'BadParameter', 'Property value has invalid value');
    const sent = {
      tags: objectAt(request.body, 'tags'),
      properties: present({
        value,
        contentType: textAt(request.body, 'contentType'),
        attributes: objectAt(request.body, 'attributes'),
      }),
    };
    const secret = world.write(`${vault.id}/secrets/${name}`, secretType, sent);
    return { status: 200, body: withValue(world, vault, secret) };
  }
  throw new DataError(
    405,
    'MethodNotAllowed',
    `${request.method} is not supported on ${request.url.pathname}.`,
  );
}

function found(world: World, vault: Stored, name: string, version: string | undefined): Stored {
  const secret = world.find(`${vault.id}/secrets/${name}`);
  if (secret !== undefined && (version === undefined || version === versionOf(world, secret))) return secret;
  throw new DataError(
    404,
    'SecretNotFound',
    `A secret with (name/id) ${[name, version].filter(Boolean).join('/')} was not found in this key vault. If you recently deleted this secret you may be able to recover it using the correct recovery command.`,
  );
}

function described(vault: Stored, secret: Stored): JsonObject {
  const attributes = objectAt(secret.body, 'properties', 'attributes');
  return present({
    id: `${vaultUri(vault.name)}secrets/${secret.name}`,
    contentType: textAt(secret.body, 'properties', 'contentType'),
    attributes: {
      ...attributes,
      created: Math.floor((numberAt(secret.hidden, 'since') ?? secret.createdAt) / 1000),
      updated: Math.floor(secret.changedAt / 1000),
      recoveryLevel: 'Recoverable+Purgeable',
    },
    tags: objectAt(secret.body, 'tags'),
  });
}

function withValue(world: World, vault: Stored, secret: Stored): JsonObject {
  return {
    ...described(vault, secret),
    id: `${vaultUri(vault.name)}secrets/${secret.name}/${versionOf(world, secret)}`,
    value: textAt(secret.hidden, 'value') ?? '',
  };
}

/** The same as Azure Resource Manager shows in `secretUriWithVersion`; only the newest is kept. */
function versionOf(world: World, secret: Stored): string {
  return world.secret(secret, `version ${numberAt(secret.hidden, 'version') ?? 0}`, 32);
}

/** A role on the one secret is enough for what is done with it. Source: Microsoft, "Azure RBAC for Key Vault data plane". */
function demand(world: World, vault: Stored, action: string, { caller }: DataRequest, secret?: string): void {
  const full = `Microsoft.KeyVault/vaults/secrets/${action}/action`;
  if (mayData(world, full, secret === undefined ? vault.id : `${vault.id}/secrets/${secret}`)) return;
  throw forbidden(
    `Caller is not authorized to perform action on resource. Caller: oid=${caller?.objectId ?? ''}. Action: '${full}'. Resource: '${vault.id}'.`,
    'ForbiddenByRbac',
  );
}

function forbidden(message: string, inner: string): DataError {
  return new DataError(403, 'Forbidden', message, { inner });
}

function challenge(vault: Stored): DataError {
  const directory = textAt(vault.body, 'properties', 'tenantId') ?? 'common';
  const value = `Bearer authorization="https://login.microsoftonline.com/${directory}", resource="${audience}"`;
  return new DataError(401, 'Unauthorized', 'AKV10000: Request is missing a Bearer or PoP token.', {
    headers: { 'www-authenticate': value },
  });
}

const operations: { readonly [method: string]: string } = { GET: 'SecretGet', PUT: 'SecretSet' };

/** What a call leaves behind: a row of the vault's audit log, and values of its metrics. */
function observe(world: World, vault: Stored, request: DataRequest, status: number): void {
  const listed = request.method === 'GET' && request.url.pathname.split('/').filter(Boolean).length === 1;
  const operation = listed ? 'SecretList' : (operations[request.method] ?? 'Unknown');
  keepLog(world, vault, 'AuditEvent', {
    OperationName: operation,
    ResultType: 'Success',
    ResultSignature: status < 300 ? 'OK' : status === 403 ? 'Forbidden' : 'Unauthorized',
    DurationMs: 20,
    CallerIPAddress: request.from === undefined ? '203.0.113.10' : '',
    CorrelationId: world.mint(),
    identity_claim_oid_g: request.caller?.objectId ?? '',
    requestUri_s: request.url.href,
    id_s: `${request.url.origin}${request.url.pathname}`,
    httpStatusCode_d: status,
    EventTime_t: isoTime(world.now),
  });
  const dimensions = {
    ActivityType: 'vault',
    ActivityName: operation.toLowerCase(),
    StatusCode: String(status),
    StatusCodeClass: `${Math.floor(status / 100)}xx`,
  };
  keepPoints(world, vault, [
    { metric: 'ServiceApiHit', value: 1, dimensions },
    { metric: 'ServiceApiResult', value: 1, dimensions },
    { metric: 'ServiceApiLatency', value: 20, dimensions },
    { metric: 'Availability', value: status >= 500 ? 0 : 100, dimensions },
    { metric: 'SaturationShoebox', value: 0, dimensions },
  ]);
}

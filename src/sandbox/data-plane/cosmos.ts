import { textAt } from '../json.ts';
import type { Answer, Stored, World } from '../provider.ts';
import { wayTo } from './reach.ts';
import { DataError, type DataService, unreachable } from './request.ts';

const type = 'Microsoft.DocumentDB/databaseAccounts';
const hosts = /^([a-z0-9-]+)\.documents\.azure\.com$/;

/**
 * Who may read what an account of Cosmos DB for NoSQL is, and from where; items are not served. Source: Microsoft,
 * "Diagnose and troubleshoot Azure Cosmos DB forbidden exceptions".
 */
export const cosmosService: DataService = {
  audiences: (host) => ['https://cosmos.azure.com', `https://${host}`],
  // `type=aad&ver=1.0&sig=TOKEN`, encoded as a part of a URL.
  bearer: (header) => `Bearer ${/sig=(.+)$/.exec(decodeURIComponent(header))?.[1] ?? ''}`,
  resourceOf: (host) => hosts.exec(host)?.[1],
  answer: (world, name, request) => {
    const account = accountCalled(world, name);
    if (account === undefined) throw unreachable('ENOTFOUND', request.url.hostname);
    const way = wayTo(world, account, request.url.hostname, request.from);
    if (
      way === 'public' &&
      /^disabled$/i.test(textAt(account.body, 'properties', 'publicNetworkAccess') ?? '')
    )
      return refused(
        403,
        'Forbidden',
        'Request originated from IP 203.0.113.10 through public internet. This is blocked by your Cosmos DB account firewall settings.',
      );
    if (request.caller === undefined)
      return refused(401, 'Unauthorized', "Required Header 'authorization' is missing.");
    if (request.method !== 'GET' || request.url.pathname !== '/')
      throw new DataError(501, 'SandboxNotModelled', 'The sandbox does not serve items of Cosmos DB.');
    const { objectId, groups } = request.caller;
    const may = world.under(account.id, `${type}/sqlRoleAssignments`).some((one) => {
      const principal = textAt(one.body, 'properties', 'principalId') ?? '';
      return principal === objectId || groups.includes(principal);
    });
    return may
      ? { status: 200, body: { id: account.name, _self: '' } }
      : refused(
          403,
          'Forbidden',
          `Request blocked by Auth ${account.name} : Request is blocked because principal [${objectId}] does not have required RBAC permissions to perform action [Microsoft.DocumentDB/databaseAccounts/readMetadata] on resource [/].`,
        );
  },
};

/** An account answers under its name, and under one for each of its regions. */
function accountCalled(world: World, name: string): Stored | undefined {
  const accounts = world.all(type);
  const called = (one: Stored): string => one.name.toLowerCase();
  return (
    accounts.find((one) => called(one) === name) ?? accounts.find((one) => name.startsWith(`${called(one)}-`))
  );
}

/** Without the envelope that other services have. */
function refused(status: number, code: string, message: string): Answer {
  return { status, body: { code, message } };
}

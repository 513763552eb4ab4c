import { textAt } from '../json.ts';
import type { Answer, Stored } from '../provider.ts';
import { wayTo } from './reach.ts';
import { DataError, type DataRequest, type DataService, unreachable } from './request.ts';
import { mayData } from './rights.ts';

const type = 'Microsoft.Storage/storageAccounts';
const hosts = /^([a-z0-9]+)\.(blob|dfs)\.core\.windows\.net$/;

/**
 * Who may list the containers of an account, and from where; nothing else of it is served, and bodies, which are XML, are
 * left out: codes stand in `x-ms-error-code` as the service sends them. Source: Microsoft, "Status and error codes" of Blob
 * Storage, "List Containers", "Authorize with Microsoft Entra ID".
 */
export const storageService: DataService = {
  audiences: (host) => {
    const name = hosts.exec(host)?.[1] ?? '';
    return ['https://storage.azure.com', `https://${name}.blob.core.windows.net`];
  },
  resourceOf: (host) => hosts.exec(host)?.[1],
  answer: (world, name, request) => {
    const account = world.all(type).find((one) => one.name.toLowerCase() === name);
    if (account === undefined) throw unreachable('ENOTFOUND', request.url.hostname);
    const way = wayTo(world, account, request.url.hostname, request.from);
    if (way === 'public' && isClosed(account)) return refused(403, 'AuthorizationFailure');
    if (request.caller === undefined) return challenge(account);
    if (!isListing(request))
      throw new DataError(
        501,
        'SandboxNotModelled',
        'The sandbox lists containers of storage accounts alone.',
      );
    const may = mayData(
      world,
      `${type}/blobServices/containers/blobs/read`,
      `${account.id}/blobServices/default`,
    );
    const lists = world.allowed(`${type}/blobServices/containers/read`, account.id);
    return may || lists ? { status: 200 } : refused(403, 'AuthorizationPermissionMismatch');
  },
};

function isClosed(account: Stored): boolean {
  return (
    /^disabled$/i.test(textAt(account.body, 'properties', 'publicNetworkAccess') ?? '') ||
    /^deny$/i.test(textAt(account.body, 'properties', 'networkAcls', 'defaultAction') ?? '')
  );
}

/** The same under both names: containers of the one are file systems of the other. */
function isListing({ method, url }: DataRequest): boolean {
  const { searchParams } = url;
  const asked = searchParams.get('comp') === 'list' || searchParams.get('resource') === 'account';
  return method === 'GET' && url.pathname === '/' && asked;
}

function refused(status: number, code: string): Answer {
  return { status, headers: { 'x-ms-error-code': code } };
}

function challenge(account: Stored): Answer {
  const answer = refused(401, 'NoAuthenticationInformation');
  const resource = `https://${account.name.toLowerCase()}.blob.core.windows.net`;
  return {
    ...answer,
    headers: { ...answer.headers, 'www-authenticate': `Bearer resource_id=${resource}` },
  };
}

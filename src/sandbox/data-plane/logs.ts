import { type JsonObject, textAt } from '../json.ts';
import { columnsOf } from '../microsoft.operationalinsights/tables.ts';
import type { Answer, Stored, World } from '../provider.ts';
import { DataError, type DataRequest, type DataService } from './request.ts';
import { rowsOf } from './telemetry.ts';

const workspaceType = 'Microsoft.OperationalInsights/workspaces';

/** Log queries. Rows of a whole table only: the sandbox runs no queries. */
export const logService: DataService = {
  audiences: () => ['https://api.loganalytics.io'],
  resourceOf: (host) => (host === 'api.loganalytics.io' ? 'api' : undefined),
  answer: (world, _name, request) => {
    const id = /^\/v1\/workspaces\/([0-9a-f-]{36})\/query$/i.exec(request.url.pathname)?.[1]?.toLowerCase();
    if (id === undefined || request.method !== 'POST')
      throw new DataError(404, 'PathNotFoundError', 'The requested path does not exist');
    const workspace = world.all(workspaceType).find((one) => world.made(one, 'customerId') === id);
    const right = `${workspaceType}/query/read`;
    if (request.caller === undefined)
      throw new DataError(401, 'InvalidTokenError', 'Authorization token is missing.');
    if (workspace === undefined || !world.allowed(right, workspace.id))
      throw new DataError(
        403,
        'InsufficientAccessError',
        'The provided credentials have insufficient access to perform the requested operation',
      );
    return rowsFor(world, workspace, request);
  },
};

function rowsFor(world: World, workspace: Stored, { body }: DataRequest): Answer {
  const query = textAt(body, 'query')?.trim() ?? '';
  const [, table = '', count] = /^(\w+)(?:\s*\|\s*(?:take|limit)\s+(\d+))?$/.exec(query) ?? [];
  const columns = columnsOf(table);
  if (columns === undefined)
    throw new DataError(
      501,
      'SandboxNotModelled',
      'The sandbox runs no queries: ask for a table, with take at most.',
    );
  const rows = rowsOf(world, workspace.id, table).slice(0, count === undefined ? undefined : Number(count));
  return { status: 200, body: { tables: [tableOf(columns, rows)] } };
}

function tableOf(columns: readonly string[], rows: readonly JsonObject[]): JsonObject {
  return {
    name: 'PrimaryResult',
    columns: columns.map((name) => ({ name, type: name === 'TimeGenerated' ? 'datetime' : 'string' })),
    rows: rows.map((row) => columns.map((name) => row[name] ?? null)),
  };
}

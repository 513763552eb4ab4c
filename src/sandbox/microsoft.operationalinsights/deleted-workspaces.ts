import { type JsonObject, objectAt } from '../json.ts';
import type { RouteModel, Stored, TypeModel, World } from '../provider.ts';
import { anything, object } from '../shape.ts';
import { asideBody, recordIn } from '../soft-delete.ts';

/** A deleted workspace can be recovered for 14 days. */
export const retention = 14 * 86_400_000;

export const deletedWorkspaceType = 'Microsoft.OperationalInsights/locations/deletedWorkspaces';

const versions = [
  '2020-08-01',
  '2021-06-01',
  '2022-10-01',
  '2023-09-01',
  '2025-02-01',
  '2025-07-01',
] as const;

/** Id under which the sandbox keeps a deleted workspace: outside of its group, which may go. */
export function deletedWorkspaceId(workspace: string): string {
  const [, , subscription = '', , group = ''] = workspace.split('/');
  const name = workspace.slice(workspace.lastIndexOf('/') + 1);
  return `/subscriptions/${subscription}/providers/Microsoft.OperationalInsights/locations/${group}/deletedWorkspaces/${name}`;
}

/** Deleted workspaces: only listed. */
export const deletedWorkspaces: TypeModel = {
  type: deletedWorkspaceType,
  apiVersions: [],
  placement: 'subscription',
  name: { pattern: /^.+$/ },
  body: object({ location: anything() }),
  pace: { create: { how: 'sync' }, update: { how: 'sync' }, delete: { how: 'sync' } },
  verbs: [],
  showsState: false,
  exported: (_world, record) => ({ workspace: asideBody(record) }),
  later: (world, record, purpose) => {
    if (purpose === 'expire' && record !== undefined) world.remove(record.id);
  },
};

/** GET deletedWorkspaces of a subscription and of a group. */
export const deletedWorkspaceLists: readonly RouteModel[] = ['', '/resourceGroups/{group}'].map((inner) => ({
  method: 'GET',
  pattern: `/subscriptions/{subscription}${inner}/providers/Microsoft.OperationalInsights/deletedWorkspaces`,
  apiVersions: versions,
  writes: false,
  right: {
    action: 'Microsoft.OperationalInsights/deletedWorkspaces/read',
    scope: `/subscriptions/{subscription}${inner}`,
  },
  handle: ({ world, parts }) => {
    const all = world.all(deletedWorkspaceType, `/subscriptions/${parts['subscription'] ?? ''}`);
    const group = parts['group']?.toLowerCase();
    const here = all.filter((one) => group === undefined || one.id.split('/')[6]?.toLowerCase() === group);
    return { status: 200, body: here.map((one) => shown(world, one)) };
  },
}));

function shown(_world: World, entry: Stored): JsonObject {
  const old = recordIn(entry);
  return {
    id: old['id'] ?? '',
    name: old['name'] ?? '',
    type: 'Microsoft.OperationalInsights/deletedWorkspaces',
    ...objectAt(old, 'body'),
  };
}

import type { ResourceKind } from '../../resource/kind.ts';
import { genericCalls } from '../calls.ts';
import { session } from '../session.ts';

export const workbook: ResourceKind = {
  type: 'Microsoft.Insights/workbooks',
  noun: 'workbook',
  apiVersion: '2023-06-01',
  mark: { in: 'tags' },
  comparison: { ignoreCase: ['/properties/sourceId'], replace: ['/location'] },
  readOnly: [
    '/etag',
    '/properties/timeModified',
    '/properties/userId',
    '/properties/revision',
    '/identity/principalId',
    '/identity/tenantId',
  ],
  typicalMs: { create: 2_000, update: 2_000, remove: 2_000 },
  listed: 'subscription',
  listQuery: 'category=workbook&canFetchContent=true',
  removal: { how: 'delete' },
  ...genericCalls('2023-06-01'),
  // Only so does a read answer what the workbook shows.
  read: (azure, id) => session(azure).get(`${id}?canFetchContent=true`, '2023-06-01'),
};

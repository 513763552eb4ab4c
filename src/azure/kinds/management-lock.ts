import { at } from '../../resource/json.ts';
import type { ResourceKind } from '../../resource/kind.ts';
import { genericCalls } from '../calls.ts';

export const managementLock: ResourceKind = {
  type: 'Microsoft.Authorization/locks',
  noun: 'lock',
  apiVersion: '2020-05-01',
  mark: { in: 'text', pointer: '/properties/notes' },
  comparison: { ignoreCase: ['/properties/level'] },
  readOnly: [],
  typicalMs: { create: 2_000, update: 2_000, remove: 2_000 },
  listed: 'subscription',
  removal: { how: 'delete' },
  restrains: {
    forbids: 'deletes',
    forbidsAll: (lock) => /^readonly$/i.test(String(at(lock, '/properties/level'))),
  },
  ...genericCalls('2020-05-01'),
};

import { expect, it } from 'vitest';
import { idKey } from '../../src/resource/arm-id.ts';
import type { JsonObject } from '../../src/resource/json.ts';
import { by, byAct, idOf } from './integrated.ts';

const accounts = 'Microsoft.DocumentDB/databaseAccounts';

it.each<[string, JsonObject, string]>([
  ['opened to the internet', { publicNetworkAccess: 'Enabled' }, 'internet'],
  ['opened to services of Azure', { networkAclBypass: 'AzureServices' }, 'services of Azure'],
  ['opened to an address', { ipRules: [{ ipAddressOrRange: '0.0.0.0' }] }, 'addresses'],
  ['opened to a subnet', { virtualNetworkRules: [{ id: '/subscriptions/x' }] }, 'subnets'],
  ['opened to keys', { disableLocalAuth: false }, 'takes keys'],
  ['opened to keys for its structure', { disableKeyBasedMetadataWriteAccess: false }, 'containers'],
  ['opened to old TLS', { minimalTlsVersion: 'Tls' }, 'TLS 1.2'],
  ['left without continuous backup', { backupPolicy: { type: 'Periodic' } }, 'restored'],
  [
    'given another consistency',
    { consistencyPolicy: { defaultConsistencyLevel: 'Eventual' } },
    'as designed',
  ],
])('an account that is %s fails its check, and no other', (_what, change, told) => {
  const found = by(accounts, (properties) => ({ ...properties, ...change }));
  expect(found).toMatchObject([{ id: 'GT-CHECK-COSMOS', message: expect.stringContaining(told) }]);
  expect(found.every(({ evidence, next, risk }) => evidence && next && risk)).toBe(true);
});

it('a role of the data plane that nobody designed is told, and one that is missing too', () => {
  const unknown = byAct((stamp) => {
    const account = idOf(stamp, accounts);
    const name = '00000000-0000-4000-8000-00000000000f';
    const properties = { principalId: 'somebody', roleDefinitionId: 'all', scope: account };
    stamp.around.push({ id: `${account}/sqlRoleAssignments/${name}`, name, properties });
  });
  expect(unknown).toMatchObject([{ id: 'GT-CHECK-COSMOS', message: expect.stringContaining('somebody') }]);
  const missing = byAct((stamp) =>
    stamp.resources.delete(idKey(idOf(stamp, `${accounts}/sqlRoleAssignments`))),
  );
  expect(missing).toMatchObject([
    { id: 'GT-CHECK-COSMOS', message: expect.stringContaining('does not exist') },
  ]);
});

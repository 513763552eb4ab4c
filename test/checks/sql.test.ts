import { expect, it } from 'vitest';
import { isObject, type JsonObject } from '../../src/resource/json.ts';
import { by } from './integrated.ts';

const servers = 'Microsoft.Sql/servers';

it.each<[string, JsonObject, string]>([
  ['opened to the internet', { publicNetworkAccess: 'Enabled' }, 'internet'],
  ['let out to anywhere', { restrictOutboundNetworkAccess: 'Disabled' }, 'reach out'],
  ['opened to old TLS', { minimalTlsVersion: '1.0' }, 'TLS 1.2'],
])('a server that is %s fails its check, and no other', (_what, change, told) => {
  const found = by(servers, (properties) => ({ ...properties, ...change }));
  expect(found).toMatchObject([{ id: 'GT-CHECK-SQL', message: expect.stringContaining(told) }]);
  expect(found.every(({ evidence, next, risk }) => evidence && next && risk)).toBe(true);
});

it.each<[string, JsonObject, string]>([
  ['opened to passwords', { azureADOnlyAuthentication: false }, 'ad-only-auth enable'],
  ['given to somebody else', { sid: '0f0f0f0f-0000-4000-8000-000000000001' }, 'ad-admin update'],
])('a server that is %s fails its check, which names the command that mends it', (_what, change, next) => {
  const found = by(servers, (properties) => {
    const administrators = isObject(properties['administrators']) ? properties['administrators'] : {};
    return { ...properties, administrators: { ...administrators, ...change } };
  });
  expect(found).toMatchObject([{ id: 'GT-CHECK-SQL', next: expect.stringContaining(next) }]);
});

it.each<[string, string, JsonObject]>([
  ['whose auditing is off', 'auditingSettings', { state: 'Disabled' }],
  ['whose audit records go nowhere', 'auditingSettings', { isAzureMonitorTargetEnabled: false }],
  ['whose sign-ins are not written down', 'auditingSettings', { auditActionsAndGroups: [] }],
  ['whose backups leave the region', 'databases', { requestedBackupStorageRedundancy: 'Geo' }],
  ['whose database never pauses', 'databases', { autoPauseDelay: -1 }],
])('a server %s fails its check, and no other', (_what, type, change) => {
  const found = by(`${servers}/${type}`, (properties) => ({ ...properties, ...change }));
  expect(found).toMatchObject([{ id: 'GT-CHECK-SQL', message: expect.stringContaining('not as designed') }]);
});

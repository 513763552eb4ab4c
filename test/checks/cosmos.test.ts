import { expect, it } from 'vitest';
import { kinds } from '../../src/azure/catalogue.ts';
import type { CheckResult } from '../../src/checks/check.ts';
import { runChecks } from '../../src/checks/index.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import { idKey } from '../../src/resource/arm-id.ts';
import { isObject, type JsonObject } from '../../src/resource/json.ts';
import { aStamp, everything } from '../kit/deployment.ts';
import { integrated } from '../kit/integrated.ts';
import { asDesigned, type Existing, looked } from './planted-leaks.ts';

const { estate } = integrated(aStamp({ ...everything, authentication: 'entra' }));

function existing(): Existing {
  const [stamp] = asDesigned(estate);
  if (!stamp) throw new Error('the estate has no stamp');
  return stamp;
}

function idOf({ design }: Existing, type: string): string {
  const found = design.resources.find((each) => each.type === `Microsoft.DocumentDB/${type}`);
  if (!found) throw new Error(`the design has no ${type}`);
  return found.id;
}

/** What verification says fails when everything is as designed but for what is done to it. */
function failures(done: (stamp: Existing) => void = () => undefined): CheckResult[] {
  const stamp = existing();
  done(stamp);
  const stamps = looked([stamp]).map((each) => ({
    ...each,
    facts: each.facts ?? fail(),
    plan: makePlan(each.design, each.observed ?? fail(), kinds, { adopt: false }),
  }));
  return runChecks('after', { estate, stamps, today: '2026-11-26' }).filter(
    ({ status }) => status === 'failed',
  );
}

function fail(): never {
  throw new Error('nothing was looked at');
}

/** What fails by an act that does not fail without it. */
function by(done: (stamp: Existing) => void): CheckResult[] {
  const before = failures().map(({ message }) => message);
  return failures(done).filter(({ message }) => !before.includes(message));
}

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
  const found = by((stamp) => {
    const id = idOf(stamp, 'databaseAccounts');
    const body = stamp.resources.get(idKey(id)) ?? {};
    const properties = isObject(body['properties']) ? body['properties'] : {};
    stamp.resources.set(idKey(id), { ...body, properties: { ...properties, ...change } });
  });
  expect(found).toMatchObject([{ id: 'GT-CHECK-COSMOS', message: expect.stringContaining(told) }]);
  expect(found.every(({ evidence, next, risk }) => evidence && next && risk)).toBe(true);
});

it('a role of the data plane that nobody designed is told, and one that is missing too', () => {
  const unknown = by((stamp) => {
    const account = idOf(stamp, 'databaseAccounts');
    const name = '00000000-0000-4000-8000-00000000000f';
    const properties = { principalId: 'somebody', roleDefinitionId: 'all', scope: account };
    stamp.around.push({ id: `${account}/sqlRoleAssignments/${name}`, name, properties });
  });
  expect(unknown).toMatchObject([{ id: 'GT-CHECK-COSMOS', message: expect.stringContaining('somebody') }]);
  const missing = by((stamp) =>
    stamp.resources.delete(idKey(idOf(stamp, 'databaseAccounts/sqlRoleAssignments'))),
  );
  expect(missing).toMatchObject([
    { id: 'GT-CHECK-COSMOS', message: expect.stringContaining('does not exist') },
  ]);
});

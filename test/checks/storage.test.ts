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

const { estate } = integrated(aStamp({ ...everything, authentication: 'entra' }), { storage: 'blob' });

/** Why verification says that storage fails, when everything is as designed but for another setting of one of its parts. */
function failures(part: string, change: JsonObject): CheckResult[] {
  const [stamp] = asDesigned(estate);
  const id = stamp?.design.resources.find(({ type }) => type === `Microsoft.Storage/${part}`)?.id;
  if (!stamp || id === undefined) throw new Error(`the design has no ${part}`);
  const body = stamp.resources.get(idKey(id)) ?? {};
  const properties = isObject(body['properties']) ? body['properties'] : {};
  stamp.resources.set(idKey(id), { ...body, properties: { ...properties, ...change } });
  return failed(stamp);
}

function failed(stamp: Existing): CheckResult[] {
  const stamps = looked([stamp]).map((each) => {
    const { facts, observed } = each;
    if (!facts || !observed) throw new Error('nothing was looked at');
    return { ...each, facts, plan: makePlan(each.design, observed, kinds, { adopt: false }) };
  });
  const results = runChecks('after', { estate, stamps, today: '2026-11-26' });
  return results.filter(({ id, status }) => id === 'GT-CHECK-STORAGE' && status === 'failed');
}

const account = 'storageAccounts';
const service = 'storageAccounts/blobServices';
const container = 'storageAccounts/blobServices/containers';

it('storage that is as designed passes', () => {
  expect(failures(account, {})).toEqual([]);
});

it.each<[string, string, JsonObject, string]>([
  ['opened to the internet', account, { publicNetworkAccess: 'Enabled' }, 'internet'],
  ['opened to an address', account, { networkAcls: { ipRules: [{ value: '198.51.100.1' }] } }, 'as designed'],
  ['opened to its keys', account, { allowSharedKeyAccess: true }, 'keys'],
  ['opened to containers for everybody', account, { allowBlobPublicAccess: true }, 'everybody'],
  ['opened to old TLS', account, { minimumTlsVersion: 'TLS1_0' }, 'TLS'],
  ['opened to plain HTTP', account, { supportsHttpsTrafficOnly: false }, 'plain HTTP'],
  ['opened to other directories', account, { allowCrossTenantReplication: true }, 'as designed'],
  ['opened to copies anywhere', account, { allowedCopyScope: 'PrivateLink' }, 'as designed'],
  ['opened to users of its own', account, { isLocalUserEnabled: true }, 'as designed'],
  ['left without soft delete', service, { deleteRetentionPolicy: { enabled: false } }, 'as designed'],
  ['left without versions', service, { isVersioningEnabled: false }, 'as designed'],
  ['read by everybody', container, { publicAccess: 'Container' }, 'as designed'],
])('storage that is %s fails its check', (_what, part, change, told) => {
  const found = failures(part, change);
  expect(found).toMatchObject([{ message: expect.stringContaining(told) }]);
  expect(found.every(({ evidence, next, risk }) => evidence && next && risk)).toBe(true);
});

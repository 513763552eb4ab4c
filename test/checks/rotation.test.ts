import { expect, it } from 'vitest';
import { kinds } from '../../src/azure/catalogue.ts';
import type { CheckResult } from '../../src/checks/check.ts';
import { runChecks } from '../../src/checks/index.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import { idKey } from '../../src/resource/arm-id.ts';
import { isObject, type JsonObject } from '../../src/resource/json.ts';
import { aStamp, everything } from '../kit/deployment.ts';
import { rotated } from '../kit/rotated.ts';
import { asDesigned, type Existing, looked } from './planted-leaks.ts';

const { estate } = rotated(aStamp(everything));

/** Why verification says that the function fails, when everything is as designed but for another setting of a part. */
function failures(part: RegExp, change: JsonObject): CheckResult[] {
  const [stamp] = asDesigned(estate);
  if (!stamp) throw new Error('the estate has no stamp');
  // What Azure says of them by itself.
  put(stamp, /\/secrets\/[^/]+$/, { attributes: { enabled: true, created: 1_795_000_000 } });
  put(stamp, app, { state: 'Running' });
  put(stamp, part, change);
  return failed(stamp);
}

function put({ design, resources }: Existing, part: RegExp, change: JsonObject): void {
  const id = design.resources.find((each) => part.test(each.id))?.id;
  if (id === undefined) throw new Error(`the design has no ${part}`);
  const body = resources.get(idKey(id)) ?? {};
  const properties = isObject(body['properties']) ? body['properties'] : {};
  resources.set(idKey(id), { ...body, properties: { ...properties, ...change } });
}

function failed(stamp: Existing): CheckResult[] {
  const stamps = looked([stamp]).map((each) => {
    const { facts, observed } = each;
    if (!facts || !observed) throw new Error('nothing was looked at');
    return { ...each, facts, plan: makePlan(each.design, observed, kinds, { adopt: false }) };
  });
  const results = runChecks('after', { estate, stamps, today: '2026-11-26' });
  return results.filter(({ id, status }) => id === 'GT-CHECK-ROTATION' && status === 'failed');
}

const app = /\/sites\/[^/]+$/;
const web = /\/config\/web$/;
const settings = /\/config\/appsettings$/;

it('a function that is as designed passes', () => {
  expect(failures(app, {})).toEqual([]);
});

it.each<[string, RegExp, JsonObject, string]>([
  ['opened to the internet', app, { publicNetworkAccess: 'Enabled' }, 'internet'],
  ['opened to plain HTTP', app, { httpsOnly: false }, 'plain HTTP'],
  ['taken out of the network', app, { virtualNetworkSubnetId: '' }, 'left the network'],
  ['stopped', app, { state: 'Stopped' }, 'stopped'],
  ['opened to old TLS', web, { minTlsVersion: '1.0' }, 'as designed'],
  ['opened to old TLS where code is delivered', web, { scmMinTlsVersion: '1.0' }, 'as designed'],
  ['opened to debuggers', web, { remoteDebuggingEnabled: true }, 'as designed'],
  ['told another period', settings, { ROTATION_DAYS: '3650' }, 'as designed'],
  ['told another account', settings, { ACCOUNT_ID: '/subscriptions/other' }, 'as designed'],
  ['delivered by FTP', /CredentialsPolicies\/ftp$/, { allow: true }, 'is on'],
  ['delivered by password', /CredentialsPolicies\/scm$/, { allow: true }, 'is on'],
  ['given a wider role', /\/roleDefinitions\//, { permissions: [{ actions: ['*'] }] }, 'as designed'],
])('a function that is %s fails its check', (_what, part, change, told) => {
  const found = failures(part, change);
  expect(found.map(({ message }) => message).join()).toContain(told);
  expect(found.every(({ evidence, next, risk }) => evidence && next && risk)).toBe(true);
});

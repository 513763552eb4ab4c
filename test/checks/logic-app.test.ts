import { expect, it } from 'vitest';
import { idKey } from '../../src/resource/arm-id.ts';
import type { JsonObject } from '../../src/resource/json.ts';
import { byAct, type Existing } from './integrated.ts';

/** Ids of what the Logic App is made of, by their types. */
function idOf({ design }: Existing, type: string): string {
  const found = design.resources.find((each) => each.step === 'Logic App' && each.type === type);
  if (!found) throw new Error(`the Logic App has no ${type}`);
  return found.id;
}

/** The same of an app that runs, which is Azure's to say and in no design. */
function byRunning(done: (stamp: Existing) => void) {
  const running = (stamp: Existing): void => {
    const key = idKey(idOf(stamp, app));
    const body = stamp.resources.get(key) ?? {};
    stamp.resources.set(key, {
      ...body,
      properties: { state: 'Running', ...(body['properties'] as JsonObject) },
    });
  };
  return byAct(done, running);
}

function by(type: string, change: JsonObject) {
  return byRunning((stamp) => {
    const key = idKey(idOf(stamp, type));
    const body = stamp.resources.get(key) ?? {};
    stamp.resources.set(key, { ...body, properties: { ...(body['properties'] as JsonObject), ...change } });
  });
}

const app = 'Microsoft.Web/sites';
const account = 'Microsoft.Storage/storageAccounts';

it.each<[string, string, JsonObject, string]>([
  ['opened to the internet', app, { publicNetworkAccess: 'Enabled' }, 'internet'],
  ['opened to plain HTTP', app, { httpsOnly: false }, 'plain HTTP'],
  ['taken out of the network', app, { virtualNetworkSubnetId: '' }, 'left the network'],
  ['stopped', app, { state: 'Stopped' }, 'stopped'],
  ['let past the network', app, { outboundVnetRouting: { allTraffic: false } }, 'as designed'],
  ['set to old TLS', `${app}/config`, { minTlsVersion: '1.0' }, 'as designed'],
  ['opened to passwords', `${app}/basicPublishingCredentialsPolicies`, { allow: true }, 'is on'],
  ['kept in storage that is open', account, { publicNetworkAccess: 'Enabled' }, 'internet'],
  ['kept in storage for everybody', account, { allowBlobPublicAccess: true }, 'everybody'],
  ['kept in storage with old TLS', account, { minimumTlsVersion: 'TLS1_0' }, 'TLS'],
  ['kept in storage without TLS', account, { supportsHttpsTrafficOnly: false }, 'plain HTTP'],
  ['given another share', `${account}/fileServices/shares`, { shareQuota: 1 }, 'as designed'],
])('a Logic App that is %s fails its check, and no other', (_what, type, change, told) => {
  const found = by(type, change);
  expect(found).toMatchObject([{ id: 'GT-CHECK-LOGIC-APP', message: expect.stringContaining(told) }]);
  expect(found.every(({ evidence, next, risk }) => evidence && next && risk)).toBe(true);
});

it('one that is gone fails it', () => {
  const found = byAct((stamp) =>
    stamp.resources.delete(idKey(idOf(stamp, `${account}/fileServices/shares`))),
  );
  expect(found).toMatchObject([
    { id: 'GT-CHECK-LOGIC-APP', message: expect.stringContaining('does not exist') },
  ]);
});

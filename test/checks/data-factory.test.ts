import { expect, it } from 'vitest';
import { idKey } from '../../src/resource/arm-id.ts';
import type { JsonObject } from '../../src/resource/json.ts';
import { by, byAct, idOf } from './integrated.ts';

const factories = 'Microsoft.DataFactory/factories';
const endpoints = `${factories}/managedVirtualNetworks/managedPrivateEndpoints`;

it.each<[string, string, JsonObject, string]>([
  ['opened to the internet', factories, { publicNetworkAccess: 'Enabled' }, 'internet'],
  ['left with a rejected endpoint', endpoints, { connectionState: { status: 'Rejected' } }, 'not approved'],
  ['left with a pending endpoint', endpoints, { connectionState: { status: 'Pending' } }, 'not approved'],
  [
    'taken out of the managed network',
    `${factories}/integrationRuntimes`,
    { managedVirtualNetwork: {} },
    'outside',
  ],
  [
    'run in a region that Azure picks',
    `${factories}/integrationRuntimes`,
    { typeProperties: { computeProperties: { location: 'AutoResolve' } } },
    'as designed',
  ],
  [
    'given a key',
    `${factories}/linkedservices`,
    { typeProperties: { accountKey: { type: 'SecureString', value: '**********' } } },
    'by a key',
  ],
  ['given another source', `${factories}/datasets`, { typeProperties: {} }, 'as designed'],
  ['given another pipeline', `${factories}/pipelines`, { activities: [] }, 'as designed'],
])('a factory that is %s fails its check, and no other', (_what, type, change, told) => {
  const found = by(type, (properties) => ({ ...properties, ...change }));
  expect(found).toMatchObject([{ id: 'GT-CHECK-DATA-FACTORY', message: expect.stringContaining(told) }]);
  expect(found.every(({ evidence, next, risk }) => evidence && next && risk)).toBe(true);
});

it('a factory without an identity, and one that is missing, fail it', () => {
  const bare = byAct((stamp) => {
    const id = idOf(stamp, factories);
    stamp.resources.set(idKey(id), { ...stamp.resources.get(idKey(id)), identity: { type: 'None' } });
  });
  expect(bare).toMatchObject([{ id: 'GT-CHECK-DATA-FACTORY', message: expect.stringContaining('identity') }]);
  const missing = byAct((stamp) => stamp.resources.delete(idKey(idOf(stamp, `${factories}/pipelines`))));
  expect(missing).toMatchObject([
    { id: 'GT-CHECK-DATA-FACTORY', message: expect.stringContaining('does not exist') },
  ]);
});

it('what others put into it is told: another way out, a key, and work outside of the managed network', () => {
  const found = byAct((stamp) => {
    const factory = idOf(stamp, factories);
    stamp.around.push(
      {
        id: `${factory}/managedVirtualNetworks/default/managedPrivateEndpoints/away`,
        name: 'away',
        properties: {
          privateLinkResourceId:
            '/subscriptions/x/resourceGroups/y/providers/Microsoft.Storage/storageAccounts/z',
          connectionState: { status: 'Approved' },
        },
      },
      {
        id: `${factory}/linkedservices/theirs`,
        name: 'theirs',
        properties: { type: 'AzureBlobStorage', typeProperties: { sasUri: 'https://…' } },
      },
    );
  });
  expect(found.map(({ id }) => id)).toEqual(Array(3).fill('GT-CHECK-DATA-FACTORY'));
  expect(found.map(({ message }) => message).join('; ')).toMatch(
    /reaches \/subscriptions\/x.*theirs opens .* by a key.*theirs works outside/,
  );
});

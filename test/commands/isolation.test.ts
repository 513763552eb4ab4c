import { expect, test } from 'vitest';
import type { Isolation } from '../../src/checks/isolation/isolation.ts';
import { deploy } from '../../src/commands/deploy.ts';
import { tenantShow } from '../../src/commands/tenant-show.ts';
import { verify } from '../../src/commands/verify.ts';
import { makeDesign } from '../../src/design/make-design.ts';
import { stampsOf } from '../../src/estate/estate.ts';
import { writeEstate } from '../../src/estate/write-estate.ts';
import type { JsonObject } from '../../src/resource/json.ts';
import { helvetiaCare } from '../../src/sandbox/seed-directories.ts';
import { type Desk, desk, ended } from '../kit/commands.ts';
import { sampleEstate } from '../kit/sample-estate.ts';

const estate = sampleEstate({
  reservedRanges: [],
  models: [{ model: 'gpt-5.1', version: '2025-11-13', deploymentType: 'DataZoneStandard', capacity: 10 }],
});
const [dev, prod] = stampsOf(estate).map(makeDesign);
const common = { config: 'gotthard.yaml', json: true } as const;

function idOf(design: typeof dev, type: string): string {
  const found = design?.resources.find((each) => each.type === type);
  if (!found) throw new Error(`the design has no ${type}`);
  return found.id;
}

/** Somebody with all rights works by hand. */
async function byHand(
  at: Desk,
  id: string,
  apiVersion: string,
  body?: JsonObject | null,
): Promise<JsonObject> {
  const { token } = at.cloud.sandbox.token(helvetiaCare.id);
  const answer = await at.cloud.sandbox.fetch(
    new Request(`https://management.azure.com${id}?api-version=${apiVersion}`, {
      method: body === null ? 'DELETE' : body ? 'PUT' : 'GET',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    }),
  );
  const text = await answer.text();
  expect(answer.status, `${id}\n${text}`).toBeLessThan(300);
  await at.cloud.clock.sleep(5 * 60_000);
  return JSON.parse(text || '{}') as JsonObject;
}

/**
 * Somebody tries again and again to read a secret of another environment: by its public address, since the names of their own
 * network know nothing of it.
 */
async function triesTheVault(at: Desk, of: typeof dev): Promise<void> {
  const vault = idOf(of, 'Microsoft.KeyVault/vaults').split('/').at(-1);
  const { token } = at.cloud.sandbox.token(helvetiaCare.id, 'https://vault.azure.net');
  for (let time = 0; time < 10; time += 1) {
    const answer = await at.cloud.sandbox.fetch(
      new Request(`https://${vault}.vault.azure.net/secrets/theirs?api-version=7.4`, {
        headers: { authorization: `Bearer ${token}` },
      }),
    );
    expect(answer.status).toBe(403);
  }
  await at.cloud.clock.sleep(5 * 60_000);
}

/** Whether the alert on refused calls of a stamp's vault has told its own people. */
async function isTold(at: Desk, of: typeof dev): Promise<boolean> {
  const alert = of?.resources.find(({ id }) => id.endsWith('-vault-denied'));
  expect(alert?.body).toMatchObject({
    properties: { actions: [{ actionGroupId: idOf(of, 'Microsoft.Insights/actionGroups') }] },
  });
  return JSON.stringify(await byHand(at, `${alert?.id}/status`, '2018-03-01')).includes('Unhealthy');
}

/** The rows of the last verification. */
const isolationIn = (at: Desk): Isolation => (at.documents.at(-1) as { isolation: Isolation }).isolation;
const kindsIn = ({ leaks }: Isolation): string[] =>
  leaks.map(({ kind, from, to }) => `${kind}: ${from.join() || 'outside'} -> ${to}`).sort();

test('what people open between environments that exist is found by verification, each with its exact id', async () => {
  const at = desk();
  at.files.set('gotthard.yaml', writeEstate(estate));
  const deploying = {
    ...common,
    all: true,
    yes: true,
    adopt: false,
    confirm: [],
    concurrency: 16,
    answers: {},
  };
  expect(await ended(at, deploy(deploying, at.ports)), JSON.stringify(at.problems)).toBe(0);
  const looking = { ...common, all: true, fix: false };
  expect(await ended(at, verify(looking, at.ports))).toBe(0);
  expect(isolationIn(at).stamps.map(({ seen }) => seen)).toEqual(['observed', 'observed']);
  expect(isolationIn(at).leaks).toEqual([]);
  // The deployment had seen the same itself.
  expect(at.documents[0]).toMatchObject({ isolation: isolationIn(at) });

  expect(await isTold(at, dev)).toBe(false);
  expect(await isTold(at, prod)).toBe(false);
  await triesTheVault(at, prod);
  expect(await isTold(at, dev)).toBe(false);
  expect(await isTold(at, prod)).toBe(true);

  const identity = await byHand(
    at,
    idOf(dev, 'Microsoft.ManagedIdentity/userAssignedIdentities'),
    '2024-11-30',
  );
  const { principalId } = identity['properties'] as { principalId: string };
  const [peeringOf, roleName] = [
    (network: string) => `${network}/virtualNetworkPeerings/by-hand`,
    '0f0f0f0f-0000-4000-8000-000000000001',
  ];
  const [mine, theirs] = [dev, prod].map((each) => idOf(each, 'Microsoft.Network/virtualNetworks'));
  const planted = {
    peering: peeringOf(mine ?? ''),
    role: `/subscriptions/${prod?.subscriptionId}/providers/Microsoft.Authorization/roleAssignments/${roleName}`,
    'zone link': `${idOf(prod, 'Microsoft.Network/privateDnsZones')}/virtualNetworkLinks/by-hand`,
    diagnostics: `${idOf(prod, 'Microsoft.KeyVault/vaults')}/providers/Microsoft.Insights/diagnosticSettings/copy`,
  };
  const peering = (remote: string | undefined): JsonObject => ({
    properties: { remoteVirtualNetwork: { id: remote ?? '' }, allowVirtualNetworkAccess: true },
  });
  await byHand(at, planted.peering, '2025-05-01', peering(theirs));
  await byHand(at, peeringOf(theirs ?? ''), '2025-05-01', peering(mine));
  await byHand(at, planted.role, '2022-04-01', {
    properties: {
      roleDefinitionId: `/subscriptions/${prod?.subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7`,
      principalId,
      principalType: 'ServicePrincipal',
    },
  });
  const group = `/subscriptions/${dev?.subscriptionId}/resourceGroups/rg-foreign`;
  const foreign = `${group}/providers/Microsoft.Network/virtualNetworks/vnet-foreign`;
  const location = 'switzerlandnorth';
  await byHand(at, group, '2025-04-01', { location });
  await byHand(at, foreign, '2025-05-01', {
    location,
    properties: { addressSpace: { addressPrefixes: ['10.99.0.0/24'] } },
  });
  await byHand(at, planted['zone link'], '2024-06-01', {
    location: 'global',
    properties: { virtualNetwork: { id: foreign }, registrationEnabled: false },
  });
  await byHand(at, planted.diagnostics, '2021-05-01-preview', {
    properties: {
      workspaceId: idOf(dev, 'Microsoft.OperationalInsights/workspaces'),
      logs: [{ categoryGroup: 'audit', enabled: true }],
    },
  });

  expect(await ended(at, verify({ ...looking, report: 'verdicts.md' }, at.ports))).toBe(8);
  expect(kindsIn(isolationIn(at))).toEqual([
    'diagnostics: main/dev -> main/prod',
    'peering: main/dev -> main/prod',
    'peering: main/dev -> main/prod',
    'peering: main/prod -> main/dev',
    'peering: main/prod -> main/dev',
    'role: main/dev -> main/prod',
    'zone link: outside -> main/prod',
  ]);
  const ids = isolationIn(at).leaks.map(({ id }) => id.toLowerCase());
  for (const id of Object.values(planted)) expect(ids).toContain(id.toLowerCase());
  expect(at.files.get('verdicts.md')).toContain('## Isolation');

  // Whatever a deployment has to mend, it finds what has come between as well.
  const found = isolationIn(at);
  await byHand(at, idOf(prod, 'Microsoft.Consumption/budgets'), '2024-08-01', null);
  expect(await ended(at, deploy(deploying, at.ports))).toBe(8);
  expect(isolationIn(at)).toEqual(found);

  // The file alone knows nothing of all this.
  expect(await tenantShow('main', common, at.ports)).toBe(0);
  expect(isolationIn(at).leaks).toEqual([]);
  expect(await ended(at, tenantShow('nobody', common, at.ports))).toBe(3);
  expect(at.problems.at(-1)).toMatchObject({ code: 'GT-TENANT-UNKNOWN' });
});

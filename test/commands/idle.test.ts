import { beforeAll, expect, test } from 'vitest';
import type { CheckResult } from '../../src/checks/check.ts';
import { deploy } from '../../src/commands/deploy.ts';
import { verify } from '../../src/commands/verify.ts';
import { areaOf } from '../../src/design/area.ts';
import { type Estate, stampsOf } from '../../src/estate/estate.ts';
import { writeEstate } from '../../src/estate/write-estate.ts';
import { roles } from '../../src/facts/roles.ts';
import { helvetiaAiDev, helvetiaCare, principals } from '../../src/sandbox/seed-directories.ts';
import { desk, ended } from '../kit/commands.ts';
import { sampleEstate } from '../kit/sample-estate.ts';

const model = { model: 'gpt-5.1', version: '2025-11-13', deploymentType: 'DataZoneStandard' as const };
const estate = sampleEstate({
  reservedRanges: [],
  environments: [{ name: 'dev', subscriptionId: helvetiaAiDev.id }],
  models: [
    { ...model, name: 'called', capacity: 10 },
    { ...model, name: 'forgotten', capacity: 10 },
    { ...model, name: 'reserved', deploymentType: 'DataZoneProvisionedManaged', capacity: 50 },
  ],
});
const [stamp] = stampsOf(estate);
if (!stamp) throw new Error('the estate has no stamp');
const { ids } = areaOf(stamp);
const network = `${ids.networkGroup}/providers/Microsoft.Network`;
const common = { config: 'gotthard.yaml', json: true, all: true, yes: true, confirm: [], concurrency: 16 };
const at = desk();

/** What the check says. */
async function idle(): Promise<{ status: string; told: string }[]> {
  await verify({ ...common, fix: false }, at.ports);
  const { checks } = at.documents.at(-1) as { checks: CheckResult[] };
  return checks
    .filter(({ id }) => id === 'GT-CHECK-IDLE')
    .map(({ status, message, next }) => ({ status, told: `${message} ${next ?? ''}` }));
}

async function put(id: string, body: object, apiVersion = '2024-05-01'): Promise<void> {
  const { token } = at.cloud.sandbox.token(helvetiaCare.id);
  const answer = await at.cloud.sandbox.fetch(
    new Request(`https://management.azure.com${id}?api-version=${apiVersion}`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  );
  expect(answer.status, await answer.text()).toBe(201);
}

/** One call of a model, from the subnet of the applications. */
async function call(deployment: string): Promise<void> {
  const { token } = at.cloud.sandbox.token(helvetiaCare.id, 'https://cognitiveservices.azure.com');
  const name = ids.account.split('/').at(-1);
  const answer = await at.cloud.sandbox.fetch(
    new Request(
      `https://${name}.openai.azure.com/openai/deployments/${deployment}/chat/completions?api-version=2024-10-21`,
      {
        method: 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          'x-sandbox-from': `${ids.virtualNetwork}/subnets/snet-app`,
        },
        body: JSON.stringify({ messages: [{ role: 'user', content: 'hello' }] }),
      },
    ),
  );
  expect(answer.status, await answer.text()).toBe(200);
}

beforeAll(async () => {
  at.files.set('gotthard.yaml', writeEstate(estate));
  expect(
    await ended(at, deploy({ ...common, adopt: false, answers: {} }, at.ports)),
    JSON.stringify(at.problems),
  ).toBe(0);
});

test('what was just built is not called idle', async () => {
  expect(await idle()).toMatchObject([{ status: 'ok' }]);
});

test('a model without a request for thirty days is, with what it costs all the same', async () => {
  const role = `${ids.subscription}/providers/Microsoft.Authorization/roleDefinitions/${roles['Cognitive Services OpenAI User']}`;
  const principalId = principals.find(({ name }) => name === 'owner')?.objectId;
  const name = '00000000-0000-4000-8000-000000000001';
  await put(
    `${ids.account}/providers/Microsoft.Authorization/roleAssignments/${name}`,
    { properties: { roleDefinitionId: role, principalId } },
    '2022-04-01',
  );
  await at.cloud.clock.sleep(20 * 86_400_000);
  await call('called');
  await at.cloud.clock.sleep(11 * 86_400_000);
  const found = await idle();
  expect(found.map(({ status }) => status)).toEqual(['warning', 'warning']);
  expect(found[0]?.told).toMatch(/forgotten had no request for 30 days Take it out/);
  expect(found[1]?.told).toMatch(
    /reserved had no request for 30 days, and costs CHF \d+\.\d\d a month all the same/,
  );
});

test('so are things of others that hang on nothing, and what the estate file does not name any more', async () => {
  await put(`${network}/networkSecurityGroups/nsg-forgotten`, { location: 'switzerlandnorth' });
  await put(`${network}/routeTables/rt-forgotten`, { location: 'switzerlandnorth' });
  const [tenant] = estate.tenants;
  if (!tenant) throw new Error('the estate has no tenant');
  const fewer: Estate = {
    ...estate,
    tenants: [
      {
        ...tenant,
        environments: tenant.environments.map(({ budget: _budget, models, ...rest }) => ({
          ...rest,
          models: models.filter(({ name }) => name === 'called'),
        })),
      },
    ],
  };
  at.files.set('gotthard.yaml', writeEstate(fewer));
  const found = (await idle()).map(({ told }) => told).join('\n');
  expect(found).toMatch(/networkSecurityGroups nsg-forgotten is attached to nothing It is not ours/);
  expect(found).toMatch(/routeTables rt-forgotten is attached to nothing/);
  expect(found).toMatch(/reserved is not in the estate file any more, and costs CHF/);
  expect(found).toMatch(/gotthard deploy --tenant main --env dev takes it away/);
  expect(found).not.toContain('called ');
});

test('where metrics can not be read, nothing is called idle, and that is said', async () => {
  at.cloud.sandbox.faults.add({ method: 'GET', path: 'Insights/metrics$', fault: 403, times: 9 });
  const found = await idle();
  expect(found.filter(({ told }) => told.includes('what is used could not be checked'))).toHaveLength(1);
  expect(found.map(({ told }) => told).join()).not.toContain('had no request');
});

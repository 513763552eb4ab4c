import { beforeAll, expect, it } from 'vitest';
import type { Design } from '../../src/design/design.ts';
import { makeDesign } from '../../src/design/make-design.ts';
import { namesOf } from '../../src/estate/naming.ts';
import { roles } from '../../src/facts/roles.ts';
import { at, type Json } from '../../src/resource/json.ts';
import { cloneSandbox } from '../../src/sandbox/sandbox.ts';
import { contributor, helvetiaAiDev, helvetiaCare, reader } from '../../src/sandbox/seed-directories.ts';
import { rotate } from '../../templates/rotation-function/src/rotation.mjs';
import { aStamp, deployInProcess } from '../kit/deployment.ts';
import { rotated } from '../kit/rotated.ts';
import { cloudOf } from '../kit/sandbox.ts';
import { type TestCloud, testCloud } from '../kit/test-cloud.ts';

const day = 86_400_000;
const period = 90;
const stamp = aStamp({ authentication: 'keys' });
const names = namesOf(stamp);
const subscription = `/subscriptions/${helvetiaAiDev.id}`;
const group = (name: string): string => `${subscription}/resourceGroups/rg-main-dev-${name}/providers`;
const vaultId = `${group('security')}/Microsoft.KeyVault/vaults/${names.vault}`;
const accountId = `${group('ai')}/Microsoft.CognitiveServices/accounts/${names.account}`;
const vaultUri = `https://${names.vault}.vault.azure.net/`;
const subnet = (name: string): string =>
  `${group('network')}/Microsoft.Network/virtualNetworks/vnet-main-dev/subnets/snet-${name}`;
const settings = {
  accountId,
  vaultUri,
  secretName: 'azure-openai-api-key',
  rotationDays: period,
  armEndpoint: 'https://management.azure.com',
};

/** Somebody who may read the key, as applications do. */
const application = contributor;
const rotator = '0f8fad5b-d9cb-469f-a165-70867728950e';

/** What the role allows that Gotthard gives the function's identity. */
function permissionsOf({ resources }: Design): Json {
  const role = resources.find(({ type }) => type === 'Microsoft.Authorization/roleDefinitions');
  return at(role?.body, '/properties/permissions') ?? [];
}

let deployed: TestCloud;
/** An environment with keys, in which somebody may do what the function has to do, and nothing more. */
beforeAll(async () => {
  deployed = testCloud();
  expect((await deployInProcess(deployed, stamp)).result?.outcome).toBe('succeeded');
  const cloud = cloudOf(
    deployed.sandbox,
    () => deployed.clock.now(),
    () => undefined,
  );
  const put = async (path: string, version: string, properties: object): Promise<void> => {
    const { status } = await cloud.call('PUT', `${path}?api-version=${version}`, { properties });
    expect(status).toBe(201);
  };
  const definitions = `${subscription}/providers/Microsoft.Authorization/roleDefinitions`;
  await put(`${definitions}/${rotator}`, '2022-04-01', {
    roleName: 'Key rotation',
    type: 'CustomRole',
    permissions: permissionsOf(makeDesign(rotated(stamp))),
    assignableScopes: [subscription],
  });
  const grants = [
    { scope: accountId, role: rotator, to: reader },
    { scope: `${vaultId}/secrets/${settings.secretName}`, role: rotator, to: reader },
    { scope: vaultId, role: roles['Key Vault Reader'], to: reader },
    { scope: vaultId, role: roles['Key Vault Secrets User'], to: application },
  ];
  for (const [index, { scope, role, to }] of grants.entries())
    await put(
      `${scope}/providers/Microsoft.Authorization/roleAssignments/0f8fad5b-d9cb-469f-a165-7086772895${index}0`,
      '2022-04-01',
      { roleDefinitionId: `${definitions}/${role}`, principalId: to.objectId, principalType: 'User' },
    );
  await deployed.clock.sleep(10 * 60_000);
});

/** A copy of that cloud whose time the test moves, and what a function app in it may reach. */
function world() {
  let time = deployed.clock.now();
  const now = (): number => time;
  const sandbox = cloneSandbox(deployed.sandbox, { now, principal: reader.name });
  const applications = cloneSandbox(deployed.sandbox, { now, principal: application.name });
  return {
    sandbox,
    applicationToken: () => applications.token(helvetiaCare.id, 'https://vault.azure.net').token,
    pass: (ms: number) => {
      time += ms;
    },
    ports: {
      now: () => time,
      token: async (resource: string) => sandbox.token(helvetiaCare.id, resource).token,
      fetch: (url: string, init: RequestInit) =>
        sandbox.fetch(
          new Request(url, {
            ...init,
            headers: { ...(init.headers as Record<string, string>), 'x-sandbox-from': subnet('func') },
          }),
        ),
    },
  };
}

/** Somebody who calls a model, and reads the key anew every so many days. */
class Caller {
  readonly #world: World;
  readonly #every: number;
  #key = '';
  #readOn = Number.NEGATIVE_INFINITY;

  constructor(at: World, every: number) {
    this.#world = at;
    this.#every = every;
  }

  async call(today: number): Promise<number> {
    if (today - this.#readOn >= this.#every) {
      const url = `${vaultUri}secrets/${settings.secretName}?api-version=7.4`;
      const headers = {
        authorization: `Bearer ${this.#world.applicationToken()}`,
        'x-sandbox-from': subnet('app'),
      };
      const read = await this.#world.sandbox.fetch(new Request(url, { headers }));
      this.#key = ((await read.json()) as { value: string }).value;
      this.#readOn = today;
    }
    const [model] = stamp.environment.models;
    const url = `https://${names.subdomain}.openai.azure.com/openai/deployments/${model?.name}/chat/completions?api-version=2024-10-21`;
    const headers = { 'api-key': this.#key, 'x-sandbox-from': subnet('app') };
    const body = JSON.stringify({ messages: [{ role: 'user', content: 'Grüezi' }] });
    return (await this.#world.sandbox.fetch(new Request(url, { method: 'POST', headers, body }))).status;
  }
}

type World = ReturnType<typeof world>;

/** Runs the function every night for two whole periods, callers by day; how the calls of each ended. */
async function twoPeriods(at: World, readsEvery: readonly number[], night: () => Promise<unknown>) {
  const callers = readsEvery.map((every) => new Caller(at, every));
  const refused = new Set<number>();
  for (let today = 0; today <= 2 * period + 2; today += 1) {
    for (const [index, caller] of callers.entries())
      if ((await caller.call(today)) !== 200) refused.add(readsEvery[index] ?? 0);
    await night();
    at.pass(day);
  }
  return [...refused];
}

it('rotates twice in two periods, and no caller that reads the key once a period ever fails', async () => {
  const at = world();
  const turns: string[] = [];
  const refused = await twoPeriods(at, [1, 30, period - 1], async () => {
    const { rotated, inUse } = await rotate(settings, at.ports);
    if (rotated) turns.push(inUse);
  });
  expect(turns).toEqual(['key2', 'key1']);
  expect(refused).toEqual([]);
});

it('is seen to be needed: a caller that never reads again fails once its key has had its turn', async () => {
  const at = world();
  expect(await twoPeriods(at, [1, 1_000], () => rotate(settings, at.ports))).toEqual([1_000]);
});

it('cut off between the new key and the vault it harms nobody, and is made up for the next night', async () => {
  const at = world();
  let cuts = 0;
  const cutOff = {
    ...at.ports,
    fetch: (url: string, init: RequestInit) => {
      if (init.method !== 'PUT' || cuts % 2 === 1) {
        if (init.method === 'PUT') cuts += 1;
        return at.ports.fetch(url, init);
      }
      cuts += 1;
      throw new Error('connection lost');
    },
  };
  const refused = await twoPeriods(at, [1, 30, period - 1], () =>
    rotate(settings, cutOff).catch(() => undefined),
  );
  expect(refused).toEqual([]);
  expect(cuts).toBe(4);
});

it('tells of a refusal by its code alone, and reads no value', async () => {
  const at = world();
  const sent: string[] = [];
  const told = await rotate(
    { ...settings, rotationDays: 0, accountId: `${accountId}-other` },
    {
      ...at.ports,
      fetch: (url, init) => {
        sent.push(`${init.method} ${new URL(url).pathname}`);
        return at.ports.fetch(url, init);
      },
    },
  ).catch((error: Error) => error.message);
  expect(sent).toEqual(['GET /secrets', `POST ${accountId}-other/regenerateKey`]);
  expect(told).toMatch(/^POST .*: 40[34] [A-Za-z]+$/);
});

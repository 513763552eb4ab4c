import { describe, expect, it } from 'vitest';
import { Session } from '../../src/azure/session.ts';
import type { Exchange } from '../../src/azure/trace.ts';
import type { CheckResult } from '../../src/checks/check.ts';
import { deploy } from '../../src/commands/deploy.ts';
import { destroy } from '../../src/commands/destroy.ts';
import { plan } from '../../src/commands/plan.ts';
import { runsList, runsRollback } from '../../src/commands/runs.ts';
import { tenantAdd } from '../../src/commands/tenant-add.ts';
import { verify } from '../../src/commands/verify.ts';
import type { Estate } from '../../src/estate/estate.ts';
import { writeEstate } from '../../src/estate/write-estate.ts';
import type { PlanJson, RunJson } from '../../src/report/json.ts';
import {
  groups,
  helvetiaAiDev,
  helvetiaAiProd,
  helvetiaCare,
  juraAiDev,
  juraBank,
  subscriptions,
} from '../../src/sandbox/seed-directories.ts';
import { type Desk, desk, ended } from '../kit/commands.ts';
import { httpClientFrom } from '../kit/http-client.ts';
import { sampleEstate } from '../kit/sample-estate.ts';
import { testCloud } from '../kit/test-cloud.ts';

const common = {
  config: 'gotthard.yaml',
  json: true,
  yes: true,
  adopt: false,
  confirm: [],
  concurrency: 16,
  all: true,
  answers: {},
} as const;
const jura = {
  tenant: 'jura',
  directoryId: juraBank.id,
  environments: [{ name: 'dev', subscriptionId: juraAiDev.id }],
} as const;

/** One tenant of the first directory; another of the second is added by the command itself. */
const models = [
  { model: 'gpt-5.1', version: '2025-11-13', deploymentType: 'DataZoneStandard', capacity: 10 },
] as const;
const helvetia = sampleEstate({
  environments: [{ name: 'dev', subscriptionId: helvetiaAiDev.id }],
  models: [...models],
});

function deskWith(estate: Estate): Desk {
  const at = desk();
  at.files.set('gotthard.yaml', writeEstate(estate));
  return at;
}

/** Requests whose token is not of the directory that the subscription in their path trusts. */
function astray(at: Desk): string[] {
  return at.exchanges.flatMap(({ method, url, directoryId }) => {
    const id = /\/subscriptions\/([0-9a-f-]{36})/i.exec(url)?.[1]?.toLowerCase();
    const trusted = subscriptions.find((one) => one.id === id)?.directoryId;
    return trusted === undefined || trusted === directoryId ? [] : [`${method} ${url} by ${directoryId}`];
  });
}

describe('an estate of several directories', () => {
  it('sends no request with a token of another directory than its subscription trusts, whatever is done', async () => {
    const at = deskWith(helvetia);
    const { ports } = at;
    const did: [string, number][] = [];
    const doing = async (what: string, command: Promise<number>): Promise<void> => {
      did.push([what, await ended(at, command)]);
    };
    await doing('deploy', deploy(common, ports));
    await doing('add', tenantAdd({ ...common, allowSharedSubscriptions: false, answers: jura }, ports));
    await doing('plan', plan({ ...common, detailedExitcode: true, save: false, markdown: false }, ports));
    at.cloud.sandbox.faults.add({ method: 'PUT', path: '/vaults/', fault: 500, times: 1_000 });
    at.files.set(
      'gotthard.yaml',
      (at.files.get('gotthard.yaml') ?? '').replace(/ +name: .*\n/, (name) => name),
    );
    const { checks } = at.documents.at(-1) as PlanJson;
    await doing('verify', verify({ ...common, fix: true }, ports));
    await doing('list', runsList(common, ports));
    await doing('destroy', destroy({ ...common, purge: true }, ports));
    await doing('rollback', runsRollback(undefined, common, ports));
    expect(did).toEqual([
      ['deploy', 0],
      ['add', 0],
      ['plan', 0],
      ['verify', 0],
      ['list', 0],
      ['destroy', 0],
      ['rollback', 3],
    ]);
    expect(new Set(at.exchanges.map(({ directoryId }) => directoryId))).toEqual(
      new Set([helvetiaCare.id, juraBank.id]),
    );
    expect(astray(at)).toEqual([]);
    // The seed's owner is at home in the first directory.
    const guests = checks.filter(({ id }) => id === 'GT-CHECK-GUEST');
    expect(guests.map(({ stamp, status }) => `${stamp} ${status}`)).toEqual([
      'main/dev ok',
      'jura/dev warning',
    ]);
  });

  it('plans the others when a file names the wrong directory of one, and explains that one', async () => {
    const mixed = sampleEstate({
      environments: [
        { name: 'dev', subscriptionId: helvetiaAiDev.id },
        { name: 'prod', subscriptionId: juraAiDev.id },
      ],
      models: [...models],
    });
    const at = deskWith(mixed);
    expect(
      await ended(at, plan({ ...common, detailedExitcode: false, save: false, markdown: false }, at.ports)),
    ).toBe(4);
    expect(at.problems).toMatchObject([
      {
        code: 'InvalidAuthenticationTokenTenant',
        what: expect.stringContaining(`trusts directory ${juraBank.id}`),
        next: [
          expect.stringContaining(`Set \`directoryId\` of tenant main to ${juraBank.id}`),
          expect.stringContaining('docs/directories.md'),
        ],
      },
    ]);
    expect(at.told).toContain('PLAN main/dev');
    expect(at.told).not.toContain('PLAN main/prod');
  });
});

/** Who manages what is delegated of Jura Bank: the seed's owner, who has no say there by herself with a token of her own. */
const lena = '1e0a5d42-71c8-4b3e-a6d9-0f2c8b7e6a01';
const roleIds = {
  contributor: 'b24988ac-6180-42a0-ab88-20f7382dd24c',
  policyContributor: '36243c78-bf99-498c-9df9-86d9f8d28608',
  userAccessAdministrator: '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9',
  owner: '8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
  openAiUser: '5e0bd9bd-7b93-4f28-af87-19fc36ad61bd',
};
const delegations = `/subscriptions/${juraAiDev.id}/providers/Microsoft.ManagedServices`;
const definition = `${delegations}/registrationDefinitions/0e1f0000-0000-4000-8000-000000000001`;
const delegation = `${delegations}/registrationAssignments/0e1f0000-0000-4000-8000-000000000002`;

/** A request by hand, with a token of a directory. */
async function byHand(
  at: Desk,
  directoryId: string,
  method: string,
  id: string,
  body?: object,
): Promise<{ status: number; text: string }> {
  const url = `https://management.azure.com${id}${id.includes('?') ? '' : '?api-version=2022-10-01'}`;
  const answer = await at.cloud.sandbox.fetch(
    new Request(url, {
      method,
      headers: {
        authorization: `Bearer ${at.cloud.sandbox.token(directoryId).token}`,
        'content-type': 'application/json',
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    }),
  );
  return { status: answer.status, text: await answer.text() };
}

type Given = { readonly roleDefinitionId: string; readonly delegatedRoleDefinitionIds?: readonly string[] };
const definitionOf = (...given: readonly Given[]) => ({
  properties: {
    managedByTenantId: helvetiaCare.id,
    authorizations: given.map((one) => ({ principalId: lena, ...one })),
  },
});

/** An owner of the customer's subscription delegates it. */
async function delegate(at: Desk): Promise<void> {
  const register = `/subscriptions/${juraAiDev.id}/providers/Microsoft.ManagedServices/register?api-version=2022-12-01`;
  expect((await byHand(at, juraBank.id, 'POST', register)).status).toBe(200);
  await at.cloud.clock.sleep(5 * 60_000);
  const asked = definitionOf(
    { roleDefinitionId: roleIds.contributor },
    { roleDefinitionId: roleIds.policyContributor },
  );
  expect((await byHand(at, juraBank.id, 'PUT', definition, asked)).status).toBe(201);
  const properties = { registrationDefinitionId: definition };
  expect((await byHand(at, juraBank.id, 'PUT', delegation, { properties })).status).toBe(201);
}

describe('a subscription that is delegated through Azure Lighthouse', () => {
  const delegated = sampleEstate({
    environments: [{ name: 'dev', subscriptionId: juraAiDev.id }],
    models: [...models],
  });
  const tenants = delegated.tenants.map((tenant) => ({
    ...tenant,
    directoryId: juraBank.id,
    auth: { lighthouse: helvetiaCare.id },
    groups: { administrators: groups.find(({ directoryId }) => directoryId === juraBank.id)?.objectId },
  }));

  it('is built with the token of the managing directory alone, and its owner is handed the rest', async () => {
    const at = deskWith({ ...delegated, tenants });
    expect(await ended(at, deploy(common, at.ports))).toBe(4);
    expect(at.problems).toMatchObject([
      { code: 'InvalidAuthenticationTokenTenant', next: [expect.stringContaining('delegate it to')] },
    ]);
    await delegate(at);
    at.problems.length = 0;
    expect(await ended(at, deploy(common, at.ports)), JSON.stringify(at.problems)).toBe(8);
    const { runs } = at.documents.at(-1) as RunJson;
    expect(runs).toMatchObject([{ outcome: 'succeeded' }]);

    expect(await ended(at, verify({ ...common, fix: false }, at.ports))).toBe(8);
    const failing = (at.documents.at(-1) as { checks: CheckResult[] }).checks.filter(
      ({ status }) => status === 'failed',
    );
    expect(new Set(failing.map(({ id }) => id))).toEqual(new Set(['GT-CHECK-ROLES']));
    // Nobody but its owner can do it, and the commands are all that it takes.
    for (const { next = '' } of failing) {
      const [, url = '', body = ''] = /--url '([^']+)' --body '(.+)'$/.exec(next) ?? [];
      const asked = JSON.parse(body) as object;
      expect((await byHand(at, helvetiaCare.id, 'PUT', url, asked)).status).toBe(403);
      expect((await byHand(at, juraBank.id, 'PUT', url, asked)).status).toBe(201);
    }
    expect(await ended(at, deploy(common, at.ports))).toBe(0);
    expect(await ended(at, verify({ ...common, fix: false }, at.ports))).toBe(0);
    expect(await ended(at, destroy({ ...common, purge: true }, at.ports))).toBe(4);
    const [told = ''] = at.problems.at(-1)?.next ?? [];
    for (const [, url = ''] of told.matchAll(/--method delete --url '([^']+)'/g))
      expect((await byHand(at, juraBank.id, 'DELETE', url)).status).toBe(200);
    expect(await ended(at, destroy({ ...common, purge: true }, at.ports))).toBe(0);

    const inside = at.exchanges.filter(({ url }) => url.includes(juraAiDev.id));
    expect(new Set(inside.map(({ directoryId }) => directoryId))).toEqual(new Set([helvetiaCare.id]));
    expect(astray(at).length).toBe(inside.length);
  });

  it('lets in whom its delegation names, with what that gives and nothing more', async () => {
    const at = desk();
    const vault = `/subscriptions/${juraAiDev.id}/providers/Microsoft.Authorization/permissions?api-version=2022-04-01`;
    expect((await byHand(at, helvetiaCare.id, 'GET', vault)).status).toBe(401);
    await delegate(at);
    const permissions = await byHand(at, helvetiaCare.id, 'GET', vault);
    expect(JSON.parse(permissions.text)).toMatchObject({
      value: expect.arrayContaining([
        expect.objectContaining({ notActions: expect.arrayContaining(['Microsoft.Authorization/*/Write']) }),
      ]),
    });
    const subscription = await byHand(
      at,
      helvetiaCare.id,
      'GET',
      `/subscriptions/${juraAiDev.id}?api-version=2022-12-01`,
    );
    expect(JSON.parse(subscription.text)).toMatchObject({
      tenantId: juraBank.id,
      managedByTenants: [{ tenantId: helvetiaCare.id }],
    });
    const refused = async (...given: readonly Given[]): Promise<string> =>
      (
        JSON.parse((await byHand(at, juraBank.id, 'PUT', definition, definitionOf(...given))).text) as {
          error: { code: string };
        }
      ).error.code;
    expect(await refused({ roleDefinitionId: roleIds.owner })).toBe('RoleDefinitionNotSupported');
    expect(await refused({ roleDefinitionId: roleIds.openAiUser })).toBe('RoleDefinitionNotSupported');
    expect(await refused({ roleDefinitionId: roleIds.userAccessAdministrator })).toBe(
      'InvalidDelegatedRoleDefinitionIds',
    );
    expect((await byHand(at, juraBank.id, 'DELETE', delegation)).status).toBe(200);
    expect((await byHand(at, helvetiaCare.id, 'GET', vault)).status).toBe(401);
  });

  it('lets assign the roles that it lists to managed identities, and to nobody else', async () => {
    const at = desk();
    await delegate(at);
    const group = `/subscriptions/${juraAiDev.id}/resourceGroups/rg-identities`;
    const identity = `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-app`;
    const location = 'switzerlandnorth';
    await byHand(at, juraBank.id, 'PUT', `${group}?api-version=2025-04-01`, { location });
    const made = await byHand(at, juraBank.id, 'PUT', `${identity}?api-version=2024-11-30`, { location });
    const { principalId } = (JSON.parse(made.text) as { properties: { principalId: string } }).properties;
    await at.cloud.clock.sleep(5 * 60_000);
    const assign = async (role: string, principal: string, name: number): Promise<number> => {
      const id = `${group}/providers/Microsoft.Authorization/roleAssignments/0e1f0000-0000-4000-8000-00000000001${name}`;
      const roleDefinitionId = `/subscriptions/${juraAiDev.id}/providers/Microsoft.Authorization/roleDefinitions/${role}`;
      const properties = { roleDefinitionId, principalId: principal };
      return (await byHand(at, helvetiaCare.id, 'PUT', `${id}?api-version=2022-04-01`, { properties }))
        .status;
    };
    expect(await assign(roleIds.contributor, principalId, 0)).toBe(403);
    const listed = definitionOf(
      { roleDefinitionId: roleIds.contributor },
      {
        roleDefinitionId: roleIds.userAccessAdministrator,
        delegatedRoleDefinitionIds: [roleIds.contributor],
      },
    );
    expect((await byHand(at, juraBank.id, 'PUT', definition, listed)).status).toBe(200);
    expect(await assign(roleIds.contributor, principalId, 1)).toBe(201);
    expect(await assign(roleIds.openAiUser, principalId, 2)).toBe(403);
    expect(await assign(roleIds.contributor, lena, 3)).toBe(403);
  });
});

describe('a session', () => {
  it('lets nothing leave with a token of another directory, and notes in the trace whose it was', async () => {
    const { sandbox } = testCloud();
    const exchanges: Exchange[] = [];
    let directoryId = helvetiaCare.id;
    const session = new Session(
      {
        subscriptionId: helvetiaAiProd.id,
        directoryId: helvetiaCare.id,
        correlationId: '00000000-0000-4000-8000-000000000001',
      },
      {
        origin: 'https://management.azure.com',
        scope: 'https://management.azure.com/.default',
        httpClient: httpClientFrom((request) => sandbox.fetch(request)),
        trace: (exchange) => exchanges.push(exchange),
        timeoutMs: 60_000,
      },
      { getToken: async () => ({ ...sandbox.token(directoryId), expiresOnTimestamp: 0 }) },
    );
    const subscription = `/subscriptions/${helvetiaAiProd.id}`;
    await session.get(subscription, '2022-12-01');
    directoryId = juraBank.id;
    await expect(session.get(subscription, '2022-12-01')).rejects.toMatchObject({
      problems: [{ code: 'GT-SIGNIN-DIRECTORY', next: [`az login --tenant ${helvetiaCare.id}`] }],
      exit: 4,
    });
    expect(exchanges.map(({ sentAs }) => sentAs?.directoryId)).toEqual([helvetiaCare.id]);
  });
});

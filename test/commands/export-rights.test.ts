import { beforeAll, describe, expect, it } from 'vitest';
import { deploy } from '../../src/commands/deploy.ts';
import { destroy } from '../../src/commands/destroy.ts';
import { exportRights } from '../../src/commands/export-rights.ts';
import { verify } from '../../src/commands/verify.ts';
import { makeDesign } from '../../src/design/make-design.ts';
import { type Estate, stampsOf } from '../../src/estate/estate.ts';
import { writeEstate } from '../../src/estate/write-estate.ts';
import { roles } from '../../src/facts/roles.ts';
import type { ExportedRole, RightsJson } from '../../src/report/rights.ts';
import { cloneSandbox } from '../../src/sandbox/sandbox.ts';
import {
  helvetiaAiDev,
  helvetiaCare,
  helvetiaSharedNetwork,
  principals,
} from '../../src/sandbox/seed-directories.ts';
import { type Desk, desk, ended } from '../kit/commands.ts';
import { everything, registered } from '../kit/deployment.ts';
import { sampleEstate } from '../kit/sample-estate.ts';
import { sampled } from '../kit/sweep.ts';
import { testCloud } from '../kit/test-cloud.ts';
import { builtInId } from '../sandbox/policies.ts';

const common = { config: 'gotthard.yaml', json: true, all: true, yes: true, confirm: [], concurrency: 16 };
const building = { ...common, adopt: false, answers: {} };
const removing = { ...common, purge: false };
const subscription = `/subscriptions/${helvetiaAiDev.id}`;
const authorization = `${subscription}/providers/Microsoft.Authorization`;
const readerId = principals.find(({ name }) => name === 'reader')?.objectId ?? '';

const plain = sampleEstate({
  ...everything,
  reservedRanges: [],
  environments: [{ name: 'dev', subscriptionId: helvetiaAiDev.id }],
  models: [{ model: 'gpt-5.1', version: '2025-11-13', deploymentType: 'DataZoneStandard', capacity: 10 }],
});
const [tenant] = plain.tenants;
if (!tenant) throw new Error('the sample has no tenant');
/** All that an environment may consist of, a key of one's own and a function included. */
const estate: Estate = {
  ...plain,
  tenants: [
    {
      ...tenant,
      environments: tenant.environments.map((each) => ({
        ...each,
        customerManagedKey: true,
        apiKeys: { rotationDays: 90, rotation: 'function' },
      })),
    },
  ],
};
const changed: Estate = { ...estate, tags: { purpose: 'changed' } };
const design = makeDesign(stampsOf(estate)[0] ?? expect.fail());

/** What the command says of an estate. */
async function exported(of: Estate): Promise<RightsJson> {
  const at = desk();
  at.files.set('gotthard.yaml', writeEstate(of));
  expect(await exportRights(common, at.ports)).toBe(0);
  return at.documents[0] as RightsJson;
}

const { rights } = await exported(estate);
const role = rights[0]?.roles[0] ?? expect.fail();
const actions = role.definition.Actions;

/** A cloud on which somebody has made the role, and given it to one who has no other. */
const base = testCloud();
type Called = { status: number; body: { [key: string]: unknown } };
async function calls(
  sandbox: (typeof base)['sandbox'],
  method: string,
  path: string,
  body?: object,
): Promise<Called> {
  const { token } = sandbox.token(helvetiaCare.id);
  const version = /policyAssignments/.test(path) ? '2024-05-01' : '2022-04-01';
  const answer = await sandbox.fetch(
    new Request(`https://management.azure.com${path}?api-version=${version}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  );
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? {} : JSON.parse(text) };
}

const roleId = '0c0ffee0-0000-4000-8000-000000000001';
const definitionOf = ({ definition }: ExportedRole, without?: string) => ({
  properties: {
    roleName: definition.Name,
    description: definition.Description,
    type: 'CustomRole',
    permissions: [
      {
        actions: definition.Actions.filter((action) => action !== without),
        notActions: definition.NotActions,
        dataActions: definition.DataActions,
        notDataActions: definition.NotDataActions,
      },
    ],
    assignableScopes: definition.AssignableScopes,
  },
});

beforeAll(async () => {
  await registered(base, design);
  const { body } = await calls(base.sandbox, 'GET', `${authorization}/roleAssignments`);
  const held = (body['value'] as { id: string; properties: { principalId: string } }[]).filter(
    ({ properties }) => properties.principalId === readerId,
  );
  for (const { id } of held) expect((await calls(base.sandbox, 'DELETE', id)).status).toBe(200);
  const made = await calls(
    base.sandbox,
    'PUT',
    `${authorization}/roleDefinitions/${roleId}`,
    definitionOf(role),
  );
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  const { condition, conditionVersion } = role;
  const given = await calls(base.sandbox, 'PUT', `${authorization}/roleAssignments/${roleId}`, {
    properties: {
      roleDefinitionId: `${authorization}/roleDefinitions/${roleId}`,
      principalId: readerId,
      condition,
      conditionVersion,
    },
  });
  expect(given.status, JSON.stringify(given.body)).toBe(201);
  // Without any policy nobody asks what policies would say.
  const policy = { policyDefinitionId: builtInId('storageTls'), displayName: 'of a test' };
  const assigned = await calls(base.sandbox, 'PUT', `${authorization}/policyAssignments/some`, {
    properties: policy,
  });
  expect(assigned.status, JSON.stringify(assigned.body)).toBe(201);
  await base.clock.sleep(10 * 60_000);
});

/** A desk at a copy of a cloud, at which somebody of the seed sits. */
function deskOf(
  of: { readonly sandbox: (typeof base)['sandbox']; readonly clock: { now(): number } },
  principal: string,
  asked?: (action: string) => void,
): Desk {
  const at = desk({
    open: (options) => cloneSandbox(of.sandbox, { ...options, principal, ...(asked ? { asked } : {}) }),
    startsAt: of.clock.now(),
  });
  at.files.set('gotthard.yaml', writeEstate(estate));
  return at;
}

const refused = ({ exchanges }: Desk): string[] =>
  exchanges.filter(({ status }) => status === 403).map(({ method, url }) => `${method} ${url}`);

describe('the least rights that deploy an environment', () => {
  let deployed: Desk;

  it('are all that a deployment, a change and a destruction ask for, and nothing more', async () => {
    const asked = new Set<string>();
    const at = deskOf(base, 'reader', (action) => void asked.add(action));
    expect(await ended(at, deploy(building, at.ports)), JSON.stringify(at.problems)).toBe(0);
    deployed = deskOf(at.cloud, 'reader');
    at.files.set('gotthard.yaml', writeEstate(changed));
    expect(await ended(at, deploy(building, at.ports))).toBe(0);
    expect(await ended(at, verify({ ...common, fix: false }, at.ports))).not.toBe(4);
    expect(await ended(at, destroy(removing, at.ports)), JSON.stringify(at.problems)).toBe(0);
    expect(refused(at)).toEqual([]);
    // It goes with its account, unless that was there before a run that is undone.
    asked.add('Microsoft.Storage/storageAccounts/blobServices/containers/delete');
    const wanted = [...asked].filter((action) => !action.endsWith('/read')).sort();
    expect(actions.filter((action) => action !== '*/read')).toEqual(wanted);
  });

  it('assign the roles of the estate to its holders, and no other role to anybody', async () => {
    const scope = `${design.resources[0]?.id}/providers/Microsoft.Authorization/roleAssignments`;
    const give = (definition: string, principalId: string): Promise<Called> =>
      calls(deployed.cloud.sandbox, 'PUT', `${scope}/0c0ffee0-0000-4000-8000-000000000002`, {
        properties: { roleDefinitionId: `${authorization}/roleDefinitions/${definition}`, principalId },
      });
    const group = tenant.groups.readers ?? '';
    const owner = '8e3af657-a8ff-443c-a75c-2fe8c4bcb635';
    expect(await give(owner, group)).toMatchObject({ status: 403 });
    expect(await give(roles['Monitoring Reader'], readerId)).toMatchObject({ status: 403 });
    expect(await give(roles['Monitoring Reader'], group)).toMatchObject({ status: 201 });
    const { body } = await calls(deployed.cloud.sandbox, 'GET', `${authorization}/roleAssignments`);
    const owners = (body['value'] as { id: string; properties: { roleDefinitionId: string } }[]).filter(
      ({ properties }) => properties.roleDefinitionId.endsWith(owner),
    );
    expect(await calls(deployed.cloud.sandbox, 'DELETE', owners[0]?.id ?? '')).toMatchObject({ status: 403 });
  });

  it.each(sampled(actions, 2))('without %s something is refused', async (action) => {
    const from = action.endsWith('/delete') ? deployed.cloud : base;
    // Somebody with all rights takes it away.
    const weakened = testCloud({
      open: (options) => cloneSandbox(from.sandbox, options),
      startsAt: from.clock.now(),
    });
    const put = await calls(
      weakened.sandbox,
      'PUT',
      `${authorization}/roleDefinitions/${roleId}`,
      definitionOf(role, action),
    );
    expect(put.status).toBe(201);
    await weakened.clock.sleep(10 * 60_000);
    const at = deskOf(weakened, 'reader');
    const run = action.endsWith('/delete') ? destroy(removing, at.ports) : deploy(building, at.ports);
    const code = await ended(at, run);
    expect([code !== 0, refused(at).length > 0], `${code}`).toContain(true);
  });
});

describe('what is exported', () => {
  it('says what is left to somebody else', () => {
    const others = (rights[0]?.others ?? []).map(({ what, how }) => `${what}: ${how}`).join('\n');
    for (const namespace of design.providers) expect(others).toContain(`--namespace ${namespace}`);
    expect(others).toContain('az keyvault purge');
    expect(others).toContain('Entra groups');
    expect(actions.join()).not.toMatch(/register|purge|deletedAccounts/);
  });

  it('gives what is used of another subscription there, and not here', async () => {
    const zone = (name: string): string =>
      `/subscriptions/${helvetiaSharedNetwork.id}/resourceGroups/rg-dns/providers/Microsoft.Network/privateDnsZones/${name}`;
    const central = {
      mode: 'central' as const,
      openai: zone('privatelink.openai.azure.com'),
      keyVault: zone('privatelink.vaultcore.azure.net'),
    };
    const of: Estate = {
      ...plain,
      tenants: [{ ...tenant, environments: tenant.environments.map((each) => ({ ...each, dns: central })) }],
    };
    const [own, ...elsewhere] = (await exported(of)).rights[0]?.roles ?? [];
    expect(own?.definition.Actions.join()).not.toContain('privateDnsZones/join');
    expect(elsewhere.map(({ scope, definition }) => [scope, definition.Actions])).toEqual(
      [central.openai, central.keyVault].map((id) => [
        id,
        ['Microsoft.Network/privateDnsZones/read', 'Microsoft.Network/privateDnsZones/join/action'],
      ]),
    );
    expect(elsewhere.every(({ condition }) => condition === undefined)).toBe(true);
  });

  it('is one definition on stdout, or files in a folder', async () => {
    const at = desk();
    at.files.set('gotthard.yaml', writeEstate(estate));
    expect(await exportRights({ ...common, json: false }, at.ports)).toBe(0);
    expect(JSON.parse(at.told.at(-1) ?? '')).toEqual(role.definition);
    expect(await exportRights({ ...common, json: false, out: 'roles' }, at.ports)).toBe(0);
    const [path] = [...at.files.keys()].filter((name) => name.startsWith('roles/'));
    expect(JSON.parse(at.files.get(path ?? '') ?? '')).toEqual(role.definition);
    expect(role.commands[0]).toContain(path?.replace('roles/', '@'));
  });
});

import { beforeAll, describe, expect, it } from 'vitest';
import type { Access } from '../../src/checks/access/access.ts';
import { reviewAccess } from '../../src/checks/access/review.ts';
import { accessReview } from '../../src/commands/access-review.ts';
import { deploy } from '../../src/commands/deploy.ts';
import type { AccessReviewOptions } from '../../src/commands/options.ts';
import { runsResume } from '../../src/commands/runs.ts';
import { makeDesign } from '../../src/design/make-design.ts';
import { stampsOf } from '../../src/estate/estate.ts';
import { namesOf } from '../../src/estate/naming.ts';
import { writeEstate } from '../../src/estate/write-estate.ts';
import { roles } from '../../src/facts/roles.ts';
import type { AccessJson } from '../../src/report/access.ts';
import { groups, helvetiaAiDev, helvetiaCare, principals } from '../../src/sandbox/seed-directories.ts';
import { type Desk, desk, ended } from '../kit/commands.ts';
import { everything } from '../kit/deployment.ts';
import { sampleEstate } from '../kit/sample-estate.ts';
import { settledExport } from '../kit/sweep.ts';

const estate = sampleEstate({
  ...everything,
  reservedRanges: [],
  environments: [{ name: 'dev', subscriptionId: helvetiaAiDev.id }],
  models: [],
});
const [stamp] = stampsOf(estate);
if (!stamp) throw new Error('the estate has no stamp');
const subscription = `/subscriptions/${helvetiaAiDev.id}`;
const group = `${subscription}/resourceGroups/${namesOf(stamp).aiGroup}`;
const account = `${group}/providers/Microsoft.CognitiveServices/accounts/${namesOf(stamp).account}`;
const others = `${subscription}/resourceGroups/rg-others`;
const objectId = (name: string): string => principals.find((each) => each.name === name)?.objectId ?? '';
const auditors = groups.find(({ displayName }) => displayName === 'AI Auditors')?.objectId ?? '';

const at: Desk = desk();
const common = { config: 'gotthard.yaml', json: true, all: true, yes: true, confirm: [], concurrency: 16 };
const reviewing: AccessReviewOptions = { ...common, remove: false, principals: [] };
const does = (more: Partial<AccessReviewOptions> = {}): Promise<number> =>
  ended(at, accessReview({ ...reviewing, ...more }, at.ports));
const said = (): AccessJson => at.documents.at(-1) as AccessJson;

async function call(method: string, id: string, body?: object): Promise<{ [key: string]: unknown }> {
  const { token } = at.cloud.sandbox.token(helvetiaCare.id);
  const version = /roleAssignments/.test(id)
    ? '2022-04-01'
    : /userAssigned/.test(id)
      ? '2023-01-31'
      : '2021-04-01';
  const url = `https://management.azure.com${id}?api-version=${version}`;
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const answer = await at.cloud.sandbox.fetch(
    new Request(url, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) }),
  );
  const text = await answer.text();
  expect([200, 201, 202, 204], text).toContain(answer.status);
  return text === '' ? {} : JSON.parse(text);
}

let named = 0;
const assign = (scope: string, principalId: string, role: string = roles.Reader): Promise<unknown> => {
  named += 1;
  const name = `00000000-0000-4000-8000-00000000000${named}`;
  return call('PUT', `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`, {
    properties: {
      roleDefinitionId: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${role}`,
      principalId,
    },
  });
};

/** An identity that held a role and was deleted: its assignment stays. */
async function leaveBehind(scope: string): Promise<string> {
  const id = `${others}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-gone`;
  const made = await call('PUT', id, { location: 'switzerlandnorth' });
  const { principalId } = made['properties'] as { principalId: string };
  // Until the directory knows it everywhere.
  await at.cloud.clock.sleep(10 * 60_000);
  await assign(scope, principalId);
  await call('DELETE', id);
  return principalId;
}

let before = '';
let gone = '';
beforeAll(async () => {
  at.files.set('gotthard.yaml', writeEstate(estate));
  expect(await ended(at, deploy({ ...common, adopt: false, answers: {} }, at.ports))).toBe(0);
  await call('PUT', others, { location: 'switzerlandnorth' });
  before = await settledExport(at.cloud);
  await assign(group, objectId('contributor'), roles['Cognitive Services Contributor']);
  gone = await leaveBehind(account);
  await assign(account, auditors, roles['Cognitive Services OpenAI User']);
  await assign(others, objectId('contributor'));
});

/** What is remarked on, by holder and scope. */
function remarked(): Record<string, string[]> {
  const access = said().reviews[0]?.access ?? [];
  return Object.fromEntries(
    access
      .filter(({ remarks }) => remarks.length > 0)
      .map((each): [string, string[]] => [
        `${each.principalName ?? each.principalId}: ${each.role}, ${each.from}`,
        each.remarks.map(({ code }) => code),
      ]),
  );
}

describe('a review of access', () => {
  it('tells who holds what from where, and what of it to look at', async () => {
    expect(await does()).toBe(0);
    expect(said().reviews).toMatchObject([{ tenant: 'main', environment: 'dev', unread: [] }]);
    expect(remarked()).toEqual({
      'Lena Ammann: Owner, subscription': ['wide'],
      'Marco Bernasconi: Contributor, subscription': ['wide'],
      'Urs Zgraggen: Platform Engineer, subscription': ['wide'],
      'Sophie Rochat: Reader, subscription': ['user'],
      'Nadia Keller: Reader, subscription': ['user'],
      'Gotthard automation: Owner, subscription': ['wide'],
      'Marco Bernasconi: Cognitive Services Contributor, environment': ['user'],
      [`${gone}: Reader, environment`]: ['unknown'],
      'AI Auditors: Cognitive Services OpenAI User, environment': ['undesigned'],
    });
  });

  it('tells what each role lets do here, and which ends by itself', () => {
    const access = said().reviews[0]?.access ?? [];
    const can = (role: string): readonly string[] | undefined =>
      access.find((each) => each.role === role && (each.designed || each.from === 'subscription'))?.can;
    expect(can('Cognitive Services OpenAI User')).toEqual(['call models', 'read settings']);
    expect(can('Key Vault Secrets User')).toEqual(['read secrets']);
    expect(can('Owner')).toContain('give rights');
    expect(can('Contributor')).not.toContain('give rights');
    const activated = access.filter(({ until }) => until !== undefined);
    expect(activated).toMatchObject([{ principalName: 'Nadia Keller', role: 'Owner', remarks: [] }]);
    expect(said().reviews[0]?.eligible).toMatchObject([{ principalName: 'Nadia Keller', role: 'Owner' }]);
    expect(access.filter(({ designed }) => designed).every(({ remarks }) => remarks.length === 0)).toBe(true);
  });

  it('says the command for what lies above, and writes the report whose format its name tells', async () => {
    expect(await does({ report: 'access.md' })).toBe(0);
    expect(await does({ report: 'access.html' })).toBe(0);
    const wide = (said().reviews[0]?.access ?? []).filter(({ from }) => from === 'subscription');
    for (const { id, remarks } of wide)
      for (const { next } of remarks) expect(next).toContain(`az role assignment delete --ids ${id}`);
    for (const file of ['access.md', 'access.html']) {
      const text = at.files.get(file) ?? '';
      expect(text).toContain('Marco Bernasconi');
      expect(text).toContain('sandbox');
    }
    expect(await does({ report: 'access.pdf' })).toBe(3);
  });

  it('concludes nothing from what it could not read, and counts what lies above the subscription', async () => {
    const cloud = await at.ports.cloud('sandbox');
    const design = makeDesign(stamp);
    const facts = await cloud.access(await cloud.calls(design));
    const unknown = { code: 'Authorization_RequestDenied', reason: 'no rights' };
    const above = {
      id: '/providers/Microsoft.Authorization/roleAssignments/00000000-0000-4000-8000-0000000000ff',
      properties: {
        principalId: gone,
        principalType: 'ForeignGroup',
        scope: '/',
        roleDefinitionId: 'x/owner',
      },
    };
    const blind = {
      ...facts,
      assignments: [...facts.assignments, above],
      ...{ roles: { unknown }, principals: { unknown }, ends: { unknown }, eligible: { unknown } },
    };
    const review = reviewAccess(design, blind, cloud.kinds.get('Microsoft.Authorization/roleAssignments'));
    expect(review.unread).toHaveLength(4);
    const codes = review.access.flatMap(({ remarks }) => remarks.map(({ code }) => code));
    expect([...new Set(codes)].sort()).toEqual(['foreign', 'undesigned', 'user']);
    expect(review.access.find(({ id }) => id === above.id)).toMatchObject({ from: 'above', can: [] });
  });
});

describe('a removal of access', () => {
  it('takes away what was remarked on within the environment, and nothing else', async () => {
    const planted = await settledExport(at.cloud);
    at.cloud.sandbox.faults.add({ method: 'DELETE', path: 'roleAssignments', fault: 403, times: 1 });
    expect(await does({ remove: true })).toBe(5);
    expect(await settledExport(at.cloud)).toBe(planted);

    expect(await does({ remove: true })).toBe(0);
    expect(said().runs).toMatchObject([{ outcome: 'succeeded', created: [], updated: [] }]);
    expect(said().runs?.[0]?.removed).toHaveLength(2);
    await does();
    expect(remarked()).toMatchObject({
      'AI Auditors: Cognitive Services OpenAI User, environment': ['undesigned'],
    });
    expect(await does({ remove: true })).toBe(0);
    expect(said().runs).toMatchObject([{ removed: [], runId: '' }]);
  });

  it('takes away what others gave where its holder is named, and goes on where it was kept', async () => {
    at.cloud.sandbox.faults.add({ method: 'DELETE', path: 'roleAssignments', fault: 403, times: 1 });
    expect(await does({ remove: true, principals: [auditors], onFailure: 'keep' })).toBe(7);
    expect(await runsResume(undefined, common, at.ports)).toBe(0);
    await call(
      'DELETE',
      `${others}/providers/Microsoft.Authorization/roleAssignments/00000000-0000-4000-8000-000000000004`,
    );
    expect(await settledExport(at.cloud)).toBe(before);
  });

  it('never takes away what the estate file gives, nor what is given above', async () => {
    const administrators = (stamp.tenant.groups.administrators ?? '').toLowerCase();
    expect(await does({ remove: true, principals: [administrators, objectId('reader')] })).toBe(0);
    const access: readonly Access[] = said().reviews[0]?.access ?? [];
    expect(access.some(({ principalId }) => principalId === administrators)).toBe(true);
    expect(said().runs).toMatchObject([{ removed: [], runId: '' }]);
    expect(await settledExport(at.cloud)).toBe(before);
  });
});

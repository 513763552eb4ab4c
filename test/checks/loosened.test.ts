import { beforeAll, describe, expect, it } from 'vitest';
import type { CheckResult } from '../../src/checks/check.ts';
import { checks, runChecks } from '../../src/checks/index.ts';
import { deploy } from '../../src/commands/deploy.ts';
import { verify } from '../../src/commands/verify.ts';
import { makeDesign } from '../../src/design/make-design.ts';
import type { Answers } from '../../src/estate/answers.ts';
import { type Estate, estateSchema, stampsOf } from '../../src/estate/estate.ts';
import { writeEstate } from '../../src/estate/write-estate.ts';
import { helvetiaAiProd } from '../../src/sandbox/seed-directories.ts';
import { desk, ended } from '../kit/commands.ts';
import { anEstate } from '../kit/deployment.ts';
import { misconfigurations, notAlone, plantedElsewhere } from './misconfigurations.ts';
import { situation, subscriptionId, today } from './situation.ts';

const common = { config: 'gotthard.yaml', json: true, all: true } as const;
const building = { ...common, yes: true, adopt: false, confirm: [], concurrency: 16 } as const;

/** What verification says of an estate right after it was deployed: of a file, or of the defaults. */
async function verified(estate: Estate | undefined, answers: Answers = {}): Promise<readonly CheckResult[]> {
  const at = desk({ keep: false });
  if (estate) at.files.set('gotthard.yaml', writeEstate(estate));
  expect(await ended(at, deploy({ ...building, answers }, at.ports)), JSON.stringify(at.problems)).toBe(0);
  await at.cloud.clock.sleep(30 * 60_000);
  expect(await ended(at, verify({ ...common, fix: false }, at.ports))).toBe(0);
  return (at.documents.at(-1) as { checks: CheckResult[] }).checks;
}

const of = (results: readonly CheckResult[], status: CheckResult['status']): string[] =>
  results.filter((each) => each.status === status).map(({ id, message }) => `${id.slice(9)} ${message}`);
const after = checks.filter(({ stage }) => stage === 'after').map(({ id }) => id as string);

describe('a production environment of which everything is left at its default', () => {
  let results: readonly CheckResult[];
  beforeAll(async () => {
    results = await verified(undefined, { environments: [{ name: 'prod' }] });
  });

  it('passes every check that applies', () => {
    expect(of(results, 'failed')).toEqual([]);
    const told = results.filter(({ id }) => !id.startsWith('GT-CHECK-ATTESTED'));
    expect([...new Set(told.map(({ id }) => id))].sort()).toEqual([...after].sort());
  });

  it('is warned of what only its organisation knows, and of what costs money, with what asks for it', () => {
    const warned = results.filter(({ status }) => status === 'warning');
    expect([...new Set(warned.map(({ id }) => id.slice(9)))]).toEqual([
      'ACTIVITY-LOG',
      'DEFENDER',
      'ROLES',
      'BUDGET-KEPT',
      'NOTIFICATIONS',
      ...['IAM-3', 'INC-2', 'INC-4', 'INC-5', 'VAL-1'].map((row) => `ATTESTED-${row}`),
    ]);
    expect(warned.every(({ next }) => next)).toBe(true);
  });

  it('has nothing else that a check does not apply to than keys, an own key, a ticket system, data beside the models and a look from a machine', () => {
    const beside = /`integration[.:]|gotthard verify --from-/;
    expect(of(results, 'not-applicable').filter((told) => !beside.test(told))).toEqual([
      'API-KEY keyless: the account takes Entra tokens only',
      'KEY-AGE keyless: the account takes Entra tokens only',
      expect.stringMatching(/^ENCRYPTION Azure encrypts at rest with keys of its own/),
      'ROTATION keyless: there is no key to rotate',
      'ITSM no ITSM system is named under notifications.itsm',
    ]);
  });
});

/** A production environment of which everything is loosened that an estate file can loosen. */
function loosest(): Estate {
  const made = anEstate({
    environments: [
      { name: 'prod', subscriptionId: helvetiaAiProd.id },
      { name: 'dev', subscriptionId: helvetiaAiProd.id },
    ],
    residency: 'anywhere',
    models: [{ model: 'gpt-5.1', version: '2025-11-13', deploymentType: 'GlobalStandard', capacity: 10 }],
    authentication: 'keys',
    classification: 'strictly-confidential',
  });
  const tenants = made.tenants.map((tenant) => ({
    ...tenant,
    groups: {},
    environments: tenant.environments.map(({ customerManagedKey: _own, ...environment }) => ({
      ...environment,
      policy: 'off' as const,
      locks: false,
      keyVault: { ...environment.keyVault, purgeProtection: false },
      logs: { mode: 'create' as const, retentionInDays: 30, dailyCapGb: 1 },
      notifications: { emails: [] },
    })),
  }));
  return estateSchema.parse({ ...made, tenants });
}

describe('a production environment of which everything is loosened', () => {
  const estate = loosest();
  const stamp = stampsOf(estate).find(({ environment }) => environment.production);
  if (!stamp) throw new Error('the estate has no production');
  let results: readonly CheckResult[];
  beforeAll(async () => {
    results = (await verified(estate)).filter(
      ({ stamp: of, id }) => of === stamp.name && !id.startsWith('GT-CHECK-ATTESTED'),
    );
  });

  it('has a warning of every check whose ground the file takes away, with how to tighten it again', () => {
    const warned = results.filter(({ status }) => status === 'warning');
    expect([...new Set(warned.map(({ id }) => id.slice(9)))].sort()).toEqual([
      ...['ACTIVITY-LOG', 'BUDGET-KEPT', 'CLASSIFIED', 'COMPLIANCE', 'DEFENDER', 'FOUNDATION', 'ISOLATION'],
      ...['LOCAL-AUTH', 'LOCKS', 'NOTIFICATIONS', 'POLICIES', 'ROLES', 'VAULT'],
    ]);
    expect(warned.every(({ next }) => next)).toBe(true);
    const untold = makeDesign(stamp).loosened.filter(
      ({ checklist }) => !warned.some((each) => each.checklist.some((row) => checklist.includes(row))),
    );
    expect(untold).toEqual([]);
    expect(makeDesign(stamp).loosened).toHaveLength(10);
  });

  it('has no other check that a foreign hand can not fail', () => {
    const warned = new Set(results.filter(({ status }) => status === 'warning').map(({ id }) => id));
    const byHand = new Set<string>([
      ...misconfigurations.map(({ fails }) => fails),
      ...Object.keys(plantedElsewhere),
    ]);
    expect(after.filter((id) => !warned.has(id) && !byHand.has(id))).toEqual(['GT-CHECK-TLS']);
    expect(Object.keys(notAlone)).toContain('GT-CHECK-TLS');
  });
});

it('what others own is told by every check that can not see it', () => {
  const network = `/subscriptions/${subscriptionId}/resourceGroups/hub/providers/Microsoft.Network/virtualNetworks/hub`;
  const { estate, design, facts } = situation({
    environment: {
      network: {
        mode: 'existing',
        virtualNetworkId: network,
        privateEndpointSubnetId: `${network}/subnets/pe`,
      },
      logs: {
        mode: 'existing',
        workspaceId: `/subscriptions/${subscriptionId}/resourceGroups/hub/providers/Microsoft.OperationalInsights/workspaces/log`,
      },
      dns: { mode: 'policy' },
    },
  });
  const results = runChecks('after', { estate, today, stamps: [{ design, facts }] });
  const told = (id: string): string =>
    of(
      results.filter((each) => each.id === id),
      'warning',
    ).join();
  for (const id of ['GT-CHECK-RULES', 'GT-CHECK-ROUTES', 'GT-CHECK-OPENINGS'])
    expect(told(id)).toMatch(/the existing network .* is used as it is/);
  expect(told('GT-CHECK-DNS')).toMatch(/a policy of the platform team has to attach/);
  expect(told('GT-CHECK-LOGS')).toMatch(/logs go to the existing workspace/);
});

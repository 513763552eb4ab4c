import { describe, expect, it } from 'vitest';
import { kinds } from '../../src/azure/catalogue.ts';
import type { Design, DesignedResource } from '../../src/design/design.ts';
import { makeDesign } from '../../src/design/make-design.ts';
import type { Environment, Stamp } from '../../src/estate/estate.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import { makeRemovalPlan } from '../../src/plan/make-removal-plan.ts';
import type { Observed } from '../../src/plan/observed.ts';
import type { Action, StampPlan } from '../../src/plan/plan.ts';
import { idKey, isWithin, parentId } from '../../src/resource/arm-id.ts';
import { at } from '../../src/resource/json.ts';
import { aStamp } from '../kit/deployment.ts';
import { replacedAt } from './answered.ts';

const usual = aStamp();

function stampWith(changed: Partial<Environment>, estate: Partial<Stamp['estate']> = {}): Stamp {
  const environment = { ...usual.environment, ...changed };
  const tenant = { ...usual.tenant, environments: [environment] };
  return { ...usual, environment, tenant, estate: { ...usual.estate, ...estate, tenants: [tenant] } };
}

/** All of a design, as it would exist; what another design has beside it is left over. */
function existing(before: Design, after: Design = before): Observed {
  const designed = new Set(after.resources.map(({ id }) => idKey(id)));
  return {
    at: '2026-11-26T00:00:00.000Z',
    resources: Object.fromEntries(before.resources.map(({ id, body }) => [idKey(id), { ...body, id }])),
    deleted: {},
    standIns: {},
    orphans: before.resources.map(({ id }) => id).filter((id) => !designed.has(idKey(id))),
  };
}

function changeOf(before: Stamp, after: Stamp): StampPlan {
  const design = makeDesign(after);
  return makePlan(design, existing(makeDesign(before), design), kinds, { adopt: false });
}

const assignments = ({ actions }: StampPlan): Action[] =>
  actions.filter(({ type }) => type === 'Microsoft.Authorization/policyAssignments');
const doing = ({ actions }: StampPlan): Action[] =>
  actions.filter(({ action }) => action !== 'unchanged' && action !== 'blocked');

/** Whether one action can only run after another. */
function waits(plan: StampPlan, later: Action, earlier: Action): boolean {
  const byKey = new Map(plan.actions.map((action) => [action.key, action]));
  const seen = new Set<string>();
  const reaches = (key: string): boolean => {
    if (key === earlier.key) return true;
    if (seen.has(key)) return false;
    seen.add(key);
    return (byKey.get(key)?.dependsOn ?? []).some(reaches);
  };
  return later.dependsOn.some(reaches);
}

const refusing = stampWith({ policy: 'deny' });
const capacity = refusing.environment.models.map((model) => ({ ...model, capacity: 7 }));

describe('policies of an environment', () => {
  it('are put after everything that they could refuse, on a first deployment', () => {
    const design = makeDesign(refusing);
    const plan = makePlan(design, { ...existing(design), resources: {} }, kinds, { adopt: false });
    expect(assignments(plan).map(({ action }) => action)).toEqual(['create', 'create', 'create', 'create']);
    for (const assignment of assignments(plan))
      for (const other of plan.actions)
        if (other.type !== assignment.type && !other.irreversible)
          expect(waits(plan, assignment, other)).toBe(true);
  });

  it('stay in force while something changes that they have nothing against', () => {
    const plan = changeOf(refusing, stampWith({ policy: 'deny', models: capacity }));
    expect(doing(plan).length).toBeGreaterThan(0);
    expect(assignments(plan).every(({ action }) => action === 'unchanged')).toBe(true);
  });

  it('change alone where nothing else does', () => {
    const plan = changeOf(refusing, stampWith({ policy: 'deny' }, { residency: 'anywhere' }));
    expect(doing(plan).map(({ action, key }) => [action, key.endsWith('#last')])).toEqual(
      Array.from({ length: 4 }, () => ['update', true]),
    );
  });

  it('are not enforced while what they concern changes with them, and are again at the very end', () => {
    const models = refusing.environment.models.map((model) => ({
      ...model,
      deploymentType: 'GlobalStandard' as const,
    }));
    const plan = changeOf(refusing, stampWith({ policy: 'deny', models }, { residency: 'anywhere' }));
    const model = plan.actions.find(({ type }) => type.endsWith('/deployments'));
    const group = plan.actions.filter(({ id }) => model && isWithin(model.id, parentId(id) ?? '-'));
    const [lifted, last] = group.filter(({ type }) => type.endsWith('/policyAssignments'));
    expect(lifted?.changes).toEqual([
      { path: '/properties/enforcementMode', before: 'Default', after: 'DoNotEnforce' },
    ]);
    expect(last?.changes).toContainEqual({
      path: '/properties/enforcementMode',
      before: 'DoNotEnforce',
      after: 'Default',
    });
    expect(model && lifted && waits(plan, model, lifted)).toBe(true);
    expect(model && last && waits(plan, last, model)).toBe(true);
  });

  it('that are only to tell from now on go before the change, and leave nothing of theirs behind', () => {
    const plan = changeOf(refusing, stampWith({ policy: 'audit', models: capacity }));
    const model = doing(plan).find(({ type }) => type.endsWith('/deployments'));
    const gone = doing(plan).filter(({ action }) => action === 'remove');
    expect(gone.map(({ type }) => type.split('/')[1]).sort()).toEqual([
      ...Array.from({ length: 4 }, () => 'policyAssignments'),
      ...Array.from({ length: 3 }, () => 'policyDefinitions'),
      'policySetDefinitions',
    ]);
    const [ofModel] = gone.filter(({ id }) => model && isWithin(model.id, parentId(id) ?? '-'));
    expect(model && ofModel && waits(plan, model, ofModel)).toBe(true);
    const initiative = gone.find(({ type }) => type.endsWith('/policySetDefinitions'));
    for (const assignment of gone.filter(({ type }) => type.endsWith('/policyAssignments')))
      expect(initiative && waits(plan, initiative, assignment)).toBe(true);
  });

  it('are all gone where the file wants none', () => {
    const { resources } = makeDesign(stampWith({ policy: 'off' }));
    expect(resources.filter(({ type }) => /\/policy/.test(type))).toEqual([]);
  });

  it('go with the environment, assignments before what they assign', () => {
    const design = makeDesign(refusing);
    const all = { ...existing(design), orphans: design.resources.map(({ id }) => id) };
    const plan = makeRemovalPlan(design, all, kinds, { purge: false, occupied: {} });
    const of = (type: string): Action[] => plan.actions.filter((action) => action.type.endsWith(type));
    for (const initiative of of('/policySetDefinitions')) {
      for (const assignment of of('/policyAssignments'))
        expect(waits(plan, initiative, assignment)).toBe(true);
      for (const definition of of('/policyDefinitions'))
        expect(waits(plan, definition, initiative)).toBe(true);
    }
  });

  it('never refuse what can not be undone: that is only told', () => {
    const own = stampWith({
      policy: 'deny',
      customerManagedKey: true,
      keyVault: { purgeProtection: true, softDeleteRetentionInDays: 90 },
    });
    const [assignment] = makeDesign(own).resources.filter(({ type }) => type.endsWith('/policyAssignments'));
    const value = (name: string) =>
      at((assignment as DesignedResource).body, `/properties/parameters/${name}/value`);
    expect([value('effect'), value('encryptionEffect'), value('purgeProtectionEffect')]).toEqual([
      'Deny',
      'Audit',
      'Audit',
    ]);
  });
});

describe('locks', () => {
  const locked = stampWith({ locks: true });
  const locksOf = ({ actions }: StampPlan): Action[] =>
    actions.filter(({ type }) => type === 'Microsoft.Authorization/locks');
  const two = [
    ...locked.environment.models,
    ...locked.environment.models.map((model) => ({ ...model, name: 'second', capacity: 1 })),
  ];

  it('are on vault, account and workspace in production, and elsewhere where the file wants them', () => {
    const namesIn = (changed: Partial<Environment>): string[] =>
      makeDesign(stampWith(changed))
        .resources.filter(({ type }) => type.endsWith('/locks'))
        .map(({ id }) => parentId(id)?.split('/').at(-2) ?? '');
    expect(namesIn({ locks: true })).toEqual(['vaults', 'accounts', 'workspaces']);
    expect(namesIn({ production: true })).toEqual(['vaults', 'accounts', 'workspaces']);
    expect(namesIn({ locks: true, customerManagedKey: true })).toHaveLength(4);
    expect([...namesIn({}), ...namesIn({ production: true, locks: false })]).toEqual([]);
  });

  it('are put after all else, policies too, but before what can not be undone', () => {
    const keyVault = { purgeProtection: true, softDeleteRetentionInDays: 90 };
    const design = makeDesign(stampWith({ locks: true, policy: 'deny', keyVault }));
    const plan = makePlan(design, { ...existing(design), resources: {} }, kinds, { adopt: false });
    for (const lock of locksOf(plan))
      for (const other of plan.actions.filter(({ type }) => type !== lock.type))
        expect(other.irreversible ? waits(plan, other, lock) : waits(plan, lock, other)).toBe(true);
  });

  it('stay where settings alone change', () => {
    const plan = changeOf(locked, stampWith({ locks: true, models: capacity }));
    expect(doing(plan).length).toBeGreaterThan(0);
    expect(locksOf(plan).every(({ action }) => action === 'unchanged')).toBe(true);
  });

  it.each([
    ['made', locked, stampWith({ locks: true, models: two })],
    ['removed', stampWith({ locks: true, models: two }), locked],
  ])('are lifted where something beneath is %s, and put back after it', (_what, before, after) => {
    const plan = changeOf(before, after);
    const changing = doing(plan).filter(({ type }) => type.endsWith('/deployments'));
    const [lifted, last, ...others] = locksOf(plan).filter(({ action }) => action !== 'unchanged');
    expect([lifted?.action, last?.action, others]).toEqual(['remove', 'create', []]);
    expect(changing.length).toBeGreaterThan(0);
    for (const change of changing) {
      expect(lifted && waits(plan, change, lifted)).toBe(true);
      expect(last && waits(plan, last, change)).toBe(true);
    }
  });

  it('that the file wants no more go first, so that what is made beneath can be undone', () => {
    const plan = changeOf(locked, stampWith({ locks: false, models: two }));
    const [made] = doing(plan).filter(({ type }) => type.endsWith('/deployments'));
    const gone = locksOf(plan).find(({ id }) => made && isWithin(made.id, parentId(id) ?? '-'));
    expect(gone?.action).toBe('remove');
    expect(made && gone && waits(plan, made, gone)).toBe(true);
  });

  it('that somebody has made stricter are as designed again around whatever they would refuse', () => {
    const tighter = { purgeProtection: true, softDeleteRetentionInDays: 7 };
    const design = makeDesign(stampWith({ locks: true, models: capacity, keyVault: tighter }));
    const was = existing(makeDesign(locked), design);
    const resources = Object.fromEntries(
      Object.entries(was.resources).map(([id, body]) =>
        id.includes('/locks/') ? [id, replacedAt(body, '/properties/level', 'ReadOnly')] : [id, body],
      ),
    );
    const plan = makePlan(design, { ...was, resources }, kinds, { adopt: false });
    const changing = doing(plan).filter(({ type }) => /(deployments|vaults)$/i.test(type));
    expect(changing.map(({ irreversible = false }) => irreversible).sort()).toEqual([false, true]);
    for (const change of changing) {
      const [lifted, last] = locksOf(plan).filter(({ id }) => isWithin(change.id, parentId(id) ?? '-'));
      expect([lifted?.action, last?.action]).toEqual(['remove', 'create']);
      expect(lifted && waits(plan, change, lifted)).toBe(true);
      expect(last && (change.irreversible ? waits(plan, change, last) : waits(plan, last, change))).toBe(
        true,
      );
    }
    const [untouched, ...others] = locksOf(plan).filter(({ action }) => action === 'update');
    expect([parentId(untouched?.id ?? '')?.includes('/workspaces/'), others]).toEqual([true, []]);
  });
});

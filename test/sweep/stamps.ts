import type { DefenderPlan, Stamp } from '../../src/estate/estate.ts';
import { sharedStamp } from '../../src/estate/shared-stamp.ts';
import { aStamp, everything } from '../kit/deployment.ts';

const dev = aStamp().environment;

const models = [
  { model: 'gpt-5.1', version: '2025-11-13', deploymentType: 'DataZoneStandard', capacity: 10 },
  { model: 'gpt-5-mini', version: '2025-08-07', deploymentType: 'DataZoneStandard', capacity: 10 },
] as const;

/** A dev stamp with two models, groups, a budget, policies that refuse, and locks. */
export function richStamp(): Stamp {
  return governed(
    aStamp({
      ...everything,
      environments: [{ name: 'dev', subscriptionId: dev.subscriptionId }],
      models,
    }),
  );
}

/** The same stamp with what production has by default to govern it. */
function governed(stamp: Stamp): Stamp {
  const environment = { ...stamp.environment, policy: 'deny' as const, locks: true };
  const tenant = { ...stamp.tenant, environments: [environment] };
  return { ...stamp, environment, tenant, estate: { ...stamp.estate, tenants: [tenant] } };
}

/** The same stamp changed in every way that has an effect on ARM: tags, subnet, capacity, groups, models, budget, policies. */
export function changedStamp(): Stamp {
  const before = richStamp();
  const { tenant, estate, environment } = before;
  const { administrators, ...groups } = tenant.groups;
  const changed = {
    ...environment,
    tags: { 'cost-centre': '4711' },
    models: environment.models.slice(0, 1).map((model) => ({ ...model, capacity: 7 })),
    budget: { monthly: '2500', thresholds: [40, 90] },
    notifications: { emails: ['other@helvetia-care.example'] },
    network:
      environment.network.mode === 'create'
        ? { ...environment.network, firewallAddress: '10.90.0.4' }
        : environment.network,
  };
  const other = { ...tenant, groups: { ...groups, readers: administrators }, environments: [changed] };
  const loosened = { ...estate, residency: 'anywhere' as const, tenants: [other] };
  return { estate: loosened, tenant: other, environment: changed, name: before.name };
}

/** What a subscription shares for a stamp that asks for such plans, and for the activity log or not. */
export function sharedOf(
  plans: readonly DefenderPlan[],
  { activityLog, turnedOn = [] }: { activityLog: boolean; turnedOn?: readonly string[] },
): Stamp {
  const user = aStamp();
  const environment = { ...user.environment, defender: [...plans], activityLog };
  const tenant = { ...user.tenant, environments: [environment] };
  const estate = { ...user.estate, tenants: [tenant] };
  const asking = { ...user, estate, tenant, environment };
  return sharedStamp(estate, environment.subscriptionId, [asking], turnedOn);
}

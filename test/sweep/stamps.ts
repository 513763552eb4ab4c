import type { Stamp } from '../../src/estate/estate.ts';
import { aStamp, everything } from '../kit/deployment.ts';

const dev = aStamp().environment;

const models = [
  { model: 'gpt-5.1', version: '2025-11-13', deploymentType: 'DataZoneStandard', capacity: 10 },
  { model: 'gpt-5-mini', version: '2025-08-07', deploymentType: 'DataZoneStandard', capacity: 10 },
] as const;

/** A dev stamp with two models, groups and a budget. */
export function richStamp(): Stamp {
  return aStamp({
    ...everything,
    environments: [{ name: 'dev', subscriptionId: dev.subscriptionId }],
    models,
  });
}

/** The same stamp changed in every way that has an effect on ARM: tags, subnet, capacity, groups, models, budget. */
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
  return { estate: { ...estate, tenants: [other] }, tenant: other, environment: changed, name: before.name };
}

import { proposeSubnets } from '../../src/estate/address-plan.ts';
import type { Estate } from '../../src/estate/estate.ts';
import { estateSchema } from '../../src/estate/estate.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { groups, helvetiaCare } from '../../src/sandbox/seed-directories.ts';

/** Environments of every tenant of a fleet. */
const fleetEnvironments = ['dev', 'test', 'prod'] as const;

/** Many tenants of the same make, each environment in a subscription of its own that the sandbox gets for it. */
export function fleetIn(sandbox: Pick<Sandbox, 'addSubscriptions'>, tenants: number): Estate {
  const subscriptions = sandbox.addSubscriptions(tenants * fleetEnvironments.length, helvetiaCare.id);
  return fleetOf(subscriptions.map(({ id }) => id));
}

/** The same in given subscriptions, three for each tenant. */
function fleetOf(subscriptionIds: readonly string[]): Estate {
  const count = subscriptionIds.length / fleetEnvironments.length;
  const tenants = Array.from({ length: count }, (_, tenant) => ({
    name: `t${String(tenant + 1).padStart(3, '0')}`,
    directoryId: helvetiaCare.id,
    addressSpace: `${addressOf(tenant * 4)}/20`,
    groups: { administrators: groups[0]?.objectId },
    environments: fleetEnvironments.map((name, index) =>
      environmentOf(name, addressOf(tenant * 4 + index), subscriptionIds[tenant * 3 + index] ?? ''),
    ),
  }));
  return estateSchema.parse({
    format: 1,
    id: 'fleetaaa',
    name: 'fleet',
    organisation: 'Fleet AG',
    residency: 'eu-data-zone',
    addressSpace: '10.0.0.0/8',
    tenants,
  });
}

function environmentOf(name: string, network: string, subscriptionId: string) {
  return {
    name,
    subscriptionId,
    region: 'switzerlandnorth',
    modelRegion: 'swedencentral',
    production: name === 'prod',
    addressSpace: `${network}/22`,
    network: { mode: 'create', subnets: proposeSubnets(`${network}/22`) },
    models: [
      {
        name: 'chat',
        model: 'gpt-5.1',
        version: '2025-11-13',
        deploymentType: 'DataZoneStandard',
        capacity: 10,
      },
    ],
    keyVault: { purgeProtection: false, softDeleteRetentionInDays: 7 },
    logs: { mode: 'create', retentionInDays: 90, dailyCapGb: 5 },
    notifications: { emails: ['platform@helvetia-care.example'] },
    usage: name === 'prod' ? 'medium' : 'small',
  };
}

/** The first address of the index-th /22 of 10.0.0.0/8. */
function addressOf(index: number): string {
  const start = index * 1024;
  return `10.${(start >> 16) & 255}.${(start >> 8) & 255}.0`;
}

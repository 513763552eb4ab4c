import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { estateSchema } from '../../src/estate/estate.ts';
import { writeEstate } from '../../src/estate/write-estate.ts';

/** What telling the cost of an estate of so many environments took, process start included. */
export interface CostFigure {
  readonly stamps: number;
  readonly ms: number;
  readonly lines: number;
}

/** Prices estates of 10, 100 and 1,000 environments through the command line, from a file of each. */
export function costFigures(gotthard: string, folder: string): CostFigure[] {
  return [10, 100, 1000].map((stamps) => {
    const file = join(folder, `estate-${stamps}.yaml`);
    writeFileSync(file, estateOf(stamps));
    const started = performance.now();
    const ended = spawnSync(
      process.execPath,
      [gotthard, 'cost', '--by', 'tenant', '--json', '--config', file],
      { cwd: folder, encoding: 'utf8', maxBuffer: 1e9 },
    );
    const ms = performance.now() - started;
    if (ended.status !== 0)
      throw new Error(`cost ended with ${ended.status}: ${ended.stderr.slice(0, 2000)}`);
    const { lines } = JSON.parse(ended.stdout) as { lines: unknown[] };
    return { stamps, ms, lines: lines.length };
  });
}

/** Tenants of two environments each, with networks and subscriptions of their own. */
function estateOf(stamps: number): string {
  const tenants = Array.from({ length: stamps / 2 }, (_, tenant) => ({
    name: `t${tenant}`,
    directoryId: '6f1d2c84-3a57-4e0b-9c21-5b8e7d4a1f10',
    addressSpace: `${addressOf(tenant * 2)}/21`,
    environments: ['dev', 'prod'].map((name, index) => environmentOf(name, tenant * 2 + index)),
  }));
  const estate = {
    format: 1,
    id: 'benchaaa',
    name: 'bench',
    organisation: 'Bench AG',
    residency: 'anywhere',
    addressSpace: '10.0.0.0/8',
    tenants,
  };
  return writeEstate(estateSchema.parse(estate));
}

function environmentOf(name: string, index: number) {
  const network = addressOf(index);
  const subnet = (last: number): string => `${network.slice(0, network.lastIndexOf('.'))}.${last}/26`;
  return {
    name,
    subscriptionId: `3c5a7e10-14b2-4d6f-8a90-${String(index).padStart(12, '0')}`,
    region: 'switzerlandnorth',
    production: name === 'prod',
    addressSpace: `${network}/22`,
    network: {
      mode: 'create',
      subnets: {
        privateEndpoints: subnet(0),
        applications: subnet(64),
        data: subnet(128),
        functions: subnet(192),
      },
    },
    models: [
      { name: 'chat', model: 'gpt-5', version: '2025-08-07', deploymentType: 'GlobalStandard', capacity: 30 },
    ],
    keyVault: { purgeProtection: false, softDeleteRetentionInDays: 7 },
    logs: { mode: 'create', retentionInDays: 90, dailyCapGb: 5 },
    usage: name === 'prod' ? 'medium' : 'small',
  };
}

/** The first address of the index-th /22 of 10.0.0.0/8. */
function addressOf(index: number): string {
  const start = index * 1024;
  return `10.${(start >> 16) & 255}.${(start >> 8) & 255}.0`;
}

import { ArmError } from '../errors.ts';
import { isObject, type Json, listAt, numberAt, textAt } from '../json.ts';
import type { World } from '../provider.ts';
import { accountType, deletedAccountType, deploymentType, regionOf } from './names.ts';
import { modelsIn, skusOf } from './offering.ts';

/** Accounts of one kind that a subscription may have in a region. */
const accountLimit = 30;
/** Quota in thousands of tokens a minute or PTU, by deployment type; the longest matching key wins. */
const limits: { readonly [usage: string]: number } = {
  'OpenAI.GlobalStandard': 1_000,
  'OpenAI.GlobalStandard.gpt-5.4-mini': 2_000,
  'OpenAI.GlobalStandard.gpt-5.4-nano': 5_000,
  'OpenAI.GlobalStandard.gpt-5-mini': 2_000,
  'OpenAI.GlobalStandard.gpt-5-nano': 5_000,
  'OpenAI.GlobalStandard.gpt-5-pro': 160,
  'OpenAI.DataZoneStandard': 300,
  'OpenAI.DataZoneStandard.gpt-5-mini': 1_000,
  'OpenAI.Standard': 150,
  'OpenAI.Standard.text-embedding': 350,
  'OpenAI.Standard.whisper': 3,
  'OpenAI.ProvisionedManaged': 100,
  'OpenAI.GlobalProvisionedManaged': 100,
  'OpenAI.DataZoneProvisionedManaged': 100,
};

/** One quota counter of a subscription in a region. */
export interface Counter {
  readonly usageName: string;
  readonly limit: number;
  readonly currentValue: number;
}

/** Every counter of a region, with what deployments of living and soft-deleted accounts hold of it. */
export function counters(world: World, subscription: string, region: string): Counter[] {
  const names = modelsIn(region).flatMap((fact) => skusOf(fact, region).map((offer) => offer.usageName));
  const used = usage(world, subscription, region);
  return [...new Set(names)]
    .sort()
    .map((usageName) => ({ usageName, limit: limitOf(usageName), currentValue: used.get(usageName) ?? 0 }));
}

/** Refuses a deployment whose capacity does not fit beside what others hold (400 InsufficientQuota). */
export function claimQuota(
  world: World,
  claim: { subscription: string; region: string; usageName: string; capacity: number; except: string },
): void {
  const used = usage(world, claim.subscription, claim.region, claim.except).get(claim.usageName) ?? 0;
  const limit = limitOf(claim.usageName);
  if (used + claim.capacity <= limit) return;
  const unit = claim.usageName.includes('Provisioned')
    ? 'Provisioned Throughput Units'
    : 'Tokens Per Minute (thousands)';
  const message =
    `This operation require ${claim.capacity} new capacity in quota ${unit} - ${claim.usageName}, ` +
    `which is bigger than the current available capacity ${limit - used}. ` +
    `The current quota usage is ${used} and the quota limit is ${limit} for quota ${claim.usageName}.`;
  throw new ArmError(400, 'InsufficientQuota', message);
}

/** Accounts a subscription has in a region, soft-deleted ones not counted, against the limit. */
export function accountCounter(world: World, subscription: string, region: string): Counter {
  const accounts = world
    .all(accountType, `/subscriptions/${subscription}`)
    .filter((account) => regionOf(account.body) === region);
  return { usageName: 'OpenAI.S0.AccountCount', limit: accountLimit, currentValue: accounts.length };
}

function usage(world: World, subscription: string, region: string, except = ''): Map<string, number> {
  const used = new Map<string, number>();
  for (const account of world.all(accountType, `/subscriptions/${subscription}`)) {
    if (regionOf(account.body) !== region) continue;
    for (const deployment of world.under(account.id, deploymentType)) {
      if (deployment.id.toLowerCase() !== except.toLowerCase()) count(used, region, deployment.body);
    }
  }
  for (const gone of world.all(deletedAccountType, `/subscriptions/${subscription}`)) {
    if (regionOf(gone.body) !== region) continue;
    for (const child of listAt(gone.hidden, 'children')) {
      if (isObject(child) && textAt(child, 'type') === deploymentType) count(used, region, child['body']);
    }
  }
  return used;
}

function count(used: Map<string, number>, region: string, deployment: Json | undefined): void {
  const fact = modelsIn(region).find(
    ({ name, version }) =>
      name === textAt(deployment, 'properties', 'model', 'name') &&
      version === textAt(deployment, 'properties', 'model', 'version'),
  );
  const sku = textAt(deployment, 'sku', 'name');
  const offer = fact === undefined ? undefined : skusOf(fact, region).find((each) => each.sku === sku);
  if (offer === undefined) return;
  used.set(
    offer.usageName,
    (used.get(offer.usageName) ?? 0) + (numberAt(deployment, 'sku', 'capacity') ?? 0),
  );
}

function limitOf(usageName: string): number {
  const keys = Object.keys(limits).filter((key) => usageName === key || usageName.startsWith(`${key}`));
  const best = keys.sort((one, other) => other.length - one.length)[0];
  return best === undefined ? 0 : (limits[best] ?? 0);
}

import { idKey, isWithin } from '../resource/arm-id.ts';
import type { JsonObject } from '../resource/json.ts';
import type {
  Fact,
  FactsWanted,
  PolicyVerdict,
  SubscriptionFacts,
  SurroundingsWanted,
} from '../resource/subscription.ts';
import { readPermissions, readRegistrations, readRights, readSubscription } from './facts/account.ts';
import { readBillingCurrency } from './facts/billing.ts';
import { readCompliance } from './facts/compliance.ts';
import { readModels, readUsages } from './facts/models.ts';
import { readName } from './facts/names.ts';
import { readUsed, readVirtualNetworks } from './facts/networks.ts';
import { readPolicies, readVerdicts } from './facts/policies.ts';
import { readSurroundings } from './facts/surroundings.ts';
import { fact, type Read } from './facts/tolerant.ts';
import { readUse } from './facts/use.ts';
import type { Session } from './session.ts';
import { whoAmI } from './who-am-i.ts';

export interface FactsPorts {
  /** Every request goes through it: budgets and repetition are its business. */
  readonly read: Read;
  /** A token of the signed-in principal for ARM. */
  readonly token: string;
}

/**
 * Reads everything that is wanted, in parallel, with GET and the documented read actions only. What can't be read
 * becomes an unknown fact with Azure's reason.
 */
export async function readFacts(
  session: Session,
  wanted: FactsWanted,
  { read, token }: FactsPorts,
): Promise<SubscriptionFacts> {
  const once = <T>(call: () => Promise<T>): Promise<Fact<T>> => fact(() => read(call));
  const [subscription, permissions, registrations, rights, policies] = [
    once(() => readSubscription(session)),
    once(() => readPermissions(session)),
    once(() => readRegistrations(session, wanted)),
    once(() => readRights(session)),
    once(() => readPolicies(session)),
  ];
  const [models, usages, uses] = [
    byKey(wanted.modelRegions, (region) => once(() => readModels(session, region))),
    byKey(wanted.usageRegions, (region) => once(() => readUsages(session, region))),
    byKey<Fact<JsonObject | null>>(wanted.uses.map(idKey), (id) => once(() => readUsed(session, id))),
  ];
  const names = Promise.all(wanted.names.map((name) => readName(session, name, read)));
  const billingCurrency = wanted.billingCurrency ? once(() => readBillingCurrency(session)) : undefined;
  const { around: surroundings, use: used } = wanted;
  const around = surroundings ? readAround(session, surroundings, read) : undefined;
  const use = used ? fact(() => readUse(session, used, read)) : undefined;
  const { compliance: initiative } = wanted;
  const compliance = initiative ? fact(() => readCompliance(session, initiative, read)) : undefined;
  const virtualNetworks = wanted.virtualNetworks ? once(() => readVirtualNetworks(session)) : undefined;
  const principal = whoAmI(token);
  return {
    subscription: await subscription,
    principal: principal
      ? { value: principal }
      : { unknown: { code: 'OpaqueToken', reason: 'the token does not say whom it was issued to' } },
    permissions: await permissions,
    registrations: await registrations,
    models: await models,
    usages: await usages,
    virtualNetworks: await virtualNetworks,
    policies: await policies,
    verdicts: await verdictsOf(session, wanted, await policies, once),
    rights: await rights,
    names: await names,
    uses: await uses,
    ...(billingCurrency ? { billingCurrency: await billingCurrency } : {}),
    ...(around ? { around: await around } : {}),
    ...(compliance ? { compliance: await compliance } : {}),
    ...(use ? { use: await use } : {}),
  };
}

/** What others have put around the resources of a stamp, or why nobody can tell. */
export function readAround(
  session: Session,
  wanted: SurroundingsWanted,
  read: Read,
): Promise<Fact<readonly JsonObject[]>> {
  return fact(() => readSurroundings(session, wanted, read));
}

/** What no assignment looks at needs no evaluation, which saves a request for every sample. */
async function verdictsOf(
  session: Session,
  wanted: FactsWanted,
  policies: SubscriptionFacts['policies'],
  once: <T>(call: () => Promise<T>) => Promise<Fact<T>>,
): Promise<Fact<readonly PolicyVerdict[]>> {
  const samples = wanted.policySamples.filter(
    ({ id }) => !('value' in policies) || policies.value.some(({ scope }) => looksAt(scope, id)),
  );
  const answers = await Promise.all(samples.map((sample) => once(() => readVerdicts(session, sample))));
  const refused = answers.find((answer) => 'unknown' in answer);
  if (refused) return refused;
  return { value: answers.flatMap((answer) => ('value' in answer ? answer.value : [])) };
}

/** Everything in a subscription lies in its management groups. */
function looksAt(scope: string, id: string): boolean {
  return !/^\/subscriptions\//i.test(scope) || isWithin(id, scope);
}

async function byKey<T>(
  keys: readonly string[],
  read: (key: string) => Promise<T>,
): Promise<Record<string, T>> {
  const entries = await Promise.all([...new Set(keys)].map(async (key) => [key, await read(key)] as const));
  return Object.fromEntries(entries);
}

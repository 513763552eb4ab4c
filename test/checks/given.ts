import { expect, it } from 'vitest';
import {
  known,
  type PrincipalFact,
  type SubscriptionFact,
  type SubscriptionFacts,
} from '../../src/resource/subscription.ts';
import { findings, goodFacts, idOf, type model, type policy, situation, verdict } from './situation.ts';

/** Facts of a subscription in which everything is possible. */
export const good = goodFacts(situation());
/** Another directory. */
export const other = 'b27c9e35-8d14-4f6a-a053-2e91c7f6d820';
export const vaultId = idOf(situation(), 'Microsoft.KeyVault/vaults');
export const deploymentId = idOf(situation(), 'Microsoft.CognitiveServices/accounts/deployments');
/** A fact that Azure refused. */
export const unread = { unknown: { code: 'AuthorizationFailed', reason: 'no right to read it' } };

export function subscription(given: Partial<SubscriptionFact>): Partial<SubscriptionFacts> {
  const value = known(good.subscription);
  if (!value) throw new Error('no subscription');
  return { subscription: { value: { ...value, ...given } } };
}

export function principal(given: Partial<PrincipalFact>): Partial<SubscriptionFacts> {
  const value = known(good.principal);
  if (!value) throw new Error('no principal');
  return { principal: { value: { ...value, ...given } } };
}

/** What the region of the tests lists. */
export const models = (...value: ReturnType<typeof model>[]): Partial<SubscriptionFacts> => ({
  models: { switzerlandnorth: { value } },
});
/** Assignments that apply. */
export const policies = (...value: ReturnType<typeof policy>[]): Partial<SubscriptionFacts> => ({
  policies: { value },
});
/** What the principal may do. */
export const permissions = (actions: string[], notActions: string[] = []): Partial<SubscriptionFacts> => ({
  permissions: { value: [{ actions, notActions }] },
});
/** A role that ends. */
export const rights = (
  endsAt: string | undefined,
  roleDefinitionId = '/x/8e3af657',
): Partial<SubscriptionFacts> => ({
  rights: { value: [{ role: 'Owner', roleDefinitionId, endsAt }] },
});
/** A name that is not free, with parts replaced. */
export const name = (given: Partial<SubscriptionFacts['names'][number]>): Partial<SubscriptionFacts> => ({
  names: [
    {
      kind: 'vault',
      name: 'kv-x',
      id: vaultId,
      free: { value: false },
      reason: 'is taken',
      heldBy: undefined,
      ...given,
    },
  ],
});
export const held = {
  id: vaultId,
  freeOn: '2026-11-30T00:00:00Z',
  purgeCommand: 'az keyvault purge --name kv-x',
};

export type Given = Parameters<typeof situation>[0];

/** Check, what is special, the situation, and what the check says of it. */
export type Row = readonly [id: string, what: string, given: Given, says: RegExp];

/** Each row is a test of its own. */
export function judges(table: readonly Row[]): void {
  it.each(table)('GT-CHECK-%s judges %s', (id, _what, given, says) => {
    expect(verdict(findings(`GT-CHECK-${id}`, situation(given)))).toMatch(says);
  });
}

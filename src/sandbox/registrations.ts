import { numberAt, textAt } from './json.ts';
import { providerOf } from './models.ts';
import type { Transaction } from './transaction.ts';

/** Typical time until a registration is through, in ms. */
const takes = 20_000;

/** A registration's state as the provider shows it. */
export type RegistrationState = 'Registered' | 'Registering' | 'NotRegistered';

/** The state of a provider in a subscription at the transaction's moment. */
export function registrationOf(tx: Transaction, subscription: string, namespace: string): RegistrationState {
  if (providerOf(namespace)?.alwaysRegistered) return 'Registered';
  const stored = tx.rows.get('registration', rowKey(subscription, namespace));
  const due = numberAt(stored, 'due');
  if (due !== undefined) return due <= tx.now ? 'Registered' : 'Registering';
  if (textAt(stored, 'state') === 'NotRegistered') return 'NotRegistered';
  const seeded = tx.subscription(subscription)?.unregistered ?? [];
  return seeded.some((one) => one.toLowerCase() === namespace.toLowerCase()) ? 'NotRegistered' : 'Registered';
}

/** Whether writes with a provider are accepted. */
export function isRegistered(tx: Transaction, subscription: string, namespace: string): boolean {
  return registrationOf(tx, subscription, namespace) === 'Registered';
}

/** Begins a registration; one that is there or under way stays as it is. */
export function register(tx: Transaction, subscription: string, namespace: string): void {
  if (registrationOf(tx, subscription, namespace) !== 'NotRegistered') return;
  tx.rows.put('registration', rowKey(subscription, namespace), '', { due: tx.now + tx.duration(takes) });
}

/** Takes a registration back at once. */
export function unregister(tx: Transaction, subscription: string, namespace: string): void {
  tx.rows.put('registration', rowKey(subscription, namespace), '', { state: 'NotRegistered' });
}

function rowKey(subscription: string, namespace: string): string {
  return `${subscription}/${namespace}`.toLowerCase();
}

import type { Operation } from '../resource/kind.ts';
import { text } from './facts/json-fields.ts';
import type { Session } from './session.ts';

const apiVersion = '2025-04-01';
const registered = 'Registered';

/**
 * Registers provider namespaces in the session's subscription. Registrations stay: others may rely on them by the
 * time a run is undone. Whoever calls waits between polls.
 */
export async function register(session: Session, namespaces: readonly string[]): Promise<Operation> {
  const pending = new Set<string>();
  for (const namespace of namespaces) {
    const answer = await session.post(`${pathOf(session, namespace)}/register`, apiVersion);
    if (text(answer, '/registrationState') !== registered) pending.add(namespace);
  }
  return {
    get done() {
      return pending.size === 0;
    },
    retryAfterMs: undefined,
    poll: async () => {
      for (const namespace of [...pending]) {
        const answer = await session.get(pathOf(session, namespace), apiVersion);
        if (text(answer, '/registrationState') === registered) pending.delete(namespace);
      }
    },
  };
}

function pathOf(session: Session, namespace: string): string {
  return `/subscriptions/${session.subscriptionId}/providers/${namespace}`;
}

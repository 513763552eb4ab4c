import {
  type DefenderPlan,
  type Environment,
  type Estate,
  type Shared,
  type Stamp,
  stampsOf,
} from './estate.ts';
import { base32Hash } from './hash.ts';

/** The shared stamp of a subscription: planned, run, locked and undone by itself, before the stamps that use it. */
export interface SharedStamp extends Stamp {
  readonly shared: Shared;
}

/** What stamps ask of the subscription that they lie in. */
export interface Needs {
  readonly plans: readonly DefenderPlan[];
  readonly activityLog: boolean;
}

/**
 * The shared stamp of a subscription, which belongs to the first tenant of the file that has an environment there. Its
 * environment is called after a hash of the subscription, with more characters than a name in the file may have: the
 * same whoever shares it, and no other one's.
 */
export function sharedStamp(
  estate: Estate,
  subscriptionId: string,
  users: readonly Stamp[],
  turnedOn: readonly string[] = [],
): SharedStamp {
  const [first] = stampsIn(estate, subscriptionId);
  if (!first) throw new Error(`no environment of the estate lies in ${subscriptionId}`);
  const { tenant } = first;
  const name = `shared-${base32Hash([estate.id, subscriptionId.toLowerCase(), 'shared'], 8)}`;
  const { tags: _own, budget: _budget, ...rest } = first.environment;
  const environment: Environment = {
    ...rest,
    name,
    production: users.some((user) => user.environment.production),
    logs: logsFor(users) ?? first.environment.logs,
  };
  return { estate, tenant, environment, name: `${tenant.name}/${name}`, shared: { users, turnedOn } };
}

/** The stamps of the file that lie in a subscription. */
export function stampsIn(estate: Estate, subscriptionId: string): Stamp[] {
  const key = subscriptionId.toLowerCase();
  return stampsOf(estate).filter(({ environment }) => environment.subscriptionId.toLowerCase() === key);
}

/** Whether a stamp is a shared one. */
export function isShared(stamp: Stamp): stamp is SharedStamp {
  return stamp.shared !== undefined;
}

/** One shared stamp for each subscription of the given stamps, used by these. */
export function sharedStampsOf(estate: Estate, stamps: readonly Stamp[] = stampsOf(estate)): SharedStamp[] {
  const own = stamps.filter((stamp) => !isShared(stamp));
  const ids = new Set(own.map(({ environment }) => environment.subscriptionId.toLowerCase()));
  return [...ids].map((id) =>
    sharedStamp(
      estate,
      id,
      own.filter(({ environment }) => environment.subscriptionId.toLowerCase() === id),
    ),
  );
}

/** All of an estate that costs something: what each subscription shares, where anything is asked of it, and the stamps. */
export function stampsWithShared(estate: Estate): Stamp[] {
  const shared = sharedStampsOf(estate).filter(({ shared: { users } }) => hasNeeds(needsOf(users)));
  return [...shared, ...stampsOf(estate)];
}

/** What stamps ask of their subscription, taken together. */
export function needsOf(users: readonly Stamp[]): Needs {
  const plans = users.flatMap(({ environment }) => environment.defender ?? []);
  return { plans: [...new Set(plans)], activityLog: users.some(keepsActivityLog) };
}

export function hasNeeds({ plans, activityLog }: Needs): boolean {
  return plans.length > 0 || activityLog;
}

function keepsActivityLog({ environment }: Stamp): boolean {
  return environment.activityLog === true;
}

/** An existing workspace of one that keeps the log, else one of its own that keeps for the longest time. */
function logsFor(users: readonly Stamp[]): Environment['logs'] | undefined {
  const logs = users.filter(keepsActivityLog).map(({ environment }) => environment.logs);
  const existing = logs.find(({ mode }) => mode === 'existing');
  if (existing) return existing;
  const own = logs.flatMap((each) => (each.mode === 'create' ? [each] : []));
  if (own.length === 0) return undefined;
  return {
    mode: 'create',
    retentionInDays: Math.max(...own.map(({ retentionInDays }) => retentionInDays)),
    dailyCapGb: Math.max(...own.map(({ dailyCapGb }) => dailyCapGb)),
  };
}

import { demandedAtCreation } from '../checks/before/deny-policies.ts';
import { wantedFacts } from '../checks/wanted-facts.ts';
import { makeDesign, wholeSharedDesign } from '../design/make-design.ts';
import { sharedGroupId, sharedTypes } from '../design/shared.ts';
import type { Stamp } from '../estate/estate.ts';
import { hasNeeds, needsOf, type SharedStamp, sharedStamp, stampsIn } from '../estate/shared-stamp.ts';
import { makePlan } from '../plan/make-plan.ts';
import { emptied, makeRemovalPlan } from '../plan/make-removal-plan.ts';
import { isOwnedBy, ownerOf } from '../plan/ownership.ts';
import type { StampPlan } from '../plan/plan.ts';
import { turnedOnBy } from '../plan/shared-marks.ts';
import type { Kinds } from '../resource/kind.ts';
import { known, unregistered } from '../resource/subscription.ts';
import { occupiedGroups } from '../run/group-contents.ts';
import { type ObservePorts, observe } from '../run/observe.ts';
import { standingIn } from '../run/standing.ts';
import type { Cloud } from './ports.ts';
import type { Prepared, PrepareOptions } from './prepared.ts';

/**
 * Reads and plans what a subscription has once, for the given users, those that stand there and those that are being
 * run. Undefined where nothing is asked of it and nothing of it is there.
 */
export async function prepareShared(
  wanted: SharedStamp,
  { cloud }: { cloud: Cloud },
  options: PrepareOptions,
): Promise<Prepared | undefined> {
  const now = await sharedNow(wanted, cloud, options);
  if (!now) return undefined;
  const { stamp, strangers, ports, azure, requests } = now;
  const design = makeDesign(stamp);
  const read = await observe(design, ports, wholeSharedDesign(stamp).resources);
  // What somebody needs who is not in the file any more is not known: then all of it stays.
  const observed = strangers ? { ...read, orphans: [] } : read;
  const facts = await cloud.facts(azure, wantedFacts(design, observed, cloud.kinds));
  const plan = makePlan(design, observed, cloud.kinds, {
    adopt: options.adopt,
    unregistered: unregistered(design.providers, facts.registrations),
    irreversibleAtCreation: demandedAtCreation(known(facts.policies) ?? [], design),
    ...(options.journalled ? { journalled: options.journalled } : {}),
    ...(options.unsettled ? { unsettled: options.unsettled } : {}),
  });
  return { stamp, design, observed, facts, plan, azure, requests };
}

/** The same for when stamps are taken down: with the last of its users the shared stamp goes. */
export async function prepareSharedRemoval(
  wanted: SharedStamp,
  ports: { cloud: Cloud },
  options: Pick<PrepareOptions, 'inUse'> & { readonly purge: boolean; readonly without: ReadonlySet<string> },
): Promise<Prepared | undefined> {
  const { cloud } = ports;
  const now = await sharedNow(wanted, cloud, options);
  if (!now) return undefined;
  const { stamp, strangers, azure, requests } = now;
  if (strangers || stamp.shared.users.length > 0) {
    const kept = await prepareShared(wanted, ports, { ...options, adopt: false });
    return kept && options.purge ? { ...kept, plan: purging(kept.plan, cloud.kinds) } : kept;
  }
  const whole = wholeSharedDesign(stamp);
  const design = { ...emptied(whole), users: [] };
  const observed = await observe(design, now.ports, whole.resources);
  const facts = await cloud.facts(azure, wantedFacts(design, observed, cloud.kinds));
  const occupied = await occupiedGroups(observed, { ...now.ports, kinds: cloud.kinds });
  const plan = makeRemovalPlan({ ...whole, users: [] }, observed, cloud.kinds, {
    purge: options.purge,
    occupied,
  });
  return { stamp, design, observed, facts, plan, azure, requests };
}

/** Who uses what a subscription shares: the given users, those that stand there, and those that are being run. */
export async function usersNow(
  wanted: SharedStamp,
  cloud: Cloud,
  options: Pick<PrepareOptions, 'inUse'>,
): Promise<readonly Stamp[]> {
  return (await sharedNow(wanted, cloud, options))?.stamp.shared.users ?? [];
}

/** The same, but that names of what goes are freed at once. */
function purging(plan: StampPlan, kinds: Kinds): StampPlan {
  const actions = plan.actions.map((action) =>
    action.action === 'remove' && kinds.get(action.type).softDelete
      ? { ...action, purge: true as const }
      : action,
  );
  return { ...plan, actions };
}

/** A shared stamp as it is asked for at this moment. */
interface SharedNow {
  readonly stamp: SharedStamp;
  /** Whether a stamp of the estate stands there that is not in the file. */
  readonly strangers: boolean;
  readonly ports: ObservePorts;
  readonly azure: Prepared['azure'];
  readonly requests: Prepared['requests'];
}

async function sharedNow(
  wanted: SharedStamp,
  cloud: Cloud,
  { inUse = async () => false, without = new Set() }: Pick<PrepareOptions, 'inUse' | 'without'>,
): Promise<SharedNow | undefined> {
  const { estate, environment } = wanted;
  const subscriptionId = environment.subscriptionId.toLowerCase();
  const at = makeDesign(wanted);
  const azure = await cloud.calls(at);
  const requests = cloud.requests(at);
  const standing = await standingIn(subscriptionId, estate.id, { azure, kinds: cloud.kinds, requests });
  const asked = new Set(wanted.shared.users.map(({ name }) => name));
  const there = stampsIn(estate, subscriptionId).filter(({ name }) => !without.has(name));
  const isUser = async (name: string): Promise<boolean> =>
    asked.has(name) || standing.stamps.has(name) || (await inUse(name));
  const uses = await Promise.all(there.map(({ name }) => isUser(name)));
  const users = there.filter((_, index) => uses[index]);
  const inFile = new Set(stampsIn(estate, subscriptionId).map(({ name }) => name));
  const strangers = [...standing.stamps].some((name) => name !== wanted.name && !inFile.has(name));
  const group = standing.group(sharedGroupId(wanted));
  const bare = sharedStamp(estate, subscriptionId, users);
  const kind = cloud.kinds.get('Microsoft.Resources/resourceGroups');
  const isOurs = group !== undefined && isOwnedBy(group, kind, ownerOf(makeDesign(bare)));
  if (!isOurs && !hasNeeds(needsOf(users))) return undefined;
  const stamp = sharedStamp(estate, subscriptionId, users, isOurs ? turnedOnBy(group) : []);
  const kinds = kindsOfShared(cloud.kinds);
  return { stamp, strangers, ports: { azure, kinds, requests }, azure, requests };
}

/** Only what a shared stamp can have is listed: all else of the subscription is none of its business. */
export function kindsOfShared(kinds: Kinds): Kinds {
  return { ...kinds, all: kinds.all.filter(({ type }) => sharedTypes.has(type)) };
}

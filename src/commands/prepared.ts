import type { Design } from '../design/design.ts';
import type { Stamp } from '../estate/estate.ts';
import type { PlanOptions } from '../plan/make-plan.ts';
import type { Observed } from '../plan/observed.ts';
import type { StampPlan } from '../plan/plan.ts';
import type { AzureCalls } from '../resource/kind.ts';
import type { SubscriptionFacts } from '../resource/subscription.ts';
import type { Requests } from '../run/requests.ts';

/** What of a stamp is kept until it is confirmed and run: of hundreds nobody holds more. */
export interface Planned {
  readonly stamp: Stamp;
  /** Of those that `prepare` made, without the bodies: when it is run it is made again, and has to say the same. */
  readonly plan: StampPlan;
  /** Of all that the plan does, bodies too. */
  readonly hash: string;
}

/** One stamp with all that was read of it. */
export interface Prepared extends Omit<Planned, 'hash'> {
  readonly design: Design;
  readonly observed: Observed;
  readonly facts: SubscriptionFacts;
  readonly azure: AzureCalls;
  readonly requests: Requests;
}

export type PrepareOptions = Pick<PlanOptions, 'adopt' | 'journalled' | 'unsettled'> & {
  /** `--fx`: how many CHF a USD costs. */
  readonly fx?: string;
  /** Whether another process is at work on a stamp, or a run of it is open: it counts among the users of what is shared. */
  readonly inUse?: (stamp: string) => Promise<boolean>;
  /** Stamps that are no users of what is shared any more. */
  readonly without?: ReadonlySet<string>;
  /** Whether what others have put around the stamps' resources is read too. */
  readonly around?: boolean;
};

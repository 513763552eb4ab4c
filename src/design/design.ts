import type { JsonObject } from '../resource/json.ts';
import type { Step } from '../resource/step.ts';

/** One resource a stamp should consist of. */
export interface DesignedResource {
  /** ARM id in canonical case. */
  readonly id: string;
  /** ARM type, e.g. `Microsoft.Network/virtualNetworks/subnets`. */
  readonly type: string;
  readonly step: Step;
  /** What people call it in lists: `virtual network vnet-main-dev`. */
  readonly title: string;
  /** The ARM body that a PUT sends; may hold references and dates, never a secret. */
  readonly body: JsonObject;
  /** Ids of designed resources that must be there first. References add their targets by themselves. */
  readonly dependsOn: readonly string[];
}

/** A default that the estate file loosens: repeated by plan, report and checklist. */
export interface Loosened {
  readonly what: string;
  readonly checklist: readonly string[];
  /** How the file tightens it again. */
  readonly next: string;
  /** Checks of a verification that repeat it, where they do not see it by themselves. */
  readonly checks?: readonly `GT-CHECK-${string}`[];
}

/** What a stamp should consist of. Pure: the same estate gives the same design, byte for byte. */
export interface Design {
  readonly estateId: string;
  readonly tenant: string;
  readonly environment: string;
  readonly subscriptionId: string;
  readonly directoryId: string;
  /** Directory whose token its subscription is reached with, where that is another: through Azure Lighthouse. */
  readonly signInDirectoryId?: string;
  readonly region: string;
  readonly production: boolean;
  /** What names of this stamp end in, this generation's first: the mark of resources that have no other place for one. */
  readonly nameMarks: readonly string[];
  /** Ids of what is this stamp's and has nowhere to say so, not even in its name. */
  readonly owned?: readonly string[];
  /** Names of the stamps that share it, where it is the shared stamp of a subscription. */
  readonly users?: readonly string[];
  /** How many things of its users each plan of Microsoft Defender for Cloud bills, by the plan's name. */
  readonly covered?: Readonly<Record<string, number>>;
  readonly resources: readonly DesignedResource[];
  /** Existing resources that are used by id and never owned; they must be there. */
  readonly uses: readonly { readonly id: string; readonly as: string }[];
  /** Provider namespaces to be registered in the subscription before the run. */
  readonly providers: readonly string[];
  readonly loosened: readonly Loosened[];
}

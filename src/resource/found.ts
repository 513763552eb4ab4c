import type { JsonObject } from './json.ts';
import type { Unread } from './subscription.ts';

/**
 * What was found in a subscription, whoever built it: read from Azure, with no estate file behind it. Serialisable, so
 * that its judgement is a pure function.
 */
export interface Found {
  readonly subscriptionId: string;
  /** Only what lies in this resource group is judged; what lies beside it explains it. */
  readonly resourceGroup?: string;
  /** Raw bodies as Azure gave them, with the resource kind by which they were read. */
  readonly resources: readonly FoundResource[];
  /** Lists that Azure did not give: nothing is proven of what would have stood there. */
  readonly unread: readonly UnreadList[];
}

export interface FoundResource {
  readonly id: string;
  readonly type: string;
  readonly body: JsonObject;
}

interface UnreadList extends Unread {
  readonly path: string;
  readonly type: string;
}

import type { JsonObject } from '../resource/json.ts';
import type { DeletedTwin } from '../resource/kind.ts';

/** What exists of one stamp: the designed, marked and journalled resources. Read only, serialisable. */
export interface Observed {
  /** ISO time of the reading. */
  readonly at: string;
  /** By id key: the raw ARM body, or null when it is known to be absent. */
  readonly resources: Readonly<Record<string, JsonObject | null>>;
  /** By id key of a designed resource: the soft-deleted one that holds its name. */
  readonly deleted: Readonly<Record<string, DeletedTwin>>;
  /** By id key of a designed resource that isn't there: one of somebody else that does the same, as `Comparison.unique` says. */
  readonly standIns: Readonly<Record<string, string>>;
  /** Ids of resources that carry this stamp's mark but are not designed (any more). */
  readonly orphans: readonly string[];
}

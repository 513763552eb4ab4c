import type { JsonObject } from './json.ts';

/** How ownership is marked on a resource of a kind. */
export type Mark =
  /** Tags `gotthard-estate` and `gotthard-stamp`. */
  | { readonly in: 'tags' }
  /** A text property that carries `gotthard-estate=… gotthard-stamp=…`. */
  | { readonly in: 'text'; readonly pointer: string }
  /**
   * Nowhere: ours when its parent is ours and the name is the designed one. Of what stands on a subscription, which is
   * nobody's, the name has to end in the stamp's hash.
   */
  | { readonly in: 'parent' }
  /** Nowhere, but its name ends in the stamp's hash, which nothing else generates. */
  | { readonly in: 'name' }
  /** Nowhere, not even in its name: the design tells by id which of them are ours. */
  | { readonly in: 'design' };

/** An array in the body whose entries are told apart by key members, not by position. Pointers use `*` for entries. */
export interface KeyedArray {
  readonly pointer: string;
  readonly keys: readonly string[];
  /** Entries with such a first key are ours: an observed one that the design lacks is planned for removal. */
  readonly ours?: RegExp;
}

/** A map in the body, such as a budget's notifications, in which members with such names are ours. */
export interface OwnMembers {
  readonly pointer: string;
  /** An observed member with such a name that the design lacks is planned for removal. */
  readonly ours: RegExp;
}

/** What `plan` needs to know to compare a designed body with an observed one: data, no code. */
export interface Comparison {
  /** Arrays compared entry by entry. All other arrays are compared as sets of values. */
  readonly keyed?: readonly KeyedArray[];
  /** Maps with members of ours. Of all other maps only the members that the design names are compared. */
  readonly maps?: readonly OwnMembers[];
  /** Pointers (with `*`) whose strings compare without case. Ids and locations always do. */
  readonly ignoreCase?: readonly string[];
  /** Pointers that Azure never returns; sent, never compared. */
  readonly writeOnly?: readonly string[];
  /** Pointers of which a change can't be put: the resource is replaced. */
  readonly replace?: readonly string[];
  /** Pointers of which a change, there or beneath, can't be undone. */
  readonly irreversible?: readonly string[];
  /** Pointers that Azure keeps for good once they are set, and that need other resources: they must stay designed. */
  readonly lasting?: readonly string[];
  /** Pointers whose values Azure lets nobody give twice at one scope: somebody else's such one does what ours would. */
  readonly unique?: readonly string[];
  /** Pointers that are fixed when the resource is created and kept as observed afterwards (budget start dates). */
  readonly fixedAtCreation?: readonly string[];
}

/** How a resource goes away. */
export type Removal =
  | { readonly how: 'delete' }
  /** It can't be made or deleted, only set: removing it sets what was there before it was ours, which is nothing. */
  | { readonly how: 'restore-prior' }
  /** It goes with its parent; ARM has no DELETE for it, so that in a parent that was there before it is for good. */
  | { readonly how: 'with-parent' };

/** What a resource forbids at and beneath what it extends. */
export interface Restraint {
  /** `writes` are those of what would not be as it wants; `deletes` are all of them. */
  readonly forbids: 'writes' | 'deletes';
  /** Whether one, as somebody has made it, forbids everything instead. */
  readonly forbidsAll?: (existing: JsonObject) => boolean;
  /** Laid over what exists, this lifts it for as long as a run takes; without it, it is taken away for so long. */
  readonly suspended?: JsonObject;
}

/** What stays behind when a resource of the kind is deleted, and how that is got rid of. */
export interface SoftDelete {
  /** The soft-deleted twin of an id, or undefined when there is none. */
  read(azure: AzureCalls, id: string, location: string): Promise<DeletedTwin | undefined>;
  /** Frees name and quota; absent where only a removal by force leaves nothing behind. */
  purge?(azure: AzureCalls, id: string, location: string): Promise<Operation>;
  /** A body whose put brings the deleted one back, with what was in it. */
  recovering(body: JsonObject): JsonObject;
  /** The command that purges by hand. */
  purgeCommand(id: string, location: string): string;
}

export interface DeletedTwin {
  readonly id: string;
  /** ISO date on which the name frees itself. */
  readonly freeOn: string | undefined;
  readonly purgeProtected: boolean;
  /** Its tags, by which it is known as ours. */
  readonly tags: JsonObject;
  /** Whether it comes back without a way in from outside and without keys, as far as its record tells. */
  readonly closed: boolean;
}

/** Typical durations in milliseconds of cloud time, for the order of work and honest estimates. */
export interface TypicalDuration {
  readonly create: number;
  readonly update: number;
  readonly remove: number;
}

/**
 * One ARM type that Gotthard knows how to read, put, remove and compare: data plus three calls.
 * Waiting, retrying, comparing and journalling happen once, elsewhere.
 */
export interface ResourceKind {
  /** `Microsoft.Network/virtualNetworks/subnets` */
  readonly type: string;
  /** What people call one: `subnet`. */
  readonly noun: string;
  readonly apiVersion: string;
  readonly mark: Mark;
  readonly comparison: Comparison;
  /** Read-only members of an answer (pointers with `*`), left out of a body that is sent back. */
  readonly readOnly: readonly string[];
  /** Writes with an equal lane never overlap. Undefined: no lane. */
  readonly lanes?: (id: string, body: JsonObject) => readonly string[];
  /** Whether an observed resource is truly ready; undefined: `provisioningState` is Succeeded or absent. */
  readonly ready?: (observed: JsonObject) => boolean;
  readonly removal: Removal;
  readonly softDelete?: SoftDelete;
  /**
   * Members of array entries that others may have put and that are secrets, such as URLs with a signature. Entries are
   * told apart by `name`; no journal holds the values, and no write of ours changes them.
   */
  readonly withheld?: readonly { readonly pointer: string; readonly member: string }[];
  /** Whether people keep things in it that no put brings back: a change that would replace it is blocked. */
  readonly holdsData?: true;
  /** Whether one that is made anew is another one to all that knew it: its removal can't be undone. */
  readonly bornAnother?: true;
  /** Whether Azure makes it together with what it lies in: it is there before it is first put, and is then set. */
  readonly bornWithParent?: true;
  /** Paths beneath it of what Azure makes with it and nothing lists, on which something of ours may stand. */
  readonly bearing?: readonly string[];
  /** What it forbids others while it is there, for a kind that does: it is put last, and lifted before that. */
  readonly restrains?: Restraint;
  /** Whether the type has ETags, so that an update carries If-Match. */
  readonly etag?: boolean;
  readonly typicalMs: TypicalDuration;
  /**
   * Where one request lists all of the kind: in the subscription, under the parent, or nowhere. `inline`: each
   * parent's own body holds them, under this pointer.
   */
  readonly listed: 'subscription' | 'parent' | 'no' | { readonly inline: string };
  /** Whether it stays when what it extends is deleted, and is there again once that is made anew under the same id. */
  readonly outlives?: true;
  /** What such a list has to ask for in its query, where it answers nothing useful without. */
  readonly listQuery?: string;
  /** Types that ours stand on, for a kind that nothing lists: there it is looked for when they go. */
  readonly standsOn?: readonly string[];
  read(azure: AzureCalls, id: string): Promise<JsonObject | undefined>;
  put(azure: AzureCalls, id: string, body: JsonObject, options: PutOptions): Promise<Operation>;
  /** What has to be written elsewhere once a put has ended: the approval of an endpoint, at what it leads to. */
  follow?(azure: AzureCalls, id: string, body: JsonObject): Promise<Operation>;
  remove(azure: AzureCalls, id: string, options: RemoveOptions): Promise<Operation>;
}

export interface PutOptions {
  readonly ifMatch?: string | undefined;
}

/** A write that Azure has accepted. Stepped from outside: it never waits and never retries by itself. */
export interface Operation {
  /** Whether it has ended well. */
  readonly done: boolean;
  /** What Azure asked to wait before the next poll. */
  readonly retryAfterMs: number | undefined;
  /** Asks once how far it is. Throws an ArmError when it ended Failed. */
  poll(): Promise<void>;
}

/**
 * What a kind's calls are made with: implemented in `azure/`, opaque everywhere else. Clients are bound to one
 * subscription and one directory.
 */
export interface AzureCalls {
  readonly subscriptionId: string;
  readonly directoryId: string;
  /** All pages of a collection, raw; undefined when what it lies beneath does not exist. */
  list(collectionId: string, apiVersion: string): Promise<readonly JsonObject[] | undefined>;
}

export interface RemoveOptions {
  /** Leave nothing behind where the type can be deleted for good at once. */
  readonly purge: boolean;
}

/** All kinds by ARM type, matched without case. */
export interface Kinds {
  get(type: string): ResourceKind;
  /** Those that a design may put. */
  readonly all: readonly ResourceKind[];
}

/**
 * What a provider folder (`src/sandbox/microsoft.<namespace>/`) hands to the core: one `ProviderModel`, named
 * in `catalogue.ts`. The core does URLs, tokens, rights, throttling, faults, body envelope and shape, status
 * codes, long-running operations, ETags, lists, paging, PATCH, cascades, storage and export. A type says only
 * what is particular to it.
 *
 * How to write a type: declare a `TypeModel` (start from `microsoft.network/route-tables.ts`).
 *  1. `type`, `apiVersions`, `name`, `placement`, `body` (see `shape.ts`; the body is everything but id, name
 *     and type: `location`, `tags`, `sku`, `properties` ... must be in the shape where the type has them).
 *  2. `pace`: how create, update and delete answer, and how long they take in milliseconds of cloud time.
 *  3. `admit(write)`: throw `ArmError` for whatever ARM refuses; return the body to store (with
 *     server-made values added). On an update `write.prior` is what is stored now; a PUT replaces.
 *  4. `wrote` (effects at once, same transaction) and `done` (effects when the operation is due).
 *  5. `show`: how the stored body is answered, when that is more than the stored body itself.
 *  6. `mayDelete` (refusals) and `deleted` (effects, after the record and everything beneath it are gone).
 *  7. `serverMade`: paths of values that the export leaves out; `references`: paths that may hold them.
 *
 * Rules. A hook sees the world only through `World`; it never reads a clock, makes a random number, keeps a
 * variable between calls or closes over state: what an operation does later is found again by type name,
 * in another process. Everything it stores is JSON. Hooks run inside the request's transaction: a throw undoes
 * it all. Secrets a type keeps go to `record.hidden`, never into `body`.
 */
import type { ResourceId } from './arm-id.ts';
import type { ArmError } from './errors.ts';
import type { Json, JsonObject } from './json.ts';
import type { Subscription } from './seed-directories.ts';
import type { ObjectShape } from './shape.ts';

/** One resource as the store keeps it. Never change one in place: `world.save({ ...record, ... })`. */
export interface Stored {
  /** ARM id in the casing the caller last supplied. */
  readonly id: string;
  /** Published type in its published casing, e.g. `Microsoft.Network/virtualNetworks/subnets`. */
  readonly type: string;
  /** Last segment of the id, in the caller's casing. */
  readonly name: string;
  /** What was asked for and decided, without id, name, type, etag, systemData and provisioningState. */
  readonly body: JsonObject;
  /** Server-side memory that no answer and no export shows (keys, addresses in use, owners). */
  readonly hidden: JsonObject;
  /** Shown as `properties.provisioningState` where the type has it. */
  readonly state: string;
  /** False while a create that answered 202 is under way: reads answer 404. */
  readonly visible: boolean;
  /** Different for every creation, also under the same id; source of `world.made`. */
  readonly incarnation: number;
  /** Counts changes; the ETag is made of incarnation and revision. */
  readonly revision: number;
  readonly createdAt: number;
  readonly createdBy: string;
  readonly changedAt: number;
  readonly changedBy: string;
}

/** Who calls: a principal of the seed (or of a token the seed knows). */
export interface Caller {
  readonly objectId: string;
  readonly name: string;
  readonly kind: 'User' | 'ServicePrincipal' | 'Group';
  readonly directoryId: string;
  readonly groups: readonly string[];
}

/** What a platform team's policies do to resources of others: attach zone groups, add tags, add diagnostic settings. */
export type OthersHand = 'zone-groups' | 'tags' | 'diagnostics';

/** The cloud as one transaction sees it, at one moment. */
export interface World {
  /** Cloud time in ms since the epoch; in `done` and `later` the moment at which it was due. */
  readonly now: number;
  readonly caller: Caller;
  /** api-version of the request, empty in effects. */
  readonly apiVersion: string;
  /** Query values of the request by lower-cased key; empty in effects. */
  readonly query: ReadonlyMap<string, string>;
  readonly othersHands: readonly OthersHand[];
  /** Cloud time in ms until a role assignment takes effect. */
  readonly rightsLag: number;
  /** Counts the changes of this transaction: as long as it stays, so does everything that was read. */
  readonly version: number;

  /** A visible resource by id in any casing. */
  find(id: string): Stored | undefined;
  /** Direct and indirect resources beneath an id, children and extension resources alike; of one type if given. */
  under(id: string, type?: string): Stored[];
  /** All visible resources of a type, in id order; inside a scope (an id) if given. */
  all(type: string, scope?: string): Stored[];
  /** Adds or replaces a record as it is (no hooks); bumps its revision. */
  save(record: Stored): Stored;
  /** Makes a new record with defaults (state Succeeded, visible); `save`s it. For what the service makes itself. */
  add(id: string, type: string, body: JsonObject, hidden?: JsonObject): Stored;
  /** Writes a resource through its type's own shape, `admit` and `wrote` (no operation of its own): inline children. */
  write(id: string, type: string, body: JsonObject): Stored;
  /** Deletes a record with everything beneath it, through `deleted` hooks but not `mayDelete`. No operation. */
  remove(id: string): void;
  /** The shape of the body of a modelled type, undefined for every other. */
  shapeOf(type: string): ObjectShape | undefined;
  /** What guards make of a change to a resource that goes past its type: throws what they throw, answers the body. */
  checkUpdate(id: string, body: JsonObject): JsonObject;
  /** Throws what guards and the type's `mayDelete` throw, if the resource exists. */
  checkDelete(id: string): void;

  /** A GUID (version 8) that is a function of the record's incarnation and the purpose: principalId, keys ... */
  made(record: Stored, purpose: string): string;
  /** A fresh GUID (version 8) from the store's counter, for a record that does not exist yet. */
  mint(): string;
  /** Hexadecimal text of the given length, from the same source as `made`: for keys and secrets. */
  secret(record: Stored, purpose: string, length: number): string;
  /** The ETag of a record as its body shows it. */
  etag(record: Stored): string;
  /** The body as answered: envelope, `show`, etag, provisioningState. */
  shown(record: Stored): JsonObject;

  /** Calls the type's `later` hook once `now` reaches `due` (survives a kill). A second one with the same id, type
   *  and purpose replaces the first. `now + world.duration(ms)` is a due time that follows the sandbox's speed. */
  later(record: Stored, due: number, purpose: string, data?: JsonObject): void;
  /** A typical duration at the sandbox's speed: `ms`, or 0 when operations are done at their first poll. */
  duration(ms: number): number;
  /** Whether an operation is under way on a resource (id in any casing) or, with `beneath`, below it. */
  busy(id: string, beneath?: boolean): boolean;

  /** Throws 403 AuthorizationFailed unless the caller may do the action at the scope. */
  authorise(action: string, scope: string): void;
  /** Whether the caller may do the action at the scope. */
  allowed(action: string, scope: string): boolean;
  /** State of a provider's registration in a subscription: Registered, Registering, NotRegistered. */
  registration(subscriptionId: string, namespace: string): string;
  register(subscriptionId: string, namespace: string): void;
  unregister(subscriptionId: string, namespace: string): void;
  /** A subscription by id in any casing, undefined for an unknown one. */
  subscription(id: string): Subscription | undefined;
  subscriptions(): Subscription[];
  /** Directory that a subscription belongs to (GUID), undefined for an unknown subscription. */
  directoryOf(subscriptionId: string): string | undefined;
  /** Whether the directory knows the principal: seed users, groups, applications, and identities made here. */
  principalExists(directoryId: string, objectId: string): boolean;
  /** Registers a principal made by a resource (managed identity); `dropPrincipal` forgets it. */
  addPrincipal(directoryId: string, objectId: string, owner: Stored): void;
  dropPrincipal(objectId: string): void;
}

/** A PUT or PATCH (merged by the core) on one resource, body already held against the shape. */
export interface Write {
  readonly world: World;
  readonly id: ResourceId;
  readonly body: JsonObject;
  /** Body as sent (names, casing and all), before defaults: to tell an omitted member from a default. */
  readonly sent: JsonObject;
  readonly prior: Stored | undefined;
  readonly method: 'PUT' | 'PATCH';
}

/** How one kind of write answers, and its typical duration. */
export type Pace =
  /** Done when it answers. PUT 201/200, DELETE 200 (204 when absent). */
  | { readonly how: 'sync' }
  /** PUT 201/200 with the resource in `state` and an Azure-AsyncOperation header. DELETE: 202 + Location. */
  | { readonly how: 'operation'; readonly state: string; readonly ms: number }
  /** 202 + Location; a resource so created is invisible until done. */
  | { readonly how: 'accepted'; readonly state: string; readonly ms: number }
  /** PUT 201/200 in `state` without operation headers: the resource itself is polled. */
  | { readonly how: 'resource'; readonly state: string; readonly ms: number };

/** Answer of an action or a route. A body left out is an empty answer. */
export interface Answer {
  readonly status: number;
  readonly body?: Json;
  readonly headers?: { readonly [name: string]: string };
  /** Makes it a long-running operation: 202 + Location first, this answer at the end. The change itself is made
   *  when due, by `later(world, purpose, data)` of the given type (purpose and data as given). */
  readonly operation?: {
    readonly ms: number;
    readonly type: string;
    readonly purpose: string;
    readonly data: JsonObject;
    readonly location: string;
  };
}

/** POST `{resource}/{action}`. */
export interface ActionModel {
  /** RBAC action; default `<type>/<action>/action`. */
  readonly action?: string;
  /** Only actions that change something run in a write transaction. */
  readonly writes: boolean;
  readonly body?: ObjectShape;
  readonly handle: (world: World, record: Stored, body: JsonObject) => Answer;
}

/** A call on a route. */
export interface Call {
  readonly world: World;
  readonly method: string;
  /** Values of the pattern's braces, as sent (percent-decoded). */
  readonly parts: { readonly [name: string]: string };
  /** Query values by lower-cased, decoded key. */
  readonly query: ReadonlyMap<string, string>;
  readonly body: JsonObject;
  readonly path: string;
}

/**
 * A URL that is no plain resource, list or action: usages, models, name checks, deleted things.
 * Pattern: literal segments (compared case-insensitively), `{name}` for one segment, a leading `{*scope}` for
 * any scope. A GET whose answer body is an array is paged and wrapped as `{value, nextLink?}` by the core.
 */
export interface RouteModel {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD';
  readonly pattern: string;
  readonly apiVersions: readonly string[];
  readonly writes: boolean;
  /** RBAC action and the pattern of its scope, e.g. `/subscriptions/{subscription}`; left out: any signed-in caller. */
  readonly right?: { readonly action: string; readonly scope: string };
  readonly body?: ObjectShape;
  readonly handle: (call: Call) => Answer;
}

/** Where resources of a type live. */
export type Placement = 'group' | 'subscription' | 'tenant' | 'extension';

/** One resource type. */
export interface TypeModel {
  readonly type: string;
  readonly apiVersions: readonly string[];
  readonly placement: Placement;
  readonly name: {
    readonly pattern: RegExp;
    readonly min?: number;
    readonly max?: number;
    readonly code?: string;
  };
  readonly body: ObjectShape;
  /** Shape of a PATCH body when it has one of its own; PATCH merges it into the stored body (JSON merge patch)
   *  and the result is a PUT. `false`: 405. Default: the PUT shape with nothing required. */
  readonly patch?: ObjectShape | false;
  readonly pace: { readonly create: Pace; readonly update: Pace; readonly delete: Pace };
  /** Where the pace of a PUT or PATCH depends on its body; undefined: `pace` holds. */
  readonly paceFor?: (body: JsonObject) => Pace | undefined;
  /** Verbs that the type has at all; default all. `list` also covers the subscription-wide list. */
  readonly verbs?: readonly ('get' | 'list' | 'put' | 'patch' | 'delete')[];
  /** Code of the 400 for a body that does not fit; default: the provider's. */
  readonly badBody?: string;
  /** A create that ends Failed leaves nothing: the type has no such state. Default: it stays, in state Failed. */
  readonly vanishesOnFailure?: true;
  /** Status of a PUT; default 201 and 200. */
  readonly answers?: { readonly create?: number; readonly update?: number };
  /** A DELETE that is done at once answers what was there. Default false: an empty answer. */
  readonly showsDeleted?: boolean;
  /** Regions offered; default: all of the seed. `global`: body.location must be "global". */
  readonly regions?: readonly string[] | 'global';
  /** Code of the 409 when the location of an existing resource changes; default InvalidResourceLocation. */
  readonly movedCode?: string;
  /**
   * etag in body and ETag header, If-Match and If-None-Match honoured. Default false. `star`: of If-None-Match only `*`
   * counts, other values are ignored (record sets of private DNS zones, parameter ifNoneMatch).
   */
  readonly etag?: boolean | 'star';
  /** `properties.provisioningState` is shown. Default true. */
  readonly showsState?: boolean;
  /** systemData is shown. Default false. */
  readonly showsSystemData?: boolean;
  /** Extension resources only: stays when the resource it extends is deleted. Default false. */
  readonly outlives?: boolean;
  /** Shown as `type`; default `type`. */
  readonly shownType?: string;
  /** Instances that are at a scope from birth, without a record until somebody writes them: settings with a default. */
  readonly standing?: (scope: string) => readonly { readonly name: string; readonly body: JsonObject }[];
  /** RBAC action base; default `type`. */
  readonly rights?: string;
  /** Key of the lane in which only one operation may run, and the refusal; default none.
   *  `operation` is the status URL of the operation in the way. */
  readonly lane?: {
    readonly key: (id: ResourceId) => string;
    readonly refuse: (operation: string) => ArmError;
  };

  readonly admit?: (write: Write) => JsonObject;
  /** Gets the same write as `admit`; `record.body` is what `admit` returned. */
  readonly wrote?: (world: World, record: Stored, write: Write) => void;
  readonly done?: (world: World, record: Stored, created: boolean) => void;
  readonly show?: (world: World, record: Stored) => JsonObject;
  readonly mayDelete?: (world: World, record: Stored) => void;
  /** For a delete with an operation: effects at once (a state shown elsewhere, a connection marked). */
  readonly deleting?: (world: World, record: Stored) => void;
  /** Whichever way it goes (request, due operation, cascade): just before the record and all beneath it are gone. */
  readonly removing?: (world: World, record: Stored) => void;
  readonly deleted?: (world: World, record: Stored) => void;
  /** Takes the place of the removal itself when it is due (resource groups). A throw: the operation ends Failed. */
  readonly removal?: (world: World, record: Stored) => void;
  readonly later?: (world: World, record: Stored | undefined, purpose: string, data: JsonObject) => void;
  readonly actions?: { readonly [name: string]: ActionModel };

  /** Paths (dots; `*` for every item or member) into the shown body of values that the service makes. */
  readonly serverMade?: readonly string[];
  /** Paths that may hold such a value of another resource; the export writes `<resource id>#<path>` or `dead`. */
  readonly references?: readonly string[];
  /** Last word on the exported body (already stripped): keep it deterministic; undefined leaves the record out. */
  readonly exported?: (world: World, record: Stored, body: JsonObject) => JsonObject | undefined;
}

/**
 * Looks at every write before it is done; throws ArmError to refuse it (locks, deny policies), or answers the body to
 * go on with (policies that modify).
 */
export type Guard = (
  world: World,
  write: {
    readonly method: string;
    readonly id: ResourceId;
    readonly type: string;
    readonly body: JsonObject;
  },
) => JsonObject | undefined;

/** One resource provider. */
export interface ProviderModel {
  readonly namespace: string;
  readonly types: readonly TypeModel[];
  readonly routes?: readonly RouteModel[];
  readonly guards?: readonly Guard[];
  /** Code of the 400 for a body that does not fit the shape; default InvalidRequestContent. */
  readonly badBody?: string;
  /** What this provider offers from birth (models, quotas ...), for the export; pure data. */
  readonly offers?: () => Json;
  /** Records of the seed, added once when a sandbox is born (the world's caller is the platform, which may do everything). */
  readonly seed?: (world: World) => void;
  /** Records that depend on the moment at which a sandbox is born. Their ids are fixed like those of the seed. */
  readonly born?: (world: World) => void;
  /** What it answers reads and writes with where it is not registered; default: reads are answered, writes get a 409. */
  readonly unregistered?: () => ArmError;
  /** Always registered (Microsoft.Resources, Microsoft.Authorization ...). */
  readonly alwaysRegistered?: boolean;
}

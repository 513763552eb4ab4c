import type { Design } from '../../design/design.ts';
import { makeDesign } from '../../design/make-design.ts';
import { type Estate, type Stamp, stampsOf } from '../../estate/estate.ts';
import type { Observed } from '../../plan/observed.ts';
import { idKey, parseArmId } from '../../resource/arm-id.ts';
import { isObject, type JsonObject } from '../../resource/json.ts';
import { known, type SubscriptionFacts } from '../../resource/subscription.ts';

/** A resource as the analysis looks at it: of a design, or as Azure shows it. */
export interface Held {
  readonly id: string;
  readonly type: string;
  readonly body: JsonObject;
}

/** Resources by their type in lower case. */
export type HeldByType = ReadonlyMap<string, readonly Held[]>;

/** What one stamp consists of, and who has to do with it. */
export interface Holding {
  /** `tenant/environment`. */
  readonly stamp: string;
  readonly tenant: string;
  /** Lower case, as all ids and object ids here. */
  readonly subscriptionId: string;
  readonly directoryId: string;
  /** Whether its resources are those of the design, or those that exist. */
  readonly seen: 'designed' | 'observed';
  readonly resources: HeldByType;
  /** What others have put around its resources; only of what exists. */
  readonly around: HeldByType;
  /** Keys of its resource groups: whatever lies in them is its own. */
  readonly places: readonly string[];
  /** Keys of what its design consists of. */
  readonly designed: ReadonlySet<string>;
  /** Keys of existing resources that it uses by id. */
  readonly uses: ReadonlySet<string>;
  /** Entra groups of its tenant: what each is for by object id. */
  readonly groups: ReadonlyMap<string, string>;
  /** Directories that reach its subscription through Azure Lighthouse. */
  readonly delegatedTo: readonly string[];
  /** The one of these that the estate file names. */
  readonly managedFrom: string | undefined;
  /** Object id of whoever is signed in, who works on every stamp. */
  readonly signedIn: string | undefined;
}

/** A stamp of which something was read. */
export interface Looked {
  readonly design: Design;
  readonly observed?: Observed;
  readonly facts?: SubscriptionFacts;
}

/** The whole estate by its design alone. */
export function designedHoldings(estate: Estate): Holding[] {
  return stampsOf(estate).map((stamp) => designedHolding(stamp, makeDesign(stamp)));
}

/** The whole estate: what exists of the stamps that were looked at, and the design of all others. */
export function existingHoldings(estate: Estate, looked: readonly Looked[]): Holding[] {
  const seen = new Map(looked.map((each) => [`${each.design.tenant}/${each.design.environment}`, each]));
  const holdings = stampsOf(estate).flatMap((stamp) => {
    const one = seen.get(stamp.name);
    return one ? [lookedHolding(stamp, one)] : [];
  });
  return withDesigned(estate, holdings);
}

/** One stamp that was looked at. */
export function lookedHolding(stamp: Stamp, looked: Looked): Holding {
  return looked.observed
    ? observedHolding(stamp, looked, looked.observed)
    : designedHolding(stamp, looked.design);
}

/** The whole estate: these stamps, and the design of all others. */
export function withDesigned(estate: Estate, holdings: readonly Holding[]): Holding[] {
  const seen = new Map(holdings.map((holding) => [holding.stamp, holding]));
  return stampsOf(estate).map((stamp) => seen.get(stamp.name) ?? designedHolding(stamp, makeDesign(stamp)));
}

function designedHolding(stamp: Stamp, design: Design): Holding {
  return {
    ...whose(stamp, design),
    seen: 'designed',
    resources: byType(design.resources),
    around: new Map(),
    delegatedTo: [],
    signedIn: undefined,
  };
}

function observedHolding(stamp: Stamp, { design, facts }: Looked, observed: Observed): Holding {
  const used = Object.entries(facts?.uses ?? {}).flatMap(([id, fact]) => held(id, known(fact) ?? undefined));
  const principal = known(facts?.principal);
  return {
    ...whose(stamp, design),
    seen: 'observed',
    resources: byType([
      ...Object.entries(observed.resources).flatMap(([id, body]) => held(id, body ?? undefined)),
      ...used,
    ]),
    around: byType((known(facts?.around) ?? []).flatMap((body) => held(String(body['id'] ?? ''), body))),
    delegatedTo: (known(facts?.subscription)?.managedBy ?? []).map((id) => id.toLowerCase()),
    signedIn: principal?.objectId.toLowerCase(),
  };
}

function whose({ tenant, name }: Stamp, design: Design) {
  const roles = new Map<string, string>();
  for (const [role, id] of Object.entries(tenant.groups)) {
    if (id === undefined) continue;
    const key = id.toLowerCase();
    roles.set(key, [roles.get(key), role].filter((each) => each !== undefined).join(', '));
  }
  return {
    stamp: name,
    tenant: tenant.name,
    subscriptionId: design.subscriptionId,
    directoryId: design.directoryId,
    managedFrom: design.signInDirectoryId,
    places: design.resources
      .filter(({ type }) => type === 'Microsoft.Resources/resourceGroups')
      .map(({ id }) => idKey(id)),
    designed: new Set(design.resources.map(({ id }) => idKey(id))),
    uses: new Set(design.uses.map(({ id }) => idKey(id))),
    groups: roles,
  };
}

/** Bodies of Azure tell their id in the case that they were made with. */
function held(key: string, body: JsonObject | undefined): Held[] {
  if (!isObject(body)) return [];
  const id = typeof body['id'] === 'string' ? body['id'] : key;
  return [{ id, type: parseArmId(id).type, body }];
}

function byType(resources: readonly Held[]): HeldByType {
  const types = new Map<string, Held[]>();
  for (const held of resources) {
    const key = held.type.toLowerCase();
    const list = types.get(key);
    if (list) list.push(held);
    else types.set(key, [held]);
  }
  return types;
}

import type { Json, JsonObject } from './json.ts';

/**
 * What a subscription and the signed-in principal bring along: read before a plan, never written. Serialisable, so
 * that checks are pure functions of it.
 */
export interface SubscriptionFacts {
  readonly subscription: Fact<SubscriptionFact>;
  readonly principal: Fact<PrincipalFact>;
  /** Control-plane permissions at the scope of the subscription. */
  readonly permissions: Fact<readonly PermissionFact[]>;
  /** By lower-case namespace. */
  readonly registrations: Fact<Readonly<Record<string, RegistrationFact>>>;
  /** By region in its short form; regions that were not asked for are absent. */
  readonly models: Readonly<Record<string, Fact<readonly ModelFact[]>>>;
  readonly usages: Readonly<Record<string, Fact<readonly UsageFact[]>>>;
  /** Undefined when nothing asked for them. */
  readonly virtualNetworks: Fact<readonly VirtualNetworkFact[]> | undefined;
  /** Assignments that apply to the subscription, inherited ones included. */
  readonly policies: Fact<readonly PolicyFact[]>;
  /** What Azure itself says about the resources that were handed to it for evaluation. */
  readonly verdicts: Fact<readonly PolicyVerdict[]>;
  readonly rights: Fact<readonly RightFact[]>;
  readonly names: readonly NameFact[];
  /** By id key: the body of an existing resource, or null when it isn't there. */
  readonly uses: Readonly<Record<string, Fact<JsonObject | null>>>;
  /**
   * What is put around the stamp's own resources, as Azure shows it: role assignments at, above and beneath the
   * subscription, its metric alerts, links of the stamp's zones, diagnostic settings on its resources. Undefined when
   * nothing asked for it.
   */
  readonly around?: Fact<readonly JsonObject[]>;
  /** How the stamp's own policies are kept; undefined when nothing asked for it. */
  readonly compliance?: Fact<ComplianceFact>;
  /** What of the stamp is used, and what hangs on nothing. Undefined when nothing asked for it. */
  readonly use?: Fact<UseFact>;
  /** Currency of the subscription's bills, as its budgets say it; undefined when nothing asked for it. */
  readonly billingCurrency?: Fact<string>;
}

/** A value that was read, or why it could not be. */
export type Fact<T> = { readonly value: T } | { readonly unknown: Unread };

export interface Unread {
  /** Azure's code. */
  readonly code: string;
  readonly reason: string;
}

/** The value of a fact, or undefined when it could not be read. */
export function known<T>(fact: Fact<T> | undefined): T | undefined {
  return fact && 'value' in fact ? fact.value : undefined;
}

/** Why a fact is not there, or undefined when it is. */
export function unread<T>(fact: Fact<T> | undefined): Unread | undefined {
  if (!fact) return { code: 'NotRead', reason: 'it was not read' };
  return 'unknown' in fact ? fact.unknown : undefined;
}

export interface SubscriptionFact {
  readonly id: string;
  readonly name: string;
  /** `Enabled`, `Warned`, `PastDue`, `Disabled` or `Deleted`. */
  readonly state: string;
  /** Entra directory that the subscription trusts. */
  readonly directoryId: string;
  /** Directories that reach it through Azure Lighthouse. */
  readonly managedBy: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
}

/** Who signed in, as the token says it. */
export interface PrincipalFact {
  readonly objectId: string;
  /** User name or application id. */
  readonly name: string;
  /** Directory that issued the token. */
  readonly directoryId: string;
  readonly kind: 'user' | 'application';
  /** Where a guest of that directory is at home: the id of a directory, or another provider of identities. */
  readonly guestFrom?: string;
  /** Whether the sign-in used a second factor; undefined when the token doesn't say. */
  readonly mfa: boolean | undefined;
  /** ISO time. */
  readonly tokenExpiresAt: string | undefined;
}

/** One entry of the permissions API; `*` stands for any text. */
export interface PermissionFact {
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
}

export interface RegistrationFact {
  readonly namespace: string;
  /** `Registered`, `Registering`, `NotRegistered` or `Unregistering`. */
  readonly state: string;
  /** Regions in their short form by lower-case wanted type; empty: the type knows no regions. */
  readonly locations: Readonly<Record<string, readonly string[]>>;
}

/** Namespaces that are not registered yet, in the given order; none when the registrations could not be read. */
export function unregistered(
  namespaces: readonly string[],
  registrations: SubscriptionFacts['registrations'],
): string[] {
  const states = known(registrations);
  if (!states) return [];
  return namespaces.filter((namespace) => states[namespace.toLowerCase()]?.state !== 'Registered');
}

/** One version of a model that a region lists. */
export interface ModelFact {
  readonly name: string;
  readonly version: string;
  readonly format: string;
  /** `GenerallyAvailable`, `Preview`, `Deprecating`, `Deprecated`, … */
  readonly lifecycleStatus: string;
  /** ISO date on which inference ends, when known. */
  readonly retiresOn: string | undefined;
  /** Names of capability flags that are set, such as `chatCompletion` or `embeddings`. */
  readonly capabilities: readonly string[];
  readonly skus: readonly ModelSkuFact[];
}

/** A deployment type of a model version. */
export interface ModelSkuFact {
  readonly name: string;
  /** Name of the quota it draws on. */
  readonly usageName: string;
  readonly capacity: CapacityFact | undefined;
  /** ISO date on which this deployment type ends, when known. */
  readonly deprecationDate: string | undefined;
}

export interface CapacityFact {
  readonly minimum: number;
  readonly maximum: number;
  readonly step: number;
  readonly default: number;
}

export interface UsageFact {
  readonly name: string;
  readonly current: number;
  readonly limit: number;
}

export interface VirtualNetworkFact {
  readonly id: string;
  readonly name: string;
  /** CIDR ranges. */
  readonly ranges: readonly string[];
  /** CIDR ranges of the networks that it is peered with. */
  readonly peered?: readonly string[];
}

export interface PolicyFact {
  readonly id: string;
  readonly displayName: string;
  /** Id of the management group, subscription, group or resource to whose contents it applies. */
  readonly scope: string;
  /** Ids within the scope that are left out. */
  readonly notScopes: readonly string[];
  /** Id of the definition, or of the set of definitions. */
  readonly definitionId: string;
  /** Lower case; undefined when only the definition knows it. */
  readonly effect: string | undefined;
  readonly enforced: boolean;
  readonly parameters: Readonly<Record<string, Json>>;
}

/** A policy that a resource, as it is designed, does not comply with. */
export interface PolicyVerdict {
  readonly resourceId: string;
  readonly assignmentId: string;
  readonly definitionId: string;
  /** Lower case: `deny`, `modify`, `append`, … */
  readonly effect: string;
  /** `path value operator target` for each expression that decided. */
  readonly because: readonly string[];
}

/** A role that the principal holds, possibly for a time. */
export interface RightFact {
  readonly role: string;
  readonly roleDefinitionId: string;
  /** ISO time; undefined: it doesn't end. */
  readonly endsAt: string | undefined;
}

/** Whether a globally unique name that isn't ours yet can be taken. */
export interface NameFact {
  readonly kind: NameKind;
  readonly name: string;
  /** Resource that is to carry it. */
  readonly id: string;
  readonly free: Fact<boolean>;
  /** Azure's words when it isn't free. */
  readonly reason: string | undefined;
  /** The soft-deleted resource of this subscription that holds it. */
  readonly heldBy: HeldName | undefined;
}

export type NameKind = 'vault' | 'account' | 'storage' | 'cosmos' | 'sql' | 'site';

export interface HeldName {
  readonly id: string;
  readonly freeOn: string | undefined;
  readonly purgeProtected: boolean;
  readonly purgeCommand: string;
}

/** What to read: computed from the designs, so that nothing is read in vain. */
export interface FactsWanted {
  /** Provider namespaces whose registration matters. */
  readonly namespaces: readonly string[];
  /** ARM types whose regions matter. */
  readonly types: readonly string[];
  /** Regions in their short form. */
  readonly modelRegions: readonly string[];
  readonly usageRegions: readonly string[];
  readonly virtualNetworks: boolean;
  readonly billingCurrency: boolean;
  readonly names: readonly { readonly kind: NameKind; readonly name: string; readonly id: string }[];
  /** Ids of existing resources. */
  readonly uses: readonly string[];
  /** Undefined: what is around the stamp's resources does not matter. */
  readonly around?: SurroundingsWanted;
  /** Id of the initiative of which compliance matters. */
  readonly compliance?: string;
  /** Undefined: whether something is used does not matter. */
  readonly use?: UseWanted;
  /** Resources for Azure to evaluate against its policies. */
  readonly policySamples: readonly PolicySample[];
}

/** What Azure says of an initiative. It evaluates within half an hour of an assignment, and once a day after that. */
export interface ComplianceFact {
  /** How many resources Azure has looked at. */
  readonly evaluated: number;
  /** What does not comply, with the name of the policy in its initiative. */
  readonly broken: readonly { readonly resourceId: string; readonly policy: string }[];
}

/** What is used, and what lies beside it. */
export interface UseFact {
  /** By id key of an account: how many requests each deployment had, by its name in lower case; without any it is not there. */
  readonly requests: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** What else lies in the groups of the stamp and could be attached to something, as Azure shows it. */
  readonly beside: readonly JsonObject[];
}

export interface UseWanted {
  /** Ids of accounts. */
  readonly accounts: readonly string[];
  /** ISO times between which requests count. */
  readonly from: string;
  readonly to: string;
  /** Ids of resource groups. */
  readonly groups: readonly string[];
  /** Id keys of what is known in them. */
  readonly known: readonly string[];
}

/** Resources of a stamp, by id, around which others may put something. */
export interface SurroundingsWanted {
  readonly zones: readonly string[];
  /** Resources whose logs go somewhere. */
  readonly logged: readonly string[];
  /** Accounts of Cosmos DB, of which the roles of the data plane matter. */
  readonly cosmos: readonly string[];
  /** Data factories, of which linked services and managed private endpoints of others matter. */
  readonly factories: readonly string[];
}

export interface PolicySample {
  readonly id: string;
  readonly type: string;
  readonly apiVersion: string;
  /** The body that a PUT would send, with every reference replaced by a stand-in. */
  readonly body: JsonObject;
  /** Name of the resource group it would lie in, where that exists already: groups may have policies of their own. */
  readonly group?: string;
}

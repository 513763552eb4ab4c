import type { DefenderPlan, DeploymentType, Residency } from '../estate/estate.ts';
import type { IntegrationOption } from '../estate/integration.ts';

/** Thrown by an Ask implementation when the person goes back one question (Esc). */
export class Back extends Error {
  constructor() {
    super('back');
    this.name = 'Back';
  }
}

/** Thrown when the person leaves the wizard (Ctrl-C, or save and quit). The draft is kept. */
export class Left extends Error {
  constructor() {
    super('left');
    this.name = 'Left';
  }
}

/** What every question has. */
export interface Question {
  /** Also the flag (`--<id>`) and the key of a scripted answer. */
  readonly id: string;
  /** Ends in `?`. */
  readonly message: string;
  /** One line: why it matters. */
  readonly why: string;
  /** Shown on `?` in an empty field, or F1. */
  readonly explain: string;
  /** Where we are: `Network 4/6`. */
  readonly progress?: string;
  /** What its answer is called afterwards: `Address space`. Default: the message. */
  readonly label?: string;
}

export interface Choice<T> {
  readonly value: T;
  readonly name: string;
  /** Facts beside the name: a price, a quota. */
  readonly hint?: string;
  /** Set when it can't be taken, with the reason. */
  readonly disabled?: string;
}

/** The verdict on an answer while it is typed. */
export type Verdict =
  | { readonly ok: true; readonly note?: string }
  | { readonly ok: false; readonly reason: string; readonly suggestion?: string };

/**
 * Asks a person. Implemented by the terminal, and by a scripted version in tests. Every method may throw Back or Left.
 */
export interface Ask {
  /** One of a list; typing filters it. */
  choose<T>(question: Question & { choices: readonly Choice<T>[]; default?: T }): Promise<T>;
  /** Several of a list. */
  chooseMany<T>(
    question: Question & { choices: readonly Choice<T>[]; default?: readonly T[]; minimum?: number },
  ): Promise<T[]>;
  /** A text, checked as it is typed. */
  text(
    question: Question & { default?: string; check: (answer: string) => Verdict | Promise<Verdict> },
  ): Promise<string>;
  confirm(question: Question & { default: boolean }): Promise<boolean>;
  /** Shows text between questions (a review screen, a hint). */
  show(text: string): void;
}

export interface CloudChoice {
  /** `sandbox`, `azure`, `azure-usgov`, `azure-china`, or the URL of an ARM endpoint. */
  readonly cloud: string;
  readonly name: string;
  /** Such as the account of a sign-in that was found. */
  readonly hint?: string;
}
export interface RegionChoice {
  /** `switzerlandnorth` */
  readonly region: string;
  readonly name: string;
  /** What it offers, in a few words: zones, models, deployment types. */
  readonly offers: string;
}
export interface DirectoryChoice {
  readonly directoryId: string;
  readonly name: string;
}
export interface SubscriptionChoice {
  readonly subscriptionId: string;
  readonly name: string;
  readonly directoryId: string;
  readonly enabled: boolean;
  /** Why it can't be taken although Azure has it enabled. */
  readonly heldBy?: string;
}
export interface GroupChoice {
  readonly objectId: string;
  readonly name: string;
}
export interface ModelOffer {
  readonly model: string;
  readonly version: string;
  readonly deploymentType: DeploymentType;
  readonly capacity: {
    readonly minimum: number;
    readonly maximum: number;
    readonly step: number;
    readonly default: number;
  };
  /** ISO date on which it can't be deployed any more, when known. */
  readonly retiresOn: string | undefined;
  /** Capacity units left in the subscription, or undefined when Azure doesn't say. */
  readonly remaining: number | undefined;
  /** Whether it can be deployed now. */
  readonly deployable: boolean;
}

/** Facts the wizard needs while it asks. Filled in by main; every method only reads. */
export interface Advice {
  /** Where one can deploy. The sandbox is always among them; a sign-in that is found only adds its cloud. */
  clouds(): Promise<readonly CloudChoice[]>;
  /** The same facts of another cloud. */
  on(cloud: string): Advice;
  /** Regions for network, vault and logs that keep to a residency, the best first. */
  regions(subscriptionId: string, residency: Residency): Promise<readonly RegionChoice[]>;
  /** Regions for the Azure OpenAI account under a residency, the best first. */
  modelRegions(subscriptionId: string, residency: Residency): Promise<readonly RegionChoice[]>;
  directories(): Promise<readonly DirectoryChoice[]>;
  subscriptions(directoryId: string): Promise<readonly SubscriptionChoice[]>;
  groups(directoryId: string): Promise<readonly GroupChoice[]>;
  /** Chat and embedding models a region offers under a residency, the best first. */
  models(subscriptionId: string, region: string, residency: Residency): Promise<readonly ModelOffer[]>;
  /** CIDR ranges of existing virtual networks of the subscription. */
  existingRanges(
    subscriptionId: string,
  ): Promise<readonly { readonly name: string; readonly id: string; readonly range: string }[]>;
  /** Whether globally unique names of this base are free; undefined when it can't be told. */
  nameFree(subscriptionId: string, kind: 'vault' | 'account', name: string): Promise<boolean | undefined>;
  /** `CHF 73'000.00 a month` for an option, or why it isn't known. Text for hints. */
  price(option: {
    model?: string;
    deploymentType: DeploymentType;
    capacity?: number;
    region: string;
  }): string;
  /** `CHF 0.21 a month for each vault`, or that it isn't known. Text for hints. */
  defenderPrice(plan: DefenderPlan): string;
  /** `about CHF 14.20 a month` for what stands beside the models of an environment. Text for hints. */
  integrationPrice(option: IntegrationOption, region: string): string;
}

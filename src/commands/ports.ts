import type { AccessReview } from '../checks/access/access.ts';
import type { CheckResult } from '../checks/check.ts';
import type { Compared } from '../cost/actual.ts';
import type { Cost } from '../cost/cost.ts';
import type { Explanation } from '../cost/explain.ts';
import type { ListedPrices } from '../cost/listed-prices.ts';
import type { PublishedComparison } from '../cost/published.ts';
import type { CostView } from '../cost/views.ts';
import type { WhatIf } from '../cost/what-if/choice.ts';
import type { Promised } from '../cost/what-if/promised.ts';
import type { Estate } from '../estate/estate.ts';
import type { StampPlan } from '../plan/plan.ts';
import type { Problem } from '../problems/problem.ts';
import type { AccessFacts } from '../resource/access.ts';
import type { ActualCosts, ActualCostsQuery } from '../resource/actual-costs.ts';
import type { Clock } from '../resource/clock.ts';
import type { Found } from '../resource/found.ts';
import type { JsonObject } from '../resource/json.ts';
import type { AzureCalls, Kinds } from '../resource/kind.ts';
import type { PriceList } from '../resource/price-list.ts';
import type { NetworkView, PrivateAddresses } from '../resource/sighting.ts';
import type { Fact, FactsWanted, SubscriptionFacts, SurroundingsWanted } from '../resource/subscription.ts';
import type { RunEvent, RunResult } from '../run/events.ts';
import type { JournalStore } from '../run/journal.ts';
import type { Locks } from '../run/lock.ts';
import type { Requests } from '../run/requests.ts';
import type { OnFailure } from '../run/run.ts';
import type { Advice, Ask, CloudChoice } from '../wizard/ports.ts';

/** What the wizard asks a cloud. */
export type CloudAdvice = Pick<
  Advice,
  'directories' | 'subscriptions' | 'groups' | 'models' | 'existingRanges' | 'nameFree'
>;

/** A subscription, and the directory whose token reaches it. */
export interface SubscriptionReached {
  readonly subscriptionId: string;
  readonly directoryId: string;
  /** Where it is another than the subscription trusts: through Azure Lighthouse. */
  readonly signInDirectoryId?: string | undefined;
}

/** A cloud, signed in to: what of it a command may use. */
export interface Cloud {
  /** `sandbox`, `azure`, … as every JSON document and screen says it. */
  readonly name: string;
  readonly sandbox: boolean;
  readonly kinds: Kinds;
  /** The same, but that a stored API key may become the other one of its account. */
  readonly rotating: Kinds;
  readonly clock: Clock;
  /** Calls on one subscription, with a token of its directory, or of the one that manages it. */
  calls(at: SubscriptionReached): Promise<AzureCalls>;
  /** What leaves for a subscription, within what ARM grants there; the same for all that work in it. */
  requests(at: SubscriptionReached): Requests;
  /** What preflight wants to know about the subscription of a stamp. */
  facts(azure: AzureCalls, wanted: FactsWanted): Promise<SubscriptionFacts>;
  /** What others have put around the resources of a stamp. */
  around(azure: AzureCalls, wanted: SurroundingsWanted): Promise<SubscriptionFacts['around']>;
  /** All that matters to the security of Azure OpenAI there, whoever built it. */
  discover(azure: AzureCalls, resourceGroup: string | undefined): Promise<Found>;
  /** The addresses of private endpoints, as their interfaces have them. */
  endpointAddresses(
    azure: AzureCalls,
    endpoints: Readonly<Record<string, JsonObject>>,
  ): Promise<Fact<PrivateAddresses>>;
  /**
   * The network as this machine sees it. A simulated cloud has no machine: there it stands in the subnet of that ARM id,
   * or on the public internet.
   */
  networkView(subnet: string | undefined): Promise<NetworkView>;
  /** Who holds which role at, above and beneath the subscription, and whom its directory knows. */
  access(azure: AzureCalls): Promise<AccessFacts>;
  /** The signed-in principal's permissions on the subscription, read anew. */
  rights(azure: AzureCalls): Promise<SubscriptionFacts['permissions']>;
  /** Registers provider namespaces and waits until they are. */
  register(azure: AzureCalls, namespaces: readonly string[]): Promise<void>;
  readonly advice: CloudAdvice;
  /** What resource groups of a subscription have cost this month so far. */
  actualCosts(azure: AzureCalls, query: ActualCostsQuery): Promise<ActualCosts>;
  /** Its retail prices. */
  readonly prices: PriceList;
  /** Directory, object id and name of whoever is signed in, for people to see before they confirm. */
  signedIn(directoryId: string): Promise<string>;
}

/** What people see. Results of `--json` go to stdout, everything for people to stderr. */
export interface Show {
  text(text: string): void;
  plans(plans: readonly StampPlan[]): void;
  cost(cost: Cost): void;
  /** The same in parts: what each tenant, environment, service or step costs. */
  costBy(cost: Cost, view: CostView): void;
  /** What other choices would save, beside what a published guide promises. */
  whatIf(choices: readonly WhatIf[], promised: readonly Promised[]): void;
  /** Published figures beside the estimate. */
  published(comparison: PublishedComparison): void;
  /** Estimates beside bills. */
  actual(compared: readonly Compared[]): void;
  /** Prices that are known for a region. */
  prices(listed: ListedPrices): void;
  /** How lines of a cost come about. */
  explanations(explanations: readonly Explanation[]): void;
  checks(checks: readonly CheckResult[], title: string): void;
  /** Who can do what on each stamp. */
  access(reviews: readonly AccessReview[]): void;
  problems(problems: readonly Problem[]): void;
  /** How runs ended: one in full, of many the totals and whatever did not succeed. */
  runs(results: readonly RunResult[]): void;
  /** Live progress of the runs of these plans. */
  progress(plans: readonly StampPlan[]): Progress;
}

/** Live progress. */
export interface Progress {
  on(event: RunEvent): void;
  /** Takes the view away while something else has the screen and the keys; events are taken in all the same. */
  away<T>(work: () => Promise<T>): Promise<T>;
  end(): Promise<void>;
}

/** Reading and writing of files; writes are atomic, mode 0600. */
export interface Files {
  read(path: string): Promise<string | undefined>;
  write(path: string, text: string): Promise<void>;
  remove(path: string): Promise<void>;
  /** Names of the files in a folder; none where there is no folder. */
  list(folder: string): Promise<readonly string[]>;
}

/** Ctrl-C and SIGTERM. */
export interface Interrupts {
  /** Aborted by the first of them that comes while something runs. */
  readonly signal: AbortSignal;
  /**
   * Until the returned function is called the first of them settles what runs, and the second ends the process. At all
   * other times nothing has been begun, and one ends it.
   */
  hold(): () => void;
}

/** What runs write down, and what keeps them apart. */
export interface Records {
  readonly journals: JournalStore;
  readonly locks: Locks;
}

/** Everything a command may touch, built once by main. */
export interface Ports {
  /** Whether somebody can be asked: a terminal on both ends and neither --no-input nor CI. */
  readonly interactive: boolean;
  readonly show: Show;
  readonly files: Files;
  /** The folder `.gotthard` beside the estate file. */
  readonly home: string;
  /** The folder in it that a cloud's journals, locks and reports lie in. */
  homeOf(cloud: string): string;
  /** A file that comes with the program, by its path in `templates`. */
  template(name: string): Promise<string>;
  /** One JSON document on stdout. */
  readonly json: (document: unknown) => void;
  readonly text: (text: string) => void;
  /** The terminal's questions, under what they are about; only when interactive. */
  ask(title?: string): Promise<Ask>;
  /** A plain yes or no; only when interactive. */
  confirm(message: string): Promise<boolean>;
  /** Whether somebody types exactly this name; only when interactive. */
  typed(message: string, name: string): Promise<boolean>;
  /** What to do with a stamp after a failure; only when interactive. */
  decide(stamp: string, because: Problem | 'interrupt', choices: readonly OnFailure[]): Promise<OnFailure>;
  cloud(name: string): Promise<Cloud>;
  /** Says which cloud the command is about, where it needs nothing of it; answers its name. */
  about(cloud: string): string;
  /** Clouds that can be offered: the sandbox, and Azure where a sign-in is found. */
  cloudChoices(): Promise<readonly CloudChoice[]>;
  /** The records of a cloud: in this folder, and in the container of the estate where it names one. */
  records(cloud: string, estate: Estate | undefined): Promise<Records>;
  readonly interrupts: Interrupts;
  /** The machine's time: dates of files and prices. */
  readonly today: () => string;
  readonly newEstateId: () => string;
  readonly newRunId: (now: number) => string;
  /** `user@host`. */
  readonly by: string;
}

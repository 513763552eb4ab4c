import type { TokenCredential } from '@azure/core-auth';
import type { HttpClient } from '@azure/core-rest-pipeline';
import { readAccess } from '../azure/access.ts';
import { readActualCosts } from '../azure/actual-costs.ts';
import { existingRanges, nameFree, offersOf } from '../azure/advice.ts';
import { kinds, rotating } from '../azure/catalogue.ts';
import { listDirectories, subscriptionsOf } from '../azure/directories.ts';
import { discover } from '../azure/discover.ts';
import { readPermissions } from '../azure/facts/account.ts';
import { readEndpointAddresses } from '../azure/facts/endpoint-addresses.ts';
import { fact, type Read } from '../azure/facts/tolerant.ts';
import { groupDirectory } from '../azure/groups.ts';
import { register } from '../azure/register.ts';
import { retailPrices } from '../azure/retail-prices.ts';
import { Session, session } from '../azure/session.ts';
import { readAround, readFacts } from '../azure/subscription.ts';
import type { Trace } from '../azure/trace.ts';
import { whoAmI } from '../azure/who-am-i.ts';
import type { Cloud, CloudAdvice, SubscriptionReached } from '../commands/ports.ts';
import { type DeploymentType, deploymentTypes, type Residency } from '../estate/estate.ts';
import { residencyBreach } from '../estate/residency.ts';
import type { Clock } from '../resource/clock.ts';
import type { NetworkView } from '../resource/sighting.ts';
import { Requests } from '../run/requests.ts';

/** How a cloud is reached: the sandbox in this process, or an Azure over the network. */
export interface Reached {
  readonly sandbox: boolean;
  readonly clock: Clock;
  readonly origin: string;
  readonly scope: string;
  readonly graphOrigin: string;
  /** Where its retail prices are listed, and what people are told of that list. */
  readonly prices: { readonly origin: string; readonly source: string };
  readonly httpClient: () => Promise<HttpClient>;
  /** The directory in which a sign-in starts, before any is chosen. */
  readonly homeDirectory: string;
  /** A sign-in for one directory; never used for another. */
  readonly credential: (directoryId: string) => Promise<TokenCredential>;
  /** The network as this machine sees it, or as a machine in a subnet of a simulated one would. */
  readonly networkView: (subnet: string | undefined) => Promise<NetworkView>;
}

interface Settings extends Reached {
  readonly name: string;
  readonly correlationId: string;
  readonly timeoutMs: number;
  readonly trace?: Trace;
}

/** No subscription: calls above all of them, such as the list of directories. */
const noSubscription = '00000000-0000-0000-0000-000000000000';

/** Milliseconds of real time after which a page of the price list is given up. */
const priceTimeoutMs = 30_000;

/** Where Microsoft lists the prices of all its clouds. */
export const publicPrices = {
  origin: 'https://prices.azure.com',
  source: 'Azure Retail Prices API',
} as const;

/** The same list of a sandbox: nobody's bill is made of it. */
export function sandboxPrices(origin: string): Reached['prices'] {
  return { origin, source: 'price list of the sandbox' };
}

/** A subscription and the directory whose token is sent to it. */
type Place = Pick<SubscriptionReached, 'subscriptionId' | 'directoryId'>;

function reachedFrom({ subscriptionId, directoryId, signInDirectoryId }: SubscriptionReached): Place {
  return { subscriptionId, directoryId: signInDirectoryId ?? directoryId };
}

/** A cloud as commands use it. */
export async function reachedCloud(settings: Settings): Promise<Cloud> {
  const { clock, credential } = settings;
  const httpClient = await settings.httpClient();
  const sessions = new Map<string, Promise<Session>>();
  const open = async ({ subscriptionId, directoryId }: Place): Promise<Session> =>
    new Session(
      { subscriptionId, directoryId, correlationId: settings.correlationId },
      {
        origin: settings.origin,
        scope: settings.scope,
        timeoutMs: settings.timeoutMs,
        httpClient,
        ...(settings.trace ? { trace: settings.trace } : {}),
      },
      await credential(directoryId),
    );
  const sessionAt = (at: Place): Promise<Session> => {
    const key = `${at.directoryId}/${at.subscriptionId}`;
    const found = sessions.get(key) ?? open(at);
    sessions.set(key, found);
    return found;
  };
  /** ARM counts by subscription, and above all of them by directory: whoever works in one draws on the same buckets. */
  const drawnOn = new Map<string, Requests>();
  const requestsAt = (at: Place): Requests => {
    const key = `${at.directoryId}/${at.subscriptionId}`.toLowerCase();
    const found = drawnOn.get(key) ?? new Requests(clock);
    drawnOn.set(key, found);
    return found;
  };
  const above = (directoryId: string): Requests =>
    requestsAt({ directoryId, subscriptionId: noSubscription });
  const tokenOf = async (directoryId: string): Promise<string> =>
    (await (await credential(directoryId)).getToken(settings.scope))?.token ?? '';
  const readAt =
    (at: Place): Read =>
    (call) =>
      requestsAt(at).read(call);

  return {
    name: settings.name,
    sandbox: settings.sandbox,
    kinds,
    rotating,
    clock,
    calls: (at) => sessionAt(reachedFrom(at)),
    requests: (at) => requestsAt(reachedFrom(at)),
    facts: async (azure, wanted) =>
      readFacts(session(azure), wanted, { read: readAt(azure), token: await tokenOf(azure.directoryId) }),
    around: (azure, wanted) => readAround(session(azure), wanted, readAt(azure)),
    discover: (azure, resourceGroup) => discover(session(azure), resourceGroup, readAt(azure)),
    endpointAddresses: (azure, endpoints) => readEndpointAddresses(session(azure), endpoints, readAt(azure)),
    networkView: (subnet) => settings.networkView(subnet),
    access: async (azure) => {
      const endpoint = { origin: settings.graphOrigin, httpClient, timeoutMs: settings.timeoutMs };
      const readDirectory: Read = (call) => above(azure.directoryId).read(call);
      return readAccess(session(azure), {
        read: readAt(azure),
        readDirectory,
        directory: groupDirectory(endpoint, await credential(azure.directoryId)),
        token: await tokenOf(azure.directoryId),
      });
    },
    rights: (azure) => fact(() => readAt(azure)(() => readPermissions(session(azure)))),
    register: async (azure, namespaces) => {
      if (namespaces.length === 0) return;
      const requests = requestsAt(azure);
      const operation = await requests.again(() => register(session(azure), namespaces));
      while (!operation.done) {
        await clock.sleep(operation.retryAfterMs ?? 2_000);
        await requests.read(() => operation.poll());
      }
    },
    signedIn: async (directoryId) => {
      const principal = whoAmI(await tokenOf(directoryId));
      return principal
        ? `${principal.name} (${principal.objectId}) in directory ${principal.directoryId}`
        : 'unknown';
    },
    actualCosts: (azure, query) => readActualCosts(session(azure), query, readAt(azure)),
    prices: retailPrices({ ...settings.prices, httpClient, timeoutMs: priceTimeoutMs }, (call) =>
      above(settings.homeDirectory).again(call),
    ),
    advice: adviceOf({ settings, sessionAt, httpClient, readAt }),
  };
}

function adviceOf(ports: {
  settings: Settings;
  sessionAt: (at: { subscriptionId: string; directoryId: string }) => Promise<Session>;
  httpClient: HttpClient;
  readAt: (at: { subscriptionId: string; directoryId: string }) => Read;
}): CloudAdvice {
  const { settings, sessionAt, httpClient, readAt } = ports;
  const directoryOf = new Map<string, string>();
  const subscriptionsIn = async (directoryId: string) => {
    const answer = await subscriptionsOf([directoryId], (id) =>
      sessionAt({ subscriptionId: noSubscription, directoryId: id }),
    );
    for (const subscription of answer.subscriptions)
      directoryOf.set(subscription.id, subscription.directoryId);
    return answer.subscriptions;
  };
  const directories = async () => {
    const start = await sessionAt({ subscriptionId: noSubscription, directoryId: settings.homeDirectory });
    return readAt(start)(() => listDirectories(start));
  };
  const sessionOf = async (subscriptionId: string): Promise<Session> => {
    if (!directoryOf.has(subscriptionId)) {
      for (const { directoryId } of await directories()) await subscriptionsIn(directoryId);
    }
    return sessionAt({
      subscriptionId,
      directoryId: directoryOf.get(subscriptionId) ?? settings.homeDirectory,
    });
  };
  const today = (): string => new Date(settings.clock.now()).toISOString().slice(0, 10);
  return {
    directories,
    subscriptions: async (directoryId) =>
      (await subscriptionsIn(directoryId)).map((subscription) => ({
        subscriptionId: subscription.id,
        name: subscription.name,
        directoryId: subscription.directoryId,
        enabled: subscription.state === 'Enabled',
      })),
    groups: async (directoryId) => {
      const endpoint = { origin: settings.graphOrigin, httpClient, timeoutMs: settings.timeoutMs };
      const groups = groupDirectory(endpoint, await settings.credential(directoryId));
      const read = readAt({ directoryId, subscriptionId: noSubscription });
      const found = await fact(() => read(() => groups.find('')));
      return 'value' in found ? found.value : [];
    },
    models: async (subscriptionId, region, residency) => {
      const at = await sessionOf(subscriptionId);
      return offersOf(at, region, typesUnder(residency, region), { read: readAt(at), today: today() });
    },
    existingRanges: async (subscriptionId) => {
      const at = await sessionOf(subscriptionId);
      return existingRanges(at, readAt(at));
    },
    nameFree: async (subscriptionId, kind, name) => {
      const at = await sessionOf(subscriptionId);
      return nameFree(at, kind, name, readAt(at));
    },
  };
}

/** The type that people mean by a residency, which comes first among those that keep to it. */
const usualType: Readonly<Record<Residency, DeploymentType>> = {
  switzerland: 'ProvisionedManaged',
  'eu-data-zone': 'DataZoneStandard',
  anywhere: 'GlobalStandard',
};

/** Deployment types that a residency allows in a region, the usual one first. */
function typesUnder(residency: Residency, region: string): DeploymentType[] {
  const allowed = deploymentTypes.filter((type) => residencyBreach(residency, region, type) === undefined);
  const usual = usualType[residency];
  return allowed.includes(usual) ? [usual, ...allowed.filter((type) => type !== usual)] : allowed;
}

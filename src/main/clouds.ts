import { randomUUID } from 'node:crypto';
import type { TokenCredential } from '@azure/core-auth';
import type { HttpClient } from '@azure/core-rest-pipeline';
import type { Cloud } from '../commands/ports.ts';
import { addressIn, sandboxAt } from '../facts/cloud-names.ts';
import { Refusal } from '../problems/problem.ts';
import type { Clock } from '../resource/clock.ts';
import { scaledClock, systemClock } from '../run/clocks.ts';
import { requestTimeoutMs } from '../run/lock.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { type OpenedSandbox, openSandboxFor } from './open-sandbox.ts';
import { publicPrices, type Reached, reachedCloud, sandboxPrices } from './reached-cloud.ts';
import { sandboxNetwork } from './sandbox-network.ts';
import { servedReached, serverAt } from './served-sandbox.ts';
import type { Settings } from './settings.ts';
import { traceFile } from './trace-file.ts';

/** The clouds of one process: each is opened once, when it is first asked for. */
export interface OpenedClouds {
  readonly cloud: (name: string) => Promise<Cloud>;
  readonly sandbox: () => Promise<Sandbox>;
  /** The sign-in of a cloud for one directory; undefined where it is a simulator, whose tokens open nothing else. */
  readonly signIn: (name: string, directoryId: string) => Promise<TokenCredential | undefined>;
  /** What people and documents call a cloud: this folder's sandbox is `sandbox`, also by the URL of its server. */
  readonly nameOf: (name: string) => string;
  /** Tells which cloud the command is about, as soon as it is known. */
  readonly about: (name: string) => void;
  /** Name, once it is known, and clock of the cloud in use, for screens. */
  readonly shown: () => { readonly name: string | undefined; readonly clock: Clock };
  readonly close: () => void;
}

export function clouds(settings: Settings): OpenedClouds {
  const opened = new Map<string, Promise<Cloud>>();
  const reaches = new Map<string, Promise<Reached & { name: string }>>();
  const closers: (() => void)[] = [];
  let shown: { name: string | undefined; clock: Clock } = { name: undefined, clock: systemClock() };
  const about = (name: string): void => {
    shown = { ...shown, name };
  };
  const nameOf = (name: string): string => (serverAt(settings.home, name) ? 'sandbox' : name);
  const urlOf = (name: string): string => (name === 'sandbox' ? (settings.server ?? name) : name);
  let sandbox: Promise<OpenedSandbox> | undefined;

  const openOnce = async (): Promise<OpenedSandbox> => {
    const result = await openSandboxFor(settings);
    closers.push(() => result.sandbox.close());
    return result;
  };
  const theSandbox = (): Promise<OpenedSandbox> => {
    sandbox ??= openOnce();
    return sandbox;
  };
  const reach = async (name: string): Promise<Reached & { name: string }> => {
    const server = serverAt(settings.home, urlOf(name));
    if (server) {
      // Name resolution is nothing that a server of ARM could be asked: the same store answers here.
      const networkView: Reached['networkView'] = async (subnet) =>
        sandboxNetwork((await theSandbox()).sandbox, subnet);
      return { name: 'sandbox', ...(await servedReached(server)), networkView };
    }
    return name === 'sandbox'
      ? { name, ...sandboxReached(await theSandbox()) }
      : azureReached(name, settings);
  };
  const reachedOf = (name: string): Promise<Reached & { name: string }> => {
    const found = reaches.get(name) ?? reach(name);
    reaches.set(name, found);
    return found;
  };
  const open = async (name: string): Promise<Cloud> => {
    const trace = settings.traceFile === undefined ? undefined : traceFile(settings.traceFile);
    if (trace) closers.push(trace.close);
    const reached = await reachedOf(name);
    shown = { name: reached.name, clock: reached.clock };
    return reachedCloud({
      ...reached,
      correlationId: randomUUID(),
      timeoutMs: requestTimeoutMs,
      ...(trace ? { trace: trace.trace } : {}),
    });
  };
  return {
    about,
    nameOf,
    cloud: (name) => {
      if (!opened.has(name)) about(nameOf(name));
      if (settings.faults && urlOf(name) !== 'sandbox') throw faultsElsewhere(urlOf(name));
      const cloud = opened.get(name) ?? open(name);
      opened.set(name, cloud);
      return cloud;
    },
    sandbox: async () => {
      about('sandbox');
      return (await theSandbox()).sandbox;
    },
    signIn: async (name, directoryId) => {
      const reached = await reachedOf(name);
      return reached.sandbox ? undefined : reached.credential(directoryId);
    },
    shown: () => shown,
    close: () => {
      for (const close of closers) close();
    },
  };
}

function faultsElsewhere(name: string): Refusal {
  return new Refusal([
    {
      code: 'GT-FAULTS-CLOUD',
      what: `faults can't be injected into ${name}`,
      why: 'they rehearse failures in the sandbox, and only there',
      next: ['Take --sandbox-faults and GOTTHARD_SANDBOX_FAULTS away, or use --cloud sandbox.'],
    },
  ]);
}

function sandboxReached({ sandbox, clock }: OpenedSandbox): Reached {
  return {
    sandbox: true,
    clock,
    origin: 'https://management.azure.com',
    scope: 'https://management.azure.com/.default',
    graphOrigin: 'https://graph.microsoft.com',
    prices: sandboxPrices(publicPrices.origin),
    homeDirectory: sandbox.homeDirectoryId,
    httpClient: async () => {
      const { httpClientFrom } = await import('../azure/http-client.ts');
      return httpClientFrom((asked) => sandbox.answer(asked));
    },
    credential: async (directoryId) => ({ getToken: async () => sandbox.token(directoryId) }),
    networkView: async (subnet) => sandboxNetwork(sandbox, subnet),
  };
}

async function azureReached(given: string, settings: Settings): Promise<Reached & { name: string }> {
  const name = addressIn(given);
  const [{ cloudOf }, { credentialFor }, { telling }, { anyDirectory }] = await Promise.all([
    import('../azure/clouds.ts'),
    import('../azure/credential.ts'),
    import('../azure/sign-in.ts'),
    import('../azure/sent-as.ts'),
  ]);
  const httpClient = async (): Promise<HttpClient> =>
    (await import('../azure/http-client.ts')).networkHttpClient();
  const cloud = await cloudOf(name, httpClient);
  const credentials = new Map<string, Promise<TokenCredential>>();
  const open = async (directoryId: string): Promise<TokenCredential> => {
    const how = {
      kind: settings.credential,
      directoryId,
      cloud,
      environment: process.env,
      showDeviceCode: (message: string) => process.stderr.write(`${message}\n`),
    };
    return telling(await credentialFor(how), how);
  };
  return {
    name: cloud.sandbox ? sandboxAt(cloud.name) : cloud.name,
    sandbox: cloud.sandbox !== undefined,
    clock: cloud.sandbox ? scaledClock(1, cloud.sandbox.now) : systemClock(),
    origin: cloud.origin,
    scope: cloud.scope,
    graphOrigin: cloud.graphOrigin,
    prices: cloud.sandbox ? sandboxPrices(cloud.origin) : publicPrices,
    homeDirectory: anyDirectory,
    httpClient,
    credential: (directoryId) => {
      const credential = credentials.get(directoryId) ?? open(directoryId);
      credentials.set(directoryId, credential);
      return credential;
    },
    networkView: async () => {
      const { machineNetwork } = await import('./machine-network.ts');
      return machineNetwork(async (directoryId, scope) => {
        const credential = credentials.get(directoryId) ?? open(directoryId);
        credentials.set(directoryId, credential);
        return (await (await credential).getToken(scope))?.token ?? '';
      });
    },
  };
}

import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TokenCredential } from '@azure/core-auth';
import type { HttpClient } from '@azure/core-rest-pipeline';
import type { Cloud } from '../commands/ports.ts';
import { Refusal } from '../problems/problem.ts';
import type { Clock } from '../resource/clock.ts';
import { scaledClock, systemClock, virtualClock } from '../run/clocks.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { type Reached, reachedCloud } from './reached-cloud.ts';
import type { Settings } from './settings.ts';
import { traceFile } from './trace-file.ts';

/** The clouds of one process: each is opened once, when it is first asked for. */
export interface OpenedClouds {
  readonly cloud: (name: string) => Promise<Cloud>;
  readonly sandbox: () => Promise<Sandbox>;
  /** Name and clock of the cloud in use, for screens. */
  readonly shown: () => { readonly name: string; readonly clock: Clock };
  readonly close: () => void;
}

/** What Entra calls the directory that the account itself is at home in. */
const anyDirectory = 'organizations';

/** Milliseconds of real time after which a request is given up; ARM itself gives a provider 60 s. */
const requestTimeoutMs = 90_000;

export function clouds(settings: Settings): OpenedClouds {
  const opened = new Map<string, Promise<Cloud>>();
  const closers: (() => void)[] = [];
  let shown: { name: string; clock: Clock } = { name: 'sandbox', clock: systemClock() };
  let sandbox: Promise<{ sandbox: Sandbox; clock: Clock }> | undefined;

  const openOnce = async (): Promise<{ sandbox: Sandbox; clock: Clock }> => {
    const result = await openSandboxFor(settings);
    closers.push(() => result.sandbox.close());
    return result;
  };
  const theSandbox = (): Promise<{ sandbox: Sandbox; clock: Clock }> => {
    sandbox ??= openOnce();
    return sandbox;
  };
  const open = async (name: string): Promise<Cloud> => {
    const trace = settings.traceFile === undefined ? undefined : traceFile(settings.traceFile);
    if (trace) closers.push(trace.close);
    const reached =
      name === 'sandbox' ? sandboxReached(await theSandbox()) : await azureReached(name, settings);
    shown = { name, clock: reached.clock };
    return reachedCloud({
      ...reached,
      name,
      correlationId: randomUUID(),
      timeoutMs: requestTimeoutMs,
      ...(trace ? { trace: trace.trace } : {}),
    });
  };
  return {
    cloud: (name) => {
      if (settings.faults && name !== 'sandbox') throw faultsElsewhere(name);
      const cloud = opened.get(name) ?? open(name);
      opened.set(name, cloud);
      return cloud;
    },
    sandbox: async () => (await theSandbox()).sandbox,
    shown: () => shown,
    close: () => {
      for (const close of closers) close();
    },
  };
}

/** The sandbox of this folder, on virtual or scaled time that never runs behind what it has seen. */
async function openSandboxFor(settings: Settings): Promise<{ sandbox: Sandbox; clock: Clock }> {
  const { openSandbox } = await import('../sandbox/sandbox.ts');
  const faults = await faultsOf(settings);
  let clock: Clock | undefined;
  const sandbox = openSandbox({
    directory: join(settings.home, 'sandbox', 'store'),
    now: () => clock?.now() ?? Date.now(),
    ...(settings.sandboxPrincipal === undefined ? {} : { principal: settings.sandboxPrincipal }),
    ...(faults ? { faults } : {}),
  });
  const startsAt = Math.max(Date.now(), sandbox.latest());
  const speed = settings.sandboxSpeed;
  clock = speed === 'instant' ? virtualClock(startsAt) : scaledClock(speed, startsAt);
  return { sandbox, clock };
}

async function faultsOf(settings: Settings) {
  if (!settings.faults) return undefined;
  const { parseFaults } = await import('../sandbox/faults.ts');
  const source = 'file' in settings.faults ? settings.faults.file : 'GOTTHARD_SANDBOX_FAULTS';
  try {
    const text =
      'file' in settings.faults ? readFileSync(settings.faults.file, 'utf8') : settings.faults.text;
    return parseFaults(JSON.parse(text));
  } catch (error) {
    throw new Refusal([
      {
        code: 'GT-FAULTS-WRONG',
        what: `${source}: ${error instanceof Error ? error.message : String(error)}`,
        why: 'it has to be a JSON list of faults',
        next: ['Write it as [{"method":"PUT","path":"/vaults/","fault":503}].'],
      },
    ]);
  }
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

function sandboxReached({ sandbox, clock }: { sandbox: Sandbox; clock: Clock }): Reached {
  return {
    sandbox: true,
    clock,
    origin: 'https://management.azure.com',
    scope: 'https://management.azure.com/.default',
    graphOrigin: 'https://graph.microsoft.com',
    homeDirectory: sandbox.homeDirectoryId,
    httpClient: async () => {
      const { httpClientFrom } = await import('../azure/http-client.ts');
      return httpClientFrom((request) => sandbox.fetch(request));
    },
    credential: async (directoryId) => ({ getToken: async () => sandbox.token(directoryId) }),
  };
}

async function azureReached(name: string, settings: Settings): Promise<Reached> {
  const [{ cloudOf }, { credentialFor }, { telling }] = await Promise.all([
    import('../azure/clouds.ts'),
    import('../azure/credential.ts'),
    import('../azure/sign-in.ts'),
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
    sandbox: false,
    clock: systemClock(),
    origin: cloud.origin,
    scope: cloud.scope,
    graphOrigin: cloud.graphOrigin,
    homeDirectory: anyDirectory,
    httpClient,
    credential: (directoryId) => {
      const credential = credentials.get(directoryId) ?? open(directoryId);
      credentials.set(directoryId, credential);
      return credential;
    },
  };
}

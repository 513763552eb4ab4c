import { AsyncLocalStorage } from 'node:async_hooks';
import type { CognitiveServicesManagementClient } from '@azure/arm-cognitiveservices';
import type { KeyVaultManagementClient } from '@azure/arm-keyvault';
import type { NetworkManagementClient } from '@azure/arm-network';
import type { ResourceManagementClient } from '@azure/arm-resources';
import type { TokenCredential } from '@azure/core-auth';
import { createPipelineRequest, type HttpClient, type PipelinePolicy } from '@azure/core-rest-pipeline';
import { ArmError } from '../problems/arm-error.ts';
import { type Problem, Refusal } from '../problems/problem.ts';
import { isObject, type Json, type JsonObject } from '../resource/json.ts';
import type { AzureCalls, Operation } from '../resource/kind.ts';
import { armErrorFrom, connectionLost, parse, retryAfterMs, type WireAnswer } from './arm-errors.ts';
import { anyDirectory, type SentAs, sentAs } from './sent-as.ts';
import { redacted, type Trace } from './trace.ts';

/** Where ARM is and how it is reached. */
export interface ArmEndpoint {
  /** `https://management.azure.com` */
  readonly origin: string;
  /** Scope of its tokens. */
  readonly scope: string;
  /** In place of the network, for the sandbox. */
  readonly httpClient?: HttpClient;
  readonly trace?: Trace;
  /** Milliseconds of real time after which an unanswered request is given up. */
  readonly timeoutMs: number;
}

/** Under which a write is done; Azure refuses it with 412 otherwise. */
interface Condition {
  /** The ETag of what is there. */
  readonly ifMatch?: string;
  /** `*`: nothing is there. */
  readonly ifNoneMatch?: '*';
}

/** What belongs to one call: what it must send, and what came back. */
interface Call {
  readonly body?: JsonObject;
  readonly ifMatch?: string | undefined;
  last?: WireAnswer;
  /** Whether Azure has taken a write on. */
  accepted?: true;
}

/** The call that is going on. One for all sessions: Node asks every storage of a process at every promise. */
const calls = new AsyncLocalStorage<Call>();

/** The clients of one subscription, signed in to one directory, each loaded when it is first used. */
export class Session implements AzureCalls {
  readonly subscriptionId: string;
  readonly directoryId: string;
  /** Sent with every request, so that Azure's logs of one run can be found together. */
  readonly correlationId: string;
  readonly #endpoint: ArmEndpoint;
  readonly #credential: TokenCredential;
  readonly #clients = new Map<string, Promise<unknown>>();

  constructor(
    at: { subscriptionId: string; directoryId: string; correlationId: string },
    endpoint: ArmEndpoint,
    credential: TokenCredential,
  ) {
    this.subscriptionId = at.subscriptionId;
    this.directoryId = at.directoryId;
    this.correlationId = at.correlationId;
    this.#endpoint = endpoint;
    this.#credential = credential;
  }

  network(): Promise<NetworkManagementClient> {
    return this.#client('network', async () => {
      const { NetworkManagementClient } = await import('@azure/arm-network');
      return new NetworkManagementClient(this.#credential, this.subscriptionId, this.#options());
    });
  }

  keyVault(): Promise<KeyVaultManagementClient> {
    return this.#client('keyVault', async () => {
      const { KeyVaultManagementClient } = await import('@azure/arm-keyvault');
      return new KeyVaultManagementClient(this.#credential, this.subscriptionId, this.#options());
    });
  }

  cognitiveServices(): Promise<CognitiveServicesManagementClient> {
    return this.#client('cognitiveServices', async () => {
      const { CognitiveServicesManagementClient } = await import('@azure/arm-cognitiveservices');
      return new CognitiveServicesManagementClient(this.#credential, this.subscriptionId, this.#options());
    });
  }

  resources(): Promise<ResourceManagementClient> {
    return this.#client('resources', async () => {
      const { ResourceManagementClient } = await import('@azure/arm-resources');
      return new ResourceManagementClient(this.#credential, this.subscriptionId, this.#options());
    });
  }

  /** Loads every client, so that nothing is loaded while a run is timed. */
  async warm(): Promise<void> {
    await Promise.all([this.network(), this.keyVault(), this.cognitiveServices(), this.resources()]);
  }

  /** The raw body that a client's read answers, or undefined when the resource isn't there. */
  async read(read: () => Promise<unknown>): Promise<JsonObject | undefined> {
    const call: Call = {};
    try {
      await this.#run(call, read);
    } catch (error) {
      if (isAbsence(error)) return undefined;
      throw error;
    }
    return bodyOf(call);
  }

  /**
   * Starts a write through a client. The client picks method, URL, api-version and polling; the body that leaves is
   * the given one, byte for byte, since typed clients silently drop members they don't know.
   */
  async start(
    begin: () => Promise<Poller>,
    sent: { body?: JsonObject; ifMatch?: string | undefined } = {},
  ): Promise<Operation> {
    const call: Call = { ...sent };
    let poller: Poller;
    try {
      poller = await this.#run(call, begin);
    } catch (error) {
      // Some clients poll once before they hand out their poller: the write itself has been accepted then.
      if (call.accepted) return lostOperation(error);
      throw error;
    }
    return new PolledOperation(
      poller,
      () => this.#retryAfter(call),
      (step) => this.#run(call, step),
    );
  }

  /** A call that is over with its answer: the generated clients' synchronous deletes and puts. */
  async finish(
    act: () => Promise<unknown>,
    sent: { body?: JsonObject; ifMatch?: string | undefined } = {},
  ): Promise<Operation> {
    await this.#run({ ...sent }, act);
    return { done: true, retryAfterMs: undefined, poll: async () => undefined };
  }

  async list(collectionId: string, apiVersion: string): Promise<readonly JsonObject[] | undefined> {
    const items: JsonObject[] = [];
    let url: string | undefined = this.#url(collectionId, apiVersion);
    while (url !== undefined) {
      const page: JsonObject | undefined = await this.#get(url);
      if (!page) return items.length === 0 ? undefined : items;
      const value = page['value'];
      if (Array.isArray(value)) items.push(...(value as readonly Json[]).filter(isObject));
      url = typeof page['nextLink'] === 'string' ? page['nextLink'] : undefined;
    }
    return items;
  }

  /** The raw body at a path below the endpoint, or undefined when there is nothing. */
  get(path: string, apiVersion: string): Promise<JsonObject | undefined> {
    return this.#get(this.#url(path, apiVersion));
  }

  /** Whether there is something at a path, for services that tell it by HEAD alone. */
  async exists(path: string, apiVersion: string): Promise<boolean> {
    try {
      await this.#send('HEAD', this.#url(path, apiVersion));
      return true;
    } catch (error) {
      if (error instanceof ArmError && error.status === 404) return false;
      throw error;
    }
  }

  /** Calls a POST action; its answer, or undefined when that is empty. */
  async post(path: string, apiVersion: string, body: JsonObject = {}): Promise<JsonObject | undefined> {
    return this.#send('POST', this.#url(path, apiVersion), body);
  }

  /** Calls a POST action that only reads; undefined when there is nothing to read. */
  async readByPost(path: string, apiVersion: string): Promise<JsonObject | undefined> {
    try {
      return await this.post(path, apiVersion);
    } catch (error) {
      if (isAbsence(error)) return undefined;
      throw error;
    }
  }

  /** PUT of a path under a condition, for synchronous services only; what Azure answers. */
  async put(
    path: string,
    apiVersion: string,
    body: JsonObject,
    condition: Condition,
  ): Promise<JsonObject | undefined> {
    return this.#send('PUT', this.#url(path, apiVersion), body, condition);
  }

  /** DELETE of a path with extra query, for what the clients can't express; synchronous services only. */
  async delete(path: string, apiVersion: string, query = '', condition: Condition = {}): Promise<void> {
    await this.#send('DELETE', `${this.#url(path, apiVersion)}${query}`, undefined, condition);
  }

  async #get(url: string): Promise<JsonObject | undefined> {
    try {
      return await this.#send('GET', url);
    } catch (error) {
      if (isAbsence(error)) return undefined;
      throw error;
    }
  }

  async #send(
    method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE',
    url: string,
    body?: JsonObject,
    { ifMatch, ifNoneMatch }: Condition = {},
  ): Promise<JsonObject | undefined> {
    const client = await this.resources();
    const call: Call = body ? { body } : {};
    await this.#run(call, async () => {
      const request = createPipelineRequest({ url, method, timeout: this.#endpoint.timeoutMs });
      request.headers.set('accept', 'application/json');
      if (ifMatch !== undefined) request.headers.set('if-match', ifMatch);
      if (ifNoneMatch !== undefined) request.headers.set('if-none-match', ifNoneMatch);
      if (body) {
        request.headers.set('content-type', 'application/json');
        request.body = JSON.stringify(body);
      }
      return client.sendRequest(request);
    });
    if (call.last && call.last.status >= 400) throw armErrorFrom(call.last);
    return bodyOf(call);
  }

  #url(path: string, apiVersion: string): string {
    return `${this.#endpoint.origin}${path}${path.includes('?') ? '&' : '?'}api-version=${apiVersion}`;
  }

  #client<C>(name: string, make: () => Promise<C>): Promise<C> {
    const made = this.#clients.get(name) ?? make();
    this.#clients.set(name, made);
    return made as Promise<C>;
  }

  /** A fresh object for every client: some of them write into it. */
  #options() {
    return {
      endpoint: this.#endpoint.origin,
      credentialScopes: [this.#endpoint.scope],
      retryOptions: { maxRetries: 0 },
      additionalPolicies: [{ policy: this.#wire(), position: 'perRetry' as const }],
      ...(this.#endpoint.httpClient ? { httpClient: this.#endpoint.httpClient } : {}),
    };
  }

  /** Sits right above the network: sends the plan's own body, keeps the raw answer, writes the trace. */
  #wire(): PipelinePolicy {
    return {
      name: 'gotthardWire',
      sendRequest: async (request, next) => {
        const call = calls.getStore();
        if (new URL(request.url).origin !== new URL(this.#endpoint.origin).origin) {
          throw new ArmError({
            status: null,
            code: 'ForeignOrigin',
            message: `a link led to ${new URL(request.url).origin}`,
          });
        }
        const by = this.#sentAs(request.headers.get('authorization'));
        const writes = request.method === 'PUT' || request.method === 'PATCH';
        if (writes && call?.body) request.body = JSON.stringify(call.body);
        if (writes && call?.ifMatch) request.headers.set('if-match', call.ifMatch);
        request.headers.set('x-ms-correlation-request-id', this.correlationId);
        if (request.timeout === 0) request.timeout = this.#endpoint.timeoutMs;
        const sent = typeof request.body === 'string' ? parse(request.body) : undefined;
        const record = (status: number | null, text: string | null | undefined) =>
          this.#endpoint.trace?.({
            method: request.method,
            url: request.url,
            status,
            requestBody: redacted(request.url, sent) ?? null,
            responseBody: redacted(request.url, text ? (parse(text) ?? text) : null) ?? null,
            ...(by ? { sentAs: { objectId: by.objectId, directoryId: by.directoryId } } : {}),
          });
        try {
          const response = await next(request);
          record(response.status, response.bodyAsText);
          if (call && request.method !== 'GET' && response.status < 300) call.accepted = true;
          if (call)
            call.last = {
              status: response.status,
              headers: response.headers,
              text: response.bodyAsText ?? '',
            };
          return response;
        } catch (error) {
          record(null, null);
          if (call) delete call.last;
          throw error;
        }
      },
    };
  }

  /** Whose token leaves with a request: whatever the credential gave, never one of another directory. */
  #sentAs(authorization: string | undefined): SentAs | undefined {
    const by = authorization === undefined ? undefined : sentAs(authorization.replace(/^Bearer +/i, ''));
    const isOurs = by === undefined || by.directoryId === this.directoryId.toLowerCase();
    if (isOurs || this.directoryId === anyDirectory) return by;
    throw new Refusal([foreignToken(by, this)], 4);
  }

  /** Runs a client's call and turns whatever it throws into what ARM said. */
  async #run<T>(call: Call, act: () => Promise<T>): Promise<T> {
    delete call.last;
    try {
      return await calls.run(call, act);
    } catch (error) {
      // What the sign-in refuses says itself what to do.
      if (error instanceof ArmError || error instanceof Refusal) throw error;
      if (call.last) throw armErrorFrom(call.last);
      throw connectionLost(error);
    }
  }

  #retryAfter(call: Call): number | undefined {
    return retryAfterMs(call.last?.headers.get('retry-after'));
  }
}

/** The poller of either generation of the Azure SDK. */
export interface Poller {
  readonly done: () => boolean;
  readonly poll: () => Promise<unknown>;
}

class PolledOperation implements Operation {
  readonly #poller: Poller;
  readonly #retryAfter: () => number | undefined;
  readonly #run: (step: () => Promise<unknown>) => Promise<unknown>;

  constructor(
    poller: Poller,
    retryAfter: () => number | undefined,
    run: (step: () => Promise<unknown>) => Promise<unknown>,
  ) {
    this.#poller = poller;
    this.#retryAfter = retryAfter;
    this.#run = run;
  }

  get done(): boolean {
    return this.#poller.done();
  }

  get retryAfterMs(): number | undefined {
    return this.#retryAfter();
  }

  async poll(): Promise<void> {
    await this.#run(() => this.#poller.poll());
  }
}

/** An operation that is under way, but how far it is could not be asked. */
function lostOperation(error: unknown): Operation {
  return {
    done: false,
    retryAfterMs: undefined,
    poll: async () => {
      throw error;
    },
  };
}

/** The session behind a kind's opaque calls. */
export function session(azure: AzureCalls): Session {
  if (!(azure instanceof Session)) throw new Error('these calls were not made by azureSession');
  return azure;
}

function foreignToken(by: SentAs, { directoryId, subscriptionId }: AzureCalls): Problem {
  return {
    code: 'GT-SIGNIN-DIRECTORY',
    what: `the token of ${by.name} is of directory ${by.directoryId}, and subscription ${subscriptionId} is reached from ${directoryId}`,
    why: 'a token of one directory is never sent to the subscription of another',
    next: [`az login --tenant ${directoryId}`],
  };
}

function bodyOf(call: Call): JsonObject | undefined {
  const body = call.last ? parse(call.last.text) : undefined;
  return isObject(body) ? body : undefined;
}

/** A 404 that speaks of the resource or what it lies in; not of the subscription, provider or api-version. */
function isAbsence(error: unknown): boolean {
  return (
    error instanceof ArmError &&
    error.status === 404 &&
    !['SubscriptionNotFound', 'InvalidResourceNamespace', 'InvalidResourceType'].includes(error.code)
  );
}

import { type ArmRequest, isWrite } from './arm-request.ts';
import { readUrl } from './arm-url.ts';
import type { Answered, Asked } from './asked.ts';
import { authenticate, expired } from './authentication.ts';
import { serviceOf } from './data-plane/services.ts';
import { ArmError, errorBody } from './errors.ts';
import { Executor } from './executor.ts';
import type { Fault, FaultPlan } from './faults.ts';
import { answerGraph } from './graph.ts';
import { commonHeaders } from './headers.ts';
import { textAt } from './json.ts';
import type { Answer, Caller } from './provider.ts';
import { bodyOf } from './request-body.ts';
import type { Store } from './store.ts';
import { Throttle } from './throttle.ts';
import type { Settings, Transaction } from './transaction.ts';

/** A caller without a token. */
const nobody: Caller = { objectId: '', name: 'anonymous', kind: 'User', directoryId: '', groups: [] };

/** Answers requests: hosts, faults, tokens, limits, headers. What ARM does is behind the executor. */
export class Handler {
  readonly #settings: Settings;
  readonly #faults: FaultPlan;
  readonly #crash: () => void;
  readonly #executor: Executor;
  readonly #throttle: Throttle;
  #serial = 0;

  constructor(store: Store, settings: Settings, faults: FaultPlan, crash: () => void) {
    this.#settings = settings;
    this.#faults = faults;
    this.#crash = crash;
    this.#executor = new Executor(store, settings);
    this.#throttle = new Throttle(settings.now);
  }

  /** Reads the state in one transaction. */
  read<T>(caller: Caller, look: (tx: Transaction) => T): T {
    return this.#executor.read(caller, look);
  }

  /** Changes the state in one transaction, past ARM. */
  change<T>(caller: Caller, make: (tx: Transaction) => T): T {
    return this.#executor.change(caller, make);
  }

  async answer(asked: Asked): Promise<Answered> {
    this.#serial += 1;
    const headers = commonHeaders(asked, this.#serial, this.#settings.now());
    const sent = await asked.text();
    try {
      const url = new URL(asked.url);
      const isPrices = url.hostname === 'prices.azure.com';
      const answer = isPrices
        ? await this.#prices(asked.method, url)
        : this.#answer(asked, url, sent, headers);
      return this.#answered(answer, headers, asked.method);
    } catch (error) {
      if (error instanceof ArmError) return refused(error, headers);
      if (isConnection(error)) throw error;
      const message = error instanceof Error ? error.message : String(error);
      return refused(new ArmError(500, 'SandboxBug', message), headers);
    }
  }

  /** The price list is long, so it is loaded when somebody asks for it. */
  async #prices(method: string, url: URL): Promise<Answer> {
    const fault = this.#faults.next(method, url.pathname);
    if (fault !== undefined) refuseReading(fault);
    const { answerPrices } = await import('./prices/price-list.ts');
    return answerPrices(method, url, this.#settings.page);
  }

  #answer(request: Asked, url: URL, sent: string, headers: Map<string, string>): Answer {
    this.#executor.keepUp();
    const now = this.#settings.now();
    const authorization = request.headers.get('authorization') ?? null;
    if (url.hostname === 'graph.microsoft.com') {
      const asked = { method: request.method, url, body: bodyOf(sent) };
      const caller = authenticate(authorization, now);
      return this.#executor.read(caller, (tx) => answerGraph(asked, caller, tx));
    }
    const data = serviceOf(url.hostname);
    if (data !== undefined) return this.#data(request, url, sent, data);
    if (url.hostname !== 'management.azure.com') {
      throw new ArmError(501, 'SandboxNotModelled', `The sandbox does not serve ${url.hostname}.`);
    }
    const method = request.method.toUpperCase();
    const cleaned = readUrl(url);
    const fault = this.#faults.next(method, cleaned.path);
    if (fault !== undefined) refuseByFault(fault);
    const caller = authenticate(authorization, now);
    const remaining = this.#throttle.take(method, cleaned.subscription, caller.objectId);
    for (const [name, value] of Object.entries(remaining)) headers.set(name, value);
    const body = bodyOf(sent);
    const arm: ArmRequest = {
      method,
      url: cleaned,
      ifMatch: request.headers.get('if-match') ?? undefined,
      ifNoneMatch: request.headers.get('if-none-match') ?? undefined,
      body: body ?? {},
      hasBody: body !== undefined,
    };
    return this.#execute(arm, url.href, caller, fault);
  }

  /** A call of a vault, an account or a workspace. Where it comes from stands in a header of the sandbox's own. */
  #data(
    request: Asked,
    url: URL,
    sent: string,
    { service, name }: NonNullable<ReturnType<typeof serviceOf>>,
  ) {
    const sentAs = request.headers.get('authorization') ?? undefined;
    const authorization = sentAs && service.bearer ? service.bearer(sentAs) : sentAs;
    const caller =
      authorization === undefined
        ? undefined
        : authenticate(authorization, this.#settings.now(), service.audiences(url.hostname));
    return this.#executor.data(caller ?? nobody, (tx) =>
      service.answer(tx, name, {
        method: request.method.toUpperCase(),
        url,
        body: bodyOf(sent),
        apiKey: request.headers.get('api-key') ?? undefined,
        caller,
        from: request.headers.get('x-sandbox-from') ?? undefined,
      }),
    );
  }

  #execute(request: ArmRequest, url: string, caller: Caller, fault: Fault | undefined): Answer {
    switch (fault?.fault) {
      case 'drop-late':
        if (isWrite(request.method) || request.method === 'POST') this.#executor.defer(request, url, caller);
        throw connectionReset();
      case 'drop-after':
        this.#attempt(request, caller);
        throw connectionReset();
      case 'crash':
        this.#attempt(request, caller);
        this.#crash();
        throw connectionReset();
      case 'lro-failed':
      case 'lro-flip':
        return this.#executor.run(request, caller, fault.fault);
      default:
        return this.#executor.run(request, caller, 'plain');
    }
  }

  /** Runs a request whose answer nobody will see. */
  #attempt(request: ArmRequest, caller: Caller): void {
    try {
      this.#executor.run(request, caller, 'plain');
    } catch (error) {
      if (!(error instanceof ArmError)) throw error;
    }
  }

  #answered(answer: Answer, headers: Map<string, string>, method: string): Answered {
    for (const [name, value] of Object.entries(answer.headers ?? {})) headers.set(name, value);
    if (this.#settings.durations === 'first-poll' && isUnfinished(answer)) headers.set('retry-after', '1');
    headers.set('content-type', 'application/json; charset=utf-8');
    const empty = answer.body === undefined || answer.status === 204 || method === 'HEAD';
    return { status: answer.status, headers, text: empty ? '' : JSON.stringify(answer.body) };
  }
}

/** Faults that answer instead of ARM. */
function refuseByFault(fault: Fault): void {
  const { fault: kind, code, retryAfter } = fault;
  if (kind === 'drop') throw connectionReset();
  if (kind === 'token-expired') throw expired();
  if (typeof kind !== 'number') return;
  const codes = {
    429: 'TooManyRequests',
    500: 'InternalServerError',
    503: 'ServiceUnavailable',
    409: 'Conflict',
    403: 'AuthorizationFailed',
  };
  const wait = retryAfter ?? (kind === 429 || kind === 503 ? 1 : undefined);
  const headers: { [name: string]: string } = wait === undefined ? {} : { 'retry-after': String(wait) };
  throw new ArmError(kind, code ?? codes[kind], `Injected by a fault of the sandbox: ${kind}.`, { headers });
}

/** The same for what can only be read: all that a lost answer has in common is that there is none. */
function refuseReading(fault: Fault): void {
  refuseByFault(fault);
  throw connectionReset();
}

function connectionReset(): Error {
  return Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET', errno: -104, syscall: 'read' });
}

/** What no answer tells: a connection that was lost, never came about, or had nowhere to go. */
function isConnection(error: unknown): boolean {
  const codes: readonly unknown[] = ['ECONNRESET', 'ETIMEDOUT', 'ENOTFOUND'];
  return error instanceof Error && 'code' in error && codes.includes(error.code);
}

function isUnfinished(answer: Answer): boolean {
  if (answer.status === 202 || answer.headers?.['azure-asyncoperation'] !== undefined) return true;
  const state =
    textAt(answer.body, 'properties', 'provisioningState') ?? textAt(answer.body, 'status') ?? 'Succeeded';
  return /ing$|^accepted$|^inprogress$|dns$/i.test(state);
}

function refused(error: ArmError, headers: Map<string, string>): Answered {
  for (const [name, value] of Object.entries(error.parts.headers ?? {})) headers.set(name, value);
  headers.set('content-type', 'application/json; charset=utf-8');
  return { status: error.status, headers, text: JSON.stringify(errorBody(error)) };
}

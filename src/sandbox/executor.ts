import type { ArmRequest } from './arm-request.ts';
import { readUrl } from './arm-url.ts';
import { platform } from './authorisation.ts';
import { DataError } from './data-plane/request.ts';
import { ArmError } from './errors.ts';
import { type JsonObject, objectAt, present, textAt } from './json.ts';
import type { Waiting } from './operation.ts';
import { perform, writes } from './perform.ts';
import type { Answer, Caller } from './provider.ts';
import { Rows } from './rows.ts';
import { forgetOld, settle } from './settle.ts';
import type { Store } from './store.ts';
import type { Mood, Settings, Transaction } from './transaction.ts';
import { CloudWorld } from './world.ts';

/** How much later, in ms of cloud time, a request is applied whose connection was lost before. */
const lateBy = 2_000;

/** Runs requests, each in one transaction of the store. */
export class Executor {
  readonly #store: Store;
  readonly #settings: Settings;
  /** Operations whose false failure was told; a fault's memory, so it lives with the process. */
  readonly #flipped = new Set<string>();
  /** What was due has ended in these rows already: on that version of the store, not written to it. */
  #settled: { readonly version: number; readonly rows: Rows } | undefined;
  /** Before that moment of cloud time no operation is old enough to be forgotten. */
  #forgetsAt = 0;

  constructor(store: Store, settings: Settings) {
    this.#store = store;
    this.#settings = settings;
  }

  /** Runs one request; what it changed is durable when this returns. Throws ArmError with nothing changed. */
  run(request: ArmRequest, caller: Caller, mood: Mood): Answer {
    const writing = writes(request);
    return this.#inTransaction(writing, caller, request, mood, (tx) => {
      const answer = perform(tx, request, this.#flipped);
      if (mood === 'lro-failed' && tx.begun === undefined) throw failedCall();
      return mood === 'lro-flip' && tx.begun === undefined
        ? { status: 500, body: { error: flipBody } }
        : answer;
    });
  }

  /** Keeps a request to be applied a little later. */
  defer(request: ArmRequest, url: string, caller: Caller): void {
    this.#inTransaction(true, caller, request, 'plain', (tx) => {
      const serial = tx.serial();
      const { method, ifMatch, ifNoneMatch, body, hasBody } = request;
      const data = present({
        url,
        method,
        ifMatch,
        ifNoneMatch,
        body,
        hasBody,
        caller: { ...caller, groups: [...caller.groups] },
      });
      const id = `request ${serial}`;
      const waiting = {
        id,
        serial,
        due: tx.now + lateBy,
        resource: request.url.path,
        type: 'request',
        purpose: '',
        data,
      };
      tx.rows.put('waiting', id, 'waiting', waiting);
    });
  }

  /** Runs a call of the data plane. What it leaves behind in metrics and logs is kept also when it is refused. */
  data(caller: Caller, call: (tx: Transaction) => Answer): Answer {
    return this.#inTransaction(true, caller, undefined, 'plain', (tx) => {
      try {
        return call(tx);
      } catch (error) {
        if (error instanceof DataError) return error.answer;
        throw error;
      }
    });
  }

  /** Lets cloud time catch up with other processes and with whoever has advanced it. */
  keepUp(): void {
    this.#store.begin(false);
    this.#store.commit();
    this.#settings.keepUp(latest(this.#store));
  }

  /** Looks at the state; changes nothing. */
  read<T>(caller: Caller, look: (tx: Transaction) => T): T {
    return this.#inTransaction(false, caller, undefined, 'plain', look);
  }

  /** Changes the state past all that requests have to keep to. */
  change<T>(caller: Caller, make: (tx: Transaction) => T): T {
    return this.#inTransaction(true, caller, undefined, 'plain', make);
  }

  #inTransaction<T>(
    writing: boolean,
    caller: Caller,
    request: ArmRequest | undefined,
    mood: Mood,
    work: (tx: Transaction) => T,
  ): T {
    this.#store.begin(writing);
    this.#settings.keepUp(latest(this.#store));
    try {
      const { version } = this.#store;
      const before = this.#settled?.version === version ? this.#settled.rows : undefined;
      const rows = new Rows(this.#store, before);
      const apiVersion = request?.url.query.get('api-version')?.toLowerCase() ?? '';
      const quiet = new CloudWorld({
        rows,
        settings: this.#settings,
        caller: platform,
        apiVersion: '',
        mood: 'plain',
      });
      settle(quiet, (tx, waiting) => this.#replay(tx, waiting));
      // Reads write nothing, but the next one need not end the same operations again.
      if (rows.version > 0) this.#settled = { version, rows: new Rows(this.#store, rows) };
      if (writing && quiet.now >= this.#forgetsAt) this.#forgetsAt = forgetOld(quiet);
      const query = request?.url.query ?? new Map<string, string>();
      const tx = new CloudWorld({
        rows,
        settings: this.#settings,
        caller,
        apiVersion,
        query,
        mood,
        now: quiet.now,
      });
      const result = work(tx);
      if (writing) rows.flush();
      if (writing)
        this.#store.put({ kind: 'meta', key: 'clock', tag: '', value: String(this.#settings.now()) });
      this.#store.commit();
      return result;
    } catch (error) {
      this.#store.rollback();
      throw error;
    }
  }

  /** Applies a request that was late; nobody hears of its refusal. */
  #replay(around: Transaction, waiting: Waiting): void {
    const caller = waiting.data['caller'] as unknown as Caller;
    const request = lateRequest(waiting.data);
    const apiVersion = request.url.query.get('api-version')?.toLowerCase() ?? '';
    const before = around.rows.checkpoint();
    const { rows, settings, now } = around;
    try {
      perform(
        new CloudWorld({ rows, settings, caller, apiVersion, mood: 'plain', now }),
        request,
        this.#flipped,
      );
    } catch (error) {
      if (!(error instanceof ArmError)) throw error;
      rows.restore(before);
    }
  }
}

/** The latest moment that the store has seen; 0 when nothing was written to it yet. */
export function latest(store: Store): number {
  return Number(store.get('meta', 'clock')?.value ?? 0);
}

function lateRequest(data: JsonObject): ArmRequest {
  return {
    method: textAt(data, 'method') ?? 'GET',
    url: readUrl(new URL(textAt(data, 'url') ?? 'https://management.azure.com')),
    ifMatch: textAt(data, 'ifMatch'),
    ifNoneMatch: textAt(data, 'ifNoneMatch'),
    body: objectAt(data, 'body'),
    hasBody: data['hasBody'] === true,
  };
}

const flipBody = {
  code: 'InternalServerError',
  message: 'The server encountered an error after the change was made.',
};

function failedCall(): ArmError {
  return new ArmError(
    500,
    'InternalServerError',
    'The server encountered an internal error. Nothing was changed.',
  );
}

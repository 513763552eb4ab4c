import type { Json, JsonObject } from '../json.ts';
import type { Answer, Caller, World } from '../provider.ts';

/** A call of the data plane: of a vault, of an account, of a workspace's logs. */
export interface DataRequest {
  readonly method: string;
  readonly url: URL;
  /** Parsed JSON; undefined when nothing, or no object, was sent. */
  readonly body: JsonObject | undefined;
  readonly apiKey: string | undefined;
  /** Who the bearer token is for, if there is one for this service. */
  readonly caller: Caller | undefined;
  /** ARM id of the subnet that the caller sits in; undefined: the public internet. */
  readonly from: string | undefined;
}

/** One service of the data plane: the hosts it answers, the audience of its tokens, and what it answers. */
export interface DataService {
  /** Audiences of tokens that it takes under a host. */
  readonly audiences: (host: string) => readonly string[];
  /** What of its authorization header is a bearer header, where it writes tokens in its own way. */
  readonly bearer?: (header: string) => string;
  /** Name of the resource behind a host, undefined for hosts of other services. */
  readonly resourceOf: (host: string) => string | undefined;
  readonly answer: (world: World, name: string, request: DataRequest) => Answer;
}

/** A refusal of the data plane, in the envelope that its services use. */
export class DataError extends Error {
  readonly answer: Answer;

  constructor(
    status: number,
    code: string,
    message: string,
    more: { readonly inner?: string; readonly headers?: { readonly [name: string]: string } } = {},
  ) {
    super(message);
    this.name = 'DataError';
    const error: { [member: string]: Json } = { code, message };
    if (more.inner !== undefined) error['innererror'] = { code: more.inner };
    this.answer = { status, body: { error }, ...(more.headers ? { headers: more.headers } : {}) };
  }
}

/** The network lets nothing through: no answer at all. `ENOTFOUND`: the name does not resolve. */
export function unreachable(code: 'ENOTFOUND' | 'ETIMEDOUT', host: string, port = 443): Error {
  const message =
    code === 'ENOTFOUND' ? `getaddrinfo ENOTFOUND ${host}` : `connect ETIMEDOUT ${host}:${port}`;
  return Object.assign(new Error(message), {
    code,
    syscall: code === 'ENOTFOUND' ? 'getaddrinfo' : 'connect',
  });
}

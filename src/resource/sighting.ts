import type { Json, JsonObject } from './json.ts';
import type { Fact } from './subscription.ts';

/** What was tried, or what came in its way: a code such as ETIMEDOUT, with or without more words. */
export type Tried<T> = T | { readonly problem: string };

/** A TLS connection whose certificate was checked. */
export interface Secured {
  /** `TLSv1.2`, `TLSv1.3`. */
  readonly protocol: string;
  /** Name that the certificate is for. */
  readonly subject: string;
  /** ISO 8601. */
  readonly validUntil: string;
}

/** An answer of a service: HTTP status, and its own code and words where it gives any. */
export interface ServiceAnswer {
  readonly status: number;
  readonly said: string;
  readonly ms: number;
}

/** What one machine saw of one name. What hangs on something that failed was not tried, and is absent. */
export interface Sighting {
  readonly name: string;
  readonly port: number;
  readonly resolved: Tried<{ readonly addresses: readonly string[] }>;
  readonly connection?: Tried<Secured>;
  /** What came of offering nothing newer than TLS 1.1; `untried`: this machine cannot offer it. */
  readonly olderTls?: 'refused' | 'taken' | 'untried';
  /** What the service said to somebody who asks with a token. */
  readonly answer?: Tried<ServiceAnswer>;
  /** The same to an inference, by a model deployment. */
  readonly inference?: { readonly deployment: string; readonly answer: Tried<ServiceAnswer> };
}

/** What one machine saw of all names of one stamp. */
export interface Looked {
  /** ISO 8601, by the cloud's clock. */
  readonly at: string;
  /** `user@host`. */
  readonly by: string;
  readonly sightings: readonly Sighting[];
}

/** An address to connect to, and the name that its certificate must be for. */
export interface Reachable {
  readonly name: string;
  readonly address: string;
  readonly port: number;
  /** Protocol that is asked for in the handshake, where the service demands one. */
  readonly alpn?: string;
}

/** One HTTPS request. */
export interface Question {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: JsonObject;
}

/** The network as a machine sees it: past proxies and past all caches but its resolver's. Answers, never throws. */
export interface NetworkView {
  resolve(name: string): Promise<Tried<{ readonly addresses: readonly string[] }>>;
  connect(to: Reachable): Promise<Tried<Secured>>;
  connectOlder(to: Reachable): Promise<'refused' | 'taken' | 'untried'>;
  ask(to: Reachable, question: Question): Promise<Tried<ServiceAnswer>>;
  /** A token of a directory for a service. */
  token(directoryId: string, audience: string): Promise<Tried<{ readonly token: string }>>;
}

/** By id key of an endpoint: the private addresses of its interface, by the public names that lead to them. */
export type PrivateAddresses = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** What machines saw of the private names of a stamp, and what they should have seen. */
export interface Looks {
  readonly inside?: Looked;
  readonly outside?: Looked;
  readonly addresses: Fact<PrivateAddresses>;
}

/** What a service says about itself in an answer: a code and words, in whichever envelope. */
export function saidIn(body: Json | undefined, header: string | undefined): string {
  const record =
    typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as JsonObject) : {};
  const { error } = record;
  const told = typeof error === 'object' && error !== null && !Array.isArray(error) ? error : record;
  const { code, message, innererror } = told as JsonObject;
  const inner =
    typeof innererror === 'object' && innererror !== null ? (innererror as JsonObject)['code'] : undefined;
  const words = [header, inner, code, message].filter((each) => typeof each === 'string' && each !== '');
  return words.join(': ').slice(0, longestWords);
}

/** Characters of a service's words that are kept. */
const longestWords = 300;

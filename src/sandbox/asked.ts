/** One request as the sandbox reads it; a `Request` of the Web is one. */
export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: { get(name: string): string | null | undefined };
  text(): Promise<string>;
}

/** What is answered; names of headers are in lower case, the text is empty where there is no body. */
export interface Answered {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly text: string;
}

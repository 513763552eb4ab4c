/** One attempt on ARM, as `--trace` writes it: a JSON object a line. */
export interface Exchange {
  readonly method: string;
  readonly url: string;
  /** Null without an answer. */
  readonly status: number | null;
  readonly requestBody: unknown;
  readonly responseBody: unknown;
  /** Whose token it carried; absent when the token does not tell. */
  readonly sentAs?: { readonly objectId: string; readonly directoryId: string };
}

/** Receives every attempt on ARM, polls included. */
export type Trace = (exchange: Exchange) => void;

const secretMembers =
  /^(value|key1|key2|primaryKey|secondaryKey|primarySharedKey|secondarySharedKey|password|secret|connectionString|serviceUri|callbackUrl|httpTriggerUrl)$/i;

/** Settings of apps have any name; what opens a storage account is known by its text. */
const storageKey = /\bAccountKey=/i;

/**
 * A body with its secrets replaced. Members are judged by name and by where they stand: the `value` of a secret is
 * one, the `value` of a list is not.
 */
export function redacted(url: string, body: unknown): unknown {
  const carriesSecrets =
    /\/(secrets|sites|listKeys|regenerateKey|actionGroups|listSecrets|sharedKeys)(\/|\?|$)/i.test(url);
  return carriesSecrets ? replace(body) : body;
}

function replace(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(replace);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) =>
      typeof member === 'string' && (secretMembers.test(key) || storageKey.test(member))
        ? [key, '***']
        : [key, replace(member)],
    ),
  );
}

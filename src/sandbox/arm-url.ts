import { parseId, type ResourceId } from './arm-id.ts';
import { ArmError } from './errors.ts';

/** A request's URL, cleaned: slashes collapsed, everything percent-decoded, query keys in lower case. */
export interface ArmUrl {
  readonly path: string;
  readonly segments: readonly string[];
  readonly query: ReadonlyMap<string, string>;
  readonly subscription: string | undefined;
}

/** What a path of the general grammar asks for. */
export type Subject =
  | { readonly what: 'resource'; readonly id: ResourceId }
  | { readonly what: 'list'; readonly type: string; readonly scope: string; readonly namespace: string }
  | { readonly what: 'action'; readonly id: ResourceId; readonly action: string };

/** Words of every id that are nobody's name: answers always spell them so. */
const words: readonly (string | undefined)[] = ['subscriptions', undefined, 'resourceGroups'];

/** Cleans a URL; throws 400 for one that is not percent-encoded properly. */
export function readUrl(url: URL): ArmUrl {
  const segments = url.pathname
    .split('/')
    .filter((segment) => segment !== '')
    .map(decoded)
    .map(properly);
  const query = new Map([...url.searchParams].map(([key, value]) => [key.toLowerCase(), value]));
  const subscription = segments[0] === 'subscriptions' ? segments[1]?.toLowerCase() : undefined;
  return { path: `/${segments.join('/')}`, segments, query, subscription };
}

function properly(segment: string, index: number): string {
  const word = words[index];
  return word?.toLowerCase() === segment.toLowerCase() ? word : segment;
}

function decoded(segment: string): string {
  let text: string;
  try {
    text = decodeURIComponent(segment);
  } catch {
    throw new ArmError(
      400,
      'InvalidRequestUri',
      `The segment '${segment}' of the request URL is not encoded properly.`,
    );
  }
  if (/[<>%&\\?/\p{Cc}]/u.test(text)) {
    throw new ArmError(
      400,
      'InvalidRequestUri',
      `The segment '${segment}' of the request URL holds characters that names cannot have.`,
    );
  }
  return text;
}

/** Reads a path as a resource, a list or an action; throws ARM's 404 when it is none of them. */
export function subjectOf(url: ArmUrl, method: string): Subject {
  const id = parseId(url.path);
  if (id !== undefined) return { what: 'resource', id };
  const lower = url.segments.map((segment) => segment.toLowerCase());
  const provider = lower.lastIndexOf('providers');
  if (provider < 0 || url.segments.length - provider < 3) return scopeList(url, lower);
  const namespace = url.segments[provider + 1] ?? '';
  const rest = url.segments.slice(provider + 2);
  const last = rest.at(-1) ?? '';
  if (method === 'POST') {
    const target = parseId(`/${url.segments.slice(0, -1).join('/')}`);
    if (target !== undefined) return { what: 'action', id: target, action: last };
  }
  const types = rest.filter((_, index) => index % 2 === 0);
  const before = types.length === 1 ? url.segments.slice(0, provider) : url.segments.slice(0, -1);
  const scope = before.map((segment) => `/${segment}`).join('');
  return { what: 'list', type: [namespace, ...types].join('/'), scope, namespace };
}

function scopeList(url: ArmUrl, lower: readonly string[]): Subject {
  if (lower[0] === 'subscriptions' && lower[2] === 'resourcegroups' && lower.length === 3) {
    const scope = `/subscriptions/${url.segments[1] ?? ''}`;
    return {
      what: 'list',
      type: 'Microsoft.Resources/resourceGroups',
      scope,
      namespace: 'Microsoft.Resources',
    };
  }
  throw new ArmError(
    404,
    'NotFound',
    `No HTTP resource was found that matches the request URI path '${url.path}'.`,
  );
}

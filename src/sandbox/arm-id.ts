/** A resource id, taken apart. All casing is the caller's. */
export interface ResourceId {
  /** The id as text: collapsed slashes, no trailing slash, percent-decoded. */
  readonly id: string;
  /** What stands before the last `/providers/`: a subscription, a group, another resource, or '' for the tenant. */
  readonly scope: string;
  readonly subscription: string | undefined;
  readonly group: string | undefined;
  readonly namespace: string;
  /** e.g. `Microsoft.Network/virtualNetworks/subnets`. */
  readonly type: string;
  readonly names: readonly string[];
  /** Last name. */
  readonly name: string;
  /** Id of the parent resource when the type is nested, else undefined. */
  readonly parent: string | undefined;
}

/** The form in which ids are compared: lower-cased, without a trailing slash. */
export function keyOf(id: string): string {
  const lower = id.toLowerCase();
  // Nearly every id is in this form already.
  if (!lower.includes('//') && !lower.endsWith('/')) return lower;
  return lower.replace(/\/+/g, '/').replace(/\/$/, '');
}

/** Whether two ids name the same resource. */
export function sameId(one: string, other: string): boolean {
  return keyOf(one) === keyOf(other);
}

/** Takes a resource id apart; undefined when it is none (a list, an action, a bare scope). */
export function parseId(id: string): ResourceId | undefined {
  const clean = id.replace(/\/+/g, '/').replace(/\/$/, '');
  const segments = clean.split('/').slice(1);
  const lower = segments.map((segment) => segment.toLowerCase());
  const subscription = lower[0] === 'subscriptions' ? segments[1] : undefined;
  const group = subscription !== undefined && lower[2] === 'resourcegroups' ? segments[3] : undefined;
  const provider = lower.lastIndexOf('providers');
  if (provider < 0) return scopeId(clean, segments, subscription, group);
  const namespace = segments[provider + 1];
  const rest = segments.slice(provider + 2);
  if (namespace === undefined || rest.length === 0 || rest.length % 2 === 1) return undefined;
  const types = rest.filter((_, index) => index % 2 === 0);
  const names = rest.filter((_, index) => index % 2 === 1);
  return {
    id: clean,
    scope: segments
      .slice(0, provider)
      .map((segment) => `/${segment}`)
      .join(''),
    subscription,
    group,
    namespace,
    type: [namespace, ...types].join('/'),
    names,
    name: names.at(-1) ?? '',
    parent: types.length > 1 ? `/${segments.slice(0, -2).join('/')}` : undefined,
  };
}

/** Subscriptions and resource groups have ids without a provider. */
function scopeId(
  id: string,
  segments: readonly string[],
  subscription: string | undefined,
  group: string | undefined,
): ResourceId | undefined {
  const namespace = 'Microsoft.Resources';
  if (group !== undefined && segments.length === 4) {
    const scope = `/subscriptions/${subscription ?? ''}`;
    const type = `${namespace}/resourceGroups`;
    return {
      id,
      scope,
      subscription,
      group,
      namespace,
      type,
      names: [group],
      name: group,
      parent: undefined,
    };
  }
  if (subscription !== undefined && segments.length === 2) {
    const type = `${namespace}/subscriptions`;
    return {
      id,
      scope: '',
      subscription,
      group,
      namespace,
      type,
      names: [subscription],
      name: subscription,
      parent: undefined,
    };
  }
  return undefined;
}

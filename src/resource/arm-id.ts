/** ARM ids: `/subscriptions/{guid}/resourceGroups/{group}/providers/{namespace}/{type}/{name}…`. */

export interface ArmIdParts {
  readonly subscriptionId: string | undefined;
  readonly resourceGroup: string | undefined;
  /** Full type, `Microsoft.Network/virtualNetworks/subnets`; groups are `Microsoft.Resources/resourceGroups`. */
  readonly type: string;
  /** Names from the outermost to the innermost, e.g. `[vnet, subnet]`. */
  readonly names: readonly string[];
  /** The last name. */
  readonly name: string;
}

/** The key under which two ids that mean the same resource are equal. ARM compares ids without case. */
export function idKey(id: string): string {
  return id.toLowerCase();
}

/** Whether two ids mean the same resource. */
export function sameId(a: string, b: string): boolean {
  return idKey(a) === idKey(b);
}

/** Splits an id. Extension resources report the type and names of the extension. */
export function parseArmId(id: string): ArmIdParts {
  const segments = id.split('/').filter((segment) => segment !== '');
  const subscriptionId = /^subscriptions$/i.test(segments[0] ?? '') ? segments[1] : undefined;
  const resourceGroup = /^resourcegroups$/i.test(segments[2] ?? '') ? segments[3] : undefined;
  const provider = segments.map((segment) => segment.toLowerCase()).lastIndexOf('providers');
  if (provider === -1) {
    const type = resourceGroup ? 'Microsoft.Resources/resourceGroups' : 'Microsoft.Resources/subscriptions';
    const name = resourceGroup ?? subscriptionId ?? '';
    return { subscriptionId, resourceGroup, type, names: [name], name };
  }
  const [namespace = '', ...rest] = segments.slice(provider + 1);
  const types = rest.filter((_, index) => index % 2 === 0);
  const names = rest.filter((_, index) => index % 2 === 1);
  return {
    subscriptionId,
    resourceGroup,
    type: [namespace, ...types].join('/'),
    names,
    name: names.at(-1) ?? '',
  };
}

/** The resource an id lies beneath: its parent resource, extended resource, group or subscription. */
export function parentId(id: string): string | undefined {
  const segments = id.split('/');
  const provider = segments.map((segment) => segment.toLowerCase()).lastIndexOf('providers');
  if (provider === -1) return segments.length > 3 ? segments.slice(0, 3).join('/') : undefined;
  // A top-level type lies directly in the scope before its /providers/.
  return segments.length - provider > 4
    ? segments.slice(0, -2).join('/')
    : segments.slice(0, provider).join('/');
}

/** Whether `id` is `scope` itself or lies beneath it. */
export function isWithin(id: string, scope: string): boolean {
  const [inner, outer] = [idKey(id), idKey(scope)];
  return inner === outer || inner.startsWith(`${outer}/`);
}

import published from './published-types.json' with { type: 'json' };

/** Every published type (lower case) with its published name and api-versions. */
const types: { readonly [type: string]: { readonly name: string; readonly versions: readonly string[] } } =
  published;

const namespaces = new Set(Object.keys(types).map((type) => type.slice(0, type.indexOf('/'))));

/** api-versions that came after the types were taken over, as the Azure CLI 2.91 sends them. */
const later: { readonly [type: string]: readonly string[] } = {
  'microsoft.network/privateendpoints': ['2026-01-01'],
};

/** api-versions with which Microsoft published a type, newest last; undefined for a type it never published. */
export function publishedVersions(type: string): readonly string[] | undefined {
  const key = type.toLowerCase();
  const versions = types[key]?.versions;
  return versions && [...versions, ...(later[key] ?? [])];
}

const inNamespace = new Map<string, readonly string[]>();

/** Every api-version of any type of a namespace, for what is no type of its own there: usages, deleted things. */
export function namespaceVersions(namespace: string): readonly string[] {
  const prefix = `${namespace.toLowerCase()}/`;
  const known = inNamespace.get(prefix);
  if (known !== undefined) return known;
  const own = Object.keys(types).filter((type) => type.startsWith(prefix));
  const versions = [...new Set(own.flatMap((type) => publishedVersions(type) ?? []))].sort();
  inNamespace.set(prefix, versions);
  return versions;
}

/** Whether any type of a namespace is published. */
export function isPublishedNamespace(namespace: string): boolean {
  return namespaces.has(namespace.toLowerCase());
}

/** Published types of a namespace, without the namespace, with their api-versions. */
export function publishedIn(
  namespace: string,
): { readonly resourceType: string; readonly versions: readonly string[] }[] {
  const prefix = `${namespace.toLowerCase()}/`;
  return Object.entries(types)
    .filter(([type]) => type.startsWith(prefix))
    .map(([, { name, versions }]) => ({ resourceType: name.slice(prefix.length), versions }));
}

/** Namespaces of published types, in their published casing. */
export function publishedNamespaces(): readonly string[] {
  return [...new Set(Object.values(types).map(({ name }) => name.slice(0, name.indexOf('/'))))];
}

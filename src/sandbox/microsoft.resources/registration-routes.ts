import { ArmError } from '../errors.ts';
import type { JsonObject } from '../json.ts';
import type { Answer, Call, RouteModel, World } from '../provider.ts';
import { publishedIn, publishedNamespaces } from '../published.ts';
import { regions } from '../seed-directories.ts';

const root = '/subscriptions/{subscription}/providers';
const scope = '/subscriptions/{subscription}';

/** Resource providers of a subscription: list, get, register, unregister. */
export const registrationRoutes: readonly RouteModel[] = [
  {
    method: 'GET',
    pattern: root,
    apiVersions: [],
    writes: false,
    right: { action: 'Microsoft.Resources/subscriptions/providers/read', scope },
    handle: (call) => ({
      status: 200,
      body: publishedNamespaces().map((namespace) => shown(call, namespace)),
    }),
  },
  {
    method: 'GET',
    pattern: `${root}/{namespace}`,
    apiVersions: [],
    writes: false,
    right: { action: 'Microsoft.Resources/subscriptions/providers/read', scope },
    handle: (call) => ({ status: 200, body: shown(call, properName(call)) }),
  },
  {
    method: 'POST',
    pattern: `${root}/{namespace}/register`,
    apiVersions: [],
    writes: true,
    right: { action: '{namespace}/register/action', scope },
    handle: (call) => change(call, (world, subscription, name) => world.register(subscription, name)),
  },
  {
    method: 'POST',
    pattern: `${root}/{namespace}/unregister`,
    apiVersions: [],
    writes: true,
    right: { action: '{namespace}/unregister/action', scope },
    handle: (call) => change(call, (world, subscription, name) => world.unregister(subscription, name)),
  },
];

function change(call: Call, apply: (world: World, subscription: string, namespace: string) => void): Answer {
  const namespace = properName(call);
  apply(call.world, call.parts['subscription'] ?? '', namespace);
  return { status: 200, body: shown(call, namespace) };
}

function properName({ parts }: Call): string {
  const asked = parts['namespace'] ?? '';
  const found = publishedNamespaces().find((namespace) => namespace.toLowerCase() === asked.toLowerCase());
  if (found !== undefined) return found;
  throw new ArmError(404, 'InvalidResourceNamespace', `The resource namespace '${asked}' is invalid.`);
}

function shown({ world, parts }: Call, namespace: string): JsonObject {
  const subscription = parts['subscription'] ?? '';
  return {
    id: `/subscriptions/${subscription}/providers/${namespace}`,
    namespace,
    registrationPolicy: 'RegistrationRequired',
    registrationState: world.registration(subscription, namespace),
    resourceTypes: publishedIn(namespace).map(({ resourceType, versions }) => ({
      resourceType,
      locations: regions.map(({ displayName }) => displayName),
      apiVersions: [...versions].reverse(),
    })),
  };
}

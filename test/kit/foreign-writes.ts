import type { Exchange } from '../../src/azure/trace.ts';
import type { Design } from '../../src/design/design.ts';
import { idKey, parseArmId } from '../../src/resource/arm-id.ts';
import { at, type JsonObject } from '../../src/resource/json.ts';

/**
 * Writes that went anywhere but to a run's own: to a resource of its designs under exactly its id, to the deleted twin
 * of one, to the registration of a provider that they need, or to a connection that one of its managed private endpoints
 * waits for.
 */
export function foreignWrites(exchanges: readonly Exchange[], designs: readonly Design[]): string[] {
  const resources = designs.flatMap((design) => design.resources);
  const ids = new Set(resources.map(({ id }) => idKey(id)));
  const providers = new Set(designs.flatMap((design) => design.providers.map((name) => name.toLowerCase())));
  const twins = new Set(resources.map(({ id, type }) => `${type} ${parseArmId(id).name}`.toLowerCase()));
  const awaited = resources.flatMap(({ id, body }) => {
    const target = at(body, '/properties/privateLinkResourceId');
    const { names } = parseArmId(id);
    return typeof target === 'string'
      ? [{ target: idKey(target), name: idKey(`/${names[0]}.${names.at(-1)}`) }]
      : [];
  });
  const approves = (path: string, { method, status, responseBody }: Exchange): boolean => {
    const target = /^(.*)\/privateendpointconnections\/[^/]+$/.exec(path)?.[1];
    const source = at(responseBody as JsonObject, '/properties/privateEndpoint/id');
    const answered = status !== null && status < 300;
    return awaited.some(
      (each) =>
        method === 'PUT' &&
        each.target === target &&
        (!answered || idKey(String(source)).endsWith(each.name)),
    );
  };
  const isOwn = (exchange: Exchange): boolean => {
    const { method, url } = exchange;
    const path = idKey(new URL(url).pathname.replace(/^\/+/, '/'));
    const registered = /^\/subscriptions\/[^/]+\/providers\/([^/]+)\/register$/.exec(path)?.[1];
    if (registered !== undefined) return method === 'POST' && providers.has(registered);
    const deleted =
      /\/providers\/([^/]+)\/locations\/[^/]+\/(?:resourcegroups\/[^/]+\/)?deleted([^/]+)\/([^/]+)/.exec(
        path,
      );
    if (deleted) return twins.has(`${deleted[1]}/${deleted[2]} ${deleted[3]}`);
    if (approves(path, exchange)) return true;
    // Asking for the keys of an account of its own, or for the settings of an app, changes nothing.
    return ids.has(path) || (method === 'POST' && ids.has(path.replace(/\/(listkeys|list)$/, '')));
  };
  return exchanges
    .filter(({ method }) => method !== 'GET' && method !== 'HEAD')
    .filter((exchange) => !isOwn(exchange))
    .map(({ method, url }) => `${method} ${new URL(url).pathname}`);
}

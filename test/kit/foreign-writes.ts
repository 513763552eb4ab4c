import type { Exchange } from '../../src/azure/trace.ts';
import type { Design } from '../../src/design/design.ts';
import { idKey, parseArmId } from '../../src/resource/arm-id.ts';

/**
 * Writes that went anywhere but to a run's own: to a resource of its designs under exactly its id, to the deleted twin
 * of one, or to the registration of a provider that they need.
 */
export function foreignWrites(exchanges: readonly Exchange[], designs: readonly Design[]): string[] {
  const resources = designs.flatMap((design) => design.resources);
  const ids = new Set(resources.map(({ id }) => idKey(id)));
  const providers = new Set(designs.flatMap((design) => design.providers.map((name) => name.toLowerCase())));
  const twins = new Set(resources.map(({ id, type }) => `${type} ${parseArmId(id).name}`.toLowerCase()));
  const isOwn = ({ method, url }: Exchange): boolean => {
    const path = idKey(new URL(url).pathname.replace(/^\/+/, '/'));
    const registered = /^\/subscriptions\/[^/]+\/providers\/([^/]+)\/register$/.exec(path)?.[1];
    if (registered !== undefined) return method === 'POST' && providers.has(registered);
    const deleted =
      /\/providers\/([^/]+)\/locations\/[^/]+\/(?:resourcegroups\/[^/]+\/)?deleted([^/]+)\/([^/]+)/.exec(
        path,
      );
    if (deleted) return twins.has(`${deleted[1]}/${deleted[2]} ${deleted[3]}`);
    // Asking for the keys of an account of its own, or for the settings of an app, changes nothing.
    return ids.has(path) || (method === 'POST' && ids.has(path.replace(/\/(listkeys|list)$/, '')));
  };
  return exchanges
    .filter(({ method }) => method !== 'GET' && method !== 'HEAD')
    .filter((exchange) => !isOwn(exchange))
    .map(({ method, url }) => `${method} ${new URL(url).pathname}`);
}

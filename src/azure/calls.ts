import type { JsonObject } from '../resource/json.ts';
import type { AzureCalls, ResourceKind } from '../resource/kind.ts';
import { type Poller, session } from './session.ts';

type Calls = Pick<ResourceKind, 'read' | 'put' | 'remove'>;

/** A poller of the older generated clients (network, cognitive services, resources). */
export interface StartedPoller {
  isDone(): boolean;
  poll(): Promise<unknown>;
}

/** Makes such a poller steppable. */
export async function started(beginning: Promise<StartedPoller>): Promise<Poller> {
  const poller = await beginning;
  return { done: () => poller.isDone(), poll: () => poller.poll() };
}

/**
 * Read, put and remove by id through the generic resources client, for types whose typed client speaks too old an
 * api-version or would be a package of its own for one call.
 */
export function genericCalls(apiVersion: string): Calls {
  return {
    read: (azure, id) => readById(azure, id, apiVersion),
    put: async (azure, id, body, { ifMatch }) => {
      const resources = await session(azure).resources();
      return session(azure).start(
        () => started(resources.resources.beginCreateOrUpdateById(pathOf(id), apiVersion, body)),
        { body, ifMatch },
      );
    },
    remove: async (azure, id) => {
      const resources = await session(azure).resources();
      return session(azure).start(() => started(resources.resources.beginDeleteById(pathOf(id), apiVersion)));
    },
  };
}

/** GET by id through the generic resources client. */
async function readById(azure: AzureCalls, id: string, apiVersion: string): Promise<JsonObject | undefined> {
  const resources = await session(azure).resources();
  return session(azure).read(() => resources.resources.getById(pathOf(id), apiVersion));
}

/** The client puts the slash before an id itself. */
function pathOf(id: string): string {
  return id.replace(/^\//, '');
}

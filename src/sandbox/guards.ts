import { providers } from './catalogue.ts';
import type { JsonObject } from './json.ts';
import type { Guard, World } from './provider.ts';

const guards: readonly Guard[] = providers.flatMap((provider) => provider.guards ?? []);

/**
 * Lets every provider's guards look at a write (locks, policies); the first throw refuses it. Answers the body as they
 * leave it.
 */
export function guard(world: World, write: Parameters<Guard>[1]): JsonObject {
  let { body } = write;
  for (const look of guards) body = look(world, { ...write, body }) ?? body;
  return body;
}

import { providers } from './catalogue.ts';
import type { Guard, World } from './provider.ts';

const guards: readonly Guard[] = providers.flatMap((provider) => provider.guards ?? []);

/** Lets every provider's guards look at a write (locks, deny policies); the first throw refuses it. */
export function guard(world: World, write: Parameters<Guard>[1]): void {
  for (const look of guards) look(world, write);
}

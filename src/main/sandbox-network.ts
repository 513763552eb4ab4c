import { type NetworkView, saidIn } from '../resource/sighting.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';

/** The simulated network as a machine in one of its subnets sees it; undefined: as one on the public internet does. */
export function sandboxNetwork(sandbox: Sandbox, subnet: string | undefined): NetworkView {
  return {
    resolve: async (name) => tried(() => ({ addresses: sandbox.network.resolve(name, subnet) })),
    connect: async ({ name, address, port }) =>
      tried(() => sandbox.network.connect({ fqdn: name, address, port }, subnet)),
    // Whatever answers at all refuses it, as the services of Azure do.
    connectOlder: async () => 'refused',
    ask: async ({ name }, { method, path, headers, body }) => {
      const sent: Readonly<Record<string, string>> = {
        ...headers,
        ...(subnet === undefined ? {} : { 'x-sandbox-from': subnet }),
      };
      const began = sandbox.time();
      try {
        const {
          status,
          text,
          headers: answered,
        } = await sandbox.answer({
          method,
          url: `https://${name}${path}`,
          headers: { get: (header) => sent[header.toLowerCase()] ?? null },
          text: async () => (body === undefined ? '' : JSON.stringify(body)),
        });
        const shown = text === '' ? undefined : JSON.parse(text);
        return { status, said: saidIn(shown, answered.get('x-ms-error-code')), ms: sandbox.time() - began };
      } catch (error) {
        return { problem: problemOf(error) };
      }
    },
    token: async (directoryId, audience) => tried(() => sandbox.token(directoryId, audience)),
  };
}

function tried<T>(act: () => T): T | { problem: string } {
  try {
    return act();
  } catch (error) {
    return { problem: problemOf(error) };
  }
}

function problemOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

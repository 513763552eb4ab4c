import { join } from 'node:path';
import { redacted, type Trace } from '../azure/trace.ts';
import { exit } from '../commands/exit-code.ts';
import type { Ports } from '../commands/ports.ts';
import { Refusal } from '../problems/problem.ts';
import { openSandboxFor } from './open-sandbox.ts';
import type { Settings } from './settings.ts';
import { traceFile } from './trace-file.ts';

/** Serves the sandbox of this folder to any client until Ctrl-C or SIGTERM. */
export async function serve(
  port: number,
  settings: Settings,
  { text, interrupts }: Pick<Ports, 'text' | 'interrupts'>,
): Promise<number> {
  const [{ serveSandbox }, { instructions }] = await Promise.all([
    import('../sandbox/serve/serve.ts'),
    import('../sandbox/serve/instructions.ts'),
  ]);
  const release = interrupts.hold();
  const ended = new Promise<void>((resolve) => {
    interrupts.signal.addEventListener('abort', () => resolve(), { once: true });
  });
  // Clients from outside wait in real time: what takes long is done by the time they ask again.
  const { sandbox } = await openSandboxFor(settings, 1, { durations: 'first-poll' });
  const trace = settings.traceFile === undefined ? undefined : traceFile(settings.traceFile);
  try {
    const served = await serveSandbox(sandbox, {
      folder: join(settings.home, 'sandbox'),
      port,
      principal: settings.sandboxPrincipal,
      ...(trace ? { trace: redacting(trace.trace) } : {}),
    });
    text(settings.json ? JSON.stringify(served.connection) : instructions(served.connection).trimEnd());
    await ended;
    await served.close();
    return exit.done;
  } catch (error) {
    throw isTaken(error) ? portTaken(port) : error;
  } finally {
    trace?.close();
    sandbox.close();
    release();
  }
}

/** A trace without the secrets that clients sent and were answered. */
function redacting(trace: Trace): Trace {
  return (exchange) =>
    trace({
      ...exchange,
      requestBody: redacted(exchange.url, exchange.requestBody) ?? null,
      responseBody: redacted(exchange.url, exchange.responseBody) ?? null,
    });
}

function isTaken(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES')
  );
}

function portTaken(port: number): Refusal {
  return new Refusal([
    {
      code: 'GT-PORT-TAKEN',
      what: `port ${port} can't be listened on`,
      why: 'another program has it, or it is kept for the system',
      next: ['Leave --port away: a free one is chosen.', 'gotthard sandbox serve --port 8443'],
    },
  ]);
}

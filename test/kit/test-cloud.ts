import { httpClientFrom } from '../../src/azure/http-client.ts';
import { Session } from '../../src/azure/session.ts';
import type { Exchange } from '../../src/azure/trace.ts';
import type { Clock } from '../../src/resource/clock.ts';
import { virtualClock } from '../../src/run/clocks.ts';
import { openSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/sandbox.ts';
import { witnessOwn } from './traffic.ts';

/** A sandbox in memory on virtual time, with sessions that talk to it through the real Azure SDK. */
export interface TestCloud {
  readonly sandbox: Sandbox;
  readonly clock: Clock;
  /** Every attempt so far. */
  readonly exchanges: Exchange[];
  session(at: { subscriptionId: string; directoryId: string }): Session;
  /** Ends whoever uses the sessions as a SIGKILL would: no request of theirs is sent or answered any more. */
  kill(): void;
  readonly killed: Promise<void>;
  isKilled(): boolean;
}

/** The same in every test. */
const startOfTests = Date.UTC(2026, 10, 23, 10);

/** A promise of its own each time: one that is shared would hold on to everybody who ever awaited it. */
const never = (): Promise<never> => new Promise(() => undefined);

export function testCloud(
  options: Partial<SandboxOptions> & { open?: (options: SandboxOptions) => Sandbox; startsAt?: number } = {},
): TestCloud {
  const { open = openSandbox, startsAt = startOfTests, ...rest } = options;
  const clock = virtualClock(startsAt);
  const killer = new AbortController();
  const killed = new Promise<void>((resolve) => {
    killer.signal.addEventListener('abort', () => resolve(), { once: true });
  });
  const kill = (): void => killer.abort();
  const sandbox = open({ directory: undefined, now: () => clock.now(), crash: kill, ...rest });
  const exchanges: Exchange[] = [];
  const alive = async (request: Request): Promise<Response> => {
    if (killer.signal.aborted) await never();
    try {
      return await sandbox.fetch(request);
    } catch (error) {
      if (killer.signal.aborted) await never();
      throw error;
    }
  };
  return {
    sandbox,
    clock,
    exchanges,
    kill,
    killed,
    isKilled: () => killer.signal.aborted,
    session: (at) =>
      new Session(
        { ...at, correlationId: '00000000-0000-4000-8000-000000000001' },
        {
          origin: 'https://management.azure.com',
          scope: 'https://management.azure.com/.default',
          httpClient: httpClientFrom(alive),
          trace: (exchange) => {
            exchanges.push(exchange);
            if (exchange.status !== null) witnessOwn({ ...exchange, status: exchange.status });
          },
          timeoutMs: 60_000,
        },
        { getToken: async () => sandbox.token(at.directoryId) },
      ),
  };
}

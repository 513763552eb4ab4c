import { type Answered, type Asked, httpClientFrom } from '../../src/azure/http-client.ts';
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
  /** The same with all clients loaded: whatever takes real time would let the same run take other steps. */
  warm(at: { subscriptionId: string; directoryId: string }): Promise<Session>;
  /** Ends whoever uses the sessions as a SIGKILL would: no request of theirs is sent or answered any more. */
  kill(): void;
  readonly killed: Promise<void>;
  isKilled(): boolean;
}

/** The same in every test. */
const startOfTests = Date.UTC(2026, 10, 23, 10);

/** A promise of its own each time: one that is shared would hold on to everybody who ever awaited it. */
const never = (): Promise<never> => new Promise(() => undefined);

interface TestCloudOptions extends Partial<SandboxOptions> {
  readonly open?: (options: SandboxOptions) => Sandbox;
  readonly startsAt?: number;
  /** Asked before each token is given; throws what a sign-in throws. */
  readonly signIn?: () => void;
  /** Whether its traffic is held against the published types; default true. */
  readonly witness?: boolean;
}

export function testCloud(options: TestCloudOptions = {}): TestCloud {
  const { open = openSandbox, startsAt = startOfTests, witness = true, signIn, ...rest } = options;
  const clock = virtualClock(startsAt);
  const killer = new AbortController();
  const killed = new Promise<void>((resolve) => {
    killer.signal.addEventListener('abort', () => resolve(), { once: true });
  });
  const kill = (): void => killer.abort();
  const sandbox = open({ directory: undefined, now: () => clock.now(), crash: kill, ...rest });
  const exchanges: Exchange[] = [];
  const alive = async (asked: Asked): Promise<Answered> => {
    if (killer.signal.aborted) await never();
    try {
      return await sandbox.answer(asked);
    } catch (error) {
      if (killer.signal.aborted) await never();
      throw error;
    }
  };
  const session: TestCloud['session'] = ({ subscriptionId, directoryId }) =>
    new Session(
      { subscriptionId, directoryId, correlationId: '00000000-0000-4000-8000-000000000001' },
      {
        origin: 'https://management.azure.com',
        scope: 'https://management.azure.com/.default',
        httpClient: httpClientFrom(alive),
        trace: (exchange) => {
          exchanges.push(exchange);
          if (witness && exchange.status !== null) witnessOwn({ ...exchange, status: exchange.status });
        },
        timeoutMs: 60_000,
      },
      {
        getToken: async () => {
          signIn?.();
          return sandbox.token(directoryId);
        },
      },
    );
  const sessions = new Map<string, Session>();
  return {
    sandbox,
    clock,
    exchanges,
    kill,
    killed,
    isKilled: () => killer.signal.aborted,
    session,
    warm: async (at) => {
      const key = `${at.directoryId} ${at.subscriptionId}`;
      const found = sessions.get(key) ?? session(at);
      sessions.set(key, found);
      await found.warm();
      return found;
    },
  };
}

import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { test } from 'vitest';
import { atEnd } from './endings.ts';
import { witnessOwn, witnessTrace } from './traffic.ts';

/** A real terminal that tests look at and type into. */
export interface Terminal {
  /** Sends keys by their tmux names (`Enter`, `Escape`, `C-c`), or text as it is. */
  press(...keys: readonly string[]): void;
  type(text: string): void;
  /** The screen as soon as it shows the text; fails with the screen when it never does. */
  until(text: string | RegExp): Promise<string>;
  screen(): string;
  /** The screen with its escape sequences. */
  raw(): string;
  close(): void;
  /** Where its traffic is written. */
  readonly trace: string;
}

const gotthard = fileURLToPath(new URL('../../bin/gotthard.js', import.meta.url));
/** The server of the file that runs; a name is never used again, so that no server is met on its way out. */
let server: string | undefined;
let servers = 0;
const patienceMs = 30_000;
let count = 0;

const traces: string[] = [];
const hasTmux = spawnSync('tmux', ['-V']).status === 0;

/** A test in a real terminal. Without tmux it is left out, loudly; in CI it must run. */
export function inTerminal(name: string, body: () => Promise<void>): void {
  if (hasTmux || process.env['CI']) {
    test(name, body, 120_000);
    return;
  }
  test.skip(`${name} (needs tmux: apt-get install tmux)`, body);
}

atEnd(() => {
  for (const trace of traces.splice(0).filter((file) => existsSync(file))) {
    witnessTrace(trace, witnessOwn);
    rmSync(trace);
  }
  if (server !== undefined) tmux('kill-server');
  server = undefined;
});

function tmux(...args: string[]): string {
  return execFileSync('tmux', ['-L', server ?? startServer(), ...args], { encoding: 'utf8' });
}

/** A server that stays when its last session has ended: the next one would meet it while it goes. */
function startServer(): string {
  server = `gotthard-${process.pid}-${servers++}`;
  execFileSync('tmux', [
    '-L',
    server,
    '-f',
    '/dev/null',
    'start-server',
    ';',
    'set',
    '-g',
    'exit-empty',
    'off',
  ]);
  return server;
}

/** Runs `gotthard` with these arguments in a terminal of its own; its exit code is the last line. */
export function openTerminal(
  folder: string,
  args: string,
  { columns = 80, rows = 40, variables = '' }: { columns?: number; rows?: number; variables?: string } = {},
): Terminal {
  const session = `t${count++}`;
  // Beside the folder, so that what is in it is the program's own.
  const trace = `${folder}.${session}.jsonl`;
  traces.push(trace);
  const command = `env -u CI -u NO_COLOR ${variables} ${process.execPath} ${gotthard} ${args} --trace ${trace}; echo "exit code $?"; exec sleep 600`;
  const size = ['-x', String(columns), '-y', String(rows)];
  tmux('new-session', '-d', '-s', session, ...size, '-c', folder, command);
  const screen = (...how: string[]): string =>
    tmux('capture-pane', '-t', session, '-p', ...how)
      .split('\n')
      .map((line) => line.trimEnd())
      .join('\n')
      .trimEnd();
  return {
    trace,
    press: (...keys) => void tmux('send-keys', '-t', session, ...keys),
    type: (text) => void tmux('send-keys', '-t', session, '-l', text),
    screen: () => screen(),
    raw: () => screen('-e'),
    until: async (text) => {
      const deadline = Date.now() + patienceMs;
      for (;;) {
        const shown = screen();
        if (typeof text === 'string' ? shown.includes(text) : text.test(shown)) return shown;
        if (Date.now() > deadline) throw new Error(`never shown: ${text}\n${shown}`);
        await pause(40);
      }
    },
    close: () => void tmux('kill-session', '-t', session),
  };
}

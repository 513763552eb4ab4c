import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'vitest';
import type { Connection } from '../../src/sandbox/serve/connection.ts';

/** How a command of the Azure CLI ended. */
export interface Said {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  // biome-ignore lint/suspicious/noExplicitAny: what a test looks at it knows better than a type
  readonly body: any;
}

/** The Azure CLI, signed in nowhere but to the sandbox. */
export interface AzureCli {
  /** Runs one command to its end: words apart from each other, quotes kept together. Fails the test when it fails. */
  az(command: string): Promise<Said['body']>;
  /** The same, whichever way it ends. */
  try(command: string): Promise<Said>;
}

/** Where it comes from when it is not here. */
const install = 'python3 -m venv ~/azure-cli && ~/azure-cli/bin/pip install azure-cli';
const program = process.env['GOTTHARD_AZ'] ?? 'az';
const version = spawnSync(program, ['version', '--output', 'json'], { encoding: 'utf8' });

/** Tests with the real Azure CLI. Without it they are left out, loudly; in CI they must run. */
export function withAzureCli(name: string, tests: () => void): void {
  if (version.status === 0) {
    describe(name, tests);
    return;
  }
  const missing = `${name}: needs the Azure CLI on the PATH or in GOTTHARD_AZ (${install})`;
  if (process.env['CI']) {
    test(missing, () => {
      throw new Error(`${program} does not run: ${version.error?.message ?? version.stderr}`);
    });
    return;
  }
  process.stderr.write(`Left out. ${missing}\n`);
  test.skip(missing, () => undefined);
}

/** As what the environment file of the sandbox says, and nothing of the machine's own. */
function environmentOf({ envFile }: Connection): Record<string, string> {
  const lines = readFileSync(envFile, 'utf8').matchAll(/^export (\w+)='(.*)'$/gm);
  return Object.fromEntries([...lines].map(([, name = '', value = '']) => [name, value]));
}

function cli(environment: Readonly<Record<string, string>>): AzureCli {
  const home = environment['AZURE_CONFIG_DIR'] ?? '';
  mkdirSync(home, { recursive: true });
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: home,
    LANG: 'C.UTF-8',
    AZURE_CORE_ONLY_SHOW_ERRORS: 'true',
    AZURE_CORE_NO_COLOR: 'true',
    AZURE_EXTENSION_USE_DYNAMIC_INSTALL: 'no',
    ...environment,
  };
  const run = (command: string): Promise<Said> =>
    twoAtATime(
      () =>
        new Promise((resolve) => {
          const options = { env, cwd: home, maxBuffer: 64 * 1024 * 1024 };
          const child = execFile(program, wordsOf(command), options, (_error, stdout, stderr) => {
            const isJson = /^\s*[[{"]|^\s*(null|true|false|-?\d)/.test(stdout);
            resolve({
              code: child.exitCode ?? 1,
              stdout,
              stderr,
              body: isJson ? JSON.parse(stdout) : undefined,
            });
          });
        }),
    );
  return {
    try: run,
    az: async (command) => {
      const said = await run(command);
      if (said.code === 0) return said.body;
      throw new Error(`az ${command}: exit ${said.code}\n${said.stderr}`);
    },
  };
}

function wordsOf(command: string): string[] {
  const words = command.match(/"[^"]*"|\S+/g) ?? [];
  return words.map((word) => word.replace(/^"(.*)"$/, '$1'));
}

let busy = 0;
const waiting: (() => void)[] = [];

/** A command of the Azure CLI keeps a processor busy for a second or two. */
async function twoAtATime<T>(work: () => Promise<T>): Promise<T> {
  while (busy >= 2) await new Promise<void>((resolve) => waiting.push(resolve));
  busy += 1;
  try {
    return await work();
  } finally {
    busy -= 1;
    waiting.shift()?.();
  }
}

const loginOf = ({ clientId, clientSecret, directoryId }: Connection): string =>
  `login --service-principal -u ${clientId} -p ${clientSecret} --tenant ${directoryId}`;

/** Signed in to a cloud of its own, as `az cloud register` makes one of the file. */
export async function asOwnCloud(served: Connection): Promise<AzureCli> {
  const own = cli(environmentOf(served));
  await own.az(`cloud register -n gotthard --cloud-config @${served.cloudFile}`);
  await own.az('cloud set -n gotthard');
  await own.az(loginOf(served));
  return own;
}

/** Signed in to nothing but the address of Azure Resource Manager. */
export async function byAddress(served: Connection): Promise<AzureCli> {
  const environment = environmentOf(served);
  const home = join(environment['AZURE_CONFIG_DIR'] ?? '', 'by-address');
  const own = cli({ ...environment, AZURE_CONFIG_DIR: home });
  await own.az(`cloud register -n gotthard --endpoint-resource-manager ${served.url}`);
  await own.az('cloud set -n gotthard');
  await own.az(loginOf(served));
  return own;
}

/** Signed in to what it takes for Azure, through the proxy. */
export async function throughProxy(served: Connection): Promise<AzureCli> {
  const { NO_PROXY: _, ARM_METADATA_HOSTNAME: __, ...environment } = environmentOf(served);
  const home = `${environment['AZURE_CONFIG_DIR']}-proxy`;
  const own = cli({ ...environment, HTTPS_PROXY: served.proxyUrl, AZURE_CONFIG_DIR: home });
  await own.az(loginOf(served));
  return own;
}

/** Not signed in yet. */
export function stranger(served: Connection): AzureCli & { login(secret: string): Promise<Said> } {
  const environment = environmentOf(served);
  const home = join(environment['AZURE_CONFIG_DIR'] ?? '', 'stranger');
  const own = cli({ ...environment, AZURE_CONFIG_DIR: home });
  return { ...own, login: (secret) => own.try(loginOf({ ...served, clientSecret: secret })) };
}

import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { BlobServiceClient, type ContainerClient, StorageSharedKeyCredential } from '@azure/storage-blob';
import { describe, test } from 'vitest';

/** A real Blob endpoint on this machine, with a key of its own. */
export interface Azurite {
  readonly key: string;
  /** A new container, through Microsoft's client. */
  container(): Promise<ContainerClient>;
  stop(): Promise<void>;
}

/** Where it comes from when it is not here. */
const install = 'npm install --global azurite';
const program = process.env['GOTTHARD_AZURITE'] ?? 'azurite-blob';
const version = spawnSync(program, ['--version'], { encoding: 'utf8' });

/** Tests against Azurite. Without it they are left out, loudly; in CI they must run. */
export function withAzurite(name: string, tests: () => void): void {
  if (version.status === 0) {
    describe(name, tests);
    return;
  }
  const missing = `${name}: needs Azurite on the PATH or in GOTTHARD_AZURITE (${install})`;
  if (process.env['CI']) {
    test(missing, () => {
      throw new Error(`${program} does not run: ${version.error?.message ?? version.stderr}`);
    });
    return;
  }
  process.stderr.write(`Left out. ${missing}\n`);
  test.skip(missing, () => undefined);
}

export async function startAzurite(): Promise<Azurite> {
  const account = 'gotthardtests';
  const key = randomBytes(64).toString('base64');
  const child = spawn(
    program,
    ['--blobPort', '0', '--inMemoryPersistence', '--silent', '--skipApiVersionCheck', '--disableTelemetry'],
    { env: { ...process.env, AZURITE_ACCOUNTS: `${account}:${key}` }, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const ended = once(child, 'exit');
  const service = new BlobServiceClient(
    `${await addressOf(child.stdout)}/${account}`,
    new StorageSharedKeyCredential(account, key),
  );
  let count = 0;
  return {
    key,
    container: async () => {
      count += 1;
      const { containerClient } = await service.createContainer(`estates-${count}`);
      return containerClient;
    },
    stop: async () => {
      child.kill();
      await ended;
    },
  };
}

async function addressOf(stdout: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: stdout })) {
    const address = /listens on (http:\/\/\S+)/.exec(line)?.[1];
    if (address) return address;
  }
  throw new Error('Azurite ended before it listened');
}

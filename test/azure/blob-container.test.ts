import {
  ContainerSASPermissions,
  generateBlobSASQueryParameters,
  SASProtocol,
  type StorageSharedKeyCredential,
} from '@azure/storage-blob';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BlobSignIn, blobContainer } from '../../src/azure/blob-container.ts';
import type { BlobContainer } from '../../src/resource/blob-container.ts';
import { type Azurite, startAzurite, withAzurite } from '../kit/azurite.ts';
import { memoryContainer } from '../kit/memory-container.ts';

interface Given {
  readonly container: BlobContainer;
  readonly breakLease: (name: string) => Promise<void>;
}

/** What locks and journals rely on, of whichever container. */
function answers(given: () => Promise<Given>): void {
  it('has a text only where one was made, and lists what begins so', async () => {
    const { container } = await given();
    expect(await container.read('a/runs/1.jsonl')).toBeUndefined();
    expect(await container.create('a/runs/1.jsonl')).toBe(true);
    expect(await container.create('a/runs/2.jsonl')).toBe(true);
    expect(await container.create('b/runs/1.jsonl')).toBe(true);
    expect(await container.read('a/runs/1.jsonl')).toBe('');
    expect(await container.list('a/')).toEqual(['a/runs/1.jsonl', 'a/runs/2.jsonl']);
    await container.remove('a/runs/1.jsonl');
    await container.remove('a/runs/1.jsonl');
    expect(await container.list('a/')).toEqual(['a/runs/2.jsonl']);
  });

  it('never replaces an append blob, and appends only where it ends', async () => {
    const { container } = await given();
    await container.create('j');
    expect(await container.append('j', 'für alle\n', 0)).toBe(true);
    expect(await container.create('j')).toBe(false);
    expect(await container.append('j', 'again\n', 0)).toBe(false);
    expect(await container.append('j', 'too far\n', 99)).toBe(false);
    expect(await container.append('j', 'more\n', Buffer.byteLength('für alle\n'))).toBe(true);
    expect(await container.read('j')).toBe('für alle\nmore\n');
    await expect(container.append('none', 'x', 0)).rejects.toMatchObject({ code: 'BlobNotFound' });
  });

  it('gives one lease at a time, whose holder alone writes and renews', async () => {
    const { leases, read } = (await given()).container;
    const [first, second] = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222'];
    expect(await leases.isHeld('l')).toBe(false);
    expect(await leases.acquire('l', first, 60)).toBe(true);
    expect(await leases.isHeld('l')).toBe(true);
    expect(await leases.acquire('l', second, 60)).toBe(false);
    expect(await leases.write('l', first, 'mine')).toBe(true);
    expect(await leases.write('l', second, 'mine')).toBe(false);
    expect(await read('l')).toBe('mine');
    expect(await leases.renew('l', first)).toBe(true);
    expect(await leases.renew('l', second)).toBe(false);
    await leases.release('l', second);
    expect(await leases.isHeld('l')).toBe(true);
    await leases.release('l', first);
    expect(await leases.isHeld('l')).toBe(false);
    expect(await leases.acquire('l', second, 60)).toBe(true);
    expect(await leases.renew('l', first)).toBe(false);
    expect(await leases.write('l', first, 'mine')).toBe(false);
  });

  it('tells a holder whose lease was broken, when he next asks', async () => {
    const { container, breakLease } = await given();
    const id = '33333333-3333-4333-8333-333333333333';
    await container.leases.acquire('l', id, 60);
    await breakLease('l');
    expect(await container.leases.renew('l', id)).toBe(false);
    expect(await container.leases.write('l', id, 'x')).toBe(false);
    await container.leases.release('l', id);
  });
}

describe('a container in memory', () => {
  answers(async () => {
    const container = memoryContainer(() => 0);
    return { container, breakLease: async (name) => container.breakLease(name) };
  });
});

withAzurite('a container of a Blob service', () => {
  let azurite: Azurite;
  beforeAll(async () => {
    azurite = await startAzurite();
  });
  afterAll(() => azurite.stop());

  const opened = async (signIn: (at: { account: string }) => BlobSignIn = keyed) => {
    const client = await azurite.container();
    return {
      client,
      container: await blobContainer(client.url, signIn({ account: client.accountName }), {
        timeoutMs: 5_000,
      }),
    };
  };
  const keyed = ({ account }: { account: string }): BlobSignIn => ({
    kind: 'key',
    account,
    key: azurite.key,
  });

  answers(async () => {
    const { client, container } = await opened();
    return {
      container,
      breakLease: async (name) => void (await client.getBlobClient(name).getBlobLeaseClient().breakLease(0)),
    };
  });

  it('opens with a signature too', async () => {
    const { client } = await opened();
    const token = generateBlobSASQueryParameters(
      {
        containerName: client.containerName,
        permissions: ContainerSASPermissions.parse('racwdl'),
        protocol: SASProtocol.HttpsAndHttp,
        expiresOn: new Date(Date.now() + 3_600_000),
      },
      client.credential as StorageSharedKeyCredential,
    ).toString();
    const container = await blobContainer(client.url, { kind: 'sas', token }, { timeoutMs: 5_000 });
    expect(await container.create('j')).toBe(true);
    expect(await container.list('')).toEqual(['j']);
  });

  it('refuses with the code of the service and with its correlation id', async () => {
    const wrong = await opened(({ account }) => ({
      kind: 'key',
      account,
      key: Buffer.alloc(64).toString('base64'),
    }));
    await expect(wrong.container.list('')).rejects.toMatchObject({
      name: 'ArmError',
      status: 403,
      // Azure says AuthenticationFailed, Azurite AuthorizationFailure.
      code: expect.stringMatching(/^Auth(entication|orization)Fail/),
      correlationId: expect.stringMatching(/./),
    });
    const { client, container } = await opened();
    await client.delete();
    await expect(container.list('')).rejects.toMatchObject({ status: 404, code: 'ContainerNotFound' });
    await expect(container.create('j')).rejects.toMatchObject({ code: 'ContainerNotFound' });
  });

  it('is out of reach, and says so, where nobody listens', async () => {
    const container = await blobContainer(
      'http://127.0.0.1:9/account/estates',
      keyed({ account: 'account' }),
      { timeoutMs: 5_000 },
    );
    await expect(container.read('j')).rejects.toMatchObject({ status: null, code: 'ConnectionLost' });
  });
});

import type { TokenCredential } from '@azure/core-auth';
import { isRestError } from '@azure/core-rest-pipeline';
import type { ContainerClient } from '@azure/storage-blob';
import { ArmError } from '../problems/arm-error.ts';
import type { BlobContainer } from '../resource/blob-container.ts';
import type { Leases } from '../resource/leases.ts';
import { retryAfterMs } from './arm-errors.ts';

/** How the Blob service knows who asks. */
export type BlobSignIn =
  | { readonly kind: 'key'; readonly account: string; readonly key: string }
  | { readonly kind: 'sas'; readonly token: string }
  | { readonly kind: 'entra'; readonly credential: TokenCredential };

/**
 * A container by its URL, through the official client: one attempt a call, since whoever calls knows what may be
 * tried again. `timeoutMs` is real time for one call.
 */
export async function blobContainer(
  url: string,
  signIn: BlobSignIn,
  { timeoutMs }: { readonly timeoutMs: number },
): Promise<BlobContainer> {
  const container = await clientOf(url, signIn);
  const abortSignal = (): AbortSignal => AbortSignal.timeout(timeoutMs);
  return {
    url,
    list: (prefix) =>
      answered(async () => {
        const names: string[] = [];
        const blobs = container.listBlobsFlat({ prefix, abortSignal: abortSignal() });
        for await (const { name } of blobs) names.push(name);
        return names.sort();
      }),
    read: (name) =>
      answered(
        async () =>
          (
            await container.getBlobClient(name).downloadToBuffer(0, undefined, { abortSignal: abortSignal() })
          ).toString('utf8'),
        { BlobNotFound: undefined },
      ),
    create: (name) =>
      answered(
        async () => {
          const conditions = { ifNoneMatch: '*' };
          await container.getAppendBlobClient(name).create({ conditions, abortSignal: abortSignal() });
          return true;
        },
        { BlobAlreadyExists: false, ConditionNotMet: false, UnauthorizedBlobOverwrite: false },
      ),
    append: (name, text, at) =>
      answered(
        async () => {
          const body = Buffer.from(text);
          const conditions = { appendPosition: at };
          await container
            .getAppendBlobClient(name)
            .appendBlock(body, body.length, { conditions, abortSignal: abortSignal() });
          return true;
        },
        { AppendPositionConditionNotMet: false },
      ),
    remove: (name) =>
      answered(async () => {
        await container.getBlobClient(name).deleteIfExists({ abortSignal: abortSignal() });
      }),
    leases: leasesIn(container, abortSignal),
  };
}

/** What the Blob service says when a lease is not the one that was named. */
const lost = {
  LeaseIdMismatchWithLeaseOperation: false,
  LeaseIdMismatchWithBlobOperation: false,
  LeaseIsBrokenAndCannotBeRenewed: false,
  LeaseIsBreakingAndCannotBeAcquired: false,
  LeaseNotPresentWithLeaseOperation: false,
  LeaseNotPresentWithBlobOperation: false,
  LeaseLost: false,
  BlobNotFound: false,
} as const;

function leasesIn(container: ContainerClient, abortSignal: () => AbortSignal): Leases {
  const leaseOf = (name: string, leaseId: string) =>
    container.getBlobClient(name).getBlobLeaseClient(leaseId);
  const acquire = (name: string, leaseId: string, seconds: number): Promise<boolean | undefined> =>
    answered(
      async () => {
        await leaseOf(name, leaseId).acquireLease(seconds, { abortSignal: abortSignal() });
        return true;
      },
      { LeaseAlreadyPresent: false, LeaseIsBreakingAndCannotBeAcquired: false, BlobNotFound: undefined },
    );
  const make = (name: string): Promise<void> =>
    answered(
      async () => {
        const conditions = { ifNoneMatch: '*' };
        await container.getBlockBlobClient(name).upload('', 0, { conditions, abortSignal: abortSignal() });
      },
      { BlobAlreadyExists: undefined, ConditionNotMet: undefined, LeaseIdMissing: undefined },
    );
  return {
    acquire: async (name, leaseId, seconds) => {
      const first = await acquire(name, leaseId, seconds);
      if (first !== undefined) return first;
      await make(name);
      return (await acquire(name, leaseId, seconds)) ?? false;
    },
    renew: (name, leaseId) =>
      answered(async () => {
        await leaseOf(name, leaseId).renewLease({ abortSignal: abortSignal() });
        return true;
      }, lost),
    write: (name, leaseId, text) =>
      answered(async () => {
        const body = Buffer.from(text);
        await container
          .getBlockBlobClient(name)
          .upload(body, body.length, { conditions: { leaseId }, abortSignal: abortSignal() });
        return true;
      }, lost),
    release: async (name, leaseId) => {
      await answered(async () => {
        await leaseOf(name, leaseId).releaseLease({ abortSignal: abortSignal() });
        return true;
      }, lost);
    },
    isHeld: (name) =>
      answered(
        async () =>
          (await container.getBlobClient(name).getProperties({ abortSignal: abortSignal() })).leaseState ===
          'leased',
        { BlobNotFound: false },
      ),
  };
}

async function clientOf(url: string, signIn: BlobSignIn): Promise<ContainerClient> {
  const { ContainerClient, StorageSharedKeyCredential } = await import('@azure/storage-blob');
  const options = { retryOptions: { maxTries: 1 } };
  switch (signIn.kind) {
    case 'key':
      return new ContainerClient(url, new StorageSharedKeyCredential(signIn.account, signIn.key), options);
    case 'sas':
      return new ContainerClient(`${url}?${signIn.token.replace(/^\?/, '')}`, undefined, options);
    case 'entra':
      return new ContainerClient(url, signIn.credential, options);
  }
}

/** What a call answers; refusals that are answers themselves are given by their code, all others are thrown. */
async function answered<T, A = never>(
  call: () => Promise<T>,
  answers: Readonly<Record<string, A>> = {},
): Promise<T | A> {
  try {
    return await call();
  } catch (error) {
    const refusal = refusalFrom(error);
    if (!refusal) throw error;
    const answer = Object.entries(answers).find(([code]) => code === refusal.code);
    if (answer) return answer[1];
    throw refusal;
  }
}

/** Undefined when it is no refusal and no lost answer, but a fault of ours. */
function refusalFrom(error: unknown): ArmError | undefined {
  if (error instanceof Error && (error.name === 'AbortError' || error.name === 'TimeoutError')) {
    return new ArmError({ status: null, code: 'ConnectionLost', message: 'the Blob service did not answer' });
  }
  if (!isRestError(error)) return undefined;
  const { response, message } = error;
  if (!response) return new ArmError({ status: null, code: 'ConnectionLost', message });
  // A HEAD has no body, and says it in a header.
  const code = response.headers.get('x-ms-error-code') ?? error.code ?? `Http${response.status}`;
  return new ArmError({
    status: response.status,
    code,
    message: message.split('\n')[0] ?? message,
    correlationId: response.headers.get('x-ms-request-id'),
    retryAfterMs: retryAfterMs(response.headers.get('retry-after')),
  });
}

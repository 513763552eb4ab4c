import { ArmError } from '../../src/problems/arm-error.ts';
import type { BlobContainer } from '../../src/resource/blob-container.ts';

interface Blob {
  text: Buffer;
  lease?: { id: string; until: number };
}

/** A container in memory that answers as the Blob service does, by a clock of the test's. */
export interface MemoryContainer extends BlobContainer {
  /** While true nothing is answered; what was asked has no effect. */
  silent: boolean;
  /** The next append takes effect and its answer is lost. */
  losesAnswer: boolean;
  /** As an administrator breaks a lease. */
  breakLease(name: string): void;
  readonly blobs: Map<string, Blob>;
}

export function memoryContainer(now: () => number, leaseSeconds = 60): MemoryContainer {
  const blobs = new Map<string, Blob>();
  const silence = (): ArmError =>
    new ArmError({ status: null, code: 'ConnectionLost', message: 'no answer' });
  const heard = (): void => {
    if (container.silent) throw silence();
  };
  const heldBy = (name: string): string | undefined => {
    const lease = blobs.get(name)?.lease;
    return lease && lease.until > now() ? lease.id : undefined;
  };
  const container: MemoryContainer = {
    url: 'https://memory.blob.core.windows.net/estates',
    silent: false,
    losesAnswer: false,
    blobs,
    breakLease: (name) => {
      delete blobs.get(name)?.lease;
    },
    list: async (prefix) => {
      heard();
      return [...blobs.keys()].filter((name) => name.startsWith(prefix)).sort();
    },
    read: async (name) => {
      heard();
      return blobs.get(name)?.text.toString();
    },
    create: async (name) => {
      heard();
      if (blobs.has(name)) return false;
      blobs.set(name, { text: Buffer.alloc(0) });
      return true;
    },
    append: async (name, text, at) => {
      heard();
      const blob = blobs.get(name);
      if (!blob) throw new ArmError({ status: 404, code: 'BlobNotFound', message: 'no such blob' });
      if (blob.text.length !== at) return false;
      blob.text = Buffer.concat([blob.text, Buffer.from(text)]);
      if (!container.losesAnswer) return true;
      container.losesAnswer = false;
      throw silence();
    },
    remove: async (name) => {
      heard();
      blobs.delete(name);
    },
    leases: {
      acquire: async (name, id) => {
        heard();
        const blob = blobs.get(name) ?? { text: Buffer.alloc(0) };
        blobs.set(name, blob);
        const holder = heldBy(name);
        if (holder !== undefined && holder !== id) return false;
        blob.lease = { id, until: now() + leaseSeconds * 1000 };
        return true;
      },
      renew: async (name, id) => {
        heard();
        const blob = blobs.get(name);
        if (blob?.lease?.id !== id) return false;
        blob.lease = { id, until: now() + leaseSeconds * 1000 };
        return true;
      },
      write: async (name, id, text) => {
        heard();
        const blob = blobs.get(name);
        if (!blob || heldBy(name) !== id) return false;
        blob.text = Buffer.from(text);
        return true;
      },
      release: async (name, id) => {
        heard();
        const blob = blobs.get(name);
        if (blob?.lease?.id === id) delete blob.lease;
      },
      isHeld: async (name) => {
        heard();
        return heldBy(name) !== undefined;
      },
    },
  };
  return container;
}

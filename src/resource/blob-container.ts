/**
 * A container of blobs, where the locks and journals of an estate may live. What none of these answers explains is
 * thrown as an ArmError, with the code of the Blob service.
 */
export interface BlobContainer {
  /** `https://ACCOUNT.blob.core.windows.net/CONTAINER` */
  readonly url: string;
  /** Names of the blobs that begin so, sorted. */
  list(prefix: string): Promise<readonly string[]>;
  /** The text of a blob; undefined when there is none. */
  read(name: string): Promise<string | undefined>;
  /** Makes an empty append blob; false when something of that name is there. */
  create(name: string): Promise<boolean>;
  /** Appends text when the blob ends at that byte; false when it does not. */
  append(name: string, text: string, at: number): Promise<boolean>;
  /** Nothing when there is none. */
  remove(name: string): Promise<void>;
  readonly leases: BlobLeases;
}

/** Leases of blobs that are there for nothing else: their text says who holds them. */
export interface BlobLeases {
  /** Takes a lease under an id of one's own, making the blob first where there is none; false when another holds it. */
  acquire(name: string, leaseId: string, seconds: number): Promise<boolean>;
  /** False when the lease is another's by now, or gone. */
  renew(name: string, leaseId: string): Promise<boolean>;
  /** Writes the text of a blob under its lease; false when the lease is not held any more. */
  write(name: string, leaseId: string, text: string): Promise<boolean>;
  /** Lets go; nothing when the lease was lost. */
  release(name: string, leaseId: string): Promise<void>;
  /** Whether anybody holds a lease of it now. */
  isHeld(name: string): Promise<boolean>;
}

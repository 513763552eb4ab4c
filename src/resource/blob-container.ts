import type { LeasePlace } from './leases.ts';

/**
 * A container of blobs, where the locks and journals of an estate may live. What none of these answers explains is
 * thrown as an ArmError, with the code of the Blob service.
 */
export interface BlobContainer extends LeasePlace {
  /** `https://ACCOUNT.blob.core.windows.net/CONTAINER` */
  readonly url: string;
  /** Names of the blobs that begin so, sorted. */
  list(prefix: string): Promise<readonly string[]>;
  /** Makes an empty append blob; false when something of that name is there. */
  create(name: string): Promise<boolean>;
  /** Appends text when the blob ends at that byte; false when it does not. */
  append(name: string, text: string, at: number): Promise<boolean>;
  /** Nothing when there is none. */
  remove(name: string): Promise<void>;
}

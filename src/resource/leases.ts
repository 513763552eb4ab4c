/** Where leases are held that processes of several machines see: a container of blobs, or a private DNS zone. */
export interface LeasePlace {
  /** Its URL or ARM id. */
  readonly url: string;
  /** What is written under a name; undefined when nothing is. */
  read(name: string): Promise<string | undefined>;
  readonly leases: Leases;
}

/**
 * Leases of things that are there for nothing else: their text says who holds them. What no answer explains is thrown
 * as an ArmError.
 */
export interface Leases {
  /** Takes a lease under an id of one's own; false when another holds it. */
  acquire(name: string, leaseId: string, seconds: number): Promise<boolean>;
  /** Renews it for as long as it was taken for; false when the lease is another's by now, or gone. */
  renew(name: string, leaseId: string): Promise<boolean>;
  /** Writes the text under its lease; false when the lease is not held any more. */
  write(name: string, leaseId: string, text: string): Promise<boolean>;
  /** Lets go; nothing when the lease was lost. */
  release(name: string, leaseId: string): Promise<void>;
  /** Whether anybody holds a lease of it now. */
  isHeld(name: string): Promise<boolean>;
}

/** Where a role comes from that counts for an environment. */
export type From = 'environment' | 'existing' | 'subscription' | 'above';

/** Why somebody should look at a role again. */
export type RemarkCode = 'unknown' | 'foreign' | 'wide' | 'user' | 'stale' | 'undesigned';

export interface Remark {
  readonly code: RemarkCode;
  readonly what: string;
  readonly next: string;
}

/** One role that somebody holds on an environment. */
export interface Access {
  /** Of the role assignment. */
  readonly id: string;
  readonly principalId: string;
  /** `User`, `Group`, `ServicePrincipal`, … as Azure tells it. */
  readonly principalType: string;
  /** As the directory tells it; undefined where it could not be read, or is not there. */
  readonly principalName?: string;
  readonly role: string;
  readonly scope: string;
  readonly from: From;
  /** Whether the estate file gives it. */
  readonly designed: boolean;
  /** Whether it carries the mark of this environment. */
  readonly ours: boolean;
  /** ISO time; undefined: it does not end, as far as could be read. */
  readonly until?: string;
  /** What it lets do, in words; empty where the role gives nothing here, or could not be read. */
  readonly can: readonly string[];
  readonly administers: boolean;
  /** Whether it is held by whoever looks. */
  readonly own: boolean;
  readonly remarks: readonly Remark[];
}

/** Somebody who may activate a role for a time. */
export interface Eligible {
  readonly principalId: string;
  readonly principalName?: string;
  readonly role: string;
  readonly scope: string;
}

/** Who can do what on one environment. */
export interface AccessReview {
  readonly tenant: string;
  readonly environment: string;
  readonly subscriptionId: string;
  readonly access: readonly Access[];
  readonly eligible: readonly Eligible[];
  /** What could not be read, and why: nothing is concluded from it. */
  readonly unread: readonly { readonly what: string; readonly reason: string }[];
}

/** Whom people know by name, else by object id. */
export function nameOf({
  principalName,
  principalId,
}: Pick<Access, 'principalName' | 'principalId'>): string {
  return principalName ?? principalId;
}

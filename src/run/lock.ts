import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import type { Problem } from '../problems/problem.ts';

/**
 * Milliseconds of real time after which a request is given up. A lock outlasts every request sent under it, and a
 * blob lease lasts 60 s at most: https://learn.microsoft.com/rest/api/storageservices/lease-blob
 */
export const requestTimeoutMs = 50_000;

/** Held while a run of a stamp is open in this process. */
export interface Lock {
  /** To be asked just before each write: throws a Halt once the lock isn't ours for as long as a write may take. */
  mayWrite(): Promise<void>;
  release(): Promise<void>;
}

export interface Locks {
  /** Locks a stamp or refuses, naming who holds it and since when. Says what it waits for, where it has to. */
  acquire(stamp: string, holder: Holder, say?: (text: string) => void): Promise<Lock>;
  /** Who holds a stamp now, as the problem that it is for others; undefined when nobody does that is alive. */
  held(stamp: string): Promise<Problem | undefined>;
}

/** Who locks, and the time at which. */
export interface Holder {
  readonly by: string;
  readonly at: string;
}

/** What a lock says about whoever holds it. */
export interface Owner {
  readonly by: string;
  readonly since: string;
  readonly pid: number;
  readonly host: string;
  /** In which numbering its process id was given, where the machine tells. */
  readonly numbering?: string;
  /** Of this one lock, so that nobody takes another's for his own. */
  readonly token: string;
}

export function ownerOf({ by, at }: Holder, token: string): Owner {
  const mine = numbering();
  return {
    by,
    since: at,
    pid: process.pid,
    host: hostname(),
    ...(mine === undefined ? {} : { numbering: mine }),
    token,
  };
}

/**
 * What a process id is unique in: this start of the machine and, for containers, the PID namespace. Undefined where
 * the system tells neither.
 * @see https://man7.org/linux/man-pages/man7/pid_namespaces.7.html
 */
function numbering(): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return undefined;
  }
}

/** Whether a dead owner is one beyond doubt: another machine or container of the same name numbers its processes anew. */
export function isDeadForSure(owner: Owner): boolean {
  return owner.numbering !== undefined && owner.numbering === numbering() && isDead(owner);
}

/** Whether the process of an owner is known to have ended. Of other machines nothing is known. */
export function isDead(owner: Owner): boolean {
  if (owner.host !== hostname()) return false;
  try {
    process.kill(owner.pid, 0);
    // Whoever had our own id before has ended.
    return owner.pid === process.pid;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}

export function heldBy(stamp: string, owner: Owner | undefined, takingOver: readonly string[]): Problem {
  return {
    code: 'GT-LOCK-HELD',
    what: `${stamp} is locked by ${nameOf(owner)}`,
    why: 'a run of this stamp is going on there',
    next: ['Wait until it has ended, or interrupt it there with Ctrl-C.', ...takingOver],
  };
}

/** What ends a run whose lock is gone. */
export function lockLost(stamp: string, why: string, owner?: Owner): Problem {
  return {
    code: 'GT-LOCK-LOST',
    what: `${stamp} is not locked for this run any more${owner ? `: ${nameOf(owner)} holds it` : ''}`,
    why,
    next: ['Nothing more was written: see what the other one does first, with gotthard runs list'],
  };
}

function nameOf(owner: Owner | undefined): string {
  return owner
    ? `${owner.by}, process ${owner.pid} on ${owner.host}, since ${owner.since}`
    : 'another process';
}

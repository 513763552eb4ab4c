import type { Problem } from '../problems/problem.ts';

/** Why the operating system refused to write, and what a person can do about it. */
const reasons: Readonly<Record<string, readonly [why: string, next: string]>> = {
  ENOSPC: ['the disk is full', 'Make room on the disk.'],
  EDQUOT: ['the quota of this user is used up', 'Make room, or have the quota raised.'],
  EFBIG: ['the file is larger than this process may write', 'Raise the limit: ulimit -f unlimited'],
  EROFS: ['the file system is read-only', 'Work in a folder that can be written.'],
  EACCES: ['this user may not write there', 'Give this user the right to write there.'],
  EPERM: ['this user may not write there', 'Give this user the right to write there.'],
  ENOTDIR: ['a file stands where a folder has to be', 'Move that file away.'],
  EEXIST: ['something else stands in its place', 'Move it away.'],
  EISDIR: ['a folder stands where a file has to be', 'Move that folder away.'],
};

/** The problem that a refused write to a file is. Anything but a refusal of the operating system is thrown on. */
export function unwritable(code: string, what: string, path: string, error: unknown): Problem {
  if (!(error instanceof Error && 'code' in error && 'syscall' in error)) throw error;
  const [why, next] = reasons[String(error.code)] ?? [
    'the operating system refused it',
    'See to the disk and the folder.',
  ];
  return { code, what: `${what} can not be written: ${path} (${error.code})`, why, next: [next] };
}

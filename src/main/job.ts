import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Job } from '../terminal/keyboard.ts';

/** This process as its terminal and its shell see it. */
export const job: Job = {
  // To the whole group, as the terminal does it.
  signal: (name) => void process.kill(0, name),
  inForeground,
  onContinued: (callback) => listening('SIGCONT', callback),
  onExit: (callback) => listening('exit', callback),
};

function listening(event: 'SIGCONT' | 'exit', callback: () => void): () => void {
  process.on(event, callback);
  return () => {
    process.off(event, callback);
  };
}

/** Whether the group of this process is its terminal's; where nobody can tell it is taken not to be. */
function inForeground(): boolean {
  try {
    // proc(5): after the name in brackets come state, ppid, pgrp, session, tty_nr, tpgid.
    const stat = readFileSync('/proc/self/stat', 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[2] === fields[5];
  } catch {
    return foregroundByPs();
  }
}

/** Of the BSDs and macOS, ps(1): a `+` in the state of those that are in the foreground. */
function foregroundByPs(): boolean {
  try {
    return execFileSync('ps', ['-o', 'stat=', '-p', String(process.pid)], { encoding: 'utf8' }).includes('+');
  } catch {
    return false;
  }
}

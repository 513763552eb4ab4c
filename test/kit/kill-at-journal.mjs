// Loaded into a process of Gotthard ahead of it (NODE_OPTIONS=--import=…): ends it as a power loss would, right before
// or right after the n-th line of its journal is on disk. GOTTHARD_TEST_KILL=before:7. With full:7 the disk takes half of
// that line and nothing more.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const [when, nth] = (process.env.GOTTHARD_TEST_KILL ?? '').split(':');
const { openSync, writeSync, fsyncSync } = fs;
const journals = new Set();
let lines = 0;

function killIf(now) {
  if (now === when && lines === Number(nth)) process.kill(process.pid, 'SIGKILL');
}

fs.openSync = (path, ...rest) => {
  const file = openSync(path, ...rest);
  if (/[\\/]runs[\\/][^\\/]+\.jsonl$/.test(String(path))) journals.add(file);
  return file;
};
fs.writeSync = (file, ...rest) => {
  if (!journals.has(file)) return writeSync(file, ...rest);
  lines += 1;
  killIf('before');
  if (when !== 'full' || lines < Number(nth)) return writeSync(file, ...rest);
  const [bytes, at = 0] = rest;
  if (lines === Number(nth)) return writeSync(file, bytes.subarray(0, Math.floor(bytes.length / 2)), at);
  throw Object.assign(new Error('ENOSPC: no space left on device, write'), {
    code: 'ENOSPC',
    syscall: 'write',
  });
};
fs.fsyncSync = (file) => {
  fsyncSync(file);
  if (journals.has(file)) killIf('after');
};
syncBuiltinESMExports();

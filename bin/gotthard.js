#!/usr/bin/env node
import { existsSync } from 'node:fs';

const [major, minor] = process.versions.node.split('.').map(Number);
const runs = major >= 24 || (major === 22 && minor >= 13) || (major === 20 && minor >= 19);
if (!runs) {
  process.stderr.write(`Gotthard needs Node.js 20.19, 22.13, or 24 and newer; this is ${process.version}.\n`);
  process.exit(3);
}
const main = new URL('../dist/main.mjs', import.meta.url);
if (!existsSync(main)) {
  process.stderr.write('Gotthard has not been built here yet: npm run build\n');
  process.exit(3);
}
await import(main.href);

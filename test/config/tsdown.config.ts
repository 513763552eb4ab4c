import { fileURLToPath } from 'node:url';
import { defineConfig } from 'tsdown';

// Everything but the native store is bundled and split, so that a command loads only what it uses.
export default defineConfig({
  cwd: fileURLToPath(new URL('../..', import.meta.url)),
  entry: { main: 'src/main.ts' },
  outDir: 'dist',
  format: 'esm',
  platform: 'node',
  target: 'node20',
  clean: true,
  dts: false,
  // Bundled CommonJS packages still ask for __filename.
  shims: true,
  minify: false,
  sourcemap: false,
  deps: { alwaysBundle: [/.*/], neverBundle: ['libsql'] },
});

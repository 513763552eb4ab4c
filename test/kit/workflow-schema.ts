import { spawnSync } from 'node:child_process';
import { describe, test } from 'vitest';

/** Where it comes from when it is not here. */
const install = 'pip install check-jsonschema';
const program = process.env['GOTTHARD_CHECK_JSONSCHEMA'] ?? 'check-jsonschema';
const version = spawnSync(program, ['--version'], { encoding: 'utf8' });

/** Tests that need the published JSON Schemas of workflow languages. Without them left out, loudly; in CI they must run. */
export function withWorkflowSchemas(name: string, tests: () => void): void {
  if (version.status === 0) {
    describe(name, tests);
    return;
  }
  const missing = `${name}: needs check-jsonschema on the PATH or in GOTTHARD_CHECK_JSONSCHEMA (${install})`;
  if (process.env['CI']) {
    test(missing, () => {
      throw new Error(`${program} does not run: ${version.error?.message ?? version.stderr}`);
    });
    return;
  }
  process.stderr.write(`Left out. ${missing}\n`);
  test.skip(missing, () => undefined);
}

/** What the published schema of GitHub's or Azure's workflows says against files; empty when it says nothing. */
export function schemaErrors(
  language: 'github-workflows' | 'azure-pipelines',
  files: readonly string[],
): string {
  const args = ['--builtin-schema', `vendor.${language}`, '--regex-variant', 'python', ...files];
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  return status === 0 ? '' : `${stdout}${stderr}`;
}

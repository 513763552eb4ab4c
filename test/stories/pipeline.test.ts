import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Json, JsonObject } from '../../src/resource/json.ts';
import { folder, listOf } from '../kit/gotthard.ts';
import { evaluated, expanded } from '../kit/workflows.ts';

const here = fileURLToPath(new URL('../..', import.meta.url));
/** Programs of a runner that are not Gotthard: what they were called with is written down. */
const runner = mkdtempSync(join(tmpdir(), 'gotthard-runner-'));
afterAll(() => rmSync(runner, { recursive: true }));
const bin = join(runner, 'bin');
mkdirSync(bin);
for (const name of ['gh', 'curl']) {
  const file = join(bin, name);
  writeFileSync(file, `#!/bin/bash\nprintf '%s\\n' "$@" > "${runner}/${name}.said"\n`);
  chmodSync(file, 0o755);
}

interface Step {
  readonly run?: string;
  readonly bash?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly inputs?: { readonly inlineScript?: string };
}

/** Runs the commands of a job as they stand, each in a shell of its own, and answers the exit codes. */
function run(
  steps: readonly Step[],
  cwd: string,
  environment: Readonly<Record<string, string>>,
): (number | null)[] {
  return steps.flatMap((step) => {
    const script = step.run ?? step.bash ?? step.inputs?.inlineScript;
    if (script === undefined) return [];
    const { status, stderr } = spawnSync('bash', ['-e', '-o', 'pipefail', '-c', script], {
      cwd,
      encoding: 'utf8',
      env: {
        PATH: [bin, join(runner, 'npm/bin'), process.env['PATH']].join(delimiter),
        HOME: runner,
        CI: 'true',
        npm_config_prefix: join(runner, 'npm'),
        ...environment,
        ...step.env,
      },
    });
    if (status !== 0) process.stderr.write(stderr);
    return [status];
  });
}

test('the jobs of both pipelines plan, comment, deploy and leave their journal, with their commands as they stand', async () => {
  const at = folder();
  await at.gotthard('plan', '--environments', 'dev', '--save', '--json');
  const github = await at.gotthard('export', 'pipeline', '--for', 'github');
  const azure = await at.gotthard(
    'export',
    'pipeline',
    '--for',
    'azure-devops',
    '--out',
    'azure-pipelines.yml',
  );
  expect([github.code, azure.code]).toEqual([0, 0]);

  const { env, jobs } = parse(github.stdout) as {
    env: Record<string, string>;
    jobs: Record<'plan' | 'comment' | 'deploy', JsonObject & { steps: Step[]; env?: Record<string, string> }>;
  };
  const [matrix = {}] = (jobs.plan['strategy'] as { matrix: { include: JsonObject[] } }).matrix.include;
  const scope = {
    matrix,
    vars: { AZURE_CLIENT_ID: '00000000-0000-4000-8000-00000000c1de' },
    github: { token: 'token-of-the-job', event: { pull_request: { number: '7' } } },
  };
  const inJob = (name: keyof typeof jobs, cwd: string): (number | null)[] => {
    const steps = jobs[name].steps.map((step) => ({ ...step, env: meant(step.env) }));
    const given = {
      ...env,
      GOTTHARD_PACKAGE: here,
      GITHUB_REPOSITORY: 'rita/estate',
      ...meant(jobs[name].env),
    };
    return run(steps, cwd, given);
  };
  const meant = (values: Record<string, string> = {}): Record<string, string> =>
    Object.fromEntries(Object.entries(values).map(([key, value]) => [key, evaluated(value, scope)]));

  expect(inJob('plan', at.path)).toEqual([0, 0]);
  expect(at.has('.gotthard/sandbox/runs')).toBe(false);
  expect(inJob('comment', at.path)).toEqual([0]);
  expect(readFileSync(join(runner, 'gh.said'), 'utf8').split('\n')).toEqual(
    expect.arrayContaining(['pr', 'comment', '7', 'rita/estate', 'comment.md']),
  );
  expect(at.read('comment.md')).toMatch(/^# Plan of[\s\S]*CHF[\s\S]*virtual network/);
  expect(inJob('deploy', at.path)).toEqual([0, 0]);
  expect(JSON.parse(at.read('result.json'))).toMatchObject({ runs: [{ outcome: 'succeeded' }] });
  expect(readdirSync(join(at.path, '.gotthard/sandbox/runs'))).toHaveLength(1);

  const { parameters, ...rest } = parse(at.read('azure-pipelines.yml')) as JsonObject & {
    parameters: { name: string; default: Json }[];
  };
  const values = Object.fromEntries(parameters.map(({ name, default: value }) => [name, value]));
  const pipeline = expanded(rest, { parameters: values }) as unknown as {
    stages: { jobs: { steps?: Step[]; strategy?: { runOnce: { deploy: { steps: Step[] } } } }[] }[];
  };
  const inStage = (index: number): (number | null)[] => {
    const [job] = pipeline.stages[index]?.jobs ?? [];
    const predefined = {
      SYSTEM_COLLECTIONURI: 'https://dev.azure.com/rita/',
      SYSTEM_TEAMPROJECTID: 'estate',
    };
    const more = { BUILD_REPOSITORY_ID: 'repository', SYSTEM_PULLREQUEST_PULLREQUESTID: '8' };
    return run(job?.steps ?? job?.strategy?.runOnce.deploy.steps ?? [], at.path, {
      GOTTHARD_PACKAGE: here,
      ...predefined,
      ...more,
    });
  };
  expect(inStage(0)).toEqual([0, 0, 0]);
  expect(readFileSync(join(runner, 'curl.said'), 'utf8')).toContain(
    'https://dev.azure.com/rita/estate/_apis/git/repositories/repository/pullRequests/8/threads?api-version=7.1',
  );
  const comment = JSON.parse(at.read('comment.json')) as { comments: { content: string }[] };
  expect(comment.comments[0]?.content).toBe(at.read('plan.md'));
  expect(inStage(1)).toEqual([0, 0]);
  // The same estate again: nothing was left to do.
  expect(listOf(await at.gotthard('runs', 'list', '--json'))).toHaveLength(1);
}, 120_000);

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { beforeAll, describe, expect, it } from 'vitest';
import { displayWidth } from '../../src/terminal/layout.ts';
import { documentOf, type Ended, folder, planOf, runsOf } from '../kit/gotthard.ts';

const escapeCode = '\u001B';

/** One environment, deployed, with all that was said while it was. */
const at = folder();
let deployed: Ended;
beforeAll(async () => {
  deployed = await at.gotthard('deploy', '--environments', 'dev', '--yes', '--json');
  expect(deployed.code, deployed.stderr).toBe(0);
});

describe('what is printed without a terminal', () => {
  it('holds no escape sequence, and no line wider than 80 columns but ids', () => {
    expect(deployed.stdout + deployed.stderr).not.toContain(escapeCode);
    const wide = deployed.stderr.split('\n').filter((line) => displayWidth(line) > 80);
    expect(wide.filter((line) => !line.includes('/subscriptions/'))).toEqual([]);
  });

  it('is one JSON document on stdout with --json, and everything for people on stderr', () => {
    expect(documentOf(deployed)).toMatchObject({ cloud: 'sandbox', runs: [{ environment: 'dev' }] });
    expect(deployed.stdout).toBe(`${JSON.stringify(documentOf(deployed), null, 2)}\n`);
    for (const heading of ['PLAN  main/dev', 'PREFLIGHT', 'COST', 'DONE  main/dev', 'VERIFICATION'])
      expect(deployed.stderr).toContain(heading);
  });

  it('is nothing on stdout without --json, where there is no result to pass on', async () => {
    const ended = await at.gotthard('plan');
    expect([ended.code, ended.stdout]).toEqual([0, '']);
    expect(ended.stderr).toContain('PLAN  main/dev');
  });

  it('is the whole state of the sandbox, and nothing else, for sandbox export', async () => {
    const ended = await at.gotthard('sandbox', 'export');
    expect([ended.code, ended.stderr]).toEqual([0, '']);
    expect(ended.stdout).toBe(`${(await at.exported()).trimEnd()}\n`);
  });

  it.each([
    ['plan', ['plan']],
    ['a run that has ended', ['runs', 'show', 'RUN']],
    ['the runs', ['runs', 'list']],
    ['a code that is explained', ['explain', 'InsufficientQuota']],
    ['a refusal', ['runs', 'resume']],
  ])('is one document with --json for %s', async (_, args) => {
    const runId = runsOf(deployed)[0]?.runId ?? '';
    const ended = await at.gotthard(...args.map((arg) => (arg === 'RUN' ? runId : arg)), '--json');
    expect(ended.stdout).toBe(`${JSON.stringify(documentOf(ended), null, 2)}\n`);
  });

  it('is the same whatever COLUMNS says, since a pipe has no width', async () => {
    const [plain, narrow, wide] = await Promise.all(
      [{}, { COLUMNS: '40' }, { COLUMNS: '200' }].map((environment) => at.start(['plan'], environment).ended),
    );
    expect(plain?.stderr).toContain('PLAN  main/dev');
    expect([narrow?.stderr, wide?.stderr]).toEqual([plain?.stderr, plain?.stderr]);
  });

  it('is coloured only when FORCE_COLOR asks for it, and never against NO_COLOR or --no-color', async () => {
    const force = { FORCE_COLOR: '1' };
    const [forced, refused, flagged] = await Promise.all([
      at.start(['plan'], force).ended,
      at.start(['plan'], { ...force, NO_COLOR: '1' }).ended,
      at.start(['plan', '--no-color'], force).ended,
    ]);
    expect(forced.stderr).toContain(escapeCode);
    expect(refused.stderr).not.toContain(escapeCode);
    expect(flagged.stderr).toBe(refused.stderr);
  });

  it('never ends a deployment when its reader goes away', async () => {
    const fresh = folder();
    const program = new URL('../../bin/gotthard.js', import.meta.url).pathname;
    const child = spawn(process.execPath, [program, 'deploy', '--environments', 'dev', '--yes'], {
      cwd: fresh.path,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { PATH: process.env['PATH'], HOME: fresh.path },
    });
    child.stderr.once('data', () => child.stderr.destroy());
    expect(await once(child, 'exit')).toEqual([0, null]);
    const planned = await fresh.gotthard('plan', '--json');
    const acts = planOf(planned).stamps.flatMap(({ actions }) => actions.map(({ action }) => action));
    expect(new Set(acts)).toEqual(new Set(['unchanged']));
  });
});

describe.concurrent('the help', () => {
  const everywhere = [
    '--config',
    '--cloud',
    '--json',
    '--no-input',
    '--accessible',
    '--no-color',
    '--verbose',
    '--trace',
  ];
  const selection = ['--tenant', '--env', '--all'];
  const answers = [
    '--name',
    '--directory',
    '--subscription',
    '--environments',
    '--residency',
    '--region',
    '--address-space',
    '--model',
    '--auth',
    '--group',
  ];
  const running = ['--on-failure', '--concurrency'];

  it.each([
    ['', ['deploy', 'plan', 'destroy', 'runs', 'sandbox', 'explain', ...everywhere]],
    [
      'deploy',
      [...everywhere, ...selection, ...answers, ...running, '--yes', '--confirm', '--adopt', '[planfile]'],
    ],
    [
      'plan',
      [
        ...everywhere,
        ...selection,
        ...answers,
        '--yes',
        '--adopt',
        '--detailed-exitcode',
        '--out',
        '--save',
        '--markdown',
      ],
    ],
    ['destroy', [...everywhere, ...selection, '--yes', '--confirm', '--purge', '--concurrency']],
    ['runs', ['list', 'show', 'resume', 'rollback']],
    ['runs list', everywhere],
    ['runs show', everywhere],
    ['runs resume', [...everywhere, ...running]],
    ['runs rollback', [...everywhere, ...running]],
    ['export', ['pipeline', 'federation']],
    ['export pipeline', ['--for', '--out']],
    ['export federation', ['--for', '--repository', '--tenant', '--out']],
    ['sandbox', ['export', 'reset']],
    ['sandbox export', everywhere],
    ['sandbox reset', everywhere],
    ['explain', everywhere],
  ])('of gotthard %s names all that it takes, and ends with 0', async (command, named) => {
    const words = command === '' ? [] : command.split(' ');
    const ended = await at.gotthard(...words, '--help');
    expect([ended.code, ended.stderr]).toEqual([0, '']);
    expect(named.filter((name) => !ended.stdout.includes(name))).toEqual([]);
    expect(ended.stdout).not.toContain(escapeCode);
  });

  it('and exit code 3 are the answer to the bare command, since there is nobody to choose', async () => {
    const ended = await folder().gotthard();
    expect([ended.code, ended.stdout]).toEqual([3, '']);
    expect(ended.stderr).toContain('Usage: gotthard');
    const json = await folder().gotthard('--json');
    expect(json.code).toBe(3);
    expect(documentOf(json)).toMatchObject({ problems: [{ code: 'GT-COMMAND-MISSING' }] });
  });

  it('is beside the version', async () => {
    const ended = await folder().gotthard('--version');
    expect([ended.code, ended.stdout]).toEqual([0, expect.stringMatching(/^\d+\.\d+\.\d+\n$/)]);
  });
});

import { describe, expect, it } from 'vitest';
import { displayWidth } from '../../src/terminal/layout.ts';
import { documentOf, folder } from '../kit/gotthard.ts';

const escapeCode = '\u001B';

describe.concurrent('what is printed without a terminal', () => {
  it('holds no escape sequence, and no line wider than 80 columns but ids', async () => {
    const ended = await folder().gotthard('deploy', '--environments', 'dev', '--yes');
    expect(ended.code).toBe(0);
    expect(ended.stderr).not.toContain(escapeCode);
    const wide = ended.stderr.split('\n').filter((line) => displayWidth(line) > 80);
    expect(wide.filter((line) => !line.includes('/subscriptions/'))).toEqual([]);
  });

  it('is one JSON document on stdout with --json, and everything for people on stderr', async () => {
    const ended = await folder().gotthard('deploy', '--environments', 'dev', '--yes', '--json');
    expect(documentOf(ended)).toMatchObject({ cloud: 'sandbox' });
    expect(ended.stderr).toContain('DONE  main/dev');
  });

  it('is a report on stdout with --markdown', async () => {
    const ended = await folder().gotthard('plan', '--environments', 'dev', '--markdown');
    expect(ended.code).toBe(0);
    expect(ended.stdout).toMatch(/^# /);
    expect(ended.stdout).toContain('| ');
  });

  it('is the help, and exit code 3, for the bare command', async () => {
    const ended = await folder().gotthard();
    expect(ended.code).toBe(3);
    expect(ended.stderr).toContain('Usage: gotthard');
  });

  it.each([
    [['--help'], 'deploy'],
    [['deploy', '--help'], '--on-failure'],
    [['plan', '--help'], '--detailed-exitcode'],
    [['runs', '--help'], 'rollback'],
    [['runs', 'resume', '--help'], '--concurrency'],
    [['sandbox', '--help'], 'export'],
    [['explain', '--help'], 'code'],
  ])('%s is answered', async (args, named) => {
    const ended = await folder().gotthard(...args);
    expect(ended.code).toBe(0);
    expect(ended.stdout).toContain(named);
  });

  it('explains a code of Azure', async () => {
    const ended = await folder().gotthard('explain', 'InsufficientQuota');
    expect(ended.code).toBe(0);
    expect(ended.stdout + ended.stderr).toMatch(/quota/i);
  });

  it('is the version', async () => {
    expect((await folder().gotthard('--version')).stdout.trim()).toMatch(/^\d+\.\d+\.\d+$/);
  });
});

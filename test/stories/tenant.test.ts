import { relative } from 'node:path';
import { afterAll, expect } from 'vitest';
import { juraBank } from '../../src/sandbox/seed-directories.ts';
import { folder, writesOf } from '../kit/gotthard.ts';
import { inTerminal, openTerminal, type Terminal } from '../kit/terminal.ts';

let terminal: Terminal | undefined;
afterAll(() => terminal?.close());

/** All that is asked, in its order. */
const questions = [
  'What is the new tenant called?',
  'Which Entra directory?',
  'Which subscriptions hold the environments?',
  'Which region for network, vault and logs?',
  'How large is this tenant?',
  'Groups of this tenant alone',
] as const;

inTerminal(
  'a tenant joins a deployed estate with six answers, and the trace holds writes in its subscriptions alone',
  async () => {
    const at = folder();
    expect((await at.gotthard('deploy', '--environments', 'dev', '--yes')).code).toBe(0);
    const file = at.read('gotthard.yaml');
    const mains = /subscriptionId: (\S+)/.exec(file)?.[1] ?? '';
    const stateOfMain = async (): Promise<string[]> =>
      (await at.settled()).split('\n').filter((line) => line.includes(mains));
    const before = await stateOfMain();

    const traced = { columns: 80, rows: 60 };
    terminal = openTerminal(at.path, 'tenant add --sandbox-speed instant', traced);
    for (const question of questions) {
      await terminal.until(question);
      if (question === questions[0]) terminal.type('jura');
      terminal.press('Enter');
    }
    await terminal.until('Yes, show the plan');
    terminal.press('Enter');
    await terminal.until('Type jura/prod to apply');
    terminal.type('jura/prod');
    terminal.press('Enter');
    const end = await terminal.until(/exit code \d/);
    expect(end).toContain('exit code 0');

    const own = [
      ...at
        .read('gotthard.yaml')
        .slice(file.indexOf('tenants:'))
        .matchAll(/subscriptionId: (\S+)/g),
    ]
      .map(([, id = '']) => id)
      .filter((id) => id !== mains);
    expect(at.read('gotthard.yaml')).toContain(juraBank.id);
    const writes = writesOf(at.trace(relative(at.path, terminal.trace)));
    expect(writes.length).toBeGreaterThan(80);
    expect(new Set(writes.map((write) => /\/subscriptions\/([^/]+)/.exec(write)?.[1]))).toEqual(new Set(own));
    expect(await stateOfMain()).toEqual(before);
  },
);

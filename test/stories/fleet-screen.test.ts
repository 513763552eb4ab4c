import { join } from 'node:path';
import { afterAll, expect } from 'vitest';
import { stampsOf } from '../../src/estate/estate.ts';
import { writeEstate } from '../../src/estate/write-estate.ts';
import { openSandbox } from '../../src/sandbox/sandbox.ts';
import { fleetIn } from '../kit/fleet.ts';
import { folder } from '../kit/gotthard.ts';
import { inTerminal, openTerminal, type Terminal } from '../kit/terminal.ts';

let terminal: Terminal | undefined;
afterAll(() => terminal?.close());

inTerminal(
  'of a fleet that runs one is chosen, opened and left again, and Ctrl-C settles and then stops as ever',
  async () => {
    const at = folder();
    const sandbox = openSandbox({
      directory: join(at.path, '.gotthard/sandbox/store'),
      now: () => Date.now(),
    });
    const estate = fleetIn(sandbox, 2);
    sandbox.close();
    at.write('gotthard.yaml', writeEstate(estate));
    const broken = stampsOf(estate)[1]?.environment.subscriptionId ?? '';
    const path = `/subscriptions/${broken}/.*/vaults/[^/]+$`;
    const faults = at.faults({ method: 'PUT', path, fault: 403, times: 1000 });
    const flags = `--all --yes --on-failure keep --sandbox-speed 20 --sandbox-faults ${faults}`;
    terminal = openTerminal(at.path, `deploy ${flags}`, { columns: 80, rows: 24 });
    await terminal.until(/✗ t001\/test .* kept[\s\S]*Enter details/);
    terminal.press('Down');
    await terminal.until('❯ ✗ t001/test');
    terminal.press('Enter');
    const opened = await terminal.until('Esc back');
    expect(opened).toContain('6 stamps: 0 done, 5 running, 1 failed');
    expect(opened).toMatch(
      /What {2}Injected by a fault[\s\S]*Next {2}Activate your role[\s\S]*Key Vault +0\/1/,
    );
    terminal.press('q');
    await terminal.until('Enter details');
    terminal.press('C-c');
    await terminal.until('stopping (Ctrl-C again: at once)');
    terminal.press('C-c');
    expect(await terminal.until(/exit code \d+/)).toContain('exit code 130');
  },
);

import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect } from 'vitest';
import { displayWidth } from '../../src/terminal/layout.ts';
import { inTerminal, openTerminal, type Terminal } from '../kit/terminal.ts';

const opened: { terminal: Terminal; folder: string }[] = [];

function wizard(
  args = 'deploy --sandbox-speed 600',
  options: { columns?: number; rows?: number; variables?: string } = {},
  folder = mkdtempSync(join(tmpdir(), 'gotthard-wizard-')),
): { terminal: Terminal; folder: string } {
  const one = { terminal: openTerminal(folder, args, options), folder };
  opened.push(one);
  return one;
}

afterEach(() => {
  for (const { terminal, folder } of opened.splice(0)) {
    terminal.close();
    rmSync(folder, { recursive: true, force: true });
  }
});

/** The questions of the quick path in their order. */
const questions = [
  'Where do you want to deploy?',
  'Which Entra directory?',
  'What is the name of the organisation?',
  'Which subscriptions hold the environments?',
  'Where may prompts be processed?',
  'Which models',
  'Who is told',
] as const;

/** Takes the default of every question up to one, and waits until it is asked. */
async function upTo(terminal: Terminal, question: string): Promise<string> {
  for (const each of questions) {
    const shown = await terminal.until(each);
    if (each === question) return shown;
    terminal.press('Enter');
  }
  return terminal.until(question);
}

describe('the wizard in a real terminal', () => {
  inTerminal('leads with seven questions to a deployed and verified estate', async () => {
    const { terminal, folder } = wizard();
    await upTo(terminal, 'Is this the estate you want?');
    terminal.press('Enter');
    await terminal.until('Type main/prod to apply');
    terminal.type('main/prod');
    terminal.press('Enter');
    const end = await terminal.until('exit code 0');
    expect(end).toMatch(/DONE {2}main\/dev .*\[sandbox\]/);
    expect(end).toMatch(/DONE {2}main\/prod .*\[sandbox\]/);
    expect(end).toContain('Report: .gotthard/sandbox/reports/');
    expect(readFileSync(join(folder, 'gotthard.yaml'), 'utf8')).toContain('organisation: Helvetia Care AG');
  });

  inTerminal('says why it asks, explains on ?, goes back on Esc and keeps what was answered', async () => {
    const { terminal } = wizard();
    expect(await upTo(terminal, 'Which Entra directory?')).toContain('It decides who can be given access');
    const before = terminal.screen();
    terminal.press('?');
    await terminal.until(/Esc back/);
    expect(terminal.screen().length).toBeGreaterThanOrEqual(before.length);
    terminal.press('Down', 'Enter');
    await terminal.until('What is the name of the organisation?');
    terminal.press('Escape');
    expect(await terminal.until('Which Entra directory?')).toContain('❯ Jura Bank SA (default)');
    terminal.press('Escape');
    await terminal.until('Where do you want to deploy?');
  });

  inTerminal('keeps a draft on Ctrl-C, and the next start goes on at that question', async () => {
    const { terminal, folder } = wizard();
    await upTo(terminal, 'Where may prompts be processed?');
    terminal.press('C-c');
    await terminal.until('exit code 130');
    expect(existsSync(join(folder, 'gotthard.yaml'))).toBe(false);
    const again = wizard('deploy', {}, folder).terminal;
    await again.until('Continue where you left?');
    again.press('Enter');
    expect(await again.until('Where may prompts be processed?')).toContain('Residency 5/7');
  });

  inTerminal('declined, changes nothing and ends with 0', async () => {
    const { terminal, folder } = wizard('deploy --env dev');
    await upTo(terminal, 'Is this the estate you want?');
    terminal.press('Enter');
    await terminal.until(/Apply 58 changes\?/);
    terminal.press('Enter');
    expect(await terminal.until('exit code 0')).toContain('Nothing was changed');
    expect(existsSync(join(folder, '.gotthard', 'sandbox', 'runs'))).toBe(false);
  });

  inTerminal('asks what becomes of a run after Ctrl-C, and undoes it when told so', async () => {
    const { terminal } = wizard('deploy --env dev --sandbox-speed 30');
    await upTo(terminal, 'Is this the estate you want?');
    terminal.press('Enter');
    await terminal.until(/Apply 58 changes\?/);
    terminal.press('y', 'Enter');
    await terminal.until('usually');
    terminal.press('C-c');
    await terminal.until('What now with main/dev?');
    terminal.press('Enter');
    expect(await terminal.until('exit code 5')).toContain('main/dev');
  });

  for (const columns of [80, 200]) {
    inTerminal(`fits a terminal ${columns} columns wide, on every screen`, async () => {
      const { terminal } = wizard('plan', { columns, rows: 50 });
      const screens = [];
      for (const question of questions) {
        screens.push(await terminal.until(question));
        terminal.press('Enter');
      }
      screens.push(await terminal.until('Is this the estate you want?'));
      terminal.press('Enter');
      screens.push(await terminal.until('exit code 0'));
      const lines = screens.flatMap((screen) => screen.split('\n'));
      expect(lines.filter((line) => displayWidth(line) > columns)).toEqual([]);
      expect(screens.at(-1)).toContain('TOTAL');
      // A line that the terminal itself had to break begins in the middle of a word.
      expect(lines.filter((line) => /^[a-z]+$/.test(line))).toEqual([]);
    });
  }

  inTerminal('sends no colours with NO_COLOR', async () => {
    const { terminal } = wizard('deploy', { variables: 'NO_COLOR=1' });
    await upTo(terminal, 'Which Entra directory?');
    expect(terminal.raw()).not.toContain('\u001B[3');
    expect(terminal.raw()).not.toContain('\u001B[9');
  });
});

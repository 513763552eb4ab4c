import inquirer from 'inquirer';
import { Left } from '../../wizard/ports.ts';
import { sanitiseLine } from '../sanitise.ts';
import type { Screen } from '../screen.ts';

/** The questions outside the wizard, where there is nothing to go back to: stock prompts do. */
export interface Confirm {
  /** Yes or no, no by default. */
  go(message: string): Promise<boolean>;
  /** Whether the name was typed or pasted exactly; anything else declines. */
  byName(message: string, name: string): Promise<boolean>;
  /** One of a few. */
  choose<T>(
    message: string,
    choices: readonly { readonly name: string; readonly value: T }[],
    standard: T,
  ): Promise<T>;
}

/**
 * Confirms in a terminal. In accessible mode a choice is a numbered list. Ctrl-C throws `Left`: nothing was
 * confirmed.
 */
export function createConfirm(settings: {
  readonly screen: Screen;
  readonly input: NodeJS.ReadStream;
  readonly accessible: boolean;
}): Confirm {
  const prompt = inquirer.createPromptModule({ input: settings.input, output: settings.screen.stream });
  return {
    async go(message) {
      const answers = await leaving(
        prompt([{ type: 'confirm', name: 'go', message: sanitiseLine(message), default: false }]),
      );
      return answers.go;
    },
    async byName(message, name) {
      const answers = await leaving(
        prompt([{ type: 'input', name: 'typed', message: sanitiseLine(message) }]),
      );
      return answers.typed.trim() === name;
    },
    async choose(message, choices, standard) {
      const named = choices.map((choice, index) => ({ name: sanitiseLine(choice.name), value: index }));
      const start = choices.findIndex((choice) => choice.value === standard);
      const type = settings.accessible ? ('rawlist' as const) : ('select' as const);
      const answers = await leaving(
        prompt([{ type, name: 'position', message: sanitiseLine(message), choices: named, default: start }]),
      );
      return choices[answers.position]?.value ?? standard;
    },
  };
}

async function leaving<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (reason) {
    if (reason instanceof Error && reason.name === 'ExitPromptError') throw new Left();
    throw reason;
  }
}

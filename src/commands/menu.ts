import { problemsJson } from '../report/json.ts';
import { exit } from './exit-code.ts';
import type { Ports } from './ports.ts';

/** The bare command: the uses to choose from in a terminal, the help text without one. */
export async function menu(
  help: string,
  options: { readonly json: boolean },
  ports: Ports,
  run: (verb: string) => Promise<number>,
): Promise<number> {
  if (!ports.interactive) {
    ports.show.text(help.trimEnd());
    if (options.json) ports.json(problemsJson(undefined, [noCommand]));
    return exit.input;
  }
  const ask = await ports.ask();
  const verb = await ask.choose({
    id: 'use',
    message: 'What do you want to do?',
    why: 'Nothing is changed before you have seen the plan and its cost.',
    explain: 'Each of these is a command too: gotthard deploy, gotthard tenant add, and so on.',
    choices: [
      { value: 'deploy', name: 'Deploy', hint: 'ask, plan, price, confirm, build, verify' },
      { value: 'tenant add', name: 'Add a tenant', hint: 'to an estate that is there' },
      { value: 'plan', name: 'Plan', hint: 'the same, without building' },
      { value: 'cost', name: 'Cost', hint: 'what the estate file costs a month, without any cloud' },
      { value: 'runs list', name: 'Show the runs so far' },
    ],
    default: 'deploy',
  });
  return run(verb);
}

const noCommand = {
  code: 'GT-COMMAND-MISSING',
  what: 'no command was given, and without a terminal nobody can be asked',
  why: 'the menu needs a terminal',
  next: ['gotthard deploy, or gotthard --help for all commands'],
} as const;

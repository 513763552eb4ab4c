import { type Estate, type Stamp, stampsOf } from '../estate/estate.ts';
import { Refusal } from '../problems/problem.ts';
import type { Selection } from './options.ts';
import type { Ports } from './ports.ts';

/** The stamps a command is about: named ones, all, the only one, or whichever a person chooses. */
export async function selectStamps(
  estate: Estate,
  selection: Selection & { allByDefault: boolean },
  ports: Pick<Ports, 'interactive' | 'ask'>,
): Promise<Stamp[]> {
  const stamps = stampsOf(estate);
  const named = stamps.filter(
    (stamp) =>
      (selection.tenant === undefined || stamp.tenant.name === selection.tenant) &&
      (selection.env === undefined || stamp.environment.name === selection.env),
  );
  if (named.length === 0) throw notThere(selection, stamps);
  const chosen =
    selection.all || selection.allByDefault || selection.tenant !== undefined || selection.env !== undefined;
  if (chosen || named.length === 1) return named;
  if (!ports.interactive) throw several(stamps);
  const ask = await ports.ask();
  return ask.chooseMany({
    id: 'stamps',
    message: 'Which environments is this about?',
    why: 'Each one is planned, run and undone by itself.',
    explain: 'Space marks one, Enter goes on. --tenant, --env and --all answer this question.',
    choices: named.map((stamp) => ({
      value: stamp,
      name: stamp.name,
      hint: stamp.environment.production ? 'production' : stamp.environment.region,
    })),
    default: named,
    minimum: 1,
  });
}

function notThere(selection: Selection, stamps: readonly Stamp[]): Refusal {
  const wanted = [selection.tenant, selection.env].filter((part) => part !== undefined).join('/');
  return new Refusal([
    {
      code: 'GT-STAMP-UNKNOWN',
      what: `the estate file has no ${wanted}`,
      why: 'the name does not match any tenant and environment of the file',
      next: [`Take one of: ${stamps.map((stamp) => stamp.name).join(', ')}`],
    },
  ]);
}

function several(stamps: readonly Stamp[]): Refusal {
  return new Refusal([
    {
      code: 'GT-STAMP-MISSING',
      what: `the estate file has ${stamps.length} environments: ${stamps.map((stamp) => stamp.name).join(', ')}`,
      why: 'without a terminal nobody can be asked which of them is meant',
      next: ['Add --all, or --tenant NAME and --env NAME.'],
    },
  ]);
}

import { buildProgram } from './commands/program.ts';

const controller = new AbortController();
const program = buildProgram(async (context) => {
  // Everything but the reading of arguments is loaded only for a command that runs.
  const { run } = await import('./main/run.ts');
  return run(context, controller);
});
process.exitCode = await program(process.argv.slice(2));

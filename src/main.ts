import { buildProgram } from './commands/program.ts';

// A reader that has gone, as in `gotthard … | head`, must not end a run.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}
const program = buildProgram(async (context) => {
  // Everything but the reading of arguments is loaded only for a command that runs.
  const { run } = await import('./main/run.ts');
  return run(context);
});
process.exitCode = await program(process.argv.slice(2));

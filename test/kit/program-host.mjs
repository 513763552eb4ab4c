// Runs command after command of the built program, so that Node and the SDKs start once for all of them. Each has its
// own arguments, folder and process variables; what it prints ends with a zero byte on both streams.
const main = new URL('../../dist/main.mjs', import.meta.url);
let count = 0;

process.on('message', async ({ cwd, args, environment }) => {
  process.chdir(cwd);
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, environment);
  process.argv.splice(2, Infinity, ...args);
  process.exitCode = undefined;
  await import(`${main.href}?${count++}`);
  const code = process.exitCode ?? 0;
  for (const stream of [process.stdout, process.stderr]) {
    stream.removeAllListeners('error');
    stream.write('\0');
  }
  process.send({ code });
});
process.on('disconnect', () => process.exit());

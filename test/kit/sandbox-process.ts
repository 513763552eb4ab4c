/** A process of its own that writes into a shared store until it is told to stop: run by `durability.test.ts`. */
import { openSandbox } from '../../src/sandbox/sandbox.ts';
import { helvetiaAiDev, helvetiaCare } from '../../src/sandbox/seed-directories.ts';

const [directory = '', prefix = '', count = '0', crashAt = '0'] = process.argv.slice(2);
const now = (): number => Date.UTC(2026, 10, 23);
const faults = crashAt === '0' ? [] : [{ method: 'PUT', nth: Number(crashAt), fault: 'crash' as const }];
const sandbox = openSandbox({ directory, now, faults });
const headers = { authorization: `Bearer ${sandbox.token(helvetiaCare.id).token}` };

for (let index = 0; index < Number(count); index += 1) {
  const url = `https://management.azure.com/subscriptions/${helvetiaAiDev.id}/resourceGroups/${prefix}-${index}?api-version=2025-04-01`;
  const response = await sandbox.fetch(
    new Request(url, { method: 'PUT', headers, body: '{"location":"westeurope"}' }),
  );
  // The parent reads what was answered: only that must be there afterwards.
  process.stdout.write(`${response.status} ${prefix}-${index}\n`);
}

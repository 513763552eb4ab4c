import { expect, it } from 'vitest';
import type { JsonObject } from '../../src/sandbox/json.ts';
import { helvetiaAiDev } from '../../src/sandbox/seed-directories.ts';
import { folder } from '../kit/gotthard.ts';

it('no key that Azure makes stands in a journal, a trace, a report, a lock or on a screen, whatever a run meets', async () => {
  const at = folder();
  const screens: string[] = [];
  const run = async (code: number, ...args: string[]): Promise<void> => {
    const ended = await at.gotthard(...args, '--json', '--verbose');
    expect(ended.code, ended.stderr).toBe(code);
    screens.push(ended.stdout, ended.stderr);
  };
  const failing = at.faults({ method: 'PUT', path: '/metricAlerts/', fault: 403, times: 99 });
  const flags = ['--yes', '--environments', 'dev', '--auth', 'keys'];
  await run(5, 'deploy', ...flags, '--trace', 'failed.jsonl', '--sandbox-faults', failing);
  await run(0, 'deploy', '--yes', '--trace', 'trace.jsonl');
  const keys: string[] = [];
  await at.elsewhere(async (cloud) => {
    const list = `/subscriptions/${helvetiaAiDev.id}/providers`;
    const posted = async (type: string, action: string, version: string): Promise<void> => {
      const { body } = await cloud.call('GET', `${list}/${type}?api-version=${version}`);
      for (const one of body['value'] as readonly JsonObject[]) {
        const answer = await cloud.call('POST', `${String(one['id'])}/${action}?api-version=${version}`);
        keys.push(...Object.values(answer.body).map(String));
      }
    };
    await posted('Microsoft.CognitiveServices/accounts', 'listKeys', '2025-09-01');
    await posted('Microsoft.OperationalInsights/workspaces', 'sharedKeys', '2025-07-01');
  });
  expect(keys.length).toBeGreaterThanOrEqual(4);
  await run(0, 'keys', 'list', '--trace', 'list.jsonl');
  await run(0, 'keys', 'rotate', '--yes', '--again', '--trace', 'rotate.jsonl');
  await at.elsewhere(async (cloud) => {
    const list = `/subscriptions/${helvetiaAiDev.id}/providers/Microsoft.CognitiveServices/accounts`;
    const { body } = await cloud.call('GET', `${list}?api-version=2025-09-01`);
    for (const one of body['value'] as readonly JsonObject[]) {
      const anew = await cloud.call('POST', `${String(one['id'])}/listKeys?api-version=2025-09-01`);
      keys.push(...Object.values(anew.body).map(String));
    }
  });
  expect(new Set(keys).size).toBe(keys.length - 1);
  await run(0, 'plan', '--trace', 'plan.jsonl', '--out', 'plan.json');
  await run(0, 'runs', 'list');
  await run(0, 'destroy', '--yes', '--trace', 'destroy.jsonl');
  // The store of the sandbox is the cloud itself.
  const files = at.files().filter((file) => !file.startsWith('.gotthard/sandbox/store/'));
  expect(files.filter((file) => /jsonl$|html$|md$/.test(file)).length).toBeGreaterThan(5);
  for (const file of files) for (const key of keys) expect(at.read(file).includes(key), file).toBe(false);
  for (const screen of screens) for (const key of keys) expect(screen.includes(key)).toBe(false);
}, 60_000);

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sandboxClock } from '../../src/commands/sandbox-clock.ts';
import { Refusal } from '../../src/problems/problem.ts';
import { helvetiaAiDev, helvetiaCare } from '../../src/sandbox/seed-directories.ts';
import { bodies, group, ids } from '../kit/estate.ts';
import { openCloud, subscriptionPath } from '../kit/sandbox.ts';

const day = 86_400_000;
let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'sandbox-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

const vault = {
  location: 'switzerlandnorth',
  properties: { tenantId: helvetiaAiDev.directoryId, sku: { family: 'A', name: 'standard' } },
};

describe('the clock of a sandbox', () => {
  it('jumps ahead for every process that shares the store, and stays there', async () => {
    const one = openCloud({ directory });
    const other = openCloud({ directory });
    await one.call('PUT', group, bodies.group);
    expect(one.sandbox.advance(90 * day)).toBe(one.now() + 90 * day);
    expect(other.sandbox.time()).toBe(other.now() + 90 * day);
    const dated = await other.call('GET', group);
    expect(dated.headers.get('date')).toBe(new Date(other.now() + 90 * day).toUTCString());
    one.sandbox.close();
    other.sandbox.close();
    const later = openCloud({ directory });
    expect(later.sandbox.latest()).toBe(later.now() + 90 * day);
    later.sandbox.close();
  });

  it('goes on from there at its own pace, and never back', async () => {
    const cloud = openCloud({ directory });
    const then = cloud.sandbox.advance(day);
    cloud.pass(1000);
    expect(cloud.sandbox.time()).toBe(then + 1000);
    expect(cloud.sandbox.advance(-day)).toBe(then + 1000);
    cloud.sandbox.close();
  });

  it('is what operations, soft deletion and tokens go by', async () => {
    const cloud = openCloud();
    await cloud.call('PUT', group, bodies.group);
    await cloud.call('PUT', ids.vault, vault);
    cloud.sandbox.advance(31_000);
    expect((await cloud.call('GET', ids.vault)).body['properties']).toMatchObject({
      provisioningState: 'Succeeded',
    });
    await cloud.call('DELETE', ids.vault);
    expect((await cloud.call('PUT', ids.vault, vault)).code).toBe('ConflictError');
    const { token } = cloud.sandbox.token(helvetiaCare.id);
    cloud.sandbox.advance(89 * day);
    const url = `https://management.azure.com${group}?api-version=2025-04-01`;
    const old = await cloud.sandbox.fetch(
      new Request(url, { headers: { authorization: `Bearer ${token}` } }),
    );
    expect([old.status, await old.text()]).toEqual([
      401,
      expect.stringContaining('ExpiredAuthenticationToken'),
    ]);
    expect((await cloud.call('PUT', ids.vault, vault)).code).toBe('ConflictError');
    cloud.sandbox.advance(2 * day);
    expect((await cloud.call('PUT', ids.vault, vault)).status).toBe(200);
  });

  it('is back at its beginning when the sandbox is', async () => {
    const cloud = openCloud({ directory });
    await cloud.call('PUT', group, bodies.group);
    cloud.sandbox.advance(90 * day);
    cloud.sandbox.reset();
    cloud.sandbox.close();
    const again = openCloud({ directory });
    expect(again.sandbox.latest()).toBe(0);
    expect((await again.call('GET', `${subscriptionPath}/resourceGroups`)).body).toEqual({ value: [] });
    again.sandbox.close();
  });
});

describe('gotthard sandbox clock', () => {
  const at = Date.UTC(2026, 10, 23, 8);
  function command(advance: string | undefined, json = false) {
    const told: unknown[] = [];
    const say = (line: unknown) => told.push(line);
    const clock = { time: () => at, advance: (ms: number) => at + ms };
    return sandboxClock(advance, { json }, { json: say, text: say }, async () => clock).then((code) => [
      code,
      ...told,
    ]);
  }

  it.each([
    [undefined, '2026-11-23T08:00:00.000Z'],
    ['+90d', '2027-02-21T08:00:00.000Z'],
    ['+1w2d3h4m5s', '2026-12-02T11:04:05.000Z'],
  ])('%s tells %s', async (advance, time) => {
    expect(await command(advance)).toEqual([0, time]);
  });

  it('tells scripts', async () => {
    expect(await command('+1h', true)).toEqual([
      0,
      { cloud: 'sandbox', now: '2026-11-23T09:00:00.000Z', advancedMs: 3_600_000 },
    ]);
  });

  it.each(['90d', '-90d', '+90', '+0d', '+d', '+1y', '+1.5d', '2027-01-01', '+99999w', ''])(
    'refuses %s as wrong input',
    async (advance) => {
      const refused = await command(advance).catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(Refusal);
      expect((refused as Refusal).exit).toBe(3);
    },
  );
});

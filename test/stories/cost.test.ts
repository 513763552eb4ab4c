import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { CostJson } from '../../src/report/json.ts';
import { folder } from '../kit/gotthard.ts';

const estate = readFileSync(new URL('../../templates/estates/two-tenants.yaml', import.meta.url), 'utf8');

it('a cost is told from the estate file alone; refreshed prices count from then on, and nothing else is written', async () => {
  const at = folder();
  at.write('gotthard.yaml', estate);
  const before = await at.gotthard('cost', '--json', '--by', 'service', '--fx', '0.8');
  expect(before.code, before.stderr).toBe(0);
  const shipped = JSON.parse(before.stdout) as CostJson;
  expect(shipped).toMatchObject({
    cloud: 'sandbox',
    currency: 'CHF',
    fx: { usdChf: '0.8' },
    by: { view: 'service' },
  });
  expect(before.stderr).toContain('[sandbox]');
  expect(at.files()).toEqual(['gotthard.yaml']);

  const refresh = await at.gotthard('prices', 'refresh', '--json');
  expect(refresh.code, refresh.stderr).toBe(0);
  expect(at.has('.gotthard/sandbox/prices.json')).toBe(true);
  expect(at.mode('.gotthard/sandbox/prices.json')).toBe(0o600);

  const after = await at.gotthard('cost', '--csv');
  expect(after.code, after.stderr).toBe(0);
  const rows = after.stdout.trim().split('\r\n');
  expect(rows).toHaveLength(shipped.lines.length + 1);
  expect(rows.slice(1).every((row) => row.includes('price list of the sandbox'))).toBe(true);
});

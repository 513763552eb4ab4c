import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { retailPrices } from '../../src/azure/retail-prices.ts';
import { cost } from '../../src/commands/cost.ts';
import type { Cloud } from '../../src/commands/ports.ts';
import { pricesRefresh, pricesShow } from '../../src/commands/prices.ts';
import { Refusal } from '../../src/problems/problem.ts';
import type { CostJson } from '../../src/report/json.ts';
import { virtualClock } from '../../src/run/clocks.ts';
import { Requests } from '../../src/run/requests.ts';
import type { Fault } from '../../src/sandbox/faults.ts';
import { openSandbox } from '../../src/sandbox/sandbox.ts';
import { commandPorts } from '../kit/command-ports.ts';
import { httpClientFrom } from '../kit/http-client.ts';

const estate = readFileSync(new URL('../../templates/estates/two-tenants.yaml', import.meta.url), 'utf8');
const options = { config: 'gotthard.yaml', json: true };
const cache = '.gotthard/sandbox/prices.json';
const asCost = { ...options, whatIf: false, actual: false, csv: false, markdown: false };

/** The sandbox's own price list through the real HTTP path, in pages of three. */
function sandboxCloud(
  faults: readonly Fault[] = [],
  rewrite: (body: string) => string = (body) => body,
): Cloud {
  const clock = virtualClock(Date.UTC(2026, 10, 23, 10));
  const sandbox = openSandbox({ directory: undefined, now: () => clock.now(), page: 3, faults });
  const requests = new Requests(clock);
  const httpClient = httpClientFrom(async (request) => {
    const answer = await sandbox.fetch(request);
    return new Response(rewrite(await answer.text()), answer);
  });
  const source = 'price list of the sandbox';
  const endpoint = { origin: 'https://prices.azure.com', source, httpClient, timeoutMs: 1000 };
  const prices = retailPrices(endpoint, (call) => requests.again(call));
  return { name: 'sandbox', sandbox: true, clock, prices } as unknown as Cloud;
}

async function refreshed(cloud: Cloud, files: Readonly<Record<string, string>> = {}) {
  const made = commandPorts({ files: { 'gotthard.yaml': estate, ...files }, cloud });
  const failure = await pricesRefresh(options, made.ports).then(
    () => undefined,
    (error: unknown) => (error instanceof Refusal ? error : Promise.reject(error)),
  );
  return { ...made, failure };
}

const priced = async (files: ReadonlyMap<string, string>, extra: { fx?: string } = {}) => {
  const made = commandPorts({ files: Object.fromEntries(files) });
  await cost({ ...asCost, ...extra }, made.ports);
  return made.documents[0] as CostJson;
};

test('a refresh reads every meter of the estate, and from then on the cost is that of what was read', async () => {
  const before = await priced(new Map([['gotthard.yaml', estate]]));
  const { files, documents, failure } = await refreshed(sandboxCloud());
  expect(failure).toBeUndefined();
  expect(documents).toMatchObject([
    {
      cloud: 'sandbox',
      fx: { usdChf: '0.8012345', validMonth: '2026-11' },
      findings: [],
      changes: expect.arrayContaining([
        expect.objectContaining({
          meter: 'Log Analytics: Log ingestion',
          before: '2.99',
          after: '3.29',
          percent: null,
        }),
      ]),
    },
  ]);
  expect([...files.keys()]).toEqual(['gotthard.yaml', cache]);
  const after = await priced(files);
  expect(after.fx).toMatchObject({ usdChf: '0.8012345', source: expect.stringContaining('sandbox') });
  expect(after.prices).toMatchObject({
    source: expect.stringContaining('price list of the sandbox'),
    ageDays: 0,
  });
  expect(after.lines.every(({ source }) => source.startsWith('price list of the sandbox'))).toBe(true);
  expect(after.lines.some(({ substituteRegion }) => substituteRegion !== undefined)).toBe(false);
  expect(before.lines.some(({ substituteRegion }) => substituteRegion !== undefined)).toBe(true);
});

test('the flag counts before the estate file, that before the refreshed rate, and that before the shipped one', async () => {
  const { files } = await refreshed(sandboxCloud());
  const withRate = new Map(files).set(
    'gotthard.yaml',
    `${estate}fx: {usdChf: "0.9", source: treasury, asOf: 2026-11-20}\n`,
  );
  expect((await priced(withRate, { fx: '0.7' })).fx).toMatchObject({
    usdChf: '0.7',
    source: 'given by --fx',
  });
  expect((await priced(withRate)).fx).toMatchObject({ usdChf: '0.9', source: 'treasury' });
  expect((await priced(files)).fx.usdChf).toBe('0.8012345');
  expect((await priced(new Map([['gotthard.yaml', estate]]))).fx.usdChf).toBe('0.83337046');
});

test.each<[string, Fault[]]>([
  ['throttles', [{ path: '/api/retail', fault: 429, times: 7, retryAfter: 30 }]],
  ['fails for a while', [{ path: '/api/retail', nth: 4, fault: 503, times: 3 }]],
  ['loses answers', [{ path: '/api/retail', nth: 2, fault: 'drop', times: 4 }]],
])('a list that %s is read all the same', async (_what, faults) => {
  const { failure, documents } = await refreshed(sandboxCloud(faults));
  expect(failure).toBeUndefined();
  expect(documents).toMatchObject([{ findings: [], fx: { usdChf: '0.8012345' } }]);
});

test.each<[string, () => Cloud]>([
  ['never answers', () => sandboxCloud([{ path: '/api/retail', fault: 500, times: 100_000 }])],
  ['answers garbage', () => sandboxCloud([], () => '<html>maintenance</html>')],
  ['answers in another currency', () => sandboxCloud([], (body) => body.replaceAll('"USD"', '"EUR"'))],
  ['has none of it', () => sandboxCloud([], (body) => body.replace(/"Items":\[.*\]/, '"Items":[]'))],
])(
  'where the list %s, the old prices stay as they are, byte for byte, and their age is told',
  async (_what, cloud) => {
    const { files: first } = await refreshed(sandboxCloud());
    const old = (first.get(cache) ?? '').replace(/"fetchedOn": "[^"]+"/, '"fetchedOn": "2026-10-01"');
    const { files, failure } = await refreshed(cloud(), { [cache]: old });
    expect(files.get(cache)).toBe(old);
    expect(failure?.exit).toBe(4);
    expect(failure?.problems[0].what).toMatch(/2026-10-01, 53 days old, are still used/);
    expect((await priced(files)).prices.ageDays).toBe(53);
  },
);

test('a link to another place is not followed: what has several pages is not read, and everything else is', async () => {
  const elsewhere = sandboxCloud([], (body) => body.replace('prices.azure.com:443', 'prices.example.com'));
  const { documents, failure } = await refreshed(elsewhere);
  expect(failure).toBeUndefined();
  const [{ findings }] = documents as [{ findings: { meter: string; what: string; message: string }[] }];
  expect(findings.length).toBeGreaterThan(0);
  for (const finding of findings) {
    expect(finding).toMatchObject({
      what: 'not readable',
      message: expect.stringContaining('prices.example.com'),
    });
    expect(finding.meter).toMatch(/^Azure OpenAI: /);
  }
});

test('a price that has changed since the last reading is told, the largest change first', async () => {
  const { files: first } = await refreshed(sandboxCloud());
  const dearer = sandboxCloud([], (body) => body.replaceAll('"retailPrice":3.29', '"retailPrice":4.935'));
  const { documents, told } = await refreshed(dearer, { [cache]: first.get(cache) ?? '' });
  expect(documents).toMatchObject([
    { changes: [{ meter: 'Log Analytics: Log ingestion', before: '3.29', after: '4.935', percent: '50.0' }] },
  ]);
  expect(told.join('\n')).toContain(
    '! Log Analytics: Log ingestion in switzerlandnorth: 4.935 USD a GB (3.29 before, 50.0 %)',
  );
});

test('a price that vanished keeps what was known of it, and is reported', async () => {
  const { files: first } = await refreshed(sandboxCloud());
  const gone = sandboxCloud([], (body) => body.replaceAll('Operations', 'Actions'));
  const { files, documents } = await refreshed(gone, { [cache]: first.get(cache) ?? '' });
  expect(documents).toMatchObject([
    {
      findings: [expect.objectContaining({ meter: 'Key Vault: Operations', what: 'missing' })],
    },
  ]);
  const operations = (await priced(files)).lines.filter(({ meter }) => meter === 'Operations');
  expect(operations.every(({ source }) => source.startsWith('price list of the sandbox'))).toBe(true);
});

test('prices of a sandbox are never taken for those of another cloud, wherever their file lies', async () => {
  const { files } = await refreshed(sandboxCloud());
  const copied = new Map(files).set('.gotthard/azure/prices.json', files.get(cache) ?? '');
  const made = commandPorts({ files: Object.fromEntries(copied) });
  await cost({ ...asCost, cloud: 'azure' }, made.ports);
  expect((made.documents[0] as CostJson).prices.source).toBe('shipped with Gotthard');
});

test('a broken file of prices counts as none, and the next refresh writes it anew', async () => {
  const broken = new Map([
    ['gotthard.yaml', estate],
    [cache, '{"format":1,"rows":[{'],
  ]);
  expect((await priced(broken)).prices.source).toBe('shipped with Gotthard');
  const { failure, files } = await refreshed(sandboxCloud(), { [cache]: '{"format":1,"rows":[{' });
  expect(failure).toBeUndefined();
  expect(JSON.parse(files.get(cache) ?? '')).toMatchObject({ format: 1, cloud: 'sandbox' });
});

test('what is known of a region is shown without a cloud, and says whose price stands in', async () => {
  const made = commandPorts({ files: { 'gotthard.yaml': estate } });
  await pricesShow({ ...options, region: 'switzerlandnorth' }, made.ports);
  const [{ regions }] = made.documents as [
    { regions: { region: string; prices: { meter: string; substituteRegion?: string; region: string }[] }[] },
  ];
  const of = (meter: string) => regions[0]?.prices.find((price) => price.meter === meter);
  expect(of('Standard Private Endpoint')).toMatchObject({ region: 'Global' });
  expect(of('Operations')).toMatchObject({ substituteRegion: 'westeurope' });
  expect(of('gpt-5 global, input tokens')).toMatchObject({ region: 'switzerlandnorth' });
});

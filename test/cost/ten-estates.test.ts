import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { estimate } from '../../src/cost/estimate.ts';
import { parseUsage } from '../../src/cost/usage-file.ts';
import { usageOfEstate } from '../../src/cost/usage-of-estate.ts';
import { makeDesign } from '../../src/design/make-design.ts';
import { type Estate, stampsOf } from '../../src/estate/estate.ts';
import { shippedPrices } from '../../src/facts/prices.ts';
import { estate } from './sample.ts';

/** What stands in the table of one estate. */
interface Worked {
  readonly title: string;
  readonly rate: string;
  readonly rows: readonly {
    readonly name: string;
    readonly quantity: string;
    readonly usd: string;
    readonly chf: string;
  }[];
  readonly total: string;
}

const text = readFileSync(new URL('ten-estates.md', import.meta.url), 'utf8');
const worked: readonly Worked[] = text.split(/^## /m).slice(1).map(section);
const prices = await shippedPrices();

function section(given: string): Worked {
  const cells = given
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(2)
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()),
    );
  const rows = cells.map(([name = '', quantity = '', usd = '', chf = '']) => ({ name, quantity, usd, chf }));
  const total = rows.find(({ name }) => name === '**Total**')?.chf ?? '';
  const rate = /^Rate: (\S+)$/m.exec(given)?.[1] ?? '';
  return { title: given.split('\n')[0] ?? '', rate, rows: rows.slice(0, -1), total };
}

const chat = (model: string, version: string, deploymentType = 'GlobalStandard', capacity = 30) => ({
  name: model.replaceAll('.', '-'),
  model,
  version,
  deploymentType,
  capacity,
});
const sweden = {
  models: [chat('gpt-5-mini', '2025-08-07', 'DataZoneStandard')],
  modelRegion: 'swedencentral',
};
const swiss = { models: [chat('gpt-5.1', '2025-11-13', 'ProvisionedManaged', 50)] };
const group = '/subscriptions/00000000-0000-0000-0000-000000000009/resourceGroups/hub/providers';
const landingZone = {
  network: {
    mode: 'existing',
    virtualNetworkId: `${group}/Microsoft.Network/virtualNetworks/hub`,
    privateEndpointSubnetId: `${group}/Microsoft.Network/virtualNetworks/hub/subnets/endpoints`,
  },
  dns: {
    mode: 'central',
    openai: `${group}/Microsoft.Network/privateDnsZones/privatelink.openai.azure.com`,
    keyVault: `${group}/Microsoft.Network/privateDnsZones/privatelink.vaultcore.azure.net`,
  },
  logs: { mode: 'existing', workspaceId: `${group}/Microsoft.OperationalInsights/workspaces/log` },
  notifications: { emails: ['ops@example.com', 'on-call@example.com'] },
};
const hub =
  'natGateways: 1, natGb: 200, firewalls: 1, firewallGb: 500, publicIps: 1, peeringGbIn: 100, peeringGbOut: 100, ' +
  'dnsResolverEndpoints: 2, defenderKeyVaults: 1, defenderSubscriptions: 1, functionExecutions: 500000, ' +
  'functionGbSeconds: 150000, storageZrsGb: 250, keyRotations: 1, hsmKeys: 3';
const beyond =
  'profile: large, endpointGbIn: 6000000, endpointGbOut: 1500000, dnsQueries: 2000000000, alertEmails: 5000';
const long = { mode: 'create', retentionInDays: 180, dailyCapGb: 1 };

/** The estate of each table, in their order, and what its usage file says for everywhere. */
const estates: readonly (readonly [estate: Estate, usage?: string])[] = [
  [only(estate(), 'dev')],
  [estate(sweden)],
  [only(estate(swiss), 'dev')],
  [only(estate(swiss), 'dev'), 'reservation: 1 Year'],
  [only(estate(landingZone), 'prod')],
  [twoTenants()],
  [
    only(
      estate({
        models: [
          chat('gpt-5', '2025-08-07'),
          chat('gpt-5-nano', '2025-08-07'),
          chat('text-embedding-3-large', '1'),
        ],
        usage: 'medium',
      }),
      'dev',
    ),
  ],
  [only(estate(), 'dev'), beyond],
  [only(estate(), 'dev'), hub],
  [
    only(estate({ models: [chat('gpt-5.3-codex', '2026-02-24')], logs: long }), 'dev'),
    'webhookNotifications: 20000',
  ],
];

function only(given: Estate, name: string): Estate {
  return {
    ...given,
    tenants: given.tenants.map((tenant) => ({
      ...tenant,
      environments: tenant.environments.filter((environment) => environment.name === name),
    })),
  };
}

function twoTenants(): Estate {
  const swissHalf = only(estate(), 'dev');
  const other = only(estate({ region: 'westeurope' }), 'dev').tenants.map((tenant) => ({
    ...tenant,
    name: 'other',
  }));
  return { ...swissHalf, tenants: [...swissHalf.tenants, ...other] };
}

/** Exact arithmetic of its own, apart from the product's: whole numbers of 10^-30. */
const ONE = 10n ** 30n;

function exact(decimal: string): bigint {
  const [whole = '0', fraction = ''] = decimal.replace('-', '').split('.');
  const digits = BigInt(whole + fraction.padEnd(30, '0'));
  return decimal.startsWith('-') ? -digits : digits;
}

function halfUp(value: bigint, places: number): bigint {
  const unit = 10n ** BigInt(30 - places);
  const [sign, size] = value < 0n ? [-1n, -value] : [1n, value];
  return sign * ((size + unit / 2n) / unit) * unit;
}

/** `5 × 12 ÷ 365 × 59`; what a division doesn't end in is rounded to six places. */
function quantityOf(formula: string): bigint {
  const [first = '0', ...rest] = formula.split(' ');
  let [over, under] = [exact(first), 1n];
  for (let index = 0; index < rest.length; index += 2) {
    const factor = BigInt(rest[index + 1] ?? '1');
    if (rest[index] === '×') over *= factor;
    else under *= factor;
  }
  return under === 1n ? over : halfUp(over / under, 6);
}

test.each(worked)('the table of $title is right in itself', ({ rows, rate, total }) => {
  let sum = 0n;
  for (const { name, quantity, usd, chf } of rows) {
    if (usd === 'unknown') continue;
    const amount = halfUp((((quantityOf(quantity) * exact(usd)) / ONE) * exact(rate)) / ONE, 2);
    expect([name, exact(chf)]).toEqual([name, amount]);
    sum += amount;
  }
  expect(exact(total)).toBe(sum);
});

test.each(worked.map((table, index) => [table.title, table, estates[index]] as const))(
  'the estimate of %s equals its table, line by line, to the Rappen',
  (_title, { rows, rate, total }, given) => {
    if (!given) throw new Error('the table has no estate');
    const [shape, everywhere] = given;
    const known = usageOfEstate(shape);
    const usage = everywhere
      ? parseUsage(`format: 1\neverywhere: {${everywhere}}`, 'usage.yaml', known).usage
      : known;
    const fx = { usdChf: rate, source: 'by hand', asOf: '2026-11-23' };
    const cost = estimate(stampsOf(shape).map(makeDesign), { usage, prices, fx, today: '2026-11-23' });
    const told = cost.lines.map(
      ({ stamp, meter, quantity, unitPrice, monthly }) =>
        [
          `${stamp}: ${meter}`,
          exact(quantity),
          unitPrice === null ? 'unknown' : exact(unitPrice),
          monthly?.expected ?? 'unknown',
        ] as const,
    );
    const byHand = rows.map(
      ({ name, quantity, usd, chf }) =>
        [name, quantityOf(quantity), usd === 'unknown' ? usd : exact(usd), chf] as const,
    );
    const order = (a: readonly unknown[], b: readonly unknown[]): number => (a.join() < b.join() ? -1 : 1);
    expect([...told].sort(order)).toEqual([...byHand].sort(order));
    expect(cost.monthly.expected).toBe(total);
    expect(cost.complete).toBe(rows.every(({ usd }) => usd !== 'unknown'));
  },
);

test('there are ten of them', () => {
  expect([worked.length, estates.length]).toEqual([10, 10]);
});

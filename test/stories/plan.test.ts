import { beforeAll, describe, expect, it } from 'vitest';
import {
  documentOf,
  type Ended,
  type Folder,
  folder,
  planOf,
  problemsOf,
  runsOf,
  writesOf,
} from '../kit/gotthard.ts';
import { expectSameCloud } from '../kit/same-cloud.ts';
import type { Exchange } from '../kit/sandbox.ts';

const armId = expect.stringMatching(/^\/subscriptions\/[0-9a-f-]{36}\//);
const money = expect.stringMatching(/^-?\d+\.\d\d$/);
const range = { low: money, expected: money, high: money };

/** Requests that are neither a GET nor one of the documented actions that only read. */
function notReading(trace: readonly Exchange[]): string[] {
  const reads =
    /\/(checkNameAvailability|checkDomainAvailability|checkPolicyRestrictions|config\/appsettings\/list)$/i;
  return trace
    .filter(
      ({ method, url }) => method !== 'GET' && !(method === 'POST' && reads.test(new URL(url).pathname)),
    )
    .map(({ method, url }) => `${method} ${url}`);
}

/** What a saved plan file holds for deploy. */
function savedIn(at: Folder, file: string): { plans: { environment: string; actions: object[] }[] } {
  return (JSON.parse(at.read(file)) as { saved: ReturnType<typeof savedIn> }).saved;
}

describe('a plan', () => {
  let printed: Ended;
  beforeAll(async () => {
    printed = await folder().gotthard('plan', '--json');
    expect(printed.code, printed.stderr).toBe(0);
  });

  it('writes nothing: the cloud stays as it is, nothing but reads is sent, no file is made', async () => {
    const at = folder();
    const before = await at.exported();
    const ended = await at.gotthard('plan', '--json', '--trace', 'trace.jsonl');
    expect(ended.code).toBe(0);
    expectSameCloud(await at.exported(), before, 'after a plan');
    const trace = at.trace();
    expect(trace.some(({ method }) => method === 'POST')).toBe(true);
    expect(notReading(trace)).toEqual([]);
    const files = at.files().filter((file) => !/sqlite-(shm|wal)$/.test(file));
    expect(files).toEqual(['.gotthard/sandbox/store/sandbox.sqlite', 'trace.jsonl']);
  });

  it('writes only what --out and --save ask for, readable for their owner only', async () => {
    const at = folder();
    const ended = await at.start(['plan', '--json', '--out', 'plan.json', '--save']).ended;
    expect(ended.code).toBe(0);
    expect(at.files()).toEqual([
      '.gotthard/estate.schema.json',
      '.gotthard/sandbox/store/sandbox.sqlite',
      '.gotthard/tenant.schema.json',
      'gotthard.yaml',
      'plan.json',
    ]);
    expect(['gotthard.yaml', 'plan.json'].map((file) => at.mode(file))).toEqual([0o600, 0o600]);
  });

  it('prints a document that scripts can rely on', () => {
    const plan = planOf(printed);
    expect(Object.keys(plan).sort()).toEqual(['checks', 'cloud', 'cost', 'stamps']);
    expect(plan.cloud).toBe('sandbox');
    expect(plan.stamps).toMatchObject([
      { tenant: 'main', environment: 'dev', region: 'switzerlandnorth' },
      { tenant: 'main', environment: 'prod', region: 'switzerlandnorth' },
    ]);
    for (const stamp of plan.stamps) {
      expect(stamp.subscriptionId).toMatch(/^[0-9a-f-]{36}$/);
      expect(stamp.expectedDurationMs).toBeGreaterThan(60_000);
      for (const action of stamp.actions) {
        expect(action).toEqual({
          id: armId,
          type: expect.stringMatching(/^Microsoft\./),
          step: expect.any(String),
          action: expect.toBeOneOf(['create', 'update']),
          dependsOn: expect.toSatisfy((ids: string[]) => ids.every((id) => id.startsWith('/subscriptions/'))),
          changes: expect.any(Array),
          ...(action.irreversible ? { irreversible: true, reason: expect.any(String) } : {}),
        });
      }
    }
    const last = plan.stamps.flatMap(({ actions }) => actions).filter(({ irreversible }) => irreversible);
    expect(last).toMatchObject([
      {
        type: 'Microsoft.KeyVault/vaults',
        action: 'update',
        changes: [{ path: '/properties/enablePurgeProtection', before: null, after: true }],
      },
    ]);
    for (const check of plan.checks) {
      expect(check).toMatchObject({
        id: expect.stringMatching(/^GT-CHECK-/),
        checklist: expect.any(Array),
        status: expect.toBeOneOf(['ok', 'warning', 'not-applicable']),
        message: expect.any(String),
      });
    }
  });

  it('prices everything in CHF, with the source of each price and of the rate, and its totals are the sums of its lines', () => {
    const { cost } = planOf(printed);
    expect(cost).toMatchObject({
      currency: 'CHF',
      complete: expect.any(Boolean),
      monthly: range,
      fx: {
        usdChf: expect.stringMatching(/^0\.\d+$/),
        source: expect.any(String),
        asOf: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      },
    });
    expect(cost.lines.length).toBeGreaterThan(10);
    for (const line of cost.lines) {
      expect(line).toMatchObject({
        service: expect.any(String),
        meter: expect.any(String),
        unit: expect.any(String),
        quantity: expect.stringMatching(/^-?\d+(\.\d+)?$/),
        unitPrice: expect.stringMatching(/^\d+(\.\d+)?$/),
        monthly: range,
        kind: expect.toBeOneOf(['fixed', 'usage']),
        region: expect.any(String),
        source: expect.any(String),
        // A source that tells no date gives none.
        asOf: expect.toSatisfy((date: string | null) => date === null || /^\d{4}-\d\d-\d\d$/.test(date)),
      });
    }
    const rappen = (text: string | undefined): number => Math.round(Number(text) * 100);
    for (const bound of ['low', 'expected', 'high'] as const) {
      const sum = cost.lines.reduce((total, line) => total + rappen(line.monthly?.[bound]), 0);
      expect(sum).toBe(rappen(cost.monthly[bound]));
    }
  });

  it('is printed as Markdown on request', async () => {
    const ended = await folder().gotthard('plan', '--markdown');
    expect(ended.code).toBe(0);
    expect(ended.stdout).toMatch(/^# Plan of helvetia-care-ag\n/);
    expect(ended.stdout).toContain('> **sandbox**');
    expect(ended.stdout).toMatch(/^\| .*CHF/m);
  });

  it('leaves stdout to the document when Markdown and JSON are both asked for', async () => {
    const ended = await folder().gotthard('plan', '--markdown', '--json');
    expect(planOf(ended).cloud).toBe('sandbox');
    expect(ended.stderr).toContain('# Plan of helvetia-care-ag');
  });
});

describe('a saved plan', () => {
  it('is run exactly, for the environments that it was made for, also where no estate file is yet', async () => {
    const at = folder();
    const saving = await at.gotthard('plan', '--env', 'dev', '--json', '--out', 'plan.json');
    expect(saving.code, saving.stderr).toBe(0);
    const ended = await at.gotthard('deploy', 'plan.json', '--json', '--trace', 'trace.jsonl');
    expect(ended.code, ended.stderr).toBe(0);
    expect(runsOf(ended)).toMatchObject([{ environment: 'dev', outcome: 'succeeded' }]);
    const journals = at.files().filter((file) => file.startsWith('.gotthard/sandbox/runs/'));
    const run = journals.map((file) => JSON.parse(at.read(file).split('\n')[0] ?? '') as { plan: object });
    expect(run.map(({ plan }) => plan)).toEqual(savedIn(at, 'plan.json').plans);
    const planned = planOf(saving).stamps.flatMap(({ actions }) => actions);
    const puts = planned.map(({ id }) => `PUT ${id}`.toLowerCase());
    // A new account refuses its endpoint for a while: what was refused and sent again counts once.
    const accepted = at.trace().filter(({ status }) => status < 300);
    const written = writesOf(accepted).map((write) => write.toLowerCase());
    expect(written.sort()).toEqual(puts.sort());
    expect(at.read('gotthard.yaml')).toContain('name: prod');
  });

  it('is refused after the estate file has changed', async () => {
    const at = folder();
    await at.gotthard('plan', '--out', 'plan.json', '--save');
    at.edit(['capacity: 10', 'capacity: 20']);
    const before = await at.exported();
    const ended = await at.gotthard('deploy', 'plan.json', '--json', '--trace', 'trace.jsonl');
    expect(ended.code).toBe(4);
    expect(problemsOf(ended)).toMatchObject([
      { code: 'GT-PLAN-STALE', next: [expect.stringContaining('gotthard plan --out plan.json')] },
    ]);
    expect(writesOf(at.trace())).toEqual([]);
    expectSameCloud(await at.exported(), before, 'after a refusal');
  });

  it('is refused on another cloud than it was made for, before anything is asked there', async () => {
    const at = folder();
    await at.gotthard('plan', '--out', 'plan.json', '--save');
    const ended = await at.gotthard('deploy', 'plan.json', '--cloud', 'azure', '--json');
    expect(ended.code).toBe(4);
    expect(problemsOf(ended)).toMatchObject([{ code: 'GT-PLAN-CLOUD' }]);
  });

  it('is no other JSON file', async () => {
    const at = folder();
    at.write('other.json', '{"stamps": []}');
    const [other, none] = await Promise.all([
      at.gotthard('deploy', 'other.json', '--json'),
      at.gotthard('deploy', 'none.json', '--json'),
    ]);
    expect([other.code, none.code]).toEqual([3, 3]);
    expect(problemsOf(other)).toMatchObject([
      { code: 'GT-PLAN-FILE', what: 'other.json is not a saved plan' },
    ]);
    expect(problemsOf(none)).toMatchObject([{ code: 'GT-PLAN-FILE', what: 'there is no file none.json' }]);
  });
});

describe('a plan of what exists', () => {
  const base = folder();
  beforeAll(async () => {
    expect((await base.gotthard('deploy', '--env', 'dev')).code).toBe(0);
  });

  it('writes nothing either', async () => {
    const at = base.copy();
    at.edit(['tags: {}', 'tags: { team: platform }']);
    const before = await at.exported();
    const files = at.files();
    const ended = await at.gotthard('plan', '--env', 'dev', '--json', '--trace', 'trace.jsonl');
    expect(ended.code).toBe(0);
    expect(notReading(at.trace())).toEqual([]);
    expectSameCloud(await at.exported(), before, 'after a plan');
    expect(at.files()).toEqual([...files, 'trace.jsonl'].sort());
  });

  it('is refused when it was saved and something that it plans has changed since', async () => {
    const at = base.copy();
    at.edit(['emails: []', 'emails: [ops@helvetia-care.example]']);
    await at.gotthard('plan', '--env', 'dev', '--out', 'plan.json');
    const planned = planOf({ ...(await at.gotthard('plan', '--env', 'dev', '--json')) });
    const group = planned.stamps[0]?.actions.find(({ action }) => action === 'update');
    expect(group?.type).toBe('Microsoft.Insights/actionGroups');
    await at.elsewhere(async (cloud) => {
      const deleted = await cloud.call('DELETE', `${group?.id}?api-version=2023-01-01`);
      expect(deleted.status).toBe(200);
    });
    const before = await at.exported();
    const ended = await at.gotthard('deploy', 'plan.json', '--json', '--trace', 'trace.jsonl');
    expect(ended.code).toBe(4);
    expect(documentOf(ended)).toMatchObject({ cloud: 'sandbox', problems: [{ code: 'GT-PLAN-STALE' }] });
    expect(writesOf(at.trace())).toEqual([]);
    expectSameCloud(await at.exported(), before, 'after a refusal');
  });
});

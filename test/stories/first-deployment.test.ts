import { beforeAll, describe, expect, it } from 'vitest';
import {
  changesOf,
  documentOf,
  type Ended,
  folder,
  type Lingered,
  listOf,
  planOf,
  problemsOf,
  runsOf,
  writesOf,
} from '../kit/gotthard.ts';

const at = folder();
let first: Lingered;
let second: Ended;

beforeAll(async () => {
  first = await at.start(['deploy', '--json']).ended;
  second = await at.gotthard('deploy', '--all', '--json', '--trace', 'second.jsonl');
});

const armId =
  /^\/subscriptions\/[0-9a-f-]{36}(\/resourceGroups\/[^/]+(\/providers\/Microsoft\..+)?|\/providers\/Microsoft\..+)$/;

describe('a first deployment without a terminal and without an estate file', () => {
  it('takes every default, and says so', () => {
    expect(first.code).toBe(0);
    expect(first.stderr).toContain('No gotthard.yaml here: taking every default, in the cloud sandbox.');
  });

  it('prints a document with one run for dev and one for prod', () => {
    const run = (environment: string) => ({
      runId: expect.stringMatching(/^\d{8}T\d{6}Z-[a-z2-7]{4}$/),
      tenant: 'main',
      environment,
      outcome: 'succeeded',
      created: expect.toSatisfy((ids: string[]) => ids.length > 40 && ids.every((id) => armId.test(id))),
      updated: [],
      removed: [],
      unchanged: 0,
      leftovers: [],
      durationMs: expect.any(Number),
      criticalPathMs: expect.any(Number),
    });
    const seen = (name: string) => ({ name, tenant: 'main', seen: 'observed' });
    expect(documentOf(first)).toStrictEqual({
      cloud: 'sandbox',
      runs: [run('dev'), run('prod')],
      isolation: { stamps: [seen('main/dev'), seen('main/prod')], leaks: [] },
    });
  });

  it('has built what it says that it has created', async () => {
    const state = JSON.parse(await at.exported()) as { resources: { id: string }[] };
    const existing = new Set(state.resources.map(({ id }) => id));
    const created = runsOf(first).flatMap((run) => run.created);
    expect(created.filter((id) => !existing.has(id.toLowerCase()))).toEqual([]);
  });

  it('takes no longer than its longest chain of dependencies by more than a twentieth', () => {
    const slow = runsOf(first).filter((run) => run.durationMs > 1.05 * run.criticalPathMs);
    expect(slow).toEqual([]);
  });

  it('ends at once after its last line', () => {
    // Far above the 100 ms that it takes, and far below any timer that could hold it.
    expect(first.lingeredMs).toBeLessThan(2_000);
  });

  it('keeps the estate file and everything else readable for its owner only', () => {
    expect(at.files()).toContain('gotthard.yaml');
    expect(at.files().filter((file) => at.mode(file) !== 0o600)).toEqual([]);
  });

  it('writes a report as a page and as Markdown', () => {
    const { runId } = runsOf(first)[0] ?? expect.fail('no run');
    const report = `.gotthard/sandbox/reports/${runId}`;
    expect(first.stderr).toContain(`Report: ${report}.html`);
    expect(at.read(`${report}.html`)).toMatch(/^<!doctype html>/i);
    expect(at.read(`${report}.md`)).toMatch(/^# Deployment of helvetia-care-ag\n/);
  });

  it('says sandbox in every report and on every screen', async () => {
    const reports = at.files().filter((file) => file.includes('/reports/'));
    expect(reports).toHaveLength(2);
    for (const report of reports) expect(at.read(report)).toContain('sandbox');
    const headings = first.stderr.split('\n').filter((line) => /^[A-Z]{4,}\b/.test(line));
    expect(headings.map((line) => line.split(' ')[0])).toEqual(
      expect.arrayContaining(['PLAN', 'PREFLIGHT', 'COST', 'DONE', 'VERIFICATION']),
    );
    expect(headings.filter((line) => !line.includes('[sandbox]') && !line.includes('TOTAL'))).toEqual([]);
    const [list, show] = await Promise.all([
      at.gotthard('runs', 'list'),
      at.gotthard('runs', 'show', runsOf(first)[0]?.runId ?? ''),
    ]);
    const [heading, ...lines] = list.stdout.trim().split('\n');
    expect(heading).toMatch(/^RUN .*\[sandbox\]$/);
    expect(lines).toHaveLength(2);
    expect(lines.filter((line) => !/main\/(dev|prod) +succeeded /.test(line))).toEqual([]);
    expect(show.stdout.split('\n')[0]).toContain('[sandbox]');
  });

  it('lists its runs as scripts read them', async () => {
    const listed = await at.gotthard('runs', 'list', '--json');
    expect(documentOf(listed)).toMatchObject({ cloud: 'sandbox' });
    const ids = runsOf(first).map(({ runId }) => runId);
    expect(listOf(listed)).toHaveLength(2);
    for (const run of listOf(listed)) {
      expect(run).toStrictEqual({
        runId: expect.toBeOneOf(ids),
        tenant: 'main',
        environment: expect.toBeOneOf(['dev', 'prod']),
        outcome: 'succeeded',
        startedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        endedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        durationMs: expect.any(Number),
        by: expect.stringMatching(/.+@.+/),
      });
    }
  });
});

describe('a second deployment', () => {
  it('asks which environments are meant once a file has several', async () => {
    const ended = await at.gotthard('deploy', '--json');
    expect(ended.code).toBe(3);
    expect(problemsOf(ended)).toMatchObject([
      { code: 'GT-STAMP-MISSING', what: expect.stringContaining('main/dev, main/prod') },
    ]);
  });

  it('finds everything unchanged and writes nothing', () => {
    expect(second.code).toBe(0);
    expect(second.stderr).toContain('Nothing to do.');
    expect(runsOf(second)).toMatchObject([
      { environment: 'dev', outcome: 'succeeded', created: [], updated: [], removed: [] },
      { environment: 'prod', outcome: 'succeeded', created: [], updated: [], removed: [] },
    ]);
    const trace = at.trace('second.jsonl');
    expect(trace.length).toBeGreaterThan(20);
    expect(writesOf(trace)).toEqual([]);
  });

  it('plans every action as unchanged, and --detailed-exitcode says so', async () => {
    const planned = await at.gotthard('plan', '--all', '--json', '--detailed-exitcode');
    expect(planned.code).toBe(0);
    const actions = planOf(planned).stamps.flatMap((stamp) => stamp.actions);
    expect(actions.length).toBeGreaterThan(90);
    expect(new Set(actions.map(({ action }) => action))).toEqual(new Set(['unchanged']));
  });

  it('is told from one with changes by --detailed-exitcode alone', async () => {
    const changed = at.copy();
    changed.edit(['tags: {}', 'tags: { team: platform }']);
    const [plain, detailed] = await Promise.all([
      changed.gotthard('plan', '--all', '--json'),
      changed.gotthard('plan', '--all', '--json', '--detailed-exitcode'),
    ]);
    expect([plain.code, detailed.code]).toEqual([0, 2]);
    expect(changesOf(plain).length).toBeGreaterThan(0);
    expect(documentOf(detailed)).toEqual(documentOf(plain));
  });
});

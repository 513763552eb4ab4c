import { beforeAll, describe, expect, it } from 'vitest';
import { actionGroup } from '../../src/azure/kinds/action-group.ts';
import type { CheckResult } from '../../src/checks/check.ts';
import { deploy } from '../../src/commands/deploy.ts';
import { verify } from '../../src/commands/verify.ts';
import { areaOf } from '../../src/design/area.ts';
import { type Estate, stampsOf } from '../../src/estate/estate.ts';
import { writeEstate } from '../../src/estate/write-estate.ts';
import type { JsonObject } from '../../src/resource/json.ts';
import { withoutWithheld, withWithheld } from '../../src/run/withheld.ts';
import { helvetiaAiDev, helvetiaCare } from '../../src/sandbox/seed-directories.ts';
import { desk, ended } from '../kit/commands.ts';
import { everything } from '../kit/deployment.ts';
import { sampleEstate } from '../kit/sample-estate.ts';
import { settledExport } from '../kit/sweep.ts';

const secret = 'not-for-any-journal';
const theirs = { name: 'theirs', serviceUri: `https://example.ch/in?sig=${secret}` };
const ours = { name: 'gotthard itsm itsm', serviceUri: 'https://example.ch/itsm' };
const body = (...webhookReceivers: object[]): JsonObject =>
  ({ properties: { webhookReceivers } }) as JsonObject;

describe('what others have put and only Azure is to know', () => {
  it('is left out of what is written down, and comes back from where it stands', () => {
    const kept = withoutWithheld(body(theirs, ours), actionGroup);
    expect(JSON.stringify(kept)).not.toContain(secret);
    expect(kept).toMatchObject(body({ name: 'theirs' }, ours));
    expect(withWithheld(kept, body(ours, theirs), actionGroup)).toEqual({
      body: body(theirs, ours),
      lost: [],
    });
  });

  it('is lost, and said to be, where nothing stands any more', () => {
    const kept = withoutWithheld(body(theirs, ours), actionGroup);
    expect(withWithheld(kept, undefined, actionGroup)).toEqual({ body: body(ours), lost: ['theirs'] });
  });
});

describe('a run over an action group with a webhook of others', () => {
  const estate = sampleEstate({
    ...everything,
    reservedRanges: [],
    environments: [{ name: 'dev', subscriptionId: helvetiaAiDev.id }],
    models: [],
  });
  const changed: Estate = {
    ...estate,
    tags: { purpose: 'changed' },
  };
  const [stamp] = stampsOf(estate);
  if (!stamp) throw new Error('the estate has no stamp');
  const url = `https://management.azure.com${areaOf(stamp).ids.actionGroup}?api-version=2023-01-01`;
  const common = { config: 'gotthard.yaml', json: true, all: true, yes: true, confirm: [], concurrency: 16 };
  const building = { ...common, adopt: false, answers: {} };
  const at = desk();

  const call = async (method: string, sent?: object): Promise<JsonObject> => {
    const { token } = at.cloud.sandbox.token(helvetiaCare.id);
    const answer = await at.cloud.sandbox.fetch(
      new Request(url, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(sent ? { body: JSON.stringify(sent) } : {}),
      }),
    );
    return (await answer.json()) as JsonObject;
  };

  beforeAll(async () => {
    at.files.set('gotthard.yaml', writeEstate(estate));
    expect(await ended(at, deploy(building, at.ports))).toBe(0);
    const { properties, ...rest } = await call('GET');
    const { webhookReceivers = [], ...others } = properties as JsonObject;
    const receivers = [...(webhookReceivers as JsonObject[]), theirs];
    await call('PUT', { ...rest, properties: { ...others, webhookReceivers: receivers } });
  });

  it('puts it back when it fails, with its secret in no journal', async () => {
    const before = await settledExport(at.cloud);
    expect(before).toContain(secret);
    at.files.set('gotthard.yaml', writeEstate(changed));
    at.cloud.sandbox.faults.add({
      method: 'PUT',
      path: 'metricAlerts',
      fault: 403,
      code: 'RequestDisallowedByPolicy',
    });
    expect(await ended(at, deploy(building, at.ports))).toBe(5);
    expect(await settledExport(at.cloud)).toBe(before);
    const { journals } = await at.ports.records('sandbox', undefined);
    const read = await Promise.all((await journals.list()).map((id) => journals.read(id)));
    const written = JSON.stringify(read.map(({ entries }) => entries));
    expect(written).toContain('theirs');
    expect(written).not.toContain(secret);
  });

  it('warns of it by its name alone, and finds the secure one as it should be', async () => {
    await verify({ ...common, fix: false }, at.ports);
    const { checks } = at.documents.at(-1) as { checks: CheckResult[] };
    const of = (id: string): CheckResult[] => checks.filter((check) => check.id === id);
    expect(of('GT-CHECK-NOTIFICATIONS')).toMatchObject([
      { status: 'ok', message: expect.stringContaining('abc.helvetia@emea.teams.ms (Teams)') },
      { status: 'warning', message: expect.stringContaining('theirs') },
    ]);
    expect(of('GT-CHECK-ITSM')).toMatchObject([{ status: 'ok', checklist: ['MON-6'] }]);
    expect(JSON.stringify(at.documents)).not.toContain(secret);
    expect(at.told.join()).not.toContain(secret);
  });
});

import { describe, expect, it } from 'vitest';
import { Session } from '../../src/azure/session.ts';
import type { Exchange } from '../../src/azure/trace.ts';
import { deploy } from '../../src/commands/deploy.ts';
import { destroy } from '../../src/commands/destroy.ts';
import { plan } from '../../src/commands/plan.ts';
import { runsList, runsRollback } from '../../src/commands/runs.ts';
import { tenantAdd } from '../../src/commands/tenant-add.ts';
import { verify } from '../../src/commands/verify.ts';
import type { Estate } from '../../src/estate/estate.ts';
import { writeEstate } from '../../src/estate/write-estate.ts';
import type { PlanJson } from '../../src/report/json.ts';
import {
  helvetiaAiDev,
  helvetiaAiProd,
  helvetiaCare,
  juraAiDev,
  juraBank,
  subscriptions,
} from '../../src/sandbox/seed-directories.ts';
import { type Desk, desk, ended } from '../kit/commands.ts';
import { httpClientFrom } from '../kit/http-client.ts';
import { sampleEstate } from '../kit/sample-estate.ts';
import { testCloud } from '../kit/test-cloud.ts';

const common = {
  config: 'gotthard.yaml',
  json: true,
  yes: true,
  adopt: false,
  confirm: [],
  concurrency: 16,
  all: true,
  answers: {},
} as const;
const jura = {
  tenant: 'jura',
  directoryId: juraBank.id,
  environments: [{ name: 'dev', subscriptionId: juraAiDev.id }],
} as const;

/** One tenant of the first directory; another of the second is added by the command itself. */
const models = [
  { model: 'gpt-5.1', version: '2025-11-13', deploymentType: 'DataZoneStandard', capacity: 10 },
] as const;
const helvetia = sampleEstate({
  environments: [{ name: 'dev', subscriptionId: helvetiaAiDev.id }],
  models: [...models],
});

function deskWith(estate: Estate): Desk {
  const at = desk();
  at.files.set('gotthard.yaml', writeEstate(estate));
  return at;
}

/** Requests whose token is not of the directory that the subscription in their path trusts. */
function astray(at: Desk): string[] {
  return at.exchanges.flatMap(({ method, url, directoryId }) => {
    const id = /\/subscriptions\/([0-9a-f-]{36})/i.exec(url)?.[1]?.toLowerCase();
    const trusted = subscriptions.find((one) => one.id === id)?.directoryId;
    return trusted === undefined || trusted === directoryId ? [] : [`${method} ${url} by ${directoryId}`];
  });
}

describe('an estate of several directories', () => {
  it('sends no request with a token of another directory than its subscription trusts, whatever is done', async () => {
    const at = deskWith(helvetia);
    const { ports } = at;
    const did: [string, number][] = [];
    const doing = async (what: string, command: Promise<number>): Promise<void> => {
      did.push([what, await ended(at, command)]);
    };
    await doing('deploy', deploy(common, ports));
    await doing('add', tenantAdd({ ...common, allowSharedSubscriptions: false, answers: jura }, ports));
    await doing('plan', plan({ ...common, detailedExitcode: true, save: false, markdown: false }, ports));
    at.cloud.sandbox.faults.add({ method: 'PUT', path: '/vaults/', fault: 500, times: 1_000 });
    at.files.set(
      'gotthard.yaml',
      (at.files.get('gotthard.yaml') ?? '').replace(/ +name: .*\n/, (name) => name),
    );
    const { checks } = at.documents.at(-1) as PlanJson;
    await doing('verify', verify({ ...common, fix: true }, ports));
    await doing('list', runsList(common, ports));
    await doing('destroy', destroy({ ...common, purge: true }, ports));
    await doing('rollback', runsRollback(undefined, common, ports));
    expect(did).toEqual([
      ['deploy', 0],
      ['add', 0],
      ['plan', 0],
      ['verify', 0],
      ['list', 0],
      ['destroy', 0],
      ['rollback', 3],
    ]);
    expect(new Set(at.exchanges.map(({ directoryId }) => directoryId))).toEqual(
      new Set([helvetiaCare.id, juraBank.id]),
    );
    expect(astray(at)).toEqual([]);
    // The seed's owner is at home in the first directory.
    const guests = checks.filter(({ id }) => id === 'GT-CHECK-GUEST');
    expect(guests.map(({ stamp, status }) => `${stamp} ${status}`)).toEqual([
      'main/dev ok',
      'jura/dev warning',
    ]);
  });

  it('plans the others when a file names the wrong directory of one, and explains that one', async () => {
    const mixed = sampleEstate({
      environments: [
        { name: 'dev', subscriptionId: helvetiaAiDev.id },
        { name: 'prod', subscriptionId: juraAiDev.id },
      ],
      models: [...models],
    });
    const at = deskWith(mixed);
    expect(
      await ended(at, plan({ ...common, detailedExitcode: false, save: false, markdown: false }, at.ports)),
    ).toBe(4);
    expect(at.problems).toMatchObject([
      {
        code: 'InvalidAuthenticationTokenTenant',
        what: expect.stringContaining(`trusts directory ${juraBank.id}`),
        next: [
          expect.stringContaining(`Set \`directoryId\` of tenant main to ${juraBank.id}`),
          expect.stringContaining('docs/directories.md'),
        ],
      },
    ]);
    expect(at.told).toContain('PLAN main/dev');
    expect(at.told).not.toContain('PLAN main/prod');
  });
});

describe('a session', () => {
  it('lets nothing leave with a token of another directory, and notes in the trace whose it was', async () => {
    const { sandbox } = testCloud();
    const exchanges: Exchange[] = [];
    let directoryId = helvetiaCare.id;
    const session = new Session(
      {
        subscriptionId: helvetiaAiProd.id,
        directoryId: helvetiaCare.id,
        correlationId: '00000000-0000-4000-8000-000000000001',
      },
      {
        origin: 'https://management.azure.com',
        scope: 'https://management.azure.com/.default',
        httpClient: httpClientFrom((request) => sandbox.fetch(request)),
        trace: (exchange) => exchanges.push(exchange),
        timeoutMs: 60_000,
      },
      { getToken: async () => ({ ...sandbox.token(directoryId), expiresOnTimestamp: 0 }) },
    );
    const subscription = `/subscriptions/${helvetiaAiProd.id}`;
    await session.get(subscription, '2022-12-01');
    directoryId = juraBank.id;
    await expect(session.get(subscription, '2022-12-01')).rejects.toMatchObject({
      problems: [{ code: 'GT-SIGNIN-DIRECTORY', next: [`az login --tenant ${helvetiaCare.id}`] }],
      exit: 4,
    });
    expect(exchanges.map(({ sentAs }) => sentAs?.directoryId)).toEqual([helvetiaCare.id]);
  });
});

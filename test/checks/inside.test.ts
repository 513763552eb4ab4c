import { beforeAll, describe, expect, it } from 'vitest';
import { kinds } from '../../src/azure/catalogue.ts';
import {
  insideConnection,
  insideInference,
  insideName,
  insideService,
} from '../../src/checks/after/from-inside.ts';
import { outside } from '../../src/checks/after/from-outside.ts';
import type { CheckResult } from '../../src/checks/check.ts';
import { privateNamesOf } from '../../src/checks/inside/private-names.ts';
import type { Finding } from '../../src/checks/rule.ts';
import { look, type Where } from '../../src/commands/look.ts';
import type { VerifyOptions } from '../../src/commands/options.ts';
import { verify } from '../../src/commands/verify.ts';
import { makeDesign } from '../../src/design/make-design.ts';
import { writeEstate } from '../../src/estate/write-estate.ts';
import { idKey, parseArmId } from '../../src/resource/arm-id.ts';
import type { JsonObject } from '../../src/resource/json.ts';
import type { Looks, PrivateAddresses, Sighting } from '../../src/resource/sighting.ts';
import { observe } from '../../src/run/observe.ts';
import { Requests } from '../../src/run/requests.ts';
import { cloneSandbox } from '../../src/sandbox/sandbox.ts';
import { groups, principals } from '../../src/sandbox/seed-directories.ts';
import { type Desk, desk, ended } from '../kit/commands.ts';
import { aStamp, deployInProcess } from '../kit/deployment.ts';
import { integrated } from '../kit/integrated.ts';
import { rotated } from '../kit/rotated.ts';
import { type Cloud, cloudOf } from '../kit/sandbox.ts';
import { type TestCloud, testCloud } from '../kit/test-cloud.ts';
import { situation } from './situation.ts';

const stamp = rotated(integrated(aStamp({ groups: { administrators: groups[0]?.objectId ?? '' } })));
const design = makeDesign(stamp);
const names = privateNamesOf(design);
const asked = names.filter(({ audience }) => audience !== undefined);
const me = principals.find(({ name }) => name === 'owner')?.objectId ?? '';
const subscription = `/subscriptions/${design.subscriptionId}`;
const openAiUser = '5e0bd9bd-7b93-4f28-af87-19fc36ad61bd';

const idOf = (type: string, part = ''): string => {
  const found = design.resources.find((each) => each.type.endsWith(type) && each.id.includes(part));
  if (!found) throw new Error(`the design has no ${type} ${part}`);
  return found.id;
};
const account = idOf('/accounts');
const grantId = `${account}/providers/Microsoft.Authorization/roleAssignments/${openAiUser}`;
const subnetIn = (name: string): string => idOf('/subnets', `snet-${name}`);

let deployed: TestCloud;
beforeAll(async () => {
  deployed = testCloud();
  const { result } = await deployInProcess(deployed, stamp);
  expect(result?.failure).toBeUndefined();
  await deployed.clock.sleep(60_000);
  const { call } = cloudOf(deployed.sandbox, deployed.clock.now, () => undefined);
  const granted = await call('PUT', `${grantId}?api-version=2022-04-01`, {
    properties: {
      roleDefinitionId: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${openAiUser}`,
      principalId: me,
      principalType: 'User',
    },
  });
  expect(granted.status).toBe(201);
  await deployed.clock.sleep(10 * 60_000);
});

const checks = [insideName, insideConnection, insideService, insideInference, outside];

/** A copy of the cloud, changed by hand, and what looking at it finds. */
async function found(
  where: Where,
  change: (cloud: Cloud) => Promise<unknown> = async () => undefined,
  standsIn?: string,
): Promise<{ failing: string[]; findings: Map<string, readonly Finding[]>; at: Desk }> {
  const at = desk({
    open: (options) => cloneSandbox(deployed.sandbox, options),
    startsAt: deployed.clock.now(),
  });
  const { sandbox, clock } = at.cloud;
  const hand = cloudOf(sandbox, clock.now, () => undefined);
  await change({
    ...hand,
    settle: async (method, path, body) => {
      const { apiVersion } = kinds.all.find(({ type }) => type === parseArmId(path).type) ?? {};
      const isPlain = apiVersion === undefined || path.includes('?');
      const answer = await hand.call(method, isPlain ? path : `${path}?api-version=${apiVersion}`, body);
      expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
      await clock.sleep(10 * 60_000);
      return answer;
    },
  });
  const cloud = await at.ports.cloud('sandbox');
  const azure = await cloud.calls(design);
  const observed = await observe(design, { azure, kinds, requests: new Requests(clock) });
  const endpoints = Object.fromEntries(
    design.resources.flatMap(({ id, type }): [string, JsonObject][] => {
      const body = observed.resources[idKey(id)];
      return type.endsWith('/privateEndpoints') && body ? [[id, body]] : [];
    }),
  );
  const seen = await look({ stamp, design }, { where, cloud, standsIn, by: 'tester@here' });
  const looks: Looks = { addresses: await cloud.endpointAddresses(azure, endpoints), [where]: seen };
  const input = { ...situation(), design, observed, looks };
  const findings = new Map(checks.map((check) => [check.id as string, check.run(input)]));
  const failing = [...findings].flatMap(([id, all]) =>
    all.some(({ status }) => status === 'failed') ? [id] : [],
  );
  return { failing, findings, at };
}

const read = async ({ call }: Cloud, id: string): Promise<JsonObject> => (await call('GET', id)).body;
const changed = async (cloud: Cloud, id: string, properties: JsonObject): Promise<void> => {
  const body = await read(cloud, id);
  await cloud.settle('PUT', id, {
    ...body,
    properties: { ...(body['properties'] as JsonObject), ...properties },
  });
};
const zone = (name: string): string => idOf('/privateDnsZones', name);

describe('from inside', () => {
  it('every private name, its connection, its service and a model are proven', async () => {
    const { failing, findings } = await found('inside');
    expect(failing, JSON.stringify([...findings])).toEqual([]);
    const proven = (id: string): string[] =>
      (findings.get(id) ?? []).flatMap(({ status, message }) => (status === 'ok' ? [message] : []));
    for (const { name } of names) expect(proven('GT-CHECK-INSIDE-NAME').join()).toContain(name);
    expect(proven('GT-CHECK-INSIDE-TLS')).toHaveLength(names.length);
    expect(proven('GT-CHECK-INSIDE-TLS').join()).toMatch(/database\.windows\.net:1433/);
    // Of SQL and a factory nothing is asked. The account has its inference.
    expect(proven('GT-CHECK-INSIDE-SERVICE')).toHaveLength(asked.length - 1);
    expect(proven('GT-CHECK-INSIDE-INFERENCE')).toHaveLength(1);
    const [name] = findings.get('GT-CHECK-INSIDE-NAME') ?? [];
    expect(name?.evidence).toMatch(/^10\.\d+\.\d+\.\d+; .*seen by tester@here at 2026-/);
  });

  it.each<[string, string, (cloud: Cloud) => Promise<unknown>]>([
    [
      'a zone that is not linked to the network',
      'GT-CHECK-INSIDE-NAME',
      (cloud) => cloud.settle('DELETE', idOf('/virtualNetworkLinks', 'vaultcore')),
    ],
    [
      'a record that is gone',
      'GT-CHECK-INSIDE-NAME',
      async (cloud) => {
        const group = idOf('/privateDnsZoneGroups', 'blob');
        await cloud.settle('DELETE', group);
        const records = await read(cloud, `${zone('blob.core')}/A`);
        for (const { id } of (records['value'] ?? []) as { id: string }[]) await cloud.settle('DELETE', id);
      },
    ],
    [
      'a record that leads elsewhere',
      'GT-CHECK-INSIDE-NAME',
      async (cloud) => {
        const name = names.find(({ service }) => service === 'cosmos');
        await cloud.settle('DELETE', idOf('/privateDnsZoneGroups', name?.endpoint.id));
        await cloud.settle('PUT', `${zone('documents')}/A/${name?.name.split('.')[0]}`, {
          properties: { ttl: 10, aRecords: [{ ipv4Address: '10.250.0.4' }] },
        });
      },
    ],
    [
      'an endpoint that is gone',
      'GT-CHECK-INSIDE-NAME',
      (cloud) => cloud.settle('DELETE', idOf('/privateEndpoints', 'sql')),
    ],
    [
      'a connection of an endpoint that is rejected',
      'GT-CHECK-INSIDE-TLS',
      async (cloud) => {
        const vault = idOf('/vaults');
        const connections = (await read(cloud, `${vault}/privateEndpointConnections`))['value'] as {
          id: string;
        }[];
        await changed(cloud, connections[0]?.id ?? '', {
          privateLinkServiceConnectionState: { status: 'Rejected', description: 'by hand' },
        });
      },
    ],
    [
      'a security group that lets nothing out to the endpoints',
      'GT-CHECK-INSIDE-TLS',
      async (cloud) => {
        const group = idOf('/networkSecurityGroups', 'app');
        await cloud.settle('DELETE', `${group}/securityRules/allow-endpoints-out`);
      },
    ],
    [
      'a caller without the role',
      'GT-CHECK-INSIDE-INFERENCE',
      (cloud) => cloud.settle('DELETE', `${grantId}?api-version=2022-04-01`),
    ],
    [
      'a deployment that is gone',
      'GT-CHECK-INSIDE-INFERENCE',
      (cloud) => cloud.settle('DELETE', idOf('/deployments')),
    ],
  ])('%s fails %s alone', async (_what, check, change) => {
    const { failing, findings } = await found('inside', change);
    expect(failing, JSON.stringify(findings.get(failing[0] ?? ''))).toEqual([check]);
    const wanting = (findings.get(check) ?? []).filter(({ status }) => status === 'failed');
    for (const each of wanting) expect(each).toMatchObject({ next: expect.any(String), evidence: /seen by/ });
  });

  it('a subnet from which nothing may be called connects to nothing, and a machine elsewhere resolves nothing', async () => {
    expect((await found('inside', undefined, subnetIn('data'))).failing).toEqual(['GT-CHECK-INSIDE-TLS']);
    const elsewhere = await found('inside', undefined, 'internet');
    expect(elsewhere.failing).toEqual(['GT-CHECK-INSIDE-NAME']);
    // A machine that is not inside neither sends a token nor pays for an inference.
    expect(elsewhere.findings.get('GT-CHECK-INSIDE-INFERENCE')).toMatchObject([{ status: 'not-applicable' }]);
  });
});

describe('what a machine saw', () => {
  const addresses: PrivateAddresses = Object.fromEntries(
    names.map(({ endpoint, name }, index) => [idKey(endpoint.id), { [name]: [`10.40.0.${index + 4}`] }]),
  );
  /** Findings that failed when everything else is as it should be. */
  const failing = (change: (sighting: Sighting) => Sighting, where: Where = 'inside'): string[] => {
    const sightings = names.map(({ name, port, endpoint }): Sighting => {
      const own = addresses[idKey(endpoint.id)]?.[name] ?? ['10.40.0.250'];
      const resolved = { addresses: where === 'inside' ? own : ['198.51.100.7'] };
      const connection = { protocol: 'TLSv1.3', subject: name, validUntil: '2027-01-01T00:00:00.000Z' };
      const answer = {
        status: 403,
        said: where === 'inside' ? 'ForbiddenByRbac' : 'ForbiddenByConnection',
        ms: 9,
      };
      const inference = { deployment: 'chat', answer: { status: 200, said: '', ms: 9 } };
      return change({ name, port, resolved, connection, olderTls: 'refused', answer, inference });
    });
    const looked = { at: '2026-11-26T20:00:00.000Z', by: 'tester@here', sightings };
    const looks: Looks = { addresses: { value: addresses }, [where]: looked };
    const input = { ...situation(), design, looks };
    return checks.flatMap((check) =>
      check
        .run(input)
        .some(({ status, message }) => status === 'failed' && !message.includes('no private endpoint'))
        ? [check.id]
        : [],
    );
  };
  const of = (label: string, part: Partial<Sighting>) => (sighting: Sighting) =>
    sighting.name.includes(label) ? { ...sighting, ...part } : sighting;
  const refused = (said: string, status = 403) => ({ answer: { status, said, ms: 9 } });

  it.each<[string, (sighting: Sighting) => Sighting, string[]]>([
    ['nothing wrong', (sighting) => sighting, []],
    [
      'a firewall that refuses its own network',
      of('vault', refused('ForbiddenByFirewall')),
      ['GT-CHECK-INSIDE-SERVICE'],
    ],
    ['a service that is down', of('blob', refused('', 503)), ['GT-CHECK-INSIDE-SERVICE']],
    ['no answer', of('blob', { answer: { problem: 'ECONNRESET' } }), ['GT-CHECK-INSIDE-SERVICE']],
    ['TLS 1.1 that is taken', of('blob', { olderTls: 'taken' }), ['GT-CHECK-INSIDE-TLS']],
    ['TLS 1.1 that this machine cannot offer', of('blob', { olderTls: 'untried' }), []],
    [
      'a certificate of somebody else',
      of('vault', { connection: { problem: 'ERR_TLS_CERT_ALTNAME_INVALID' } }),
      ['GT-CHECK-INSIDE-TLS'],
    ],
    [
      'one address too many',
      of('vault', { resolved: { addresses: ['10.40.0.5', '10.9.9.9'] } }),
      ['GT-CHECK-INSIDE-NAME'],
    ],
    [
      'a model over its capacity',
      of('openai', { inference: { deployment: 'chat', ...refused('', 429) } }),
      [],
    ],
    [
      'a model that nobody may call',
      of('openai', { inference: { deployment: 'chat', ...refused('', 401) } }),
      ['GT-CHECK-INSIDE-INFERENCE'],
    ],
  ])('from inside, %s', (_what, change, expected) => {
    expect(failing(change)).toEqual(expected);
  });

  it.each<[string, (sighting: Sighting) => Sighting, string[]]>([
    ['refusals', (sighting) => sighting, []],
    ['silence', of('vault', { connection: { problem: 'ETIMEDOUT' } }), []],
    ['names that are unknown', of('vault', { resolved: { problem: 'ENOTFOUND' } }), []],
    [
      'a proxy that breaks TLS open',
      of('vault', { connection: { problem: 'SELF_SIGNED_CERT_IN_CHAIN' } }),
      [],
    ],
    ['an answer for want of a role', of('vault', refused('ForbiddenByRbac')), ['GT-CHECK-OUTSIDE']],
    ['a private address', of('vault', { resolved: { addresses: ['10.40.0.5'] } }), ['GT-CHECK-OUTSIDE']],
  ])('from outside, %s', (_what, change, expected) => {
    expect(failing(change, 'outside')).toEqual(expected);
  });
});

describe('from outside', () => {
  it('every name leads elsewhere, and every service refuses', async () => {
    const { failing, findings } = await found('outside');
    expect(failing, JSON.stringify(findings.get('GT-CHECK-OUTSIDE'))).toEqual([]);
    const ok = (findings.get('GT-CHECK-OUTSIDE') ?? []).filter(({ status }) => status === 'ok');
    expect(ok).toHaveLength(asked.length);
    expect(ok.map(({ evidence }) => evidence).join()).toMatch(
      /403 ForbiddenByConnection.*AuthorizationFailure/,
    );
  });

  it('whatever is opened fails, and so does looking from a machine that is inside', async () => {
    const opened = [idOf('/vaults'), account, idOf('/storageAccounts'), idOf('/databaseAccounts')];
    for (const id of opened) {
      const { failing, findings } = await found('outside', (cloud) =>
        cloud.settle('PATCH', id, {
          properties: {
            publicNetworkAccess: 'Enabled',
            ...(id.includes('/databaseAccounts/') ? {} : { networkAcls: { defaultAction: 'Allow' } }),
          },
        }),
      );
      expect(failing, JSON.stringify([id, findings.get('GT-CHECK-OUTSIDE')])).toEqual(['GT-CHECK-OUTSIDE']);
    }
    expect((await found('outside', undefined, subnetIn('app'))).failing).toEqual(['GT-CHECK-OUTSIDE']);
  });
});

describe('the command', () => {
  /** A desk in front of a copy of the deployed estate. */
  const seated = (): Desk => {
    const at = desk({
      open: (options) => cloneSandbox(deployed.sandbox, options),
      startsAt: deployed.clock.now(),
    });
    at.files.set('gotthard.yaml', writeEstate(stamp.estate));
    return at;
  };
  const common = { config: 'gotthard.yaml', json: true, all: true, fix: false } as const;
  const ofLooks = (at: Desk) =>
    (at.documents.at(-1) as { checks: CheckResult[] }).checks.filter(
      ({ id, status }) => /INSIDE|OUTSIDE/.test(id) && status !== 'not-applicable',
    );

  it('is handed over: told, looked at without Azure Resource Manager, and judged where it can be read', async () => {
    const here = seated();
    const told = verify({ ...common, json: false, fromInside: true, print: true }, here.ports);
    expect(await ended(here, told)).toBe(0);
    expect(here.told.join()).toContain('gotthard verify --from-inside --cloud sandbox --out inside.json');
    expect(here.attempts()).toBe(0);

    const there = seated();
    const looks = verify({ ...common, fromInside: true, out: 'inside.json' }, there.ports);
    expect(await ended(there, looks)).toBe(0);
    expect(there.attempts()).toBe(0);
    expect(there.told.join()).toMatch(
      /One inference is asked of main\/dev: at most 26 tokens of gpt-5\.1 each, for less/,
    );
    const file = there.files.get('inside.json') ?? '';
    expect(file).not.toMatch(/Bearer|eyJ/);

    here.files.set('inside.json', file);
    const judged = { ...common, inside: 'inside.json', fromOutside: true, report: 'verdicts.html' };
    expect(await ended(here, verify(judged, here.ports)), JSON.stringify(here.problems)).toBe(0);
    expect(new Set(ofLooks(here).map(({ id }) => id))).toEqual(new Set(checks.map(({ id }) => id)));
    expect(ofLooks(here).every(({ status }) => status === 'ok')).toBe(true);
    expect(here.files.get('verdicts.html')).toContain('seen by tester@here');

    await here.cloud.clock.sleep(25 * 3_600_000);
    expect(await ended(here, verify({ ...common, inside: 'inside.json' }, here.ports))).toBe(3);
    expect(here.problems.at(-1)).toMatchObject({ code: 'GT-INSIDE-OLD' });
  });

  it('ends with 8 when something fails, and what nobody looked at the next time is not called mended', async () => {
    const at = seated();
    const failing = { ...common, fromInside: true, sandboxFrom: 'snet-data' };
    expect(await ended(at, verify(failing, at.ports))).toBe(8);
    expect(await ended(at, verify(common, at.ports))).toBe(0);
    expect(ofLooks(at)).toEqual([]);
    expect(at.told.join()).toContain('mended none');
  });

  it('refuses files of another estate or shape, and flags that contradict each other', async () => {
    const at = seated();
    const other = { format: 1, estate: 'another2', cloud: 'sandbox', at: '2026-11-26T20:00:00Z' };
    at.files.set('other.json', JSON.stringify({ ...other, by: 'x', stamps: [] }));
    at.files.set('shape.json', '{"format":2}');
    const wrong: [string, Partial<VerifyOptions>][] = [
      ['GT-INSIDE-OTHER', { inside: 'other.json' }],
      ['GT-INSIDE-FILE', { inside: 'shape.json' }],
      ['GT-INSIDE-FILE', { inside: 'gone.json' }],
      ['GT-VERIFY-FLAGS', { fromInside: true, fromOutside: true }],
      ['GT-VERIFY-FLAGS', { fromInside: true, inside: 'x.json' }],
      ['GT-SANDBOX-FROM', { fromInside: true, sandboxFrom: 'snet-nowhere' }],
      ['GT-VERIFY-FLAGS', { print: true }],
      ['GT-VERIFY-FLAGS', { fix: true, fromInside: true, out: 'x.json' }],
      ['GT-VERIFY-FLAGS', { subscription: 'x', fromOutside: true }],
    ];
    for (const [code, options] of wrong) {
      expect(await ended(at, verify({ ...common, ...options }, at.ports))).toBe(3);
      expect(at.problems.at(-1)).toMatchObject({ code });
    }
  });
});

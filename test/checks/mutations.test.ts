import { describe, expect, it } from 'vitest';
import { kinds } from '../../src/azure/catalogue.ts';
import type { CheckResult } from '../../src/checks/check.ts';
import { runChecks } from '../../src/checks/index.ts';
import { makeDesign } from '../../src/design/make-design.ts';
import { changesSomething } from '../../src/plan/irreversible.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import { withoutReadOnly } from '../../src/plan/overlay.ts';
import type { StampPlan } from '../../src/plan/plan.ts';
import { ArmError } from '../../src/problems/arm-error.ts';
import { idKey, parseArmId } from '../../src/resource/arm-id.ts';
import { isObject, type Json, type JsonObject } from '../../src/resource/json.ts';
import { observe } from '../../src/run/observe.ts';
import { Requests } from '../../src/run/requests.ts';
import { untilDone, untilReady } from '../../src/run/settle.ts';
import { aStamp, deployInProcess, everything, registered, runInProcess } from '../kit/deployment.ts';
import { integrated } from '../kit/integrated.ts';
import { copyOf, isFullSweep, sampled, seed } from '../kit/sweep.ts';
import { type TestCloud, testCloud } from '../kit/test-cloud.ts';
import { goodFacts } from './situation.ts';

const usual = integrated(aStamp(everything));
// Policies that refuse let nobody do what is done here, and a plan lifts locks: kept-policies.test.ts has both.
const environment = { ...usual.environment, policy: 'audit' as const, locks: false };
const stamp = { ...usual, environment };
const design = makeDesign(stamp);
const clean = testCloud();
await registered(clean, design);
await deployInProcess(clean, stamp);
await clean.clock.sleep(30 * 60_000);

/** What verification says of a cloud, and the plan that it would mend it by. */
async function verified(cloud: TestCloud): Promise<{ failed: readonly CheckResult[]; plan: StampPlan }> {
  const ports = { azure: await cloud.warm(design), kinds, requests: new Requests(cloud.clock) };
  const observed = await observe(design, ports);
  const plan = makePlan(design, observed, kinds, { adopt: false });
  const stamps = [{ design, observed, plan, facts: goodFacts({ design }) }];
  const results = runChecks('after', { estate: stamp.estate, stamps, today: '2026-11-23' });
  return { failed: results.filter(({ status }) => status === 'failed'), plan };
}

/** One setting of one resource that somebody could change by hand. */
interface Mutation {
  readonly name: string;
  readonly id: string;
  readonly change: (body: JsonObject) => JsonObject;
}

/** Another value of the same kind; undefined where there is none that a person would give. */
function another(value: Json, name: string | undefined): Json | undefined {
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') return value + 1;
  if (Array.isArray(value)) return value.length > 0 ? value.slice(1) : undefined;
  if (typeof value !== 'string') return undefined;
  if (value === 'None') return insteadOfNone[name ?? ''];
  return others.find((values) => values.includes(value))?.find((each) => each !== value);
}

/** What stands for nothing in one place has no meaning in another. */
const insteadOfNone: Readonly<Record<string, string>> = {
  nextHopType: 'Internet',
  networkAclBypass: 'AzureServices',
};

/** Values that Azure takes in each other's place. */
const others: readonly (readonly string[])[] = [
  ['Enabled', 'Disabled'],
  ['Allow', 'Deny'],
  ['443', '*'],
  ['Tcp', '*'],
  ['VirtualNetwork', '*'],
  ['High', 'Low'],
  ['Medium', 'Low'],
  ['GreaterThan', 'LessThan'],
  ['LessThan', 'GreaterThan'],
  ['PT5M', 'PT15M'],
  ['PT15M', 'PT5M'],
  ['PT1H', 'PT15M'],
  ['PT1M', 'PT5M'],
  ['Average', 'Maximum'],
  ['Total', 'Average'],
  ['OnceCurrentVersionExpired', 'NoAutoUpgrade'],
  ['Blocking', 'Default'],
  ['RouteTableEnabled', 'Disabled'],
  ['AzureServices', 'None'],
  ['AAD', 'PrivateLink'],
  ['Hot', 'Cool'],
  ['TLS1_2', 'TLS1_0'],
];

/** Every place of a designed body at which something can be changed, as functions of the observed one. */
function* changesIn(
  designed: Json,
  path: readonly string[] = [],
): Generator<{ path: readonly string[]; value: Json }> {
  if (isObject(designed)) {
    for (const [key, value] of Object.entries(designed)) yield* changesIn(value, [...path, key]);
    return;
  }
  if (Array.isArray(designed) && designed.some(isObject)) {
    for (const entry of designed) {
      const name = isObject(entry)
        ? (entry['name'] ?? entry['category'] ?? entry['categoryGroup'])
        : undefined;
      if (typeof name === 'string') yield* changesIn(entry, [...path, `=${name}`]);
    }
    return;
  }
  const value = another(designed, path.at(-1));
  if (value !== undefined) yield { path, value };
}

/** A body with another value at a place; `=NAME` is the entry of that name. */
function changed(body: Json | undefined, [step, ...rest]: readonly string[], value: Json): Json {
  if (step === undefined) return value;
  if (step.startsWith('=') && Array.isArray(body)) {
    const isIt = (entry: Json): boolean =>
      isObject(entry) && ['name', 'category', 'categoryGroup'].some((key) => entry[key] === step.slice(1));
    return (body as readonly Json[]).map((entry) => (isIt(entry) ? changed(entry, rest, value) : entry));
  }
  const members = isObject(body) ? body : {};
  return { ...members, [step]: changed(members[step], rest, value) };
}

const mutations: readonly Mutation[] = design.resources.flatMap(({ id, title, body }) => [
  ...[...changesIn(body)]
    .filter(({ path }) => !['location', 'name', 'kind'].includes(path[0] ?? ''))
    .map(({ path, value }) => ({
      name: `${title}: ${path.join('/')} is ${JSON.stringify(value)}`,
      id,
      change: (observed: JsonObject) => changed(observed, path, value) as JsonObject,
    })),
]);

/** Plants a mutation as a person with all rights would; false where Azure itself refuses it. */
async function planted(cloud: TestCloud, { id, change }: Mutation): Promise<boolean> {
  const kind = kinds.get(parseArmId(id).type);
  const azure = await cloud.warm(design);
  const requests = new Requests(cloud.clock);
  const before = await kind.read(azure, id);
  if (!before) throw new Error(`${id} is not there`);
  try {
    await untilDone(
      await requests.writeOnce(() => kind.put(azure, id, withoutReadOnly(change(before), kind), {})),
      {
        azure,
        requests,
      },
    );
    await untilReady(kind, id, { azure, requests });
  } catch (error) {
    if (error instanceof ArmError) return false;
    throw error;
  }
  await cloud.clock.sleep(10 * 60_000);
  return true;
}

/** A resource of the design, by the end of its type, with one more entry in a list of its properties. */
function withEntry(type: RegExp, list: string, entry: JsonObject): Mutation {
  const resource = design.resources.find((each) => type.test(each.type));
  if (!resource) throw new Error(`the design has no ${type}`);
  const change = (body: JsonObject): JsonObject => {
    const properties = isObject(body['properties']) ? body['properties'] : {};
    const entries = Array.isArray(properties[list]) ? (properties[list] as readonly Json[]) : [];
    return { ...body, properties: { ...properties, [list]: [...entries, entry] } };
  };
  return { name: `${list} of ${resource.title}`, id: resource.id, change };
}

const additions = [
  withEntry(/networkSecurityGroups$/, 'securityRules', {
    name: 'let-me-in',
    properties: {
      priority: 300,
      direction: 'Inbound',
      access: 'Allow',
      protocol: 'Tcp',
      sourceAddressPrefix: '*',
      sourcePortRange: '*',
      destinationAddressPrefix: '*',
      destinationPortRange: '22',
    },
  }),
  withEntry(/routeTables$/, 'routes', {
    name: 'way-out',
    properties: { addressPrefix: '198.51.100.0/24', nextHopType: 'Internet' },
  }),
];

it('a clean estate passes every check', async () => {
  expect((await verified(copyOf(clean))).failed).toEqual([]);
});

describe(`what somebody changes by hand (seed ${seed})`, () => {
  it.each(sampled(mutations, 12).map((mutation) => [mutation.name, mutation] as const))(
    'fails exactly one check, and is mended by the plan: %s',
    async (name, mutation) => {
      const cloud = copyOf(clean);
      if (!(await planted(cloud, mutation))) return;
      const { failed, plan } = await verified(cloud);
      expect([...new Set(failed.map(({ id }) => id))], name).toHaveLength(1);
      expect(failed.every(({ evidence, next, risk }) => evidence && next && risk)).toBe(true);
      const mends = plan.actions.filter(changesSomething);
      expect([...new Set(mends.map(({ id }) => idKey(id)))]).toEqual([idKey(mutation.id)]);
      const { result } = await runInProcess(cloud, plan);
      expect(result).toMatchObject({ outcome: 'succeeded' });
      expect((await verified(cloud)).failed).toEqual([]);
    },
  );

  it.each(additions.map((addition) => [addition.name, addition] as const))(
    'and has added to what is ours is told, and never taken away by us: %s',
    async (_name, addition) => {
      const cloud = copyOf(clean);
      expect(await planted(cloud, addition)).toBe(true);
      const { failed, plan } = await verified(cloud);
      expect(failed).toMatchObject([{ id: 'GT-CHECK-OPENINGS', next: expect.stringContaining('remove it') }]);
      expect(plan.actions.filter(changesSomething)).toEqual([]);
    },
  );

  it('and has lost our mark is told as such, with nothing that a deployment would do to it', async () => {
    const cloud = copyOf(clean);
    const table = design.resources.find(({ type }) => type === 'Microsoft.Network/routeTables');
    if (!table) throw new Error('the design has no route table');
    const unmarked: Mutation = { name: 'mark', id: table.id, change: (body) => ({ ...body, tags: {} }) };
    expect(await planted(cloud, unmarked)).toBe(true);
    const { failed, plan } = await verified(cloud);
    expect(failed).toMatchObject([{ id: 'GT-CHECK-TAGS', evidence: table.id }]);
    expect(plan.actions.filter(changesSomething)).toEqual([]);
  });

  if (isFullSweep)
    it('are eighty settings and more', async () => {
      let count = 0;
      for (const mutation of mutations) if (await planted(copyOf(clean), mutation)) count += 1;
      expect(count).toBeGreaterThanOrEqual(80);
    });
});

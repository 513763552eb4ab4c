import { describe, expect, it } from 'vitest';
import { kinds } from '../../src/azure/catalogue.ts';
import type { Design, DesignedResource } from '../../src/design/design.ts';
import { makeDesign } from '../../src/design/make-design.ts';
import { defenderPlans } from '../../src/estate/estate.ts';
import { sharedStampsOf } from '../../src/estate/shared-stamp.ts';
import { differences } from '../../src/plan/compare.ts';
import type { StampPlan } from '../../src/plan/plan.ts';
import { idKey, parentId, parseArmId } from '../../src/resource/arm-id.ts';
import type { ResourceKind } from '../../src/resource/kind.ts';
import { Requests } from '../../src/run/requests.ts';
import { registered } from '../kit/deployment.ts';
import { encrypted } from '../kit/encrypted.ts';
import { integrated } from '../kit/integrated.ts';
import { rotated } from '../kit/rotated.ts';
import { copyOf } from '../kit/sweep.ts';
import { type TestCloud, testCloud } from '../kit/test-cloud.ts';
import { richStamp } from '../sweep/stamps.ts';
import { Bench } from './bench.ts';
import {
  alone,
  changed,
  deletable,
  isOf,
  otherOf,
  purge,
  putAgain,
  removal,
  removeAgain,
  replaced,
  takesChanges,
  unputtable,
  withResource,
} from './quartet.ts';

/** Whatever can be answered is, so that the design uses every kind. */
const stamp = rotated(integrated(encrypted(richStamp())));
const own = makeDesign(stamp);
/** What its subscription shares, all of it. */
const [sharing] = sharedStampsOf(stamp.estate, [
  { ...stamp, environment: { ...stamp.environment, activityLog: true, defender: [...defenderPlans] } },
]);
if (!sharing) throw new Error('the estate shares no subscription');
const shared = makeDesign({
  ...sharing,
  shared: { ...sharing.shared, turnedOn: ['AI', 'Arm', 'KeyVaults', 'StorageAccounts'] },
});

const fresh = testCloud();
await registered(fresh, own);
await registered(fresh, shared);
const whole = copyOf(fresh);
const deployments = [
  await benchOn(whole).run(await benchOn(whole).plan(shared)),
  await benchOn(whole).run(await benchOn(whole).plan(own)),
];
const unchanged = new Map([
  [own, await benchOn(whole).plan(own)],
  [shared, await benchOn(whole).plan(shared)],
]);

/** The design that has some of a kind. */
function designWith(kind: ResourceKind): Design {
  return own.resources.some((each) => isOf(kind, each)) ? own : shared;
}

function unchangedPlan(design: Design): StampPlan {
  const plan = unchanged.get(design);
  if (!plan) throw new Error('there is no such design');
  return plan;
}

function benchOn(cloud: TestCloud): Bench {
  const requests = new Requests(cloud.clock);
  return new Bench({ azure: cloud.session(own), kinds, requests, cloud: 'sandbox' });
}

function resourceOf(kind: ResourceKind): DesignedResource {
  const resource = designWith(kind).resources.find((each) => isOf(kind, each));
  if (!resource) throw new Error(`no resource of the design is a ${kind.noun}: make one of it so`);
  return resource;
}

/** A second network and a second plan beside those of the design, for what is moved from one to another. */
function withOthers(own: Design): Design {
  const types = ['Microsoft.Network/virtualNetworks', 'Microsoft.Web/serverfarms'];
  const others = own.resources.filter(({ type }) => types.includes(type));
  return {
    ...own,
    resources: [...own.resources, ...others.map((each) => ({ ...each, id: otherOf(each.id) }))],
  };
}

/** What a plan does, but for what it leaves as it is. */
function doings(plan: StampPlan): string[] {
  return plan.actions
    .filter(({ action }) => action !== 'unchanged')
    .map(({ action, title }) => `${action} ${title}`);
}

it('a design of everything is deployed, and nothing is left to do then', () => {
  for (const deployment of deployments) {
    expect(deployment.failure).toBeUndefined();
    expect(deployment).toMatchObject({ outcome: 'succeeded', leftovers: [] });
  }
  expect([...unchanged.values()].flatMap(doings)).toEqual([]);
});

describe.each(kinds.all.map((kind) => [kind.noun, kind] as const))('every %s', (_noun, kind) => {
  const design = designWith(kind);

  it('reads back as it was put, without a difference', async () => {
    const those = design.resources.filter((each) => isOf(kind, each));
    expect(those).not.toEqual([]);
    const { azure, requests } = benchOn(whole).ports;
    for (const { id, body } of those) {
      const observed = await requests.read(() => kind.read(azure, id));
      expect(differences(body, observed, kind.comparison)).toEqual([]);
    }
  });

  it('is unchanged when it is put twice', async () => {
    const bench = benchOn(copyOf(whole));
    const again = putAgain(unchangedPlan(design), resourceOf(kind).id);
    expect(await bench.run(again)).toMatchObject({ outcome: 'succeeded', updated: [resourceOf(kind).id] });
    expect(doings(await bench.plan(design))).toEqual([]);
  });

  it('takes a change of what can be changed, and shows no difference then', async () => {
    const bench = benchOn(copyOf(whole));
    const wanted = withResource(design, changed(resourceOf(kind), design));
    const plan = await bench.plan(wanted);
    if (!takesChanges(kind)) return void expect(doings(plan)).toEqual([]);
    expect(doings(plan)).toEqual([`update ${resourceOf(kind).title}`]);
    expect(await bench.run(plan)).toMatchObject({ outcome: 'succeeded', updated: [resourceOf(kind).id] });
    expect(doings(await bench.plan(wanted))).toEqual([]);
  });

  it('needs nothing but what it depends on, is replaced where it has to be, and goes as declared, twice', async () => {
    const resource = resourceOf(kind);
    const bench = benchOn(copyOf(fresh));
    const needed = withOthers(alone(design, resource));
    const put = await bench.run(await bench.plan(needed));
    expect(put.failure).toBeUndefined();
    expect(put.created).toHaveLength(needed.resources.length);

    // What people keep in it would be lost, so that such a one is not replaced behind their backs.
    const act = kind.holdsData ? 'blocked' : 'replace';
    for (const one of unputtable(resource, kind)) {
      const { actions } = await bench.plan(withResource(needed, one.resource));
      const { action } = actions.find(({ id }) => id === resource.id) ?? {};
      expect(`${one.pointer}: ${action}`).toBe(`${one.pointer}: ${act}`);
    }
    const replacement = replaced(resource, kind);
    if (replacement && act === 'replace') {
      const wanted = withResource(needed, replacement);
      const run = await bench.run(await bench.plan(wanted));
      expect(run.failure).toBeUndefined();
      expect(doings(await bench.plan(wanted))).toEqual([]);
    }

    const going = deletable(resource, kind);
    const remove = removal(await bench.plan(needed), going, kinds);
    expect(await bench.run(remove)).toMatchObject({ outcome: 'succeeded', removed: [going] });
    expect(await bench.run(remove)).toMatchObject({ outcome: 'succeeded', removed: [] });
    await removeAgain(kinds.get(parseArmId(going).type), going, bench.ports);
    expect(await kind.read(bench.ports.azure, resource.id)).toBeUndefined();

    const held = (await bench.observe(needed)).deleted[idKey(resource.id)];
    expect(held !== undefined).toBe(kind.softDelete !== undefined);
    await purge(kind, resource, bench.ports);
    await purge(kind, resource, bench.ports);
    // What only a removal by force would not have left is said to be there.
    const gone = kinds.get(parseArmId(going).type);
    const left =
      (kind.softDelete && !kind.softDelete.purge) || (gone !== kind && gone.softDelete) ? [idKey(going)] : [];
    expect(Object.keys((await bench.observe(needed)).deleted)).toEqual(left);
  });
});

it.each(kinds.all.filter(({ listed }) => listed === 'no').map((kind) => [kind.noun, kind] as const))(
  'every %s stands on a type under which it is looked for, since nothing lists it',
  (_noun, kind) => {
    const targets = [...own.resources, ...shared.resources]
      .filter((each) => isOf(kind, each))
      .map(({ id }) => parseArmId(parentId(id) ?? '').type);
    expect(kind.standsOn).toEqual(expect.arrayContaining(targets));
  },
);

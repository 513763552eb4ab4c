import { describe, expect, it } from 'vitest';
import { kinds } from '../../src/azure/catalogue.ts';
import type { Design, DesignedResource } from '../../src/design/design.ts';
import { makeDesign } from '../../src/design/make-design.ts';
import { differences } from '../../src/plan/compare.ts';
import type { StampPlan } from '../../src/plan/plan.ts';
import { idKey, parentId, parseArmId } from '../../src/resource/arm-id.ts';
import type { ResourceKind } from '../../src/resource/kind.ts';
import { Requests } from '../../src/run/requests.ts';
import { registered } from '../kit/deployment.ts';
import { encrypted } from '../kit/encrypted.ts';
import { copyOf } from '../kit/sweep.ts';
import { type TestCloud, testCloud } from '../kit/test-cloud.ts';
import { richStamp } from '../sweep/stamps.ts';
import { Bench } from './bench.ts';
import {
  alone,
  changed,
  deletable,
  isOf,
  otherNetwork,
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
const design = makeDesign(encrypted(richStamp()));

const fresh = testCloud();
await registered(fresh, design);
const whole = copyOf(fresh);
const deployment = await benchOn(whole).run(await benchOn(whole).plan(design));
const unchanged = await benchOn(whole).plan(design);

function benchOn(cloud: TestCloud): Bench {
  const requests = new Requests(cloud.clock);
  return new Bench({ azure: cloud.session(design), kinds, requests, cloud: 'sandbox' });
}

function resourceOf(kind: ResourceKind): DesignedResource {
  const resource = design.resources.find((each) => isOf(kind, each));
  if (!resource) throw new Error(`no resource of the design is a ${kind.noun}: make one of it so`);
  return resource;
}

/** A second network beside the one of the design, for what is moved from one to another. */
function withOtherNetwork(own: Design): Design {
  const network = own.resources.find(({ type }) => type === 'Microsoft.Network/virtualNetworks');
  if (!network) return own;
  return { ...own, resources: [...own.resources, { ...network, id: otherNetwork(network.id) }] };
}

/** What a plan does, but for what it leaves as it is. */
function doings(plan: StampPlan): string[] {
  return plan.actions
    .filter(({ action }) => action !== 'unchanged')
    .map(({ action, title }) => `${action} ${title}`);
}

it('a design of everything is deployed, and nothing is left to do then', () => {
  expect(deployment.failure).toBeUndefined();
  expect(deployment).toMatchObject({ outcome: 'succeeded', leftovers: [] });
  expect(doings(unchanged)).toEqual([]);
});

describe.each(kinds.all.map((kind) => [kind.noun, kind] as const))('every %s', (_noun, kind) => {
  it('reads back as it was put, without a difference', async () => {
    const those = design.resources.filter((each) => isOf(kind, each));
    expect(those).not.toEqual([]);
    const { azure } = benchOn(whole).ports;
    for (const { id, body } of those)
      expect(differences(body, await kind.read(azure, id), kind.comparison)).toEqual([]);
  });

  it('is unchanged when it is put twice', async () => {
    const bench = benchOn(copyOf(whole));
    const again = putAgain(unchanged, resourceOf(kind).id);
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
    const own = withOtherNetwork(alone(design, resource));
    const put = await bench.run(await bench.plan(own));
    expect(put.failure).toBeUndefined();
    expect(put.created).toHaveLength(own.resources.length);

    // What people keep in it would be lost, so that such a one is not replaced behind their backs.
    const act = kind.holdsData ? 'blocked' : 'replace';
    for (const one of unputtable(resource, kind)) {
      const { actions } = await bench.plan(withResource(own, one.resource));
      const { action } = actions.find(({ id }) => id === resource.id) ?? {};
      expect(`${one.pointer}: ${action}`).toBe(`${one.pointer}: ${act}`);
    }
    const replacement = replaced(resource, kind);
    if (replacement && act === 'replace') {
      const wanted = withResource(own, replacement);
      const run = await bench.run(await bench.plan(wanted));
      expect(run.failure).toBeUndefined();
      expect(doings(await bench.plan(wanted))).toEqual([]);
    }

    const going = deletable(resource, kind);
    const remove = removal(await bench.plan(own), going, kinds);
    expect(await bench.run(remove)).toMatchObject({ outcome: 'succeeded', removed: [going] });
    expect(await bench.run(remove)).toMatchObject({ outcome: 'succeeded', removed: [] });
    await removeAgain(kinds.get(parseArmId(going).type), going, bench.ports);
    expect(await kind.read(bench.ports.azure, resource.id)).toBeUndefined();

    const held = (await bench.observe(own)).deleted[idKey(resource.id)];
    expect(held !== undefined).toBe(kind.softDelete !== undefined);
    await purge(kind, resource, bench.ports);
    await purge(kind, resource, bench.ports);
    // What only a removal by force would not have left is said to be there.
    const left =
      (kind.softDelete && !kind.softDelete.purge) || kind.removal.how === 'with-parent' ? [idKey(going)] : [];
    expect(Object.keys((await bench.observe(own)).deleted)).toEqual(left);
  });
});

it.each(kinds.all.filter(({ listed }) => listed === 'no').map((kind) => [kind.noun, kind] as const))(
  'every %s stands on a type under which it is looked for, since nothing lists it',
  (_noun, kind) => {
    const targets = design.resources
      .filter((each) => isOf(kind, each))
      .map(({ id }) => parseArmId(parentId(id) ?? '').type);
    expect(kind.standsOn).toEqual(expect.arrayContaining(targets));
  },
);

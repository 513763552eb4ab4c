import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kinds } from '../../src/azure/catalogue.ts';
import type { DesignedResource } from '../../src/design/design.ts';
import { makeDesign } from '../../src/design/make-design.ts';
import { stampsOf } from '../../src/estate/estate.ts';
import { inDependencyOrder } from '../../src/plan/graph.ts';
import { changesSomething } from '../../src/plan/irreversible.ts';
import { makePlan, type PlanOptions } from '../../src/plan/make-plan.ts';
import type { Observed } from '../../src/plan/observed.ts';
import { adoptedTag, estateTag, markOf, stampTag } from '../../src/plan/ownership.ts';
import type { StampPlan } from '../../src/plan/plan.ts';
import { uses } from '../../src/plan/removals.ts';
import { idKey, isWithin, parentId, sameId } from '../../src/resource/arm-id.ts';
import { canonicalJson, type JsonObject } from '../../src/resource/json.ts';
import type { DeletedTwin } from '../../src/resource/kind.ts';
import { unputtable, withResource } from '../conformance/quartet.ts';
import { estates } from '../kit/arbitrary-estate.ts';
import { everything as answers, aStamp } from '../kit/deployment.ts';
import { integrated } from '../kit/integrated.ts';
import { rotated } from '../kit/rotated.ts';
import { changedStamp } from '../sweep/stamps.ts';
import { replacedAt } from './answered.ts';
import { comesBefore, doings, nothing, standing, withBody } from './standing.ts';

const design = makeDesign(changedStamp());
const everything = standing(design);
const account = one('Microsoft.CognitiveServices/accounts');
const vault = one('Microsoft.KeyVault/vaults');
const endpoint = one('Microsoft.Network/privateEndpoints');
const identity = one('Microsoft.ManagedIdentity/userAssignedIdentities');

function one(type: string): DesignedResource {
  const found = design.resources.find((resource) => resource.type === type);
  if (!found) throw new Error(`the design has no ${type}`);
  return found;
}

function planOf(observed: Observed, options: Partial<PlanOptions> = {}, wanted = design): StampPlan {
  return makePlan(wanted, observed, kinds, { adopt: false, ...options });
}

/** A body as somebody else would have made it: the same, but for our mark. */
function unmarked(body: JsonObject): JsonObject {
  const { tags, ...rest } = body;
  const text = JSON.stringify(rest).replace(/ ?gotthard-(estate|stamp)=[^ "]*/g, '');
  return {
    ...(JSON.parse(text) as JsonObject),
    ...(tags === undefined ? {} : { tags: { owner: 'somebody' } }),
  };
}

/** What a plan does but for locks, which it lifts for some of it: restraints.test.ts. */
function doingsBeneath(plan: StampPlan): string[] {
  return doings(plan).filter((line) => !/^(create|remove) lock /.test(line));
}

const marked = design.resources.filter(({ type }) => ['tags', 'text'].includes(kinds.get(type).mark.in));

describe('a plan', () => {
  it('lets everything wait for the nearest that is designed of what it lies in, whatever Azure makes between', () => {
    const lonely = makeDesign(integrated(aStamp(), { logicApp: { subnet: '10.40.3.0/28' } }));
    const { actions } = planOf(nothing, {}, lonely);
    const byKey = new Map(actions.map((action) => [action.key, action]));
    const before = (key: string, seen = new Set<string>()): Set<string> => {
      for (const each of byKey.get(key)?.dependsOn ?? []) if (!seen.has(each)) before(each, seen.add(each));
      return seen;
    };
    const early = actions.flatMap(({ key, id }) => {
      const earlier = before(key);
      return actions
        .filter((other) => isWithin(id, other.id) && !sameId(id, other.id) && !earlier.has(other.key))
        .map((other) => `${id} before ${other.id}`);
    });
    expect(early).toEqual([]);
  });

  it('creates everything where nothing is, each thing after what it needs', () => {
    fc.assert(
      fc.property(estates({ tenants: 1 }), (estate) => {
        for (const stamp of stampsOf(estate)) {
          const wanted = makeDesign(stamp);
          const { actions } = planOf(nothing, {}, wanted);
          const created = actions.filter(({ action }) => action === 'create').map(({ id }) => id);
          expect([...created].sort()).toEqual(wanted.resources.map(({ id }) => id).sort());
          for (const { id } of wanted.resources) {
            const above = parentId(id) ?? '';
            if (created.includes(above)) expect(created.indexOf(above)).toBeLessThan(created.indexOf(id));
          }
        }
      }),
      { numRuns: 8, seed: 22 },
    );
  });

  it('leaves everything as it is where all is as designed, and takes no time', () => {
    const plan = planOf(everything);
    expect(doings(plan)).toEqual([]);
    expect(plan.actions).toHaveLength(design.resources.length);
    expect(plan.expectedDurationMs).toBe(0);
  });

  const worlds = fc
    .array(fc.constantFrom('absent', 'as designed', 'changed', 'not ours', 'an orphan' as const), {
      minLength: design.resources.length,
      maxLength: design.resources.length,
    })
    .map((states) => {
      const wanted = design.resources.filter((_, index) => states[index] !== 'an orphan');
      const observed = states.reduce((world, state, index) => {
        const resource = design.resources[index];
        if (!resource || state === 'absent') return world;
        if (state === 'as designed') return withBody(world, resource.id, resource.body);
        if (state === 'changed')
          return withBody(world, resource.id, { ...resource.body, location: 'elsewhere' });
        if (state === 'not ours') return withBody(world, resource.id, unmarked(resource.body));
        const there = withBody(world, resource.id, resource.body);
        return { ...there, orphans: [...there.orphans, resource.id] };
      }, nothing);
      return { observed, wanted: { ...design, resources: wanted } };
    });

  it('is the same for the same inputs, whatever exists', () => {
    fc.assert(
      fc.property(worlds, fc.boolean(), ({ observed, wanted }, adopt) => {
        const copy = JSON.parse(JSON.stringify({ observed, wanted })) as {
          observed: Observed;
          wanted: typeof wanted;
        };
        expect(canonicalJson(planOf(copy.observed, { adopt }, copy.wanted))).toBe(
          canonicalJson(planOf(observed, { adopt }, wanted)),
        );
      }),
      { numRuns: 8, seed: 22 },
    );
  });

  it('has each key once, and depends on nothing but its own keys, without a cycle, whatever exists', () => {
    fc.assert(
      fc.property(worlds, fc.boolean(), ({ observed, wanted }, adopt) => {
        const { actions } = planOf(observed, { adopt }, wanted);
        const keys = actions.map(({ key }) => key);
        expect(new Set(keys).size).toBe(keys.length);
        for (const { dependsOn } of actions) expect(keys).toEqual(expect.arrayContaining([...dependsOn]));
        expect(inDependencyOrder(actions)).toHaveLength(actions.length);
      }),
      { numRuns: 8, seed: 22 },
    );
  });
});

/** Whether a mark can be put on what exists. */
function takesMark(type: string): boolean {
  return kinds.get(type).comparison.fixedAtCreation?.includes('/tags') !== true;
}

describe('what is under our id and not ours', () => {
  it('carries the mark once it is ours, in tags or in the text of its kind', () => {
    const mark = { estateId: design.estateId, stamp: `${design.tenant}/${design.environment}` };
    for (const { type, body } of marked) expect(markOf(body, kinds.get(type))).toEqual(mark);
    for (const { type, body } of marked) expect(markOf(unmarked(body), kinds.get(type))).toBeUndefined();
  });

  it.each(marked.map((resource) => [resource.title, resource] as const))(
    'is blocked, with everything beneath it that would be ours by it alone: %s',
    (_title, { id, body, title }) => {
      const plan = planOf(withBody(everything, id, unmarked(body)));
      const beneath = design.resources.filter(
        (other) => parentId(other.id) === id && kinds.get(other.type).mark.in === 'parent',
      );
      expect(doings(plan).sort()).toEqual(
        [`blocked ${title}`, ...beneath.map((other) => `blocked ${other.title}`)].sort(),
      );
      const fresh = planOf(withBody(nothing, id, unmarked(body)));
      const blocked = fresh.actions.filter(({ action }) => action === 'blocked').map((action) => action.id);
      expect(blocked.sort()).toEqual(
        design.resources
          .filter((each) => isWithin(each.id, id))
          .map((each) => each.id)
          .sort(),
      );
    },
  );

  it.each(
    marked.filter(({ type }) => !takesMark(type)).map((resource) => [resource.title, resource] as const),
  )(
    'is blocked whatever is asked for, where what exists takes no mark: %s',
    (_title, { id, body, title }) => {
      expect(doings(planOf(withBody(everything, id, unmarked(body)), { adopt: true }))).toEqual([
        `blocked ${title}`,
      ]);
    },
  );

  it.each(
    marked.filter(({ type }) => takesMark(type)).map((resource) => [resource.title, resource] as const),
  )(
    'is taken over by a mark when that is asked for, and never deleted from then on: %s',
    (_title, { id, type, body, title }) => {
      const plan = planOf(withBody(everything, id, unmarked(body)), { adopt: true });
      const lifted = /policy assignment/;
      expect(doings(plan).filter((line) => !lifted.test(line) || lifted.test(title))).toEqual([
        `update ${title}`,
      ]);
      const update = plan.actions.find((action) => action.id === id);
      expect(update).toMatchObject({ adopted: true, reason: 'taken over' });
      const taken = withBody(everything, id, update?.body);
      expect(markOf(update?.body ?? {}, kinds.get(type))).toBeDefined();
      expect(doings(planOf(taken))).toEqual([]);

      const gone = { ...design, resources: design.resources.filter((other) => !isWithin(other.id, id)) };
      expect(
        doings(planOf({ ...taken, orphans: [id] }, {}, gone)).filter((line) => line.startsWith('remove')),
      ).toEqual([]);
      for (const change of unputtable({ ...one(type), id, body }, kinds.get(type))) {
        const [action] = planOf(taken, {}, withResource(design, change.resource)).actions.filter(
          (each) => each.id === id,
        );
        expect(action?.action).toBe('blocked');
      }
    },
  );

  it('is blocked rather than taken over when what differs could only be changed by deleting it', () => {
    const other = { ...unmarked(endpoint.body), location: 'elsewhere' };
    const plan = planOf(withBody(everything, endpoint.id, other), { adopt: true });
    expect(doings(plan)).toContain(`blocked ${endpoint.title}`);
    expect(doings(plan).filter((line) => !line.startsWith('blocked'))).toEqual([]);
  });

  it('is ours all the same when an open run of ours says that it made it', () => {
    const journalled = new Set([idKey(account.id)]);
    const plan = planOf(withBody(everything, account.id, unmarked(account.body)), { journalled });
    expect(plan.actions.find(({ id }) => id === account.id)?.changes.map(({ path }) => path)).toEqual(
      expect.arrayContaining([`/tags/${estateTag}`, `/tags/${stampTag}`]),
    );
  });

  it('says that it was taken over in a tag that people find', () => {
    const plan = planOf(withBody(everything, account.id, unmarked(account.body)), { adopt: true });
    const { changes = [] } = plan.actions.find(({ id }) => id === account.id) ?? {};
    expect(changes.map(({ path }) => path)).toContain(`/tags/${adoptedTag}`);
  });
});

it('a key that lies in a vault is stored again when its account is made anew', () => {
  const secret = one('Microsoft.KeyVault/vaults/secrets');
  const plan = planOf(withBody(everything, account.id, undefined));
  expect(doingsBeneath(plan)).toEqual([`create ${account.title}`, `update ${secret.title}`]);
  expect(comesBefore(plan, account.id, secret.id)).toBe(true);
});

describe('what is not designed any more', () => {
  const first = design.resources.slice(0, 1);
  const orphans = design.resources
    .slice(1)
    .filter(({ type }) => kinds.get(type).removal.how === 'delete')
    .map(({ id }) => id);
  const left = planOf({ ...everything, orphans }, {}, { ...design, resources: first });

  it('goes after everything else, and users go before what they use', () => {
    const [kept] = first;
    const changed = { ...kept, body: { ...kept?.body, tags: { new: 'tag' } } } as DesignedResource;
    const plan = planOf({ ...everything, orphans }, {}, { ...design, resources: [changed] });
    const removed = plan.actions.filter(({ action }) => action === 'remove');
    expect(removed.map(({ id }) => id).sort()).toEqual([...orphans].sort());
    for (const { type, dependsOn } of removed)
      expect(dependsOn.includes(changed.id)).toBe(kinds.get(type).restrains === undefined);
    for (const user of orphans)
      for (const used of orphans)
        if (user !== used && uses(user, used, everything, kinds))
          expect(comesBefore(plan, user, used)).toBe(true);
  });

  it('goes children first, content filters after the deployments that name them, identities after their account', () => {
    const filter = one('Microsoft.CognitiveServices/accounts/raiPolicies');
    const deployment = one('Microsoft.CognitiveServices/accounts/deployments');
    expect(comesBefore(left, deployment.id, filter.id)).toBe(true);
    expect(comesBefore(left, filter.id, account.id)).toBe(true);
    expect(comesBefore(left, account.id, identity.id)).toBe(true);
  });

  it('is not touched while it does not carry our mark', () => {
    expect(doings(planOf(everything, {}, { ...design, resources: first }))).toEqual([]);
  });
});

describe('what can not be undone', () => {
  const production = makeDesign({
    ...changedStamp(),
    environment: {
      ...changedStamp().environment,
      keyVault: { purgeProtection: true, softDeleteRetentionInDays: 90 },
    },
  });
  const last = `${vault.id}#last`;
  const orphan = `${vault.id.replace(/kv-[^/]*$/, 'kv-former')}`;

  it('comes after everything that writes, and is announced as the point of no return', () => {
    const former = withBody({ ...nothing, orphans: [orphan] }, orphan, vault.body);
    const plan = planOf(former, {}, production);
    expect(plan.pointOfNoReturn).toEqual([vault.id]);
    const writes = plan.actions.filter(({ key, ...action }) => changesSomething(action) && key !== last);
    expect(plan.actions.find(({ key }) => key === last)).toMatchObject({
      action: 'update',
      irreversible: true,
    });
    expect(plan.actions.find(({ key }) => key === last)?.dependsOn).toEqual(writes.map(({ key }) => key));
    expect(writes.map(({ action }) => action)).toContain('remove');
    const { body } = plan.actions.find(({ key }) => key === vault.id) ?? {};
    expect(canonicalJson(body)).not.toContain('enablePurgeProtection');
  });

  it('is waited for by what needs it, and not by what goes beneath a lock', () => {
    const model = { version: '2025-11-13', deploymentType: 'DataZoneStandard', capacity: 10 } as const;
    const stampWith = (...models: readonly string[]) =>
      aStamp({
        ...answers,
        authentication: 'entra',
        models: models.map((name) => ({ ...model, model: name })),
      });
    const former = makeDesign(stampWith('gpt-5.1', 'gpt-5-mini'));
    const gone = former.resources.find(({ id }) => id.endsWith('/deployments/gpt-5-mini'))?.id ?? '';
    const wanted = makeDesign(rotated(stampWith('gpt-5.1')));
    const plan = planOf({ ...standing(former), orphans: [gone] }, {}, wanted);
    const [secret = ''] = plan.pointOfNoReturn;
    expect(secret).toMatch(/\/secrets\/azure-openai-api-key$/);
    expect(comesBefore(plan, gone, secret)).toBe(true);
    const role = wanted.resources.find(({ id }) => id.startsWith(`${secret}/`))?.id ?? '';
    expect(comesBefore(plan, secret, role)).toBe(true);
  });

  it('is put at once where a policy demands it at creation, and the point of no return lies there', () => {
    const irreversibleAtCreation = new Set([vault.type]);
    const plan = planOf(nothing, { irreversibleAtCreation }, production);
    expect(plan.pointOfNoReturn).toEqual([vault.id]);
    const action = plan.actions.find(({ key }) => key === vault.id);
    expect(action).toMatchObject({ action: 'create', irreversible: true });
    expect(canonicalJson(action?.body)).toContain('enablePurgeProtection');
    expect(plan.actions.map(({ key }) => key)).not.toContain(last);
  });

  it('is not mentioned where everything can be undone', () => {
    expect(planOf(nothing).pointOfNoReturn).toEqual([]);
  });
});

describe('what has to be replaced', () => {
  const changes = design.resources.flatMap((resource) =>
    unputtable(resource, kinds.get(resource.type)).map((change) => ({ ...change, id: resource.id })),
  );

  it('is replaced with what lies beneath it, and only where nothing is lost and nobody uses it, else blocked', () => {
    for (const change of changes) {
      const plan = planOf(everything, {}, withResource(design, change.resource));
      const inside = design.resources.filter(({ id }) => isWithin(id, change.id));
      const outside = design.resources.filter(({ id }) => !isWithin(id, change.id));
      const isUsed = outside.some(({ id }) => uses(id, change.id, everything, kinds));
      const holdsData = inside.some(({ type }) => kinds.get(type).holdsData);
      const act = isUsed || holdsData ? 'blocked' : 'replace';
      expect(`${change.pointer} ${plan.actions.find(({ id }) => id === change.id)?.action}`).toBe(
        `${change.pointer} ${act}`,
      );
      if (act === 'replace')
        expect(doingsBeneath(plan).sort()).toEqual(inside.map(({ title }) => `replace ${title}`).sort());
      else expect(doings(plan).filter((line) => !line.startsWith('blocked'))).toEqual([]);
    }
  });

  it('has its children made anew after it', () => {
    const moved = replacedAt(endpoint.body, '/properties/subnet/id', `${endpoint.id}/elsewhere`);
    const plan = planOf(everything, {}, withResource(design, { ...endpoint, body: moved }));
    const zoneGroup = `${endpoint.id}/privateDnsZoneGroups/default`;
    expect(plan.actions.filter(changesSomething).map(({ action, id }) => [action, id])).toEqual([
      ['replace', endpoint.id],
      ['replace', zoneGroup],
    ]);
    expect(comesBefore(plan, endpoint.id, zoneGroup)).toBe(true);
  });

  it('is what refers to something that is made anew, where the reference can not be put', () => {
    const plan = planOf(withBody(everything, identity.id, undefined));
    const assigned = design.resources.filter(({ body }) => canonicalJson(body).includes('knownAfterApply'));
    expect(assigned.length).toBeGreaterThan(0);
    expect(doingsBeneath(plan).sort()).toEqual(
      [`create ${identity.title}`, ...assigned.map(({ title }) => `replace ${title}`)].sort(),
    );
    for (const { id } of assigned) expect(comesBefore(plan, identity.id, id)).toBe(true);
  });
});

describe('a deleted resource that holds a name', () => {
  it('blocks the one that wants it and all that would lie beneath, and says until when', () => {
    const twin = {
      ...{ id: '/deleted', freeOn: '2026-11-25T10:00:00Z', purgeProtected: false },
      ...{ tags: {}, closed: true },
    };
    const plan = planOf({ ...nothing, deleted: { [idKey(account.id)]: twin } });
    const blocked = plan.actions.filter(({ action }) => action === 'blocked');
    expect(blocked.find(({ id }) => sameId(id, account.id))?.reason).toContain('until 2026-11-25');
    expect(blocked.map(({ id }) => id).sort()).toEqual(
      design.resources
        .filter(({ id }) => isWithin(id, account.id))
        .map(({ id }) => id)
        .sort(),
    );
  });

  it('is brought back where it was ours, private and keyless, and only there', () => {
    const tags = account.body['tags'] as JsonObject;
    const ours = { id: '/deleted', freeOn: undefined, purgeProtected: true, tags, closed: true };
    const actionFor = (twin: DeletedTwin) =>
      planOf({ ...nothing, deleted: { [idKey(account.id)]: twin } }).actions.find(({ id }) =>
        sameId(id, account.id),
      );
    expect(actionFor(ours)).toMatchObject({ action: 'create', recovers: true });
    for (const other of [{ closed: false }, { tags: {} }, { tags: { ...tags, 'gotthard-stamp': 'a/b' } }])
      expect(actionFor({ ...ours, ...other })).toMatchObject({ action: 'blocked' });
  });
});

import { describe, expect, it } from 'vitest';
import { Refusal } from '../../src/problems/problem.ts';
import { idKey, isWithin, sameId } from '../../src/resource/arm-id.ts';
import { at, type Json, type JsonObject } from '../../src/resource/json.ts';
import { rollBackRun } from '../../src/run/run.ts';
import { cloneSandbox } from '../../src/sandbox/sandbox.ts';
import { registered } from '../kit/deployment.ts';
import { expectSameCloud } from '../kit/same-cloud.ts';
import { copyOf, settledExport } from '../kit/sweep.ts';
import { testCloud } from '../kit/test-cloud.ts';
import {
  bodyIn,
  copyWith,
  designOf,
  idOf,
  journalIn,
  portsOn,
  refusal,
  run,
  tagged,
  withBody,
} from './running.ts';

const securityGroups = 'Microsoft.Network/networkSecurityGroups';
const routeTables = 'Microsoft.Network/routeTables';
const subnets = 'Microsoft.Network/virtualNetworks/subnets';

/** A subnet, its network, its security group and its routes. */
const design = designOf(subnets);
const group = idOf(design, 'Microsoft.Resources/resourceGroups');
const securityGroup = idOf(design, securityGroups);
const routeTable = idOf(design, routeTables);
const subnet = idOf(design, subnets);

const fresh = testCloud();
await registered(fresh, design);
const deployed = copyOf(fresh);
await run(deployed, design);
await deployed.clock.sleep(60_000);

const theirRule = {
  name: 'theirs',
  properties: {
    priority: 200,
    direction: 'Inbound',
    access: 'Allow',
    protocol: 'Tcp',
    sourceAddressPrefix: '10.0.0.0/8',
    sourcePortRange: '*',
    destinationAddressPrefix: '*',
    destinationPortRange: '22',
  },
} as const;

function withTheirRule(body: JsonObject): JsonObject {
  const properties = body['properties'] as JsonObject;
  return {
    ...body,
    properties: { ...properties, securityRules: [...(properties['securityRules'] as Json[]), theirRule] },
  };
}

/** Everything of ours changes at once. */
const changed = {
  ...design,
  resources: design.resources.map((each) =>
    each.id === subnet
      ? (withBody(design, subnet, (body) => ({
          properties: {
            ...(body['properties'] as JsonObject),
            privateLinkServiceNetworkPolicies: 'Disabled',
          },
        })).resources.find(({ id }) => id === subnet) ?? each)
      : { ...each, body: tagged(each.body, 'ours') },
  ),
};

describe('what was updated', () => {
  it('gets back what was there before, with the tags and entries that others had put there', async () => {
    const cloud = copyWith(deployed, design, async ({ method, path }) =>
      method === 'PUT' && sameId(path, subnet) ? refusal(403, 'AuthorizationFailed') : undefined,
    );
    await cloud.somebody.put(securityGroups, securityGroup, (body) => withTheirRule(tagged(body, 'theirs')));
    await cloud.somebody.put(routeTables, routeTable, (body) => tagged(body, 'theirs'));
    await cloud.clock.sleep(60_000);
    const before = await settledExport(cloud);
    const { result, state } = await run(cloud, changed, { concurrency: 1 });
    expect(result).toMatchObject({ outcome: 'rolled-back', updated: [], leftovers: [] });
    expect(state?.done.size).toBe(4);
    expectSameCloud(await settledExport(cloud), before, 'updated and undone');
    const rules = at(
      await bodyIn(cloud, design, securityGroup),
      '/properties/securityRules',
    ) as readonly JsonObject[];
    expect(rules.map(({ name }) => name)).toContain('theirs');
  });
});

describe('what was created', () => {
  it('is left and told when somebody has taken our mark off it since, and so is the group that holds it', async () => {
    const cloud = copyWith(fresh, design, async ({ method, path }, somebody) => {
      if (method !== 'PUT' || !sameId(path, subnet)) return undefined;
      await somebody.put(routeTables, routeTable, (body) => ({ ...body, tags: { owner: 'somebody' } }));
      return refusal(403, 'AuthorizationFailed');
    });
    const { result } = await run(cloud, design);
    expect(result.outcome).toBe('leftovers');
    expect(result.leftovers.map(({ id }) => id).sort()).toEqual([group, routeTable].sort());
    expect(result.leftovers.find(({ id }) => id === routeTable)).toMatchObject({
      reason: 'somebody has taken our mark off it',
      command: expect.stringContaining(`az resource delete --ids "${routeTable}"`),
    });
    expect(await bodyIn(cloud, design, routeTable)).toMatchObject({ tags: { owner: 'somebody' } });
  });

  it('goes in the order of its users, each one after all that lies in it or uses it', async () => {
    const cloud = copyOf(fresh, [{ method: 'PUT', path: 'subnets/', fault: 'lro-failed', times: 9 }]);
    const { result, entries } = await run(cloud, design);
    expect(result).toMatchObject({ outcome: 'rolled-back', leftovers: [] });
    const undone = entries.flatMap((entry) => (entry.entry === 'undone' ? [entry.key] : []));
    expect(undone).toHaveLength(design.resources.length);
    expect(undone.indexOf(subnet)).toBeLessThan(undone.indexOf(securityGroup));
    expect(undone.indexOf(subnet)).toBeLessThan(undone.indexOf(routeTable));
    for (const outer of undone)
      for (const inner of undone)
        if (inner !== outer && isWithin(inner, outer))
          expect(undone.indexOf(inner)).toBeLessThan(undone.indexOf(outer));
  });
});

const signInAgain = {
  code: 'AADSTS700082',
  what: 'signing in by cli failed',
  why: 'the sign-in has expired',
  next: ['az login --tenant DIRECTORY'],
} as const;

describe('a run that can not be undone now', () => {
  it('is kept whole when the rights are gone, and undone once they are back', async () => {
    const before = await settledExport(copyOf(fresh));
    const cloud = copyOf(fresh, [{ method: 'PUT', path: 'subnets/', fault: 403, times: 9 }]);
    const { plan, result, entries } = await run(cloud, design, { mayUndo: async () => false });
    expect(result).toMatchObject({ outcome: 'kept', leftovers: [] });
    expect(cloud.exchanges.filter(({ method }) => method === 'DELETE')).toEqual([]);
    const undone = await rollBackRun([...entries], portsOn(cloud, plan, journalIn(entries)));
    expect(undone).toMatchObject({ outcome: 'rolled-back', leftovers: [] });
    expectSameCloud(await settledExport(cloud), before, 'undone later');
  });

  it.each(['while it builds', 'while it undoes'])(
    'since its sign-in is refused %s is kept with the sign-in that helps, and undone once that was done',
    async (when) => {
      const before = await settledExport(copyOf(fresh));
      let mayAsk = Number.POSITIVE_INFINITY;
      const cloud = testCloud({
        open: (options) => cloneSandbox(fresh.sandbox, options),
        startsAt: fresh.clock.now(),
        faults: when === 'while it undoes' ? [{ method: 'PUT', path: 'subnets/', fault: 403, times: 9 }] : [],
        signIn: () => {
          mayAsk -= 1;
          if (mayAsk < 0) throw new Refusal([signInAgain], 4);
        },
      });
      const { plan, result, entries } = await run(cloud, design, {
        emit: ({ event }) => {
          if (event === (when === 'while it undoes' ? 'rolling-back' : 'run-started')) mayAsk = 3;
        },
      });
      expect(result).toMatchObject({
        outcome: 'kept',
        failure: { code: signInAgain.code, next: expect.arrayContaining([...signInAgain.next]) },
      });
      mayAsk = Number.POSITIVE_INFINITY;
      const undone = await rollBackRun([...entries], portsOn(cloud, plan, journalIn(entries)));
      expect(undone).toMatchObject({ outcome: 'rolled-back', leftovers: [] });
      expectSameCloud(await settledExport(cloud), before, when);
    },
  );

  it('since its sign-in is refused while it registers providers is kept, and undone once that was done', async () => {
    const before = await settledExport(copyOf(fresh));
    const cloud = copyOf(fresh);
    const register = (): Promise<never> => Promise.reject(new Refusal([signInAgain], 4));
    const { plan, result, entries } = await run(cloud, design, { register });
    expect(result).toMatchObject({ outcome: 'kept', failure: { code: signInAgain.code } });
    const undone = await rollBackRun([...entries], portsOn(cloud, plan, journalIn(entries)));
    expect(undone).toMatchObject({ outcome: 'rolled-back', leftovers: [] });
    expectSameCloud(await settledExport(cloud), before, 'nothing was begun');
  });

  it('tells each thing that is left, why, and what removes it, and goes on with the others', async () => {
    const cloud = copyOf(fresh, [
      { method: 'PUT', path: 'subnets/', fault: 403, times: 9 },
      { method: 'DELETE', path: 'routeTables', fault: 403, times: 99 },
    ]);
    const { result, plan, entries } = await run(cloud, design);
    expect(result.outcome).toBe('leftovers');
    expect(result.leftovers).toMatchObject([
      { id: routeTable, reason: expect.stringMatching(/^AuthorizationFailed: /) },
      { id: group, reason: 'something that depends on it is still there' },
    ]);
    expect(await bodyIn(cloud, design, securityGroup)).toBeUndefined();

    const later = copyOf(cloud);
    const again = await rollBackRun([...entries], portsOn(later, plan, journalIn(entries)));
    expect(again).toMatchObject({ outcome: 'rolled-back', leftovers: [] });
    const { resources } = JSON.parse(await settledExport(later)) as { resources: { id: string }[] };
    expect(resources.filter(({ id }) => isWithin(id, idKey(group)))).toEqual([]);
  });
});

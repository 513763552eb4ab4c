import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kinds } from '../../src/azure/catalogue.ts';
import { makeDesign } from '../../src/design/make-design.ts';
import { cutOff, takenBack } from '../../src/plan/incident.ts';
import { cutsAnything, isolationPlan, revocationPlan } from '../../src/plan/make-incident-plan.ts';
import { overlay } from '../../src/plan/overlay.ts';
import { idKey } from '../../src/resource/arm-id.ts';
import { at, type JsonObject } from '../../src/resource/json.ts';
import { aStamp, everything } from '../kit/deployment.ts';
import { integrated } from '../kit/integrated.ts';
import { doings, nothing, standing, withBody } from './standing.ts';

const kind = kinds.get('Microsoft.Network/networkSecurityGroups');
const rulesOf = (group: JsonObject): JsonObject[] =>
  (at(group, '/properties/securityRules') ?? []) as unknown as JsonObject[];
const value = (rule: JsonObject | undefined, name: string) => at(rule, `/properties/${name}`);

/** Any rules that Azure takes: no priority twice in a direction, no name twice; and connections flushed or not. */
const groups = fc
  .record({
    flush: fc.constantFrom({}, { flushConnection: true }, { flushConnection: false }),
    rules: fc.uniqueArray(
      fc.record({
        direction: fc.constantFrom('Inbound', 'Outbound'),
        priority: fc.oneof(fc.integer({ min: 100, max: 104 }), fc.integer({ min: 100, max: 4096 })),
        access: fc.constantFrom('Allow', 'Deny'),
      }),
      { selector: ({ direction, priority }) => `${direction} ${priority}`, maxLength: 8 },
    ),
  })
  .map(({ flush, rules }): JsonObject => {
    const securityRules = rules.map((properties, index) => ({ name: `Rule-${index}`, properties }));
    return { location: 'switzerlandnorth', properties: { ...flush, securityRules } };
  });

describe('a security group that is cut off', () => {
  it('denies everything before all else, and is put back to the last setting', () => {
    fc.assert(
      fc.property(groups, (group) => {
        const cut = overlay(cutOff(group, kind), group, kind);
        for (const direction of ['Inbound', 'Outbound']) {
          const rules = rulesOf(cut).filter((rule) => value(rule, 'direction') === direction);
          const priorities = rules.map((rule) => Number(value(rule, 'priority')));
          expect(new Set(priorities).size).toBe(priorities.length);
          const first = rules.find((rule) => value(rule, 'priority') === Math.min(...priorities));
          expect([value(first, 'access'), value(first, 'destinationAddressPrefix')]).toEqual(['Deny', '*']);
        }
        expect(at(cut, '/properties/flushConnection')).toBe(true);
        // Again changes nothing, and forgets nothing.
        expect(overlay(cutOff(cut, kind), cut, kind)).toEqual(cut);
        const back = overlay(takenBack(cut, kind), cut, kind);
        const { flushConnection, ...properties } = back['properties'] as JsonObject;
        expect({
          ...back,
          properties: { ...(flushConnection === null ? {} : { flushConnection }), ...properties },
        }).toEqual(group);
      }),
    );
  });
});

describe('an answer to an incident', () => {
  const design = makeDesign(aStamp(everything));
  const observed = standing(design);

  it('concerns nothing but what it cuts, whatever else has drifted', () => {
    const drifted = design.resources.reduce(
      (so, { id, body, type }) =>
        type === kind.type
          ? so
          : withBody(so, id, { ...body, tags: { ...(body['tags'] as JsonObject), x: 'y' } }),
      observed,
    );
    const plan = isolationPlan({ design, observed: drifted, kinds }, { hard: false });
    expect(plan.actions.filter(({ action }) => action !== 'unchanged').map(({ type }) => type)).toEqual(
      Array.from({ length: 4 }, () => kind.type),
    );
  });

  it('leaves a security group that is not ours alone, and says so', () => {
    const group = design.resources.find(({ type }) => type === kind.type);
    const { tags: _, ...unmarked } = group?.body ?? {};
    const theirs = withBody(observed, group?.id ?? '', unmarked);
    const plan = isolationPlan({ design, observed: theirs, kinds }, { hard: false });
    expect(doings(plan)).toHaveLength(3);
    expect(plan.incident?.notes.join('\n')).toContain(`${group?.title} is not ours`);
  });

  it('closes what somebody has opened to the public network', () => {
    const account = design.resources.find(({ type }) => type === 'Microsoft.CognitiveServices/accounts');
    const body = account?.body ?? {};
    const open = {
      ...body,
      properties: { ...(body['properties'] as JsonObject), publicNetworkAccess: 'Enabled' },
    };
    const plan = isolationPlan(
      { design, observed: withBody(observed, account?.id ?? '', open), kinds },
      { hard: false },
    );
    expect(plan.actions.find(({ id }) => id === account?.id)?.changes).toEqual([
      { path: '/properties/publicNetworkAccess', before: 'Enabled', after: 'Disabled' },
    ]);
  });

  it('has nothing to cut where nothing is', () => {
    expect(cutsAnything(isolationPlan({ design, observed: nothing, kinds }, { hard: true }))).toBe(false);
  });

  it('revokes roles that were taken over as well, and says that keyless accounts have no key', () => {
    const keyless = makeDesign(integrated(aStamp({ ...everything, authentication: 'entra' })));
    const plan = revocationPlan({ design: keyless, observed: standing(keyless), kinds }, { principals: [] });
    const roles = keyless.resources.filter(({ type }) => /\/(sqlR|r)oleAssignments$/.test(type));
    expect(
      plan.actions
        // Locks are lifted for it, and put back.
        .filter(({ action, type }) => action === 'remove' && !type.endsWith('/locks'))
        .map(({ id }) => idKey(id))
        .sort(),
    ).toEqual(roles.map(({ id }) => idKey(id)).sort());
    expect(plan.pointOfNoReturn).toEqual([]);
    expect(plan.incident?.notes.join('\n')).toContain('No keys exist');
    const keyed = revocationPlan({ design, observed, kinds }, { principals: [] });
    expect(keyed.pointOfNoReturn).toHaveLength(2);
  });
});

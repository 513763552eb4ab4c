import fc from 'fast-check';
import type { Action, StampPlan } from '../../src/plan/plan.ts';
import { steps } from '../../src/resource/step.ts';

const scope =
  '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-main-dev-network/providers';

/** An action with everything that doesn't matter filled in; key and id follow from the name. */
export function sampleAction(
  action: Partial<Action> & { readonly name: string; readonly noun: string },
): Action {
  const { name, noun, ...given } = action;
  const id = `${scope}/Microsoft.Network/${noun.replaceAll(' ', '')}/${name}`;
  return {
    key: id,
    id,
    type: 'Microsoft.Network/virtualNetworks',
    title: `${noun} ${name}`,
    step: 'Network',
    action: 'create',
    dependsOn: [],
    changes: [],
    typicalMs: 8000,
    ...given,
  };
}

/** A plan of one stamp with these actions. */
export function samplePlan(actions: readonly Action[], plan: Partial<StampPlan> = {}): StampPlan {
  return {
    estateId: 'abcdefgh',
    tenant: 'main',
    environment: 'dev',
    subscriptionId: '00000000-0000-0000-0000-000000000001',
    directoryId: '00000000-0000-0000-0000-0000000000d1',
    region: 'switzerlandnorth',
    production: false,
    actions,
    expectedDurationMs: 80_000,
    warnings: [],
    registrations: [],
    pointOfNoReturn: [],
    ...plan,
  };
}

/** Text as it may come from Azure or a file: any characters, control characters and wide ones among them. */
export const anyText = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 120 }),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom(
    '\u001B[31mred\u001B[0m',
    '\u001B]0;title\u0007',
    '漢字'.repeat(40),
    'a'.repeat(300),
    'x\ny\r\nz',
  ),
);

const anyJson = fc.oneof(
  anyText,
  fc.integer(),
  fc.constant(undefined),
  fc.constant({ knownAfterApply: '/a/b#c' }),
);

/** Any action of a plan, whatever its texts are. */
const anyAction: fc.Arbitrary<Action> = fc
  .record({
    name: anyText,
    noun: anyText,
    step: fc.constantFrom(...steps),
    action: fc.constantFrom('create', 'update', 'replace', 'unchanged', 'remove', 'blocked'),
    changes: fc.array(fc.record({ path: anyText, before: anyJson, after: anyJson }), { maxLength: 3 }),
    reason: anyText,
    typicalMs: fc.nat(5_000_000),
    index: fc.nat(),
  })
  .map(({ name, noun, index, ...given }) => ({
    ...sampleAction({ name, noun, ...given }),
    key: `${index}/${name}`,
  }));

/** Any plan of one stamp. */
export const anyPlan: fc.Arbitrary<StampPlan> = fc
  .record({
    actions: fc.array(anyAction, { maxLength: 12 }),
    tenant: anyText,
    warnings: fc.array(anyText, { maxLength: 2 }),
    registrations: fc.array(anyText, { maxLength: 4 }),
    expectedDurationMs: fc.nat(10_000_000),
    production: fc.boolean(),
  })
  .map(({ actions, ...plan }) =>
    samplePlan(actions, { ...plan, pointOfNoReturn: actions.slice(0, 2).map(({ id }) => id) }),
  );

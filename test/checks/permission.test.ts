import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { covers, isGranted } from '../../src/checks/permission.ts';

const segment = fc.stringMatching(/^[a-zA-Z]{1,6}$/);
const action = fc.array(segment, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('/'));
const pattern = fc
  .array(fc.oneof(segment, fc.constant('*')), { minLength: 1, maxLength: 5 })
  .map((parts) => parts.join('/'));

/** The meaning of a pattern, written another way. */
function asExpression(text: string): RegExp {
  return new RegExp(`^${text.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`, 'i');
}

describe('permissions', () => {
  it('cover an action exactly where the pattern, read as an expression, matches', () => {
    fc.assert(
      fc.property(pattern, action, (text, wanted) => {
        expect(covers(text, wanted)).toBe(asExpression(text).test(wanted));
      }),
    );
  });

  it('cover whatever a pattern made out of the action itself stands for', () => {
    fc.assert(
      fc.property(action, fc.nat(), fc.nat(), (wanted, one, two) => {
        const [from, to] = [one % (wanted.length + 1), two % (wanted.length + 1)].sort((a, b) => a - b);
        expect(covers(`${wanted.slice(0, from)}*${wanted.slice(to)}`, wanted.toUpperCase())).toBe(true);
      }),
    );
  });

  it('are taken away by notActions of the same entry, whatever its actions grant', () => {
    fc.assert(
      fc.property(fc.array(pattern), pattern, action, (actions, not, wanted) => {
        fc.pre(covers(not, wanted));
        expect(isGranted([{ actions: ['*', ...actions], notActions: [not] }], wanted)).toBe(false);
      }),
    );
  });

  it('are granted by another entry that does not take them away', () => {
    const contributor = { actions: ['*'], notActions: ['Microsoft.Authorization/*/Write'] };
    const assigner = { actions: ['Microsoft.Authorization/roleAssignments/write'], notActions: [] };
    const wanted = 'Microsoft.Authorization/roleAssignments/write';
    expect(isGranted([contributor], wanted)).toBe(false);
    expect(isGranted([contributor, assigner], wanted)).toBe(true);
    expect(isGranted([], wanted)).toBe(false);
  });
});

import { describe, expect, it } from 'vitest';
import type { Access, AccessReview } from '../../src/checks/access/access.ts';
import { displayWidth } from '../../src/terminal/layout.ts';
import { accessText } from '../../src/terminal/print-access.ts';
import { styleOf } from '../kit/styles.ts';

const scope = '/subscriptions/3c5a7e10-14b2-4d6f-8a90-6e1f2b3c4d01/resourceGroups/rg-main-dev-ai';
const held: Access = {
  id: `${scope}/providers/Microsoft.Authorization/roleAssignments/1`,
  principalId: '1e0a5d42-71c8-4b3e-a6d9-0f2c8b7e6a02',
  principalType: 'User',
  principalName: 'Marco\u001b[31m Bernasconi',
  role: 'Reader',
  scope,
  from: 'environment',
  designed: false,
  ours: false,
  can: ['read settings'],
  administers: false,
  own: false,
  remarks: [{ code: 'user', what: 'it is held by a user', next: 'az role assignment delete' }],
};
const review: AccessReview = {
  tenant: 'main',
  environment: 'dev',
  subscriptionId: '3c5a7e10-14b2-4d6f-8a90-6e1f2b3c4d01',
  access: [held, { ...held, principalType: 'Group', designed: true, remarks: [] }],
  eligible: [{ principalId: held.principalId, role: 'Owner', scope }],
  unread: [{ what: 'names', reason: 'Authorization_RequestDenied: no' }],
};

describe('a review of access on a screen', () => {
  it('tells in full what is to be looked at, all else in a line, and what was not read', () => {
    const text = accessText([review], 'sandbox', styleOf(80));
    expect(text).toContain('2 roles, 1 to look at');
    expect(text).toContain('az role assignment delete');
    expect(text).toContain('by the estate file');
    expect(text).toContain('may activate Owner');
    expect(text).toContain('Not read: names');
  });

  it('is never wider than the terminal, and passes no control characters on', () => {
    for (const columns of [40, 60, 80, 120]) {
      const text = accessText([review], 'sandbox', styleOf(columns));
      expect(text).not.toContain('\u001b');
      for (const line of text.split('\n')) expect(displayWidth(line)).toBeLessThanOrEqual(columns);
    }
  });

  it('of many environments tells only what is to be looked at', () => {
    const text = accessText(Array(6).fill(review), 'sandbox', styleOf(80));
    expect(text).toContain('az role assignment delete');
    expect(text).not.toContain('by the estate file');
  });
});

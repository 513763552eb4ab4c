import { describe, expect, it } from 'vitest';
import { readFacts } from '../../src/azure/subscription.ts';
import { type FactsWanted, known, unread } from '../../src/resource/subscription.ts';
import { scriptedSession, tokenWith } from './scripted.ts';

const usual: FactsWanted = {
  namespaces: [],
  types: [],
  modelRegions: [],
  usageRegions: [],
  virtualNetworks: false,
  billingCurrency: false,
  names: [],
  uses: [],
  policySamples: [
    {
      id: '/subscriptions/s1/resourceGroups/rg',
      type: 'Microsoft.Resources/resourceGroups',
      apiVersion: '2025-04-01',
      body: { location: 'westeurope' },
    },
  ],
};
const assignment = {
  id: '/a/1',
  name: 'a1',
  properties: {
    displayName: 'Allowed locations',
    scope: '/subscriptions/s1',
    notScopes: ['/subscriptions/s1/resourceGroups/rg-free'],
    policyDefinitionId: '/providers/Microsoft.Authorization/policyDefinitions/e56962a6',
    parameters: { effect: { value: 'Deny' }, listOfAllowedLocations: { value: ['switzerlandnorth'] } },
    enforcementMode: 'DoNotEnforce',
  },
};
const evaluation = (evaluationResult: string) => ({
  policyInfo: { policyAssignmentId: '/a/1', policyDefinitionId: '/d/1' },
  evaluationResult,
  effectDetails: { policyEffect: 'Deny' },
  evaluationDetails: {
    evaluatedExpressions: [
      {
        path: 'location',
        expressionValue: 'westeurope',
        operator: 'NotIn',
        targetValue: ['switzerlandnorth'],
      },
    ],
  },
});

function read(answers: { assignments: object[]; check?: object }, wanted = usual) {
  const { session, sent } = scriptedSession(({ url }) => {
    if (url.pathname.endsWith('/policyAssignments')) return { value: answers.assignments };
    if (url.pathname.endsWith('/checkPolicyRestrictions')) return answers.check;
    return undefined;
  });
  const token = tokenWith({ oid: 'o', tid: 'd1' });
  return { sent, facts: readFacts(session, wanted, { token, read: (call) => call() }) };
}

describe('policies', () => {
  it('are told with their effect, their parameters and whether they are enforced', async () => {
    const facts = await read({ assignments: [assignment] }).facts;
    expect(known(facts.policies)).toEqual([
      {
        id: '/a/1',
        displayName: 'Allowed locations',
        scope: '/subscriptions/s1',
        notScopes: ['/subscriptions/s1/resourceGroups/rg-free'],
        definitionId: assignment.properties.policyDefinitionId,
        effect: 'deny',
        enforced: false,
        parameters: { effect: 'Deny', listOfAllowedLocations: ['switzerlandnorth'] },
      },
    ]);
  });

  it("are evaluated by Azure on the designed bodies, and only what doesn't comply is kept", async () => {
    const policyEvaluations = [evaluation('Compliant'), evaluation('NonCompliant')];
    const { sent, facts } = read({
      assignments: [assignment],
      check: { contentEvaluationResult: { policyEvaluations } },
    });
    expect(known((await facts).verdicts)).toEqual([
      {
        resourceId: '/subscriptions/s1/resourceGroups/rg',
        assignmentId: '/a/1',
        definitionId: '/d/1',
        effect: 'deny',
        because: ['location westeurope NotIn ["switzerlandnorth"]'],
      },
    ]);
    const post = sent.find(({ method }) => method === 'POST');
    expect(post?.body).toMatchObject({
      resourceDetails: {
        apiVersion: '2025-04-01',
        resourceContent: { type: 'Microsoft.Resources/subscriptions/resourceGroups', location: 'westeurope' },
      },
    });
  });

  it('are asked of the group that a resource would lie in, where that exists', async () => {
    const [sample] = usual.policySamples;
    if (!sample) return;
    const { sent, facts } = read(
      { assignments: [assignment], check: {} },
      { ...usual, policySamples: [{ ...sample, group: 'rg-here' }] },
    );
    await facts;
    const post = sent.find(({ method }) => method === 'POST');
    expect(post?.url.pathname).toBe(
      '/subscriptions/s1/resourceGroups/rg-here/providers/Microsoft.PolicyInsights/checkPolicyRestrictions',
    );
  });

  it('are not evaluated where there are none', async () => {
    const { sent, facts } = read({ assignments: [] });
    expect(known((await facts).verdicts)).toEqual([]);
    expect(sent.filter(({ method }) => method === 'POST')).toEqual([]);
  });

  it('that Azure could not evaluate leave the verdict unknown', async () => {
    const facts = await read({ assignments: [assignment] }).facts;
    expect(unread(facts.verdicts)).toMatchObject({ code: 'NotFound' });
  });
});

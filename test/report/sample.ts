import { estimate } from '../../src/cost/estimate.ts';
import { usageOf } from '../../src/cost/usage.ts';
import { usageOfEstate } from '../../src/cost/usage-of-estate.ts';
import type { Design } from '../../src/design/design.ts';
import { makeDesign } from '../../src/design/make-design.ts';
import { stampsOf } from '../../src/estate/estate.ts';
import type { Action, StampPlan } from '../../src/plan/plan.ts';
import type { ReportInput } from '../../src/report/report.ts';
import type { RunResult } from '../../src/run/events.ts';
import { context, estate } from '../cost/sample.ts';

function actionOf(resource: Design['resources'][number]): Action {
  const { id, type, title, step, dependsOn } = resource;
  return { key: id, id, type, title, step, action: 'create', dependsOn, changes: [], typicalMs: 5000 };
}

function planOf(design: Design): StampPlan {
  const { estateId, tenant, environment, subscriptionId, directoryId, region, production } = design;
  return {
    estateId,
    tenant,
    environment,
    subscriptionId,
    directoryId,
    region,
    production,
    actions: design.resources.map(actionOf),
    expectedDurationMs: 187_000,
    warnings: production ? [] : ['API keys are allowed beside Entra ID.'],
    registrations: ['Microsoft.CognitiveServices'],
    pointOfNoReturn: design.resources.filter(({ type }) => type.endsWith('/vaults')).map(({ id }) => id),
  };
}

function runOf(plan: StampPlan): RunResult {
  return {
    runId: `20261123-0912-${plan.environment}`,
    tenant: plan.tenant,
    environment: plan.environment,
    outcome: 'succeeded',
    created: plan.actions.map(({ id }) => id),
    updated: [],
    removed: [],
    unchanged: 0,
    leftovers: [],
    durationMs: 193_000,
    criticalPathMs: 187_000,
  };
}

/** The report of a deployment of two environments in the sandbox that went well. */
export function goodReport(): ReportInput {
  const sample = estate();
  const designs = stampsOf(sample).map(makeDesign);
  const plans = designs.map(planOf);
  const usage = usageOfEstate(sample);
  const fx = { usdChf: '0.83337046', source: 'market mid rate', asOf: '2026-09-29' };
  return {
    cloud: 'sandbox',
    estateName: 'sample',
    organisation: 'Sample AG',
    plans,
    cost: estimate(designs, context(usageOf('small'), { usage, fx })),
    checks: [
      {
        id: 'GT-CHECK-NETWORK-PRIVATE',
        checklist: ['NET-1', 'NET-2'],
        stamp: 'main/dev',
        status: 'ok',
        message: 'Account and vault refuse public traffic.',
        evidence: 'publicNetworkAccess is Disabled on oai-main-dev and kv-main-dev',
      },
      {
        id: 'GT-CHECK-KEYS',
        checklist: ['IAM-3'],
        stamp: 'main/dev',
        status: 'warning',
        message: 'API keys are allowed.',
        next: 'Set authentication: entra in gotthard.yaml, then run gotthard deploy.',
      },
    ],
    runs: plans.map(runOf),
    at: '2026-11-23',
  };
}

/** The same deployment, of which one environment failed and left something, with a price that nobody knows. */
export function badReport(): ReportInput {
  const good = goodReport();
  const [first, second] = good.runs;
  const [line, ...lines] = good.cost.lines;
  if (!first || !second || !line) throw new Error('the sample has two runs and a cost');
  const vault = first.created.find((id) => id.includes('/vaults/')) ?? '';
  const unknown = { ...line, unitPrice: null, monthly: null, kind: 'unknown' } as const;
  return {
    ...good,
    cloud: 'azure',
    cost: { ...good.cost, complete: false, lines: [unknown, ...lines] },
    runs: [
      second,
      {
        ...first,
        outcome: 'leftovers',
        created: [],
        leftovers: [
          {
            id: vault,
            reason: 'no right to purge',
            command: 'az keyvault purge --name kv-main-dev',
            freeOn: '2026-12-01',
          },
        ],
        failure: {
          id: vault,
          code: 'VaultAlreadyExists',
          message: 'The name is taken by a deleted vault.',
          next: ['az keyvault recover --name kv-main-dev', 'Raise naming.generation in gotthard.yaml.'],
          correlationId: '5d1c0000-0000-0000-0000-000000000000',
        },
      },
    ],
  };
}

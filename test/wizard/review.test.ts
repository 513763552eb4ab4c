import { expect, test } from 'vitest';
import type { Answers } from '../../src/estate/answers.ts';
import { type Advice, Left } from '../../src/wizard/ports.ts';
import { runWizard } from '../../src/wizard/wizard.ts';
import { sampleAdvice, sampleSubscriptions } from '../kit/sample-advice.ts';
import {
  type Act,
  type Asked,
  createScriptedAsk,
  type Script,
  type ScriptedAsk,
} from '../kit/scripted-ask.ts';

const base: Script = { organisation: 'Helvetia Care AG' };

/** Takes these decisions on the review screen, one after the other, and then saves. */
async function reviewing(
  decisions: readonly (string | 'back')[],
  script: Script = base,
  edits: Script = {},
  advice: Advice = sampleAdvice(),
): Promise<{ answers: Answers; ask: ScriptedAsk; saved: string[] }> {
  const saved: string[] = [];
  const act = (asked: Asked, before: number): Act | undefined => {
    if (asked.id !== 'review')
      return before > 0 && asked.id in edits ? { answer: edits[asked.id] } : undefined;
    const decision = decisions[before] ?? 'save';
    return decision === 'back' ? 'back' : { answer: decision };
  };
  const ask = createScriptedAsk(script, act);
  const save = async (_answers: Answers, place: string): Promise<void> => {
    saved.push(place);
  };
  return { answers: await runWizard({ ask, advice, answers: {}, save }), ask, saved };
}

/** Ids asked after the first review. */
function afterReview(ask: ScriptedAsk): string[] {
  const ids = ask.asked.map(({ id }) => id);
  return ids.slice(ids.indexOf('review') + 1).filter((id) => id !== 'review');
}

test('the review shows every section, and which answers are defaults', async () => {
  const { ask } = await reviewing([]);
  expect(ask.shown.at(-1)).toMatchInlineSnapshot(`
    "
    The estate
    Destination
      Cloud                  sandbox
      Directory              Helvetia Care AG
    Organisation
      Organisation           Helvetia Care AG
      Tenant                 main (default)
      Tags                   none but our own (default)
    Environments
      Environments           dev, prod
      Subscription of dev    hc-ai-dev
      Subscription of prod   hc-ai-prod
      Production             what is called prod (default)
      Data class             confidential (default)
    Residency
      Prompts are processed  In the EU data zone
      Region                 switzerlandnorth
      Region of the models   swedencentral
    Integration
      Beside the models      nothing (default)
    Network
      Network                created for each environment (default)
      Reserved ranges        none (default)
      Address space          10.40.0.0/16 (default)
      Firewall               none (default)
      Private DNS zones      our own (default)
    Models
      Models                 chat 2026-01-01 × 50
      Capacity of chat       50
    Access
      Authentication         Entra only, no API keys (default)
      Group: administrators  nobody (default)
      Group: contributors    nobody (default)
      Group: readers         nobody (default)
      Group: applications    nobody (default)
      Azure Policy           refuse in production, tell elsewhere (default)
      Locks                  in production (default)
    Operations
      Alerts go to           nobody
      Alerts in Teams        no channel (default)
      Alerts to ITSM         none (default)
      Activity log           not kept beside Azure’s 90 days (default)
      Defender for Cloud     no plan (default)
      Budget                 none (default)
      Expected use           small (default)
    "
  `);
});

test('editing a section asks all its questions, those that the quick path leaves out too, and comes back', async () => {
  const { ask, answers } = await reviewing(['Operations'], base, { notifications: 'ops@example.ch' });
  expect(afterReview(ask)).toEqual([
    'notifications',
    'teams',
    'itsm',
    'activity-log',
    'defender',
    'budget',
    'usage',
  ]);
  expect(answers.emails).toEqual(['ops@example.ch']);
  expect(ask.asked.filter(({ id }) => id === 'review')).toHaveLength(2);
});

test('another residency asks for its regions and models again, and keeps nothing that breaks it', async () => {
  const { ask, answers } = await reviewing(['Residency'], base, { residency: 'switzerland' });
  expect(afterReview(ask)).toEqual(['residency', 'region', 'model']);
  expect(answers.models?.map((model) => model.deploymentType)).toEqual(['ProvisionedManaged']);
  expect(answers.modelRegion).toBeUndefined();
});

test('the same residency again keeps the models', async () => {
  const { ask, answers } = await reviewing(['Residency']);
  expect(afterReview(ask)).toEqual(['residency', 'region', 'model-region']);
  expect(answers.models).toHaveLength(1);
});

test('another cloud asks again for all that exists only on the one before', async () => {
  const { ask } = await reviewing(['Destination'], base, { cloud: 'azure' });
  expect(afterReview(ask)).toEqual(['cloud', 'directory', 'subscription', 'residency', 'model']);
});

test('a new environment in an existing network is asked for its network', async () => {
  const { ask, answers } = await reviewing(
    ['Network', 'Environments'],
    {
      ...base,
      network: 'existing',
      'virtual-network-test': networkOf(0, 'vnet-test'),
      'subnet-dev': subnetOf(0, 'vnet-hub'),
      'subnet-prod': subnetOf(1, 'vnet-hub'),
      'subnet-test': subnetOf(0, 'vnet-test'),
      environments: 'dev, test, prod',
      'subscription-test': sampleSubscriptions[0]?.subscriptionId,
    },
    {},
  );
  expect(afterReview(ask).slice(-8)).toEqual([
    'environments',
    'subscription-dev',
    'subscription-test',
    'subscription-prod',
    'production',
    'classification',
    'virtual-network-test',
    'subnet-test',
  ]);
  expect(answers.environments?.map(({ privateEndpointSubnetId }) => privateEndpointSubnetId)).toEqual([
    subnetOf(0, 'vnet-hub'),
    subnetOf(0, 'vnet-test'),
    subnetOf(1, 'vnet-hub'),
  ]);
});

test('Esc in the first question of an edit returns to the review, Esc there to the last question', async () => {
  const ask = createScriptedAsk(base, (asked, before) => {
    if (asked.id === 'review') return before === 0 ? { answer: 'Access' } : before === 1 ? 'back' : undefined;
    return asked.id === 'auth' ? 'back' : undefined;
  });
  await runWizard({ ask, advice: sampleAdvice(), answers: {}, save: async () => undefined });
  const ids = ask.asked.map(({ id }) => id);
  expect(ids.slice(ids.indexOf('review'))).toEqual(['review', 'auth', 'review', 'notifications', 'review']);
});

test('the review can go on with every question, and a draft then resumes on the custom path', async () => {
  const { ask, saved } = await reviewing(['all']);
  expect(afterReview(ask)).toContain('address-space');
  expect(saved.at(-1)).toBe('custom/review');
});

test('leaving at the review keeps a draft that resumes there', async () => {
  const places: string[] = [];
  const save = async (_answers: Answers, place: string): Promise<void> => {
    places.push(place);
  };
  const leaving = createScriptedAsk(base, ({ id }) => (id === 'review' ? 'leave' : undefined));
  await expect(runWizard({ ask: leaving, advice: sampleAdvice(), answers: {}, save })).rejects.toThrow(Left);
  expect(places.at(-1)).toBe('quick/review');
});

function networkOf(subscription: number, name: string): string {
  return `/subscriptions/${sampleSubscriptions[subscription]?.subscriptionId}/resourceGroups/rg-hub/providers/Microsoft.Network/virtualNetworks/${name}`;
}

function subnetOf(subscription: number, network: string): string {
  return `${networkOf(subscription, network)}/subnets/pe`;
}

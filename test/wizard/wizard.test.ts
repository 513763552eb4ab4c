import { describe, expect, test } from 'vitest';
import type { Answers } from '../../src/estate/answers.ts';
import { estateFrom, missingAnswers } from '../../src/estate/from-answers.ts';
import { Left } from '../../src/wizard/ports.ts';
import { runWizard } from '../../src/wizard/wizard.ts';
import { sampleAdvice, sampleDirectories, sampleSubscriptions } from '../kit/sample-advice.ts';
import { type Act, type Asked, createScriptedAsk, type Script } from '../kit/scripted-ask.ts';

const provider = (index: number, group: string): string =>
  `/subscriptions/${sampleSubscriptions[index]?.subscriptionId}/resourceGroups/${group}/providers/Microsoft.Network`;
const hubSubnet = (index: number): string =>
  `${provider(index, 'rg-hub')}/virtualNetworks/vnet-hub/subnets/pe`;

/** Ways through the wizard that together ask every question there is. */
const ways: readonly { readonly name: string; readonly path: 'quick' | 'custom'; readonly script: Script }[] =
  [
    {
      name: 'quick path',
      path: 'quick',
      script: { organisation: 'Helvetia Care AG', notifications: 'a@b.ch' },
    },
    {
      name: 'custom path on a green field',
      path: 'custom',
      script: {
        organisation: 'Helvetia Care AG',
        environments: 'dev, test, prod',
        tags: 'owner=platform',
        'reserved-ranges': '10.0.0.0/16 head office',
        firewall: '10.0.0.4',
        model: ['chat@2026-01-01#DataZoneStandard', 'embedding@2026-01-01#DataZoneStandard'],
        'capacity-chat': '30',
        services: ['cosmos', 'sql', 'dataFactory'],
        storage: 'data-lake',
        'sql-administrators': '00000000-0000-0000-0000-0000000000c1',
        auth: 'keys',
        policy: 'deny',
        locks: 'everywhere',
        'activity-log': true,
        defender: ['keyVault', 'resourceManager'],
        teams: 'abc.example@emea.teams.ms',
        itsm: 'https://example.service-now.com/api/sn_em_connector/em/inbound_event',
        'itsm-application': '00000000-0000-0000-0000-0000000000e1',
        'itsm-identifier': 'api://00000000-0000-0000-0000-0000000000e2',
        'group-administrators': '00000000-0000-0000-0000-0000000000c1',
        budget: '2000',
        usage: 'medium',
      },
    },
    {
      name: 'custom path with existing network and central zones',
      path: 'custom',
      script: {
        organisation: 'Helvetia Care AG',
        residency: 'anywhere',
        'model-region': 'swedencentral',
        network: 'existing',
        'subnet-dev': hubSubnet(0),
        'subnet-prod': hubSubnet(1),
        services: ['storage'],
        dns: 'central',
        'zone-blob': `${provider(0, 'rg')}/privateDnsZones/privatelink.blob.core.windows.net`,
        'zone-openai': `${provider(0, 'rg')}/privateDnsZones/privatelink.openai.azure.com`,
        'zone-key-vault': `${provider(0, 'rg')}/privateDnsZones/privatelink.vaultcore.azure.net`,
      },
    },
  ];

interface Run {
  readonly answers: Answers | undefined;
  readonly asked: readonly Asked[];
  readonly saved: { readonly answers: Answers; readonly place: string }[];
  readonly shown: readonly string[];
}

async function run(
  way: { readonly path: 'quick' | 'custom'; readonly script: Script },
  act?: (asked: Asked, before: number) => Act | undefined,
  draft?: { readonly answers: Answers; readonly place: string },
): Promise<Run> {
  const ask = createScriptedAsk(way.script, act);
  const saved: { answers: Answers; place: string }[] = [];
  const answers = await runWizard({
    ask,
    advice: sampleAdvice(),
    // A draft goes through a file.
    answers: draft === undefined ? {} : JSON.parse(JSON.stringify(draft.answers)),
    path: way.path,
    save: async (current, place) => {
      saved.push({ answers: current, place });
    },
    ...(draft === undefined ? {} : { resumeAt: draft.place }),
  }).catch((thrown: unknown) => {
    if (thrown instanceof Left) return undefined;
    throw thrown;
  });
  return { answers, asked: ask.asked, saved, shown: ask.shown };
}

const idsOf = (asked: readonly Asked[]): string[] => asked.map(({ id }) => id);

test('the quick path asks at most seven questions, also where several directories are visible', async () => {
  const { asked } = await run(ways[0] ?? { path: 'quick', script: {} });
  const ids = idsOf(asked).filter((id) => id !== 'review');
  expect(ids).toEqual([
    'cloud',
    'directory',
    'organisation',
    'subscription',
    'residency',
    'model',
    'notifications',
  ]);
});

test('with one visible directory the quick path does not ask for it, and knows it all the same', async () => {
  const [only] = sampleDirectories;
  const ask = createScriptedAsk({ organisation: 'Helvetia Care AG' });
  const answers = await runWizard({
    ask,
    advice: sampleAdvice({ directories: async () => (only ? [only] : []) }),
    answers: {},
    save: async () => undefined,
  });
  expect(idsOf(ask.asked)).not.toContain('directory');
  expect(answers.directoryId).toBe(only?.directoryId);
});

describe.each(ways)('$name', (way) => {
  test('answers make a valid estate, with nothing missing', async () => {
    const { answers } = await run(way);
    expect(answers && missingAnswers(answers)).toEqual([]);
    expect(answers && estateFrom(answers, { estateId: 'abcdefgh', existingRanges: [] })).toBeDefined();
  });

  test('every question has an id of its own, asks one thing, and says why on one line', async () => {
    const { asked } = await run(way);
    expect(new Set(idsOf(asked)).size).toBe(asked.length);
    for (const { question } of asked) {
      expect(question.message).toMatch(/\?$/);
      expect(question.why).toMatch(/^[^\n]{20,130}\.$/);
      expect(question.explain.length).toBeGreaterThan(40);
      expect(question.progress).toBeDefined();
    }
  });

  test('going back from each question returns to the one before, which offers its answer again', async () => {
    const straight = await run(way);
    for (const [index, { id }] of straight.asked.entries()) {
      const back = await run(way, (asked, before) => {
        if (asked.id === id && before === 0) return 'back';
        // What was answered before is kept with a plain Enter.
        return before > 0 && asked.id !== id ? 'default' : undefined;
      });
      const previous = straight.asked[Math.max(0, index - 1)]?.id;
      expect(back.asked[index + 1]?.id, `back from ${id}`).toBe(previous);
      expect(back.answers, `back from ${id}`).toEqual(straight.answers);
    }
  });

  test('leaving at each question and resuming there ends with the same answers', async () => {
    const straight = await run(way);
    for (const { id } of straight.asked) {
      const left = await run(way, (asked) => (asked.id === id ? 'leave' : undefined));
      expect(left.answers).toBeUndefined();
      const draft = left.saved.at(-1);
      expect(draft?.place).toBe(`${way.path}/${id}`);
      const resumed = await run(way, undefined, draft);
      expect(resumed.asked[0]?.id).toBe(id);
      expect(resumed.answers, `left at ${id}`).toEqual(straight.answers);
    }
  });

  test('a process that is killed has saved every answer given so far', async () => {
    const { asked, saved } = await run(way);
    // One draft after each question but the review, each naming the question to go on with.
    expect(saved.map(({ place }) => place)).toEqual(asked.slice(1).map(({ id }) => `${way.path}/${id}`));
  });
});

import { parseArgs } from 'node:util';
import { costOf } from '../../src/commands/cost-of.ts';
import { defaultAnswers } from '../../src/commands/default-answers.ts';
import type { Cloud } from '../../src/commands/ports.ts';
import type { Design } from '../../src/design/design.ts';
import { makeDesign } from '../../src/design/make-design.ts';
import { type Stamp, stampsOf } from '../../src/estate/estate.ts';
import { estateFrom } from '../../src/estate/from-answers.ts';
import { clouds } from '../../src/main/clouds.ts';
import { settingsOf } from '../../src/main/settings.ts';
import { changesSomething, makePlan } from '../../src/plan/make-plan.ts';
import type { StampPlan } from '../../src/plan/plan.ts';
import { isObject, type JsonObject } from '../../src/resource/json.ts';
import type { JournalEntry } from '../../src/run/journal.ts';
import { observe } from '../../src/run/observe.ts';
import { Requests } from '../../src/run/requests.ts';
import { rollBackRun, runPlan } from '../../src/run/run.ts';

/**
 * Checks every resource kind against a cloud: put, read back without a difference, put again unchanged, change, and
 * gone as declared. Everything lies in one throw-away resource group, which is removed at the end.
 *
 *   npm run conformance -- --cloud azure --subscription ID
 */
const { values: flags } = parseArgs({
  options: {
    cloud: { type: 'string', default: 'sandbox' },
    subscription: { type: 'string' },
    credential: { type: 'string', default: 'cli' },
    trace: { type: 'string' },
  },
});

const group = 'gotthard-conformance';

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

async function stampOn(cloud: Cloud): Promise<Stamp> {
  const environment = { name: 'dev', ...(flags.subscription ? { subscriptionId: flags.subscription } : {}) };
  const answers = await defaultAnswers(
    { environments: [environment], tenant: 'conf', budget: '10' },
    cloud.advice,
  );
  const estate = estateFrom(answers, { estateId: 'conformance'.slice(0, 8), existingRanges: [] });
  const [stamp] = stampsOf(estate);
  if (!stamp) throw new Error('the estate has no stamp');
  return stamp;
}

/** The same design in one group: every group of the stamp becomes the throw-away one. */
function inOneGroup(design: Design): Design {
  const text = JSON.stringify(design).replaceAll(/rg-conf-dev-[a-z]+/g, group);
  const moved = JSON.parse(text) as Design;
  const resources = moved.resources.filter(
    (resource, index) => moved.resources.findIndex((other) => other.id === resource.id) === index,
  );
  return { ...moved, resources };
}

/** The design with one more tag wherever there are tags. */
function changed(design: Design): Design {
  const resources = design.resources.map((resource) => {
    const tags = resource.body['tags'];
    const body: JsonObject = isObject(tags)
      ? { ...resource.body, tags: { ...tags, conformance: 'changed' } }
      : resource.body;
    return { ...resource, body };
  });
  return { ...design, resources };
}

async function main(): Promise<void> {
  const opened = clouds(settingsOf({ ...flags, sandboxSpeed: 'instant' }, process));
  const cloud = await opened.cloud(flags.cloud);
  const stamp = await stampOn(cloud);
  const design = inOneGroup(makeDesign(stamp));
  const azure = await cloud.calls(design);
  const requests = new Requests(cloud.clock);
  const look = () => observe(design, { azure, kinds: cloud.kinds, requests });
  const planOf = async (wanted: Design): Promise<StampPlan> =>
    makePlan(wanted, await observe(wanted, { azure, kinds: cloud.kinds, requests }), cloud.kinds, {
      adopt: false,
    });
  const cost = await costOf(
    stamp.estate,
    [{ design, observed: await look() }],
    new Date().toISOString().slice(0, 10),
  );
  say(
    `Group ${group} in subscription ${design.subscriptionId}, as ${await cloud.signedIn(design.directoryId)}`,
  );
  say(
    `List price while it stands: CHF ${(Number(cost.monthly.expected) / 730).toFixed(2)} an hour (CHF ${cost.monthly.expected} a month)`,
  );
  const journals: JournalEntry[][] = [];
  const run = async (plan: StampPlan) => {
    const entries: JournalEntry[] = [];
    journals.push(entries);
    return runPlan(plan, portsOf(entries));
  };
  const portsOf = (entries: JournalEntry[]) => ({
    azure,
    kinds: cloud.kinds,
    requests,
    journal: {
      runId: `conformance-${journals.length}`,
      append: async (entry: JournalEntry) => void entries.push(entry),
    },
    emit: () => undefined,
    decide: async () => 'keep' as const,
    mayUndo: async () => true,
    interrupted: new AbortController().signal,
    concurrency: 16,
    cloud: cloud.name,
    by: 'conformance',
  });
  let failed = false;
  const step = (name: string, good: boolean, detail = ''): void => {
    failed ||= !good;
    say(`${good ? 'ok  ' : 'FAIL'} ${name}${detail === '' ? '' : `: ${detail}`}`);
  };
  try {
    await cloud.register(azure, design.providers);
    const put = await run(await planOf(design));
    step(
      'put: every kind is created and reads back as asked',
      put.outcome === 'succeeded',
      put.failure?.message,
    );
    const again = (await planOf(design)).actions.filter(changesSomething);
    step(
      'put twice: nothing is left to do',
      again.length === 0,
      again.map((action) => action.title).join(', '),
    );
    const update = await run(await planOf(changed(design)));
    step('change: what can be changed is', update.outcome === 'succeeded', update.failure?.message);
    const after = (await planOf(changed(design))).actions.filter(changesSomething);
    step('change: no difference is left', after.length === 0, after.map((action) => action.title).join(', '));
  } finally {
    for (const entries of journals.reverse()) {
      const undone = await rollBackRun(entries, portsOf(entries));
      step(
        'gone: undone in reverse order',
        undone.outcome === 'rolled-back',
        undone.leftovers.map((left) => `${left.id}: ${left.reason}`).join('; '),
      );
    }
    const left = Object.values((await look()).resources).filter((body) => body !== null);
    step('gone: nothing is left', left.length === 0, `${left.length} resources`);
    opened.close();
  }
  process.exitCode = failed ? 1 : 0;
}

await main();

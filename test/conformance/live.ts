import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { costOf, estimateContext, pricedOf } from '../../src/commands/cost-of.ts';
import { defaultAnswers } from '../../src/commands/default-answers.ts';
import type { Cloud } from '../../src/commands/ports.ts';
import type { Design } from '../../src/design/design.ts';
import { type Estate, type Stamp, stampsOf } from '../../src/estate/estate.ts';
import { estateFrom } from '../../src/estate/from-answers.ts';
import { base32Hash } from '../../src/estate/hash.ts';
import { clouds } from '../../src/main/clouds.ts';
import { files } from '../../src/main/files.ts';
import { settingsOf } from '../../src/main/settings.ts';
import { changesSomething } from '../../src/plan/irreversible.ts';
import type { StampPlan } from '../../src/plan/plan.ts';
import { ArmError } from '../../src/problems/arm-error.ts';
import { problemFrom } from '../../src/problems/from-arm.ts';
import { Refusal } from '../../src/problems/problem.ts';
import { Requests } from '../../src/run/requests.ts';
import { untilAbsent } from '../../src/run/settle.ts';
import { integrated } from '../kit/integrated.ts';
import { Bench } from './bench.ts';
import { changed, inOneGroup, isOf, purge, removeAgain } from './quartet.ts';

/**
 * Checks every resource kind against a cloud: put, read back without a difference, put again unchanged, change, and
 * gone as declared. Everything lies in one throw-away resource group with a name of its own, which is removed at the
 * end, also after a failure or Ctrl-C.
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

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

async function stampOn(cloud: Cloud, estateId: string): Promise<Stamp> {
  const environment = { name: 'dev', ...(flags.subscription ? { subscriptionId: flags.subscription } : {}) };
  const answers = await defaultAnswers(
    { environments: [environment], tenant: 'conf', budget: '10' },
    cloud.advice,
  );
  const [stamp] = stampsOf(estateFrom(answers, { estateId, existingRanges: [] }));
  if (!stamp) throw new Error('the estate has no stamp');
  return integrated(stamp);
}

async function sayWhatItCosts(estate: Estate, design: Design, bench: Bench): Promise<void> {
  const today = new Date().toISOString().slice(0, 10);
  const ports = { today: () => today, files: files(), homeOf: () => '.gotthard' };
  const context = await estimateContext(estate, ports, { cloud: 'azure' });
  const { monthly } = costOf(estate, [pricedOf(design, await bench.observe(design), context)], context);
  const hourly = (Number(monthly.expected) / 730).toFixed(2);
  say(`List price while it stands: CHF ${hourly} an hour (CHF ${monthly.expected} a month)`);
}

let failed = false;
/** Says how a proof went; the first that fails ends the proving, and everything is removed. */
function proof(name: string, isGood: boolean, detail = ''): void {
  say(`${isGood ? 'ok  ' : 'FAIL'} ${name}${isGood || detail === '' ? '' : `: ${detail}`}`);
  failed ||= !isGood;
}

function doings(plan: StampPlan): string {
  return plan.actions
    .filter(changesSomething)
    .map(({ action, title }) => `${action} ${title}`)
    .join(', ');
}

async function prove(bench: Bench, design: Design): Promise<void> {
  const missing = bench.ports.kinds.all.filter((kind) => !design.resources.some((each) => isOf(kind, each)));
  proof('every kind is in the design', missing.length === 0, missing.map(({ noun }) => noun).join(', '));
  const put = await bench.run(await bench.plan(design));
  proof(
    'put: every resource is created and reads back as asked',
    put.outcome === 'succeeded',
    put.failure?.message,
  );
  if (failed) return;
  const again = doings(await bench.plan(design));
  proof('put twice: nothing is left to do', again === '', again);
  const other = { ...design, resources: design.resources.map((each) => changed(each, design)) };
  const update = await bench.run(await bench.plan(other));
  proof('change: what can be changed is', update.outcome === 'succeeded', update.failure?.message);
  if (failed) return;
  const after = doings(await bench.plan(other));
  proof('change: no difference is left', after === '', after);
}

/** Undoes what was done; what that leaves goes with its group, and what is deleted is purged. */
async function cleanUp(bench: Bench, design: Design, group: string): Promise<void> {
  const { kinds } = bench.ports;
  const left = await bench.undo();
  proof(
    'gone: undone in reverse order',
    left.length === 0,
    left.map(({ id, reason }) => `${id}: ${reason}`).join('; '),
  );
  const resourceGroup = kinds.get('Microsoft.Resources/resourceGroups');
  await removeAgain(resourceGroup, group, bench.ports);
  await untilAbsent(resourceGroup, group, bench.ports);
  for (const each of design.resources) {
    const kind = kinds.get(each.type);
    const isGone = kind.removal.how === 'with-parent' || left.some(({ id }) => id === each.id);
    if (!isGone) await removeAgain(kind, each.id, bench.ports);
    await purge(kind, each, bench.ports);
  }
  const observed = await bench.observe(design);
  const there = Object.values(observed.resources).flatMap((body) => (body ? [String(body['id'])] : []));
  proof('gone: asked to go twice, and nothing is left', there.length === 0, there.join(', '));
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'gotthard-conformance-'));
  const settings = { ...flags, config: join(folder, 'gotthard.yaml'), sandboxSpeed: 'instant' };
  const opened = clouds(settingsOf(settings, process));
  const interrupt = new AbortController();
  // However often it is pressed: what was made is removed first.
  process.on('SIGINT', () => interrupt.abort());
  try {
    const cloud = await opened.cloud(flags.cloud);
    // An identity of its own, so that no name is another run's.
    const estateId = base32Hash([randomBytes(16).toString('hex')], 8);
    const stamp = await stampOn(cloud, estateId);
    const name = `gotthard-conformance-${estateId}`;
    const design = inOneGroup(stamp, name);
    const group = `/subscriptions/${design.subscriptionId}/resourceGroups/${name}`;
    const azure = await cloud.calls(design);
    const requests = new Requests(cloud.clock);
    const bench = new Bench({
      azure,
      kinds: cloud.kinds,
      requests,
      cloud: cloud.name,
      interrupted: interrupt.signal,
    });
    say(`Group ${name} in subscription ${design.subscriptionId} on ${cloud.name}`);
    say(`Signed in as ${await cloud.signedIn(design.directoryId)}`);
    if (await cloud.kinds.get('Microsoft.Resources/resourceGroups').read(azure, group)) {
      say(`${name} exists already: nothing was touched.`);
      process.exitCode = 4;
      return;
    }
    await sayWhatItCosts(stamp.estate, design, bench);
    const budget = design.resources.find(({ type }) => type === 'Microsoft.Consumption/budgets')?.id;
    say(`If this process is killed: az group delete --name ${name} --subscription ${design.subscriptionId}`);
    say(`and, outside of the group: az rest --method delete --url "${budget}?api-version=2024-08-01"`);
    try {
      await cloud.register(azure, design.providers);
      await prove(bench, design);
    } finally {
      await cleanUp(bench, design, group);
    }
    process.exitCode = failed ? 1 : 0;
  } catch (error) {
    if (!(error instanceof Refusal || error instanceof ArmError)) throw error;
    const problems = error instanceof Refusal ? error.problems : [problemFrom(error, undefined)];
    for (const { what, next } of problems) say(`${what}\n  ${next.join('\n  ')}`);
    process.exitCode = 4;
  } finally {
    opened.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();

import { attestationResults } from '../checks/attestations.ts';
import { runChecks } from '../checks/index.ts';
import { existingIsolation } from '../checks/isolation/of-estate.ts';
import type { EstimateContext } from '../cost/estimate.ts';
import { idleCosts } from '../cost/idle-costs.ts';
import { changesSomething } from '../plan/irreversible.ts';
import { controlsByCheck, frameworkMapping, mappingFile } from '../report/frameworks.ts';
import { isolationText } from '../report/isolation-text.ts';
import { idKey } from '../resource/arm-id.ts';
import { isObject } from '../resource/json.ts';
import { known } from '../resource/subscription.ts';
import { readEstate } from './estate-files.ts';
import { exit } from './exit-code.ts';
import { noEstateFile } from './find-estate.ts';
import type { VerifyOptions } from './options.ts';
import type { Cloud, Ports } from './ports.ts';
import { contextOf, type Preparation, type Prepared, prepareWhole } from './prepare.ts';
import { savedPlan } from './saved-plan.ts';
import { selectStamps } from './stamps.ts';
import { unreadResult } from './unread-result.ts';
import { remembered } from './verification-history.ts';
import { verifyFound } from './verify-found.ts';
import { isLooking, lookAlone, printHandOver, refuseContradictions, withLooks } from './verify-looks.ts';
import { refuseUnknownReport, writeVerification } from './write-verification.ts';

const deploymentType = 'Microsoft.CognitiveServices/accounts/deployments';

/** Holds what exists against the checklist, item by item, with what was read. Writes nothing to the cloud. */
export async function verify(options: VerifyOptions, ports: Ports): Promise<number> {
  refuseUnknownReport(options.report);
  refuseContradictions(options);
  if (options.subscription !== undefined) return verifyFound(options, options.subscription, ports);
  const read = await readEstate(options.config, ports.files);
  if (!read) throw noEstateFile(options.config, 'what exists is held against its file');
  const { estate } = read;
  const selected = await selectStamps(estate, { ...options, allByDefault: true }, ports);
  if (options.print) return printHandOver(selected, options.cloud ?? estate.cloud, options, ports);
  if (options.fromInside && options.out !== undefined)
    return lookAlone(estate, selected, options.out, options, ports);
  const cloud = await ports.cloud(options.cloud ?? estate.cloud);
  const at = { ...ports, cloud };
  const preparation = await prepareWhole(estate, selected, at, { adopt: false, around: true });
  const today = ports.today();
  const context = await contextOf(estate, at, {});
  const looked = isLooking(options)
    ? await withLooks(estate, preparation.stamps, cloud, options, ports)
    : preparation.stamps;
  const stamps = looked.map((one) => ({ ...one, idleCosts: costsOf(one, context) }));
  const isolation = existingIsolation(estate, preparation.stamps);
  const checks = [
    ...preparation.unread.map(unreadResult),
    ...runChecks('after', { estate, stamps, today, isolation }),
    ...attestationResults(estate, today),
  ];
  ports.show.checks(checks, 'VERIFICATION');
  ports.show.text(isolationText(isolation, cloud.name));
  const since = await remembered(checks, cloud, ports);
  if (since !== undefined) ports.show.text(since);
  if (options.fix) await showFix(options, preparation, cloud, ports);
  if (options.report !== undefined) {
    const { name: estateName, organisation } = estate;
    const input = { cloud: cloud.name, estateName, organisation, checks, isolation, at: today };
    await writeVerification(options.report, input, ports);
  }
  if (options.json) {
    const mapping = frameworkMapping(await ports.template(mappingFile));
    const frameworks = controlsByCheck(
      mapping,
      checks.map(({ id }) => id),
    );
    ports.json({ cloud: cloud.name, checks, isolation, frameworks });
  }
  // Of what nobody could see nothing is proven, whatever the others show.
  if (preparation.unread.length > 0) return exit.refused;
  return checks.some(({ status }) => status === 'failed') ? exit.verification : exit.done;
}

/** What whatever may be unused costs all the same. */
function costsOf({ design, observed, facts }: Prepared, context: EstimateContext) {
  const mayBeIdle = new Set([
    ...observed.orphans.map(idKey),
    ...design.resources.filter(({ type }) => type === deploymentType).map(({ id }) => idKey(id)),
  ]);
  const bodies = Object.entries(observed.resources)
    .filter(([key]) => mayBeIdle.has(key))
    .map(([, body]) => body)
    .filter(isObject);
  return idleCosts(design, [...bodies, ...(known(facts.use)?.beside ?? [])], context);
}

/** The plan that makes everything as designed again. */
async function showFix(
  { out }: VerifyOptions,
  preparation: Preparation<Prepared>,
  cloud: Cloud,
  ports: Ports,
): Promise<void> {
  const plans = preparation.stamps
    .map(({ plan }) => plan)
    .filter(({ actions }) => actions.some(changesSomething));
  if (plans.length === 0) {
    ports.show.text(
      'Everything of the estate file is as designed: there is nothing that a deployment would mend.',
    );
    return;
  }
  ports.show.plans(plans);
  if (out !== undefined) await ports.files.write(out, savedPlan(cloud.name, preparation, { adopt: false }));
  ports.show.text(`gotthard deploy${out === undefined ? '' : ` ${out}`} mends it.`);
}

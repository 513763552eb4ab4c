import type { Access, AccessReview } from '../checks/access/access.ts';
import { nameOf } from '../checks/access/access.ts';
import { isRemovable } from '../checks/access/remarks.ts';
import { reviewAccess } from '../checks/access/review.ts';
import { makeDesign } from '../design/make-design.ts';
import type { Estate, Stamp } from '../estate/estate.ts';
import { accessRemovalPlan, type Unwanted } from '../plan/make-access-plan.ts';
import type { IncidentInput } from '../plan/make-incident-plan.ts';
import type { StampPlan } from '../plan/plan.ts';
import { ArmError } from '../problems/arm-error.ts';
import { type Problem, Refusal } from '../problems/problem.ts';
import { type AccessJson, type AccessReportInput, htmlAccess, markdownAccess } from '../report/access.ts';
import type { AccessFacts } from '../resource/access.ts';
import type { RunResult } from '../run/events.ts';
import { withoutBusy } from './busy.ts';
import { carryOut } from './carry-out.ts';
import { readEstate } from './estate-files.ts';
import { exit, exitCodeOf } from './exit-code.ts';
import { noEstateFile } from './find-estate.ts';
import type { AccessReviewOptions } from './options.ts';
import type { Cloud, Ports } from './ports.ts';
import { prepareApart, unreadable } from './prepare.ts';
import { selectStamps } from './stamps.ts';
import { refuseUnknownReport } from './write-verification.ts';

const roleType = 'Microsoft.Authorization/roleAssignments';

/** A stamp with who can do what on it. */
interface Reviewed {
  readonly stamp: Stamp;
  readonly review: AccessReview;
}

/** Lists who can do what on each stamp and what of it should be looked at; with `remove`, takes away what may go. */
export async function accessReview(options: AccessReviewOptions, ports: Ports): Promise<number> {
  refuseUnknownReport(options.report);
  const read = await readEstate(options.config, ports.files);
  if (!read) throw noEstateFile(options.config, 'access is reviewed by the environments of its file');
  const { estate } = read;
  const cloud = await ports.cloud(options.cloud ?? estate.cloud);
  const stamps = await selectStamps(estate, { ...options, allByDefault: !options.remove }, ports);
  const { reviewed, unread } = await reviewAll(stamps, cloud);
  const reviews = reviewed.map(({ review }) => review);
  ports.show.access(reviews);
  if (unread.length > 0) ports.show.problems(unread);
  if (options.report !== undefined) await writeReport(options.report, reviews, estate, cloud, ports);
  const results = options.remove ? await removed(reviewed, estate, options, cloud, ports) : [];
  if (typeof results === 'number') return results;
  if (options.json)
    ports.json({
      cloud: cloud.name,
      reviews,
      ...(options.remove ? { runs: results } : {}),
    } satisfies AccessJson);
  // Of what nobody could see nothing was reviewed, whatever the others show.
  if (unread.length > 0) return exit.refused;
  return options.remove ? exitCodeOf(results, true) : exit.done;
}

/** Reads each subscription once. One that can't be read stops no other; where none can, that is the refusal. */
async function reviewAll(
  stamps: readonly Stamp[],
  cloud: Cloud,
): Promise<{ readonly reviewed: readonly Reviewed[]; readonly unread: readonly Problem[] }> {
  const facts = new Map<string, Promise<AccessFacts>>();
  const factsOf = async (stamp: Stamp): Promise<AccessFacts> => {
    const at = makeDesign(stamp);
    const found = facts.get(at.subscriptionId) ?? cloud.calls(at).then((azure) => cloud.access(azure));
    facts.set(at.subscriptionId, found);
    return found;
  };
  const unread: Problem[] = [];
  const looked = await Promise.all(
    stamps.map(async (stamp): Promise<Reviewed[]> => {
      try {
        const review = reviewAccess(makeDesign(stamp), await factsOf(stamp), cloud.kinds.get(roleType));
        return [{ stamp, review }];
      } catch (error) {
        if (!(error instanceof ArmError || error instanceof Refusal)) throw error;
        unread.push(...unreadable(stamp, error));
        return [];
      }
    }),
  );
  const reviewed = looked.flat();
  const [first, ...others] = unread;
  if (first && reviewed.length === 0) throw new Refusal([first, ...others], exit.refused);
  return { reviewed, unread };
}

/** Plans, confirms and runs what may be taken away. */
async function removed(
  reviewed: readonly Reviewed[],
  estate: Estate,
  options: AccessReviewOptions,
  cloud: Cloud,
  ports: Ports,
): Promise<readonly RunResult[] | number> {
  const records = await ports.records(cloud.name, estate);
  const { free, busy } = await withoutBusy(
    reviewed.map(({ stamp }) => stamp),
    records,
  );
  const unwanted = new Map(
    reviewed.map(({ stamp, review }) => [stamp.name, unwantedOf(review, options.principals)]),
  );
  const planOf = (input: IncidentInput, { name }: Stamp): StampPlan =>
    accessRemovalPlan(input, unwanted.get(name) ?? []);
  const preparation = await prepareApart(estate, free, { ...ports, cloud }, planOf);
  const nothing =
    'There is no role here that Gotthard may take away. What lies above is told with its command.';
  return carryOut(preparation, { cloud, busy, nothing }, options, { ...ports, ...records });
}

function unwantedOf({ access }: AccessReview, principals: readonly string[]): readonly Unwanted[] {
  return access
    .filter((each) => isRemovable(each, principals))
    .map((each) => ({
      id: each.id,
      title: titleOf(each),
      reason: each.remarks.map(({ what }) => what).join('; ') || 'its holder was named',
      forGood: each.remarks.some(({ code }) => code === 'unknown'),
    }));
}

function titleOf(access: Access): string {
  return `role ${access.role} for ${nameOf(access)}`;
}

async function writeReport(
  path: string,
  reviews: readonly AccessReview[],
  { name: estateName, organisation }: Estate,
  cloud: Cloud,
  ports: Pick<Ports, 'files' | 'show' | 'today'>,
): Promise<void> {
  const input: AccessReportInput = {
    cloud: cloud.name,
    estateName,
    organisation,
    reviews,
    at: ports.today(),
  };
  await ports.files.write(path, path.endsWith('.html') ? htmlAccess(input) : markdownAccess(input));
  ports.show.text(`Report: ${path}`);
}

import { type Compared, compare } from '../cost/actual.ts';
import type { EstimateContext } from '../cost/estimate.ts';
import type { Design } from '../design/design.ts';
import { ArmError } from '../problems/arm-error.ts';
import { problemFrom } from '../problems/from-arm.ts';
import { type Problem, refuseIfAny } from '../problems/problem.ts';
import type { ActualCosts } from '../resource/actual-costs.ts';
import { parseArmId } from '../resource/arm-id.ts';
import type { Cloud } from './ports.ts';

/** Reads what each environment has cost this month so far, and puts it beside its estimate. Writes nothing. */
export async function actualCosts(
  designs: readonly Design[],
  context: EstimateContext,
  cloud: Cloud,
): Promise<Compared[]> {
  const now = cloud.clock.now();
  const results = await Promise.all(designs.map((design) => ofOne(design, context, cloud, now)));
  refuseIfAny(
    results.filter((result): result is Problem => 'code' in result),
    4,
  );
  return results.filter((result): result is Compared => 'lines' in result);
}

async function ofOne(
  design: Design,
  context: EstimateContext,
  cloud: Cloud,
  now: number,
): Promise<Compared | Problem> {
  const stamp = `${design.tenant}/${design.environment}`;
  let actual: ActualCosts;
  try {
    actual = await cloud.actualCosts(await cloud.calls(design), { groups: groupsOf(design), now });
  } catch (error) {
    if (!(error instanceof ArmError)) throw error;
    const problem = problemFrom(error, undefined);
    return { ...problem, what: `${stamp}: the costs so far can't be read: ${problem.what}` };
  }
  return (
    compare(design, actual, context, passedOf(now)) ?? {
      code: 'GT-COST-CURRENCY',
      what: `${stamp} is billed in ${actual.currency}, to which no rate is known`,
      why: 'the estimate is in CHF, and only a rate between USD and CHF is known',
      next: ['Look at the costs in the portal of Azure.'],
    }
  );
}

function groupsOf({ resources }: Design): string[] {
  return resources
    .filter(({ type }) => type === 'Microsoft.Resources/resourceGroups')
    .map(({ id }) => parseArmId(id).name);
}

/** The part of the month that has passed, 0 to 1. */
function passedOf(now: number): number {
  const date = new Date(now);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  const [from, to] = [Date.UTC(year, month, 1), Date.UTC(year, month + 1, 1)];
  return (now - from) / (to - from);
}

import { type Estate, type Stamp, stampsOf } from '../estate/estate.ts';
import { withPeopleUnits } from './people-units.ts';
import { type Usage, usageOf } from './usage.ts';

/** The use of a stamp as the estate file tells it: a profile, and figures where it has some. */
function usageOfStamp({ environment }: Stamp): Usage {
  const usage = usageOf(environment.usage);
  const { usageFigures } = environment;
  return usageFigures ? withPeopleUnits(usage, usageFigures, 'the estate file') : usage;
}

/** The use of every stamp of an estate by its name, as the estate file tells it. */
export function usageOfEstate(estate: Estate): ReadonlyMap<string, Usage> {
  return new Map(stampsOf(estate).map((stamp) => [stamp.name, usageOfStamp(stamp)]));
}

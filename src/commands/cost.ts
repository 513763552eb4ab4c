import { addressOf } from '../cost/address.ts';
import type { Cost } from '../cost/cost.ts';
import { type EstimateContext, estimate } from '../cost/estimate.ts';
import { type Explanation, explain } from '../cost/explain.ts';
import { formatChf } from '../cost/format.ts';
import { comparePublished } from '../cost/published.ts';
import { parseUsage, type UsageFile } from '../cost/usage-file.ts';
import { costBy, yearly } from '../cost/views.ts';
import { promised } from '../cost/what-if/promised.ts';
import { whatIf } from '../cost/what-if/what-if.ts';
import type { Design } from '../design/design.ts';
import { makeDesign } from '../design/make-design.ts';
import { nearest } from '../estate/nearest.ts';
import { stampsWithShared } from '../estate/shared-stamp.ts';
import { Refusal } from '../problems/problem.ts';
import { costCsv } from '../report/cost-csv.ts';
import { type CostExtras, costJson } from '../report/json.ts';
import { costMarkdown } from '../report/markdown-cost.ts';
import { actualCosts } from './cost-actual.ts';
import { estimateContext } from './cost-of.ts';
import { exit } from './exit-code.ts';
import type { CostOptions } from './options.ts';
import type { Ports } from './ports.ts';
import { writtenEstate } from './written-estate.ts';

/** Tells what the estate of the file costs a month. Reads files alone, and a cloud only for what it has billed. */
export async function cost(options: CostOptions, ports: Ports): Promise<number> {
  const estate = await writtenEstate(options, ports, 'a cost is that of an estate file');
  const cloud = ports.about(options.cloud ?? estate.cloud);
  const fx = options.fx === undefined ? {} : { fx: options.fx };
  const known = await estimateContext(estate, ports, { cloud, ...fx });
  const { usage, published } = await usageFileOf(options, known, ports);
  const context = { ...known, usage };
  const designs = stampsWithShared(estate).map(makeDesign);
  const total = estimate(designs, context);
  const explained =
    options.explain === undefined ? undefined : explanationsOf(options.explain, total, designs, context);
  const compared = options.actual
    ? await actualCosts(designs, context, await ports.cloud(options.cloud ?? estate.cloud))
    : undefined;
  const choices = options.whatIf ? whatIf(designs, context, estate) : undefined;
  if (options.csv || options.markdown) {
    const text = options.csv ? costCsv(total) : costMarkdown(total, { title: estate.name, cloud }).trimEnd();
    if (options.json) ports.show.text(text);
    else ports.text(text);
  } else if (explained) ports.show.explanations(explained);
  else if (compared) ports.show.actual(compared);
  else if (choices) ports.show.whatIf(choices, promised(choices));
  else show(total, options, ports);
  const comparison = published && comparePublished(total, published);
  if (comparison && !options.csv && !options.markdown && !explained && !compared && !choices)
    ports.show.published(comparison);
  const extras = {
    ...extrasOf(total, options),
    ...(explained ? { explain: explained } : {}),
    ...(comparison ? { published: comparison } : {}),
    ...(compared ? { actual: compared } : {}),
    ...(choices ? { whatIf: { choices, promised: promised(choices) } } : {}),
  };
  if (options.json) ports.json(costJson(cloud, total, extras));
  return exit.done;
}

async function usageFileOf(
  { usage: path }: CostOptions,
  known: EstimateContext,
  ports: Ports,
): Promise<UsageFile> {
  if (path === undefined) return { usage: known.usage, published: undefined };
  const text = await ports.files.read(path);
  if (text !== undefined) return parseUsage(text, path, known.usage);
  throw new Refusal([
    {
      code: 'GT-USAGE-NONE',
      what: `there is no usage file ${path}`,
      why: '--usage takes the path of a file that says how much is used',
      next: ['docs/cost.md shows what stands in one.'],
    },
  ]);
}

function explanationsOf(
  typed: string,
  total: Cost,
  designs: readonly Design[],
  context: EstimateContext,
): Explanation[] {
  const found = explain(total, typed, designs, context);
  if (found.length > 0) return found;
  const addresses = [...new Set(total.lines.map(addressOf))];
  const meant = nearest(typed, addresses);
  throw new Refusal([
    {
      code: 'GT-COST-LINE',
      what: `no line of the cost is called ${typed}`,
      why: meant ? `did you mean ${meant}?` : 'every word has to stand in the address of a line',
      next: [`One of ${addresses.join(', ')}`],
    },
  ]);
}

function show(total: Cost, { by }: CostOptions, { show }: Ports): void {
  if (by) show.costBy(total, by);
  else show.cost(total);
  const year = yearly(total.monthly);
  show.text(
    [
      `  A year: ${formatChf(year.expected)} expected (low ${formatChf(year.low)}, high ${formatChf(year.high)}).`,
      '  gotthard cost --explain "key vault operations" shows how a line comes about.',
    ].join('\n'),
  );
}

function extrasOf(total: Cost, { by }: CostOptions): CostExtras {
  if (!by) return {};
  const parts = costBy(total, by).map(({ name, monthly, complete }) => ({ name, monthly, complete }));
  return { by: { view: by, parts } };
}

import Big from 'big.js';
import type { Cost } from '../cost/cost.ts';
import { formatChf } from '../cost/format.ts';
import { WHOLE_ESTATE } from '../cost/shared-lines.ts';
import { type CostPart, costBy } from '../cost/views.ts';
import { type Html, html } from './html-text.ts';

const colours: { readonly [service: string]: string } = {
  'Azure OpenAI': 'f-openai',
  'Log Analytics': 'f-logs',
  'Azure Monitor': 'f-monitor',
  'Key Vault': 'f-vault',
  'Private Link': 'f-link',
  'Private DNS': 'f-dns',
};
const colourOf = (service: string): string => colours[service] ?? 'f-other';

/** A bar of services for each environment, all to the same scale, and what the colours mean. */
export function costBars(cost: Cost): Html {
  const parts = costBy(cost, 'environment');
  const stamps = parts.filter(({ name }) => name !== WHOLE_ESTATE);
  const shared = parts.filter(({ name }) => name === WHOLE_ESTATE);
  const longest = stamps.reduce((most, { monthly }) => larger(most, new Big(monthly.expected)), new Big(0));
  if (longest.lte(0)) return html``;
  return html`<div class="bars">${stamps.map((stamp) => bar(stamp, longest))}${shared.map(sharedRow)}</div>
<ul class="legend">${costBy(cost, 'service').map(legendOf)}</ul>`;
}

function bar(stamp: CostPart, longest: Big): Html {
  let start = new Big(0);
  const segments = costBy(stamp, 'service').map(({ name, monthly }) => {
    const width = new Big(monthly.expected).times(1000).div(longest).round(2);
    const x = start;
    start = start.plus(width);
    return html`<rect class="${colourOf(name)}" x="${x.toFixed()}" y="0" width="${width.toFixed()}" height="24"><title>${name} ${formatChf(monthly.expected)}</title></rect>`;
  });
  const amount = formatChf(stamp.monthly.expected);
  return html`<div class="bar"><span>${stamp.name}</span>
<svg viewBox="0 0 1000 24" preserveAspectRatio="none" role="img" aria-label="${stamp.name}: ${amount} a month">${segments}</svg>
<b class="n">${amount}</b></div>
`;
}

/** Allowances are negative and so have no bar; without them the amounts wouldn't add up to the total. */
function sharedRow({ monthly }: CostPart): Html {
  return html`<div class="bar"><span class="wide soft">Allowances and volume prices, shared by all</span><b class="n">${formatChf(monthly.expected)}</b></div>`;
}

function legendOf({ name, monthly }: CostPart): Html {
  return html`<li><svg viewBox="0 0 10 10" aria-hidden="true"><rect class="${colourOf(name)}" width="10" height="10" rx="2"/></svg>${name} ${formatChf(monthly.expected)}</li>`;
}

function larger(a: Big, b: Big): Big {
  return a.gt(b) ? a : b;
}

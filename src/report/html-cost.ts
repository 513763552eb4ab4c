import type { Cost, CostLine, MoneyRange } from '../cost/cost.ts';
import { formatChf, formatQuantity, formatUnitPrice } from '../cost/format.ts';
import { WHOLE_ESTATE } from '../cost/shared-lines.ts';
import { type CostPart, costBy } from '../cost/views.ts';
import { costChanges, costFootnotes, lineKinds, priceSources, unpriced } from './cost-facts.ts';
import { costBars } from './html-bars.ts';
import { type Html, html } from './html-text.ts';

/** What the estate costs a month: bars, every line by environment, and where the prices are from. */
export function costSection(cost: Cost): Html {
  const missing = unpriced(cost);
  const notPriced = html`<div class="card warn"><p><b>Not priced:</b> ${missing.join('; ')}. The total is at least what it says.</p></div>`;
  return html`<section>
<h2>Cost a month</h2>
${costBars(cost)}
${missing.length > 0 ? notPriced : undefined}
<div class="scroll"><table>
<thead><tr><th>CHF a month</th><th class="n unit">Quantity</th><th class="n unit">USD a unit</th><th class="n">Low</th><th class="n">Expected</th><th class="n">High</th></tr></thead>
<tbody>
${costBy(cost, 'environment').map(partRows)}
${totalRow(cost)}
</tbody>
</table></div>
${costChanges(cost).map((change) => html`<p>${change}</p>`)}
${costFootnotes(cost).map((note) => html`<p class="soft small">${note}</p>`)}
<h3>Sources of the prices</h3>
<ul class="sources soft small">${priceSources(cost).map((source) => html`<li>${source}</li>`)}</ul>
</section>`;
}

function partRows(part: CostPart): Html {
  const title = part.name === WHOLE_ESTATE ? 'Shared by the whole estate' : part.name;
  const kinds = lineKinds.map(([kind, heading]) => {
    const lines = part.lines.filter((line) => line.kind === kind);
    if (lines.length === 0) return html``;
    return html`<tr><th colspan="6">${heading}</th></tr>${lines.map(lineRow)}`;
  });
  return html`<tr class="part"><td colspan="6">${title}</td></tr>
${kinds}
<tr class="sum"><td>${part.complete ? 'Sum' : 'Sum, at least'}</td><td class="unit"></td><td class="unit"></td>${amountCells(part.monthly)}</tr>`;
}

function lineRow(line: CostLine): Html {
  const mark = line.substituteRegion === undefined ? '' : ' *';
  const price = line.unitPrice === null ? 'unknown' : formatUnitPrice(line.unitPrice);
  return html`<tr><td>${line.service}: ${line.meter}${mark}</td><td class="n unit">${formatQuantity(line.quantity)} × ${line.unit}</td><td class="n unit">${price}</td>${amountCells(line.monthly)}</tr>
`;
}

function totalRow({ monthly, before, complete }: Cost): Html {
  const total = html`<tr class="total"><td>${complete ? 'Total' : 'Total, at least'}</td><td class="unit"></td><td class="unit"></td>${amountCells(monthly)}</tr>`;
  if (!before) return total;
  return html`${total}<tr><td class="soft">What exists already</td><td class="unit"></td><td class="unit"></td>${amountCells(before)}</tr>`;
}

/** Amounts without the currency, which the heading has. */
function amountCells(range: MoneyRange | null): Html {
  if (range === null) return html`<td class="n"></td><td class="n">unknown</td><td class="n"></td>`;
  const cell = (amount: string): Html => html`<td class="n">${formatChf(amount).replace('CHF ', '')}</td>`;
  return html`${cell(range.low)}${cell(range.expected)}${cell(range.high)}`;
}

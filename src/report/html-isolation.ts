import { sentence } from '../checks/isolation/findings.ts';
import type { Isolation } from '../checks/isolation/isolation.ts';
import { leakKinds } from '../checks/isolation/leak.ts';
import { matrixLimit, matrixTable, reachedPairs } from '../checks/isolation/matrix.ts';
import { type Html, html } from './html-text.ts';
import { isolationSummary, matrixLegend } from './isolation-text.ts';

/** Which environment reaches which, and by what. */
export function isolationSection(isolation: Isolation): Html {
  return html`<section>
<h2>Isolation</h2>
<p>${isolationSummary(isolation)}.</p>
${isolation.stamps.length <= matrixLimit ? matrixOf(isolation) : undefined}${waysOf(isolation)}
</section>`;
}

function matrixOf(isolation: Isolation): Html {
  const { columns, rows } = matrixTable(isolation, reachedPairs(isolation));
  return html`<table><thead><tr><th></th>${columns.map((column) => html`<th>${column}</th>`)}</tr></thead><tbody>
${rows.map(
  ({ label, cells }) => html`<tr><td>${label}</td>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>
`,
)}
</tbody></table>
<p class="soft small">${matrixLegend}</p>
`;
}

function waysOf({ leaks }: Isolation): Html | undefined {
  if (leaks.length === 0) return undefined;
  return html`<table><thead><tr><th>Reached</th><th>By</th></tr></thead><tbody>
${leaks.map(
  (leak) =>
    html`<tr><td>${leak.to}<br><span class="soft small">${leakKinds[leak.kind].realm}</span></td><td>${sentence(leak)}<br><span class="soft small">${leak.id}: ${leak.rule}</span></td></tr>
`,
)}
</tbody></table>`;
}

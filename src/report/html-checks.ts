import type { CheckResult } from '../checks/check.ts';
import { type Html, html } from './html-text.ts';
import { byUrgency } from './report.ts';

const tones: { readonly [status in CheckResult['status']]: string } = {
  ok: 'good',
  attested: 'good',
  warning: 'warn',
  failed: 'bad',
  'not-applicable': 'idle',
};

/** Every check with its evidence, those that need somebody first. */
export function checkSection(checks: readonly CheckResult[]): Html {
  if (checks.length === 0) return html``;
  return html`<section>
<h2>Checks</h2>
<table><thead><tr><th>Status</th><th>Check</th><th>Checklist</th></tr></thead><tbody>
${byUrgency(checks).map(checkRow)}
</tbody></table>
</section>`;
}

function checkRow({ id, stamp, status, message, evidence, next, checklist }: CheckResult): Html {
  const where = stamp === undefined ? '' : `${stamp}: `;
  const facts = evidence === undefined ? undefined : html`<br><span class="soft small">${evidence}</span>`;
  const advice = next === undefined ? undefined : html`<br><span class="small"><b>Next:</b> ${next}</span>`;
  return html`<tr><td><span class="pill ${tones[status]}">${status}</span></td><td>${where}${message} <span class="soft small">${id}</span>${facts}${advice}</td><td class="soft small">${checklist.join(' ')}</td></tr>
`;
}

import type { CheckResult } from '../checks/check.ts';
import { controlsOf, type FrameworkMapping } from './frameworks.ts';
import { isolationSection } from './html-isolation.ts';
import { htmlPage } from './html-page.ts';
import { type Html, html } from './html-text.ts';
import { countsByVerdict, type RowVerdict, type VerificationInput, verdictsByArea } from './verdicts.ts';

const tones: { readonly [verdict in RowVerdict['verdict']]: string } = {
  ok: 'good',
  attested: 'good',
  warning: 'warn',
  failed: 'bad',
  'not-applicable': 'idle',
  unchecked: 'idle',
};

/** A verification as one page: the checklist row by row, with what was read. */
export function htmlVerification(input: VerificationInput): string {
  return htmlPage({
    ...input,
    title: 'verification',
    over: 'Verification',
    facts: countsByVerdict(input.checks).map(
      ([verdict, count]) =>
        html`<div class="fact ${tones[verdict]}"><b>${count}</b><span>${verdict}</span></div>`,
    ),
    sections: [
      ...verdictsByArea(input.checks).map(({ area, rows }) => areaSection(area, rows)),
      ...(input.isolation === undefined ? [] : [isolationSection(input.isolation)]),
      ...(input.frameworks === undefined ? [] : [frameworkSection(input.frameworks, input.checks)]),
    ],
    footnote: 'Rows called unchecked have no check yet.',
  });
}

/** Checks of this verification with the controls that they speak to. */
function frameworkSection(mapping: FrameworkMapping, checks: readonly CheckResult[]): Html {
  const ids = [...new Set(checks.map(({ id }) => id))];
  return html`<section>
<h2>Frameworks</h2>
<p class="soft small">What a check speaks to, as published pages say; it certifies nothing. <b>gotthard explain CHECK</b> names the pages.</p>
<table><thead><tr><th>Check</th><th>Controls</th></tr></thead><tbody>
${ids.map((id) => frameworkRow(id, mapping))}
</tbody></table>
</section>`;
}

function frameworkRow(id: string, mapping: FrameworkMapping): Html {
  const controls = controlsOf(mapping, id)
    .map(({ name, controls: own }) => `${name}: ${own.map((control) => control.id).join(', ')}`)
    .join('; ');
  return html`<tr><td>${id}</td><td class="small">${controls === '' ? 'unmapped' : controls}</td></tr>
`;
}

function areaSection(area: string, rows: readonly RowVerdict[]): Html {
  return html`<section>
<h2>${area}</h2>
<table><thead><tr><th class="verdict">Verdict</th><th>Row</th></tr></thead><tbody>
${rows.map(rowOf)}
</tbody></table>
</section>`;
}

function rowOf({ id, what, verdict, checks }: RowVerdict): Html {
  const wanting = checks.filter(({ status }) => status === 'failed' || status === 'warning');
  const good = checks.filter(({ status }) => status !== 'failed' && status !== 'warning');
  const evidence =
    good.length === 0
      ? undefined
      : html`<details><summary class="soft small">${good.length === 1 ? '1 finding' : `${String(good.length)} findings`}</summary>${good.map(findingOf)}</details>`;
  return html`<tr><td><span class="pill ${tones[verdict]}">${verdict}</span></td><td><b>${id}</b> ${what}${wanting.map(findingOf)}${evidence}</td></tr>
`;
}

function findingOf({ id, stamp, status, message, evidence, risk, next }: CheckResult): Html {
  const where = stamp === undefined ? '' : `${stamp}: `;
  return html`<p class="small">${status}: ${where}${message} <span class="soft">${id}</span>${part('Read', evidence)}${part('Risk', risk)}${part('Next', next)}</p>
`;
}

function part(label: string, text: string | undefined): Html | undefined {
  return text === undefined ? undefined : html`<br><span class="soft"><b>${label}:</b> ${text}</span>`;
}

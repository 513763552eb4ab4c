import type { CheckResult } from '../checks/check.ts';
import { isSandboxName } from '../facts/cloud-names.ts';
import { style } from './html-style.ts';
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

/** A verification as one self-contained page: the checklist row by row, with what was read. It loads nothing. */
export function htmlVerification(input: VerificationInput): string {
  const title = `${input.estateName} · Gotthard verification`;
  const sandbox = html`<p class="notice"><b>sandbox</b>: made on the built-in simulator. Nothing in Azure was read or changed.</p>`;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${isSandboxName(input.cloud) ? `sandbox · ${title}` : title}</title>
<style>${style}</style>
</head>
<body>
<header>
<p class="over">Verification</p>
<h1>${input.estateName}</h1>
<p class="soft">${input.organisation} · ${input.cloud} · ${input.at}</p>
${isSandboxName(input.cloud) ? sandbox : undefined}
<div class="facts">${countsByVerdict(input.checks).map(([verdict, count]) => html`<div class="fact ${tones[verdict]}"><b>${String(count)}</b><span>${verdict}</span></div>`)}</div>
</header>
${verdictsByArea(input.checks).map(({ area, rows }) => areaSection(area, rows))}
<footer>Made by Gotthard on ${input.at}, cloud ${input.cloud}. Rows called unchecked have no check yet.</footer>
</body>
</html>
`;
  return page.html;
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

import { formatChf } from '../cost/format.ts';
import { isSandboxName } from '../facts/cloud-names.ts';
import { checkSection } from './html-checks.ts';
import { costSection } from './html-cost.ts';
import { planSection } from './html-plan.ts';
import { runSection } from './html-run.ts';
import { style } from './html-style.ts';
import { type Html, html } from './html-text.ts';
import { outcomeTexts, type ReportInput, worstOutcome } from './report.ts';

/** A report as one self-contained page: it loads nothing, prints well, and follows light and dark. */
export function htmlReport(input: ReportInput): string {
  const title = `${input.estateName} · Gotthard report`;
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
${header(input)}
${runSection(input.runs)}
${costSection(input.cost)}
${checkSection(input.checks)}
${planSection(input.plans)}
<footer>Made by Gotthard on ${input.at}, cloud ${input.cloud}. Costs are an estimate, not an offer.</footer>
</body>
</html>
`;
  return page.html;
}

function header(input: ReportInput): Html {
  const sandbox = html`<p class="notice"><b>sandbox</b>: made on the built-in simulator. Nothing in Azure was read or changed.</p>`;
  return html`<header>
<p class="over">${input.runs.length > 0 ? 'Deployment report' : 'Plan report'}</p>
<h1>${input.estateName}</h1>
<p class="soft">${input.organisation} · ${input.cloud} · ${input.at}</p>
${isSandboxName(input.cloud) ? sandbox : undefined}
<div class="facts">${facts(input)}</div>
</header>`;
}

function facts(input: ReportInput): Html[] {
  const { cost, checks, runs, plans } = input;
  const outcome = worstOutcome(runs);
  const resources = plans.reduce((sum, { actions }) => sum + actions.length, 0);
  const least = cost.complete ? '' : 'at least ';
  return [
    ...(outcome ? [fact(outcomeTexts[outcome], plural(runs.length, 'run'), outcomeTone(outcome))] : []),
    fact(
      `${least}${formatChf(cost.monthly.expected)}`,
      `a month expected, ${formatChf(cost.monthly.low)} to ${formatChf(cost.monthly.high)}`,
      cost.complete ? '' : 'warn',
    ),
    fact(plural(resources, 'resource'), `in ${plural(plans.length, 'environment')}`, ''),
    ...(checks.length > 0 ? [checkFact(checks)] : []),
  ];
}

function checkFact(checks: ReportInput['checks']): Html {
  const failed = checks.filter(({ status }) => status === 'failed').length;
  const warned = checks.filter(({ status }) => status === 'warning').length;
  const parts = [
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(warned > 0 ? [plural(warned, 'warning')] : []),
  ];
  const tone = failed > 0 ? 'bad' : warned > 0 ? 'warn' : 'good';
  return fact(parts.join(', ') || 'None failed', `of ${plural(checks.length, 'check')}`, tone);
}

function outcomeTone(outcome: keyof typeof outcomeTexts): string {
  if (outcome === 'succeeded') return 'good';
  return outcome === 'leftovers' ? 'bad' : 'warn';
}

function fact(value: string, meaning: string, tone: string): Html {
  return html`<div class="fact ${tone}"><b>${value}</b><span>${meaning}</span></div>`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

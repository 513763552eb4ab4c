import { formatChf } from '../cost/format.ts';
import { checkSection } from './html-checks.ts';
import { costSection } from './html-cost.ts';
import { isolationSection } from './html-isolation.ts';
import { htmlPage } from './html-page.ts';
import { planSection } from './html-plan.ts';
import { runSection } from './html-run.ts';
import { type Html, html } from './html-text.ts';
import { outcomeTexts, type ReportInput, worstOutcome } from './report.ts';

/** A report as one page. */
export function htmlReport(input: ReportInput): string {
  return htmlPage({
    ...input,
    title: 'report',
    over: input.runs.length > 0 ? 'Deployment report' : 'Plan report',
    facts: facts(input),
    sections: [
      runSection(input.runs),
      costSection(input.cost),
      checkSection(input.checks),
      ...(input.isolation === undefined ? [] : [isolationSection(input.isolation)]),
      planSection(input.plans),
    ],
    footnote: 'Costs are an estimate, not an offer.',
  });
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

import { isSandboxName } from '../facts/cloud-names.ts';
import type { StampPlan } from '../plan/plan.ts';
import { steps } from '../resource/step.ts';
import type { RunResult } from '../run/events.ts';
import { durationText } from './duration.ts';
import { costLines } from './markdown-cost.ts';
import { isolationLines } from './markdown-isolation.ts';
import { code, md, table } from './markdown-text.ts';
import { byUrgency, countsOf, outcomeTexts, type ReportInput, stampName } from './report.ts';

/** A report as Markdown, for a pull request or a wiki. */
export function markdownReport(input: ReportInput): string {
  const kind = input.runs.length > 0 ? 'Deployment' : 'Plan';
  const sandbox = '> **sandbox**: made on the built-in simulator. Nothing in Azure was read or changed.';
  const lines = [
    `# ${kind} of ${md(input.estateName)}`,
    '',
    `${md(input.organisation)}, cloud ${md(input.cloud)}, ${md(input.at)}`,
    '',
    ...(isSandboxName(input.cloud) ? [sandbox, ''] : []),
    ...runLines(input.runs),
    ...costLines(input.cost),
    ...checkLines(input.checks),
    ...(input.isolation === undefined ? [] : isolationLines(input.isolation)),
    ...planLines(input.plans),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

function runLines(runs: readonly RunResult[]): string[] {
  if (runs.length === 0) return [];
  return ['## Runs', '', ...runs.flatMap(oneRun)];
}

function oneRun(run: RunResult): string[] {
  const { failure, leftovers } = run;
  const counts = `${run.created.length} created, ${run.updated.length} changed, ${run.removed.length} removed, ${run.unchanged} unchanged`;
  return [
    `### ${md(stampName(run))}: ${outcomeTexts[run.outcome]}`,
    '',
    `${counts}. ${durationText(run.durationMs)}, at best ${durationText(run.criticalPathMs)}.`,
    '',
    ...(failure
      ? [
          `**What failed:** ${code(failure.id)}`,
          '',
          `${md(failure.code)}: ${md(failure.message)}`,
          '',
          ...failure.next.map((text) => `- Next: ${md(text)}`),
          ...(failure.correlationId === undefined
            ? []
            : [`- Azure correlation id ${code(failure.correlationId)}`]),
          '',
        ]
      : []),
    ...(leftovers.length > 0
      ? [
          ...table(
            ['What is left', 'Why', 'What to do', 'Name free on'],
            leftovers.map((left) => [
              code(left.id),
              md(left.reason),
              code(left.command),
              md(left.freeOn ?? ''),
            ]),
          ),
          '',
        ]
      : []),
  ];
}

function checkLines(checks: ReportInput['checks']): string[] {
  if (checks.length === 0) return [];
  const rows = byUrgency(checks).map(({ status, stamp, message, evidence, next, checklist, id }) => [
    status,
    [
      md(stamp === undefined ? message : `${stamp}: ${message}`),
      ...(evidence === undefined ? [] : [md(evidence)]),
      ...(next === undefined ? [] : [`**Next:** ${md(next)}`]),
    ].join('<br>'),
    md([id, ...checklist].join(' ')),
  ]);
  return ['## Checks', '', ...table(['Status', 'Check', 'Id and checklist'], rows), ''];
}

function planLines(plans: readonly StampPlan[]): string[] {
  return plans.length === 0 ? [] : ['## Planned resources', '', ...plans.flatMap(onePlan)];
}

function onePlan(plan: StampPlan): string[] {
  const present = steps.filter((step) => plan.actions.some((action) => action.step === step));
  return [
    `### ${md(stampName(plan))} in ${md(plan.region)}`,
    '',
    `Subscription ${code(plan.subscriptionId)}${plan.production ? ', production' : ''}. Plan: ${countsOf(plan.actions)}; about ${durationText(plan.expectedDurationMs)}.`,
    '',
    ...plan.warnings.map((text) => `- **Loosened:** ${md(text)}`),
    ...plan.pointOfNoReturn.map((id) => `- **Can't be undone, so done last:** ${code(id)}`),
    ...plan.registrations.map((name) => `- **Registered before the run, and kept:** ${md(name)}`),
    '',
    ...present.flatMap((step) => stepLines(step, plan)),
  ];
}

/** What is left alone is counted; everything else is listed. */
function stepLines(step: string, { actions }: StampPlan): string[] {
  const own = actions.filter((action) => action.step === step);
  const changing = own.filter(({ action }) => action !== 'unchanged');
  return [
    `**${step}** (${countsOf(own)})`,
    '',
    ...changing.map(({ action, title, reason }) => {
      const why = reason === undefined ? '' : ` (${md(reason)})`;
      return `- ${action} ${md(title)}${why}`;
    }),
    ...(changing.length > 0 ? [''] : []),
  ];
}

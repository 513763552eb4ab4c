import type { Action, StampPlan } from '../plan/plan.ts';
import { steps } from '../resource/step.ts';
import { durationText } from './duration.ts';
import { type Html, html } from './html-text.ts';
import { countsOf, stampName } from './report.ts';

/** What each stamp consists of, by step, and what the plan did to it. */
export function planSection(plans: readonly StampPlan[]): Html {
  return html`<section>
<h2>Planned resources</h2>
${plans.map(stampPart)}
</section>`;
}

function stampPart(plan: StampPlan): Html {
  const where = html`${plan.region} · subscription <code>${plan.subscriptionId}</code>${plan.production ? ' · production' : ''}`;
  const present = steps.filter((step) => plan.actions.some((action) => action.step === step));
  return html`<h3>${stampName(plan)}</h3>
<p class="soft small">${where}<br>Plan: ${countsOf(plan.actions)}; about ${durationText(plan.expectedDurationMs)}.</p>
${loosened(plan)}
${finality(plan)}
<div class="steps">${present.map((step) => stepPart(step, plan.actions))}</div>`;
}

function loosened({ warnings }: StampPlan): Html {
  if (warnings.length === 0) return html``;
  return html`<div class="card warn"><p><b>Loosened defaults</b></p><ul class="plain">${warnings.map((text) => html`<li>${text}</li>`)}</ul></div>`;
}

function finality({ pointOfNoReturn, registrations }: StampPlan): Html {
  const final = html`<p class="small"><b>Can't be undone, so done last:</b> ${pointOfNoReturn.map((id) => html`<code>${id}</code> `)}</p>`;
  const registered = html`<p class="small"><b>Registered before the run, and kept:</b> ${registrations.join(', ')}</p>`;
  return html`${pointOfNoReturn.length > 0 ? final : undefined}${registrations.length > 0 ? registered : undefined}`;
}

function stepPart(step: string, all: readonly Action[]): Html {
  const actions = all.filter((action) => action.step === step);
  return html`<div class="step"><h4><span>${step}</span><span class="soft">${actions.length}</span></h4><ul>${actions.map(actionItem)}</ul></div>
`;
}

function actionItem({ action, title, reason, irreversible }: Action): Html {
  const why = [irreversible ? "can't be undone" : undefined, reason].filter((text) => text !== undefined);
  const detail = why.length > 0 ? html` <span class="soft">(${why.join('; ')})</span>` : undefined;
  return html`<li class="${action}"><span>${action}</span><span>${title}${detail}</span></li>`;
}

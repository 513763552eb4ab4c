import type { Leftover, RunResult } from '../run/events.ts';
import { durationText } from './duration.ts';
import { type Html, html } from './html-text.ts';
import { outcomeTexts, stampName } from './report.ts';

/** How each run ended: what it did, what failed and why, what is left, and what to do next. */
export function runSection(runs: readonly RunResult[]): Html {
  if (runs.length === 0) return html``;
  return html`<section>
<h2>Runs</h2>
${runs.map(runPart)}
</section>`;
}

function runPart(run: RunResult): Html {
  const tone = run.outcome === 'succeeded' ? 'good' : run.outcome === 'leftovers' ? 'bad' : 'warn';
  const done = [
    ['created', run.created.length],
    ['changed', run.updated.length],
    ['removed', run.removed.length],
    ['unchanged', run.unchanged],
  ] as const;
  const counts = done.filter(([, count]) => count > 0).map(([word, count]) => `${count} ${word}`);
  const times = `${durationText(run.durationMs)}, at best ${durationText(run.criticalPathMs)} along the longest chain of dependencies`;
  const id = html`<br><span class="soft small">Run <code>${run.runId}</code></span>`;
  return html`<div class="card ${tone}">
<p><b>${stampName(run)}</b> <span class="pill ${tone}">${outcomeTexts[run.outcome]}</span></p>
<p>${counts.join(', ') || 'Nothing was written'}. ${times}.${run.runId === '' ? undefined : id}</p>
${failurePart(run.failure)}
${leftoverPart(run.leftovers)}
</div>`;
}

function failurePart(failure: RunResult['failure']): Html {
  if (!failure) return html``;
  const { id, code, message, next, correlationId } = failure;
  const trail = html`<p class="soft small">Azure correlation id <code>${correlationId}</code></p>`;
  return html`<h3>What failed</h3>
<p><code>${id}</code></p>
<p><b>${code}</b>: ${message}</p>
<p>Next:</p><ul class="next">${next.map((text) => html`<li>${text}</li>`)}</ul>
${correlationId === undefined ? undefined : trail}`;
}

function leftoverPart(leftovers: readonly Leftover[]): Html {
  if (leftovers.length === 0) return html``;
  return html`<h3>What is left</h3>
<table><thead><tr><th>Resource</th><th>Why</th><th>What to do</th><th class="n">Name free on</th></tr></thead><tbody>
${leftovers.map(({ id, reason, command, freeOn }) => html`<tr><td><code>${id}</code></td><td>${reason}</td><td><code>${command}</code></td><td class="n">${freeOn ?? ''}</td></tr>`)}
</tbody></table>`;
}

import { type Access, type AccessReview, nameOf } from '../checks/access/access.ts';
import { isSandboxName } from '../facts/cloud-names.ts';
import type { RunResult } from '../run/events.ts';
import { htmlPage } from './html-page.ts';
import { type Html, html } from './html-text.ts';
import { md, table } from './markdown-text.ts';

/** The document of `access review --json`; runs where roles were taken away. */
export interface AccessJson {
  readonly cloud: string;
  readonly reviews: readonly AccessReview[];
  readonly runs?: readonly RunResult[];
}

/** What a report of a review is made of. */
export interface AccessReportInput {
  readonly cloud: string;
  readonly estateName: string;
  readonly organisation: string;
  readonly reviews: readonly AccessReview[];
  /** ISO date. */
  readonly at: string;
}

const footnote =
  'Members of groups are reviewed in Entra. Once done: `attestations` in the estate file, item IAM-3.';
const columns = ['Who', 'Role', 'From', 'Scope', 'Can', 'To look at'];

/** The cells of one role, in the order of the columns. */
function cells(access: Access): readonly [string, string, string, string, string, readonly string[]] {
  const { principalType, role, from, until, scope, can, designed, own, remarks } = access;
  return [
    `${nameOf(access)} (${principalType}${own ? ', whoever made this' : ''})`,
    `${role}${until === undefined ? '' : ` until ${until}`}`,
    designed ? `${from}, estate file` : from,
    scope,
    can.join(', '),
    remarks.map(({ what, next }) => `${what}. ${next}`),
  ];
}

/** A review as Markdown, environment by environment. */
export function markdownAccess(input: AccessReportInput): string {
  const sandbox = '> **sandbox**: made on the built-in simulator. Nothing in Azure was read or changed.';
  const lines = [
    `# Access to ${md(input.estateName)}`,
    '',
    `${md(input.organisation)}, cloud ${md(input.cloud)}, ${md(input.at)}`,
    '',
    ...(isSandboxName(input.cloud) ? [sandbox, ''] : []),
    ...input.reviews.flatMap((review) => [
      `## ${md(`${review.tenant}/${review.environment}`)}`,
      '',
      ...table(
        columns,
        review.access.map((access) => {
          const [who, role, from, scope, can, remarks] = cells(access);
          return [...[who, role, from, scope, can].map(md), remarks.map(md).join('<br>')];
        }),
      ),
      '',
      ...review.eligible.map((each) => `- ${md(eligibleText(each))}`),
      ...review.unread.map(({ what, reason }) => `- **Not read:** ${md(`${what} (${reason})`)}`),
      '',
    ]),
    footnote,
  ];
  return `${lines.join('\n')}\n`;
}

/** A review as one page. */
export function htmlAccess(input: AccessReportInput): string {
  const all = input.reviews.flatMap(({ access }) => access);
  const flagged = all.filter(({ remarks }) => remarks.length > 0);
  return htmlPage({
    ...input,
    title: 'access review',
    over: 'Access review',
    facts: [
      html`<div class="fact"><b>${all.length}</b><span>roles</span></div>`,
      html`<div class="fact ${flagged.length > 0 ? 'warn' : 'good'}"><b>${flagged.length}</b><span>to look at</span></div>`,
    ],
    sections: input.reviews.map(sectionOf),
    footnote,
  });
}

function sectionOf({ tenant, environment, access, eligible, unread }: AccessReview): Html {
  return html`<section>
<h2>${tenant}/${environment}</h2>
<div class="scroll"><table><thead><tr>${columns.map((name) => html`<th>${name}</th>`)}</tr></thead><tbody>
${access.map(rowOf)}
</tbody></table></div>
<ul>${[
    ...eligible.map((each) => html`<li class="small">${eligibleText(each)}</li>`),
    ...unread.map(({ what, reason }) => html`<li class="small">Not read: ${what} (${reason})</li>`),
  ]}</ul>
</section>`;
}

function rowOf(access: Access): Html {
  const [who, role, from, scope, can, remarks] = cells(access);
  const told = remarks.map((remark) => html`<p class="small">${remark}</p>`);
  return html`<tr><td>${who}</td><td>${role}</td><td>${from}</td><td class="small"><code>${scope}</code></td><td class="small">${can}</td><td>${told}</td></tr>
`;
}

function eligibleText(each: AccessReview['eligible'][number]): string {
  return `${nameOf(each)} may activate ${each.role} for a limited time on ${each.scope}`;
}

import { isSandboxName } from '../facts/cloud-names.ts';
import { controlsOf, type FrameworkMapping } from './frameworks.ts';
import { isolationLines } from './markdown-isolation.ts';
import { md, table } from './markdown-text.ts';
import { countsByVerdict, type RowVerdict, type VerificationInput, verdictsByArea } from './verdicts.ts';

/** A verification as Markdown: the checklist row by row, with what was read. */
export function markdownVerification(input: VerificationInput): string {
  const sandbox = '> **sandbox**: made on the built-in simulator. Nothing in Azure was read or changed.';
  const counts = countsByVerdict(input.checks).map(([verdict, count]) => `${count} ${verdict}`);
  const lines = [
    `# Verification of ${md(input.estateName)}`,
    '',
    `${md(input.organisation)}, cloud ${md(input.cloud)}, ${md(input.at)}`,
    '',
    ...(isSandboxName(input.cloud) ? [sandbox, ''] : []),
    `${counts.join(', ')}. Rows called unchecked have no check yet.`,
    '',
    ...verdictsByArea(input.checks).flatMap(({ area, rows }) => [
      `## ${area}`,
      '',
      ...table(
        ['Row', 'Verdict', 'What was found'],
        rows.map((row) => [md(`${row.id} ${row.what}`), row.verdict, findings(row)]),
      ),
      '',
    ]),
    ...(input.isolation === undefined ? [] : isolationLines(input.isolation)),
    ...(input.frameworks === undefined ? [] : frameworkSection(input.frameworks, input)),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

/** Checks of this verification with the controls that they speak to. */
function frameworkSection(mapping: FrameworkMapping, { checks }: VerificationInput): string[] {
  const ids = [...new Set(checks.map(({ id }) => id))];
  return [
    '',
    '## Frameworks',
    '',
    'What a check speaks to, as published pages say; it certifies nothing. `gotthard explain CHECK` names the pages.',
    '',
    ...table(
      ['Check', 'Controls'],
      ids.map((id) => {
        const controls = controlsOf(mapping, id).map(
          ({ name, controls: own }) => `${md(name)}: ${own.map((control) => md(control.id)).join(', ')}`,
        );
        return [md(id), controls.length === 0 ? 'unmapped' : controls.join('<br>')];
      }),
    ),
  ];
}

/** What is wanting in full, else what was read. */
function findings({ checks }: RowVerdict): string {
  const wanting = checks.filter(({ status }) => status === 'failed' || status === 'warning');
  return (wanting.length > 0 ? wanting : checks)
    .map(({ id, stamp, message, evidence, risk, next }) =>
      [
        md(`${stamp === undefined ? '' : `${stamp}: `}${message} (${id})`),
        ...(evidence === undefined ? [] : [md(`Read: ${evidence}`)]),
        ...(risk === undefined ? [] : [`**Risk:** ${md(risk)}`]),
        ...(next === undefined ? [] : [`**Next:** ${md(next)}`]),
      ].join('<br>'),
    )
    .join('<br>');
}

import { sentence } from '../checks/isolation/findings.ts';
import type { Isolation } from '../checks/isolation/isolation.ts';
import { leakKinds } from '../checks/isolation/leak.ts';
import { matrixLimit, matrixTable, reachedPairs } from '../checks/isolation/matrix.ts';
import { isolationSummary, matrixLegend } from './isolation-text.ts';
import { code, md, table } from './markdown-text.ts';

/** Which environment reaches which, and by what. */
export function isolationLines(isolation: Isolation): string[] {
  const { stamps, leaks } = isolation;
  const { columns, rows } = matrixTable(isolation, reachedPairs(isolation));
  return [
    '## Isolation',
    '',
    `${md(isolationSummary(isolation))}.`,
    '',
    ...(stamps.length <= matrixLimit
      ? [
          ...table(
            ['', ...columns],
            rows.map(({ label, cells }) => [md(label), ...cells.map(md)]),
          ),
          '',
          matrixLegend,
          '',
        ]
      : []),
    ...(leaks.length > 0
      ? table(
          ['Reached', 'In', 'By'],
          leaks.map((leak) => [
            md(leak.to),
            leakKinds[leak.kind].realm,
            `${md(sentence(leak))}<br>${code(`${leak.id}: ${leak.rule}`)}`,
          ]),
        )
      : []),
  ];
}

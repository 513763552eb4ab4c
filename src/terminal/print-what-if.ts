import { formatChf, formatQuantity } from '../cost/format.ts';
import type { WhatIf } from '../cost/what-if/choice.ts';
import type { Promised } from '../cost/what-if/promised.ts';
import { heading } from './heading.ts';
import { labelled, wrap } from './layout.ts';
import { sanitiseLine } from './sanitise.ts';
import { finish, paint, type Style } from './screen.ts';

/** Other choices by topic, each with what it saves and what it takes for granted, then what a guide promises. */
export function whatIfText(
  choices: readonly WhatIf[],
  promised: readonly Promised[],
  cloud: string,
  style: Style,
): string {
  const topics = [...new Set(choices.map(({ topic }) => topic))];
  const { bold, dim } = paint(style);
  return finish(
    [
      heading('WHAT IF', 'each choice alone, CHF a month', cloud, style),
      ...topics.flatMap((topic) => [
        '',
        `  ${bold(topic)}`,
        ...choices.filter((choice) => choice.topic === topic).flatMap((choice) => lines(choice, style)),
      ]),
      '',
      `  ${bold('published guide, this price book')}`,
      ...promised.flatMap(({ topic, published, here, because }) => [
        ...labelled(
          '    ',
          `${topic}: ${published}; here ${here === null ? 'nothing' : `${here} %`}`,
          style.columns,
        ),
        ...wrap(because, style.columns - 6).map((line) => `      ${dim(line)}`),
      ]),
    ],
    style,
  );
}

function lines(choice: WhatIf, style: Style): string[] {
  const { dim, yellow } = paint(style);
  const { saved, percent, percentOfTotal, assumption, forbidden, breakEvenTokens, breakEvenLoad } = choice;
  const shares = percent === null ? '' : ` (${percent} % of it, ${percentOfTotal ?? '0.0'} % of all)`;
  const less = saved.startsWith('-');
  const amount =
    Number(saved) === 0
      ? 'saves nothing'
      : `${less ? 'costs' : 'saves'} ${formatChf(saved.replace('-', ''))}${less ? ' more' : ''}`;
  const even =
    breakEvenTokens === undefined
      ? []
      : [
          `even at ${formatQuantity(breakEvenTokens)} tokens a month, ${breakEvenLoad} % of what they carry${Number(breakEvenLoad) > 100 ? ': never, by price alone' : ''}`,
        ];
  return [
    ...labelled('    ', `${sanitiseLine(choice.choice)}: ${amount}${shares}`, style.columns),
    ...[`assumes that ${assumption}`, ...even].flatMap((text) =>
      wrap(sanitiseLine(text), style.columns - 6).map((line) => `      ${dim(line)}`),
    ),
    ...(forbidden === undefined
      ? []
      : wrap(`refused: ${sanitiseLine(forbidden)}, until residency itself is changed`, style.columns - 6).map(
          (line) => `      ${yellow(line)}`,
        )),
  ];
}

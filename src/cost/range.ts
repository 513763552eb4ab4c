import Big from 'big.js';

/** Three figures that belong together: what is at least, most likely and at most to be expected. */
export interface Range {
  readonly low: Big;
  readonly expected: Big;
  readonly high: Big;
}

const figures = ['low', 'expected', 'high'] as const;
export type Figure = (typeof figures)[number];

/** Builds a range figure by figure. */
export function rangeOf(figure: (name: Figure) => Big): Range {
  return { low: figure('low'), expected: figure('expected'), high: figure('high') };
}

/** The same figure three times: what doesn't depend on use. */
export function exactly(value: Big | string | number): Range {
  const figure = new Big(value);
  return { low: figure, expected: figure, high: figure };
}

/** Adds two ranges figure by figure. */
export function plus(a: Range, b: Range): Range {
  return rangeOf((name) => a[name].plus(b[name]));
}

/** Multiplies every figure by the same factor. */
export function times(range: Range, factor: Big | string | number): Range {
  return rangeOf((name) => range[name].times(factor));
}

/** Whether every figure is zero. */
export function isNothing(range: Range): boolean {
  return figures.every((name) => range[name].eq(0));
}

/** Rounds half-up to 0.01, as every displayed amount is. */
export function roundedMoney(value: Big): Big {
  return value.round(2, Big.roundHalfUp);
}

import Big from 'big.js';

/** Puts an apostrophe (U+0027) between groups of three digits of a plain decimal text. */
function grouped(digits: string): string {
  const [whole = '0', fraction] = digits.split('.');
  const groups = whole.replace(/\B(?=(\d{3})+$)/g, "'");
  return fraction === undefined ? groups : `${groups}.${fraction}`;
}

function withoutTrailingZeros(digits: string): string {
  return digits.includes('.') ? digits.replace(/\.?0+$/, '') : digits;
}

/**
 * An amount of CHF in Swiss form, `CHF 1'234.50`: plain space, apostrophes, half-up to 0.01. What is above zero
 * and rounds to nothing is `< CHF 0.01`. Written by hand because Intl's output differs between Node versions.
 * @param amount decimal text
 */
export function formatChf(amount: string): string {
  const value = new Big(amount);
  const rounded = value.abs().round(2, Big.roundHalfUp);
  if (rounded.eq(0)) return value.gt(0) ? '< CHF 0.01' : 'CHF 0.00';
  return `CHF ${value.lt(0) ? '-' : ''}${grouped(rounded.toFixed(2))}`;
}

/**
 * A quantity for people: grouped like an amount, at most two decimals, or four significant digits below one.
 * @param quantity decimal text
 */
export function formatQuantity(quantity: string): string {
  const value = new Big(quantity);
  if (value.eq(0)) return '0';
  const digits = value.abs();
  const rounded = digits.lt(1) ? digits.prec(4, Big.roundHalfUp) : digits.round(2, Big.roundHalfUp);
  return `${value.lt(0) ? '-' : ''}${grouped(withoutTrailingZeros(rounded.toFixed()))}`;
}

/**
 * The price of one unit for people, `0.0000025`: up to six significant digits, never in scientific notation,
 * never rounded to nothing.
 * @param price decimal text
 */
export function formatUnitPrice(price: string): string {
  const value = new Big(price);
  if (value.eq(0)) return '0';
  return grouped(withoutTrailingZeros(value.prec(6, Big.roundHalfUp).toFixed()));
}

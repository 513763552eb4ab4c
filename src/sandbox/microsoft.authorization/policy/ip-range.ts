import { parseAddress } from '../../cidr.ts';
import { PolicyFailure } from './failure.ts';

interface Range {
  readonly family: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
}

/** Whether a range of addresses lies within another: an address, a CIDR block, or `first-last`. */
export function ipRangeContains(outer: string, inner: string): boolean {
  const [around, within] = [rangeOf(outer), rangeOf(inner)];
  if (around.family !== within.family)
    throw new PolicyFailure(`ipRangeContains can't compare '${outer}' with '${inner}'`);
  return around.first <= within.first && within.last <= around.last;
}

function rangeOf(text: string): Range {
  const [from = '', to] = text.split('-').map((part) => part.trim());
  const [address = '', length] = from.split('/');
  const first = parseAddress(address);
  if (first === undefined) throw new PolicyFailure(`'${text}' is no range of addresses`);
  const { family, value } = first;
  if (to !== undefined) {
    const last = parseAddress(to);
    if (last === undefined || last.family !== family || last.value < value)
      throw new PolicyFailure(`'${text}' is no range of addresses`);
    return { family, first: value, last: last.value };
  }
  const width = family === 4 ? 32 : 128;
  const bits = length === undefined ? width : Number(length);
  if (!Number.isInteger(bits) || bits < 0 || bits > width)
    throw new PolicyFailure(`'${text}' is no range of addresses`);
  const size = 1n << BigInt(width - bits);
  const start = value - (value % size);
  return { family, first: start, last: start + size - 1n };
}

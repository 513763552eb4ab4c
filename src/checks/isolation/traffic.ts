import type { Range } from '../../estate/cidr.ts';

/** Traffic as a box of source addresses, destination addresses, destination ports and protocols. */
export type Traffic = readonly [source: Range, destination: Range, ports: Range, protocols: Range];

export const everyAddress: Range = { start: 0, end: 2 ** 32 };
export const everyPort: Range = { start: 0, end: 65_536 };
const protocols = ['tcp', 'udp', 'icmp', 'esp', 'ah'];
export const everyProtocol: Range = { start: 0, end: protocols.length };

/** The protocols that a security rule names. */
export function protocolsOf(name: string): Range {
  const index = protocols.indexOf(name.toLowerCase());
  return index === -1 ? everyProtocol : { start: index, end: index + 1 };
}

/** What two boxes have in common; undefined: nothing. */
export function common(one: Traffic, other: Traffic): Traffic | undefined {
  const shared = one.map((range, side) => {
    const with_ = other[side] ?? range;
    return { start: Math.max(range.start, with_.start), end: Math.min(range.end, with_.end) };
  });
  return shared.every(({ start, end }) => start < end) ? (shared as unknown as Traffic) : undefined;
}

/** What is left of a box without another one: boxes that don't overlap. */
export function without(box: Traffic, hole: Traffic): Traffic[] {
  const shared = common(box, hole);
  if (!shared) return [box];
  const pieces: Traffic[] = [];
  const rest = [...box];
  for (const [side, { start, end }] of shared.entries()) {
    const whole = rest[side] ?? { start, end };
    for (const piece of [
      { start: whole.start, end: start },
      { start: end, end: whole.end },
    ]) {
      if (piece.start < piece.end) pieces.push(rest.with(side, piece) as unknown as Traffic);
    }
    rest[side] = { start, end };
  }
  return pieces;
}

import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { expect, test } from 'vitest';
import {
  contains,
  firstFree,
  formatCidr,
  isAligned,
  overlap,
  parseCidr,
  prefixOf,
  type Range,
} from '../../src/estate/cidr.ts';

const cidr = fc
  .tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 }))
  .map(([address, prefix]) => `${address}/${prefix}`);

test('a range is read as ipaddr.js reads it, host bits dropped', () => {
  fc.assert(
    fc.property(cidr, (text) => {
      const range = parsed(text);
      const network = ipaddr.IPv4.networkAddressFromCIDR(text);
      expect(formatCidr(range.start, prefixOf(range))).toBe(
        `${network.toString()}/${ipaddr.parseCIDR(text)[1]}`,
      );
      expect(isAligned(text)).toBe(text === `${network.toString()}/${text.split('/')[1]}`);
    }),
  );
});

test('overlap and containment agree with ipaddr.js', () => {
  fc.assert(
    fc.property(cidr, cidr, (a, b) => {
      const [first, second] = [ipaddr.IPv4.parseCIDR(a), ipaddr.IPv4.parseCIDR(b)];
      const holds = (outer: typeof first, inner: typeof first): boolean =>
        outer[1] <= inner[1] && inner[0].match(outer);
      expect(contains(parsed(a), parsed(b))).toBe(holds(first, second));
      expect(overlap(parsed(a), parsed(b))).toBe(holds(first, second) || holds(second, first));
    }),
  );
});

test('anything that is no IPv4 range in its plain form is not read', () => {
  for (const text of [
    '',
    '10.0.0.0',
    '10.0.0/8',
    '10.0.0.256/8',
    '010.0.0.0/8',
    '10.0.0.0/33',
    ' 10.0.0.0/8',
  ])
    expect(parseCidr(text), text).toBeUndefined();
});

test('the first free range lies in its space, touches nothing, and none before it is free', () => {
  const prefix = fc.integer({ min: 18, max: 26 });
  const inSpace = fc
    .tuple(fc.integer({ min: 0, max: 65535 }), fc.integer({ min: 18, max: 30 }))
    .map(([host, length]) => `10.40.${Math.floor(host / 256)}.${host % 256}/${length}`);
  fc.assert(
    fc.property(prefix, fc.array(inSpace, { maxLength: 12 }), (length, taken) => {
      const space = parsed('10.40.0.0/16');
      const used = taken.map(parsed);
      const size = 2 ** (32 - length);
      const candidates = Array.from({ length: 2 ** (length - 16) }, (_, index) => {
        const start = space.start + index * size;
        return { start, end: start + size };
      });
      const expected = candidates.find((range) => !used.some((other) => overlap(other, range)));
      expect(firstFree(space, length, used)).toEqual(expected);
    }),
  );
});

function parsed(text: string): Range {
  const range = parseCidr(text);
  if (!range) throw new Error(`${text} was not read`);
  return range;
}

import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { describe, expect, it } from 'vitest';
import {
  type Block,
  contains,
  formatIpv4,
  overlap,
  parseAddress,
  parseBlock,
  sizeOf,
} from '../../src/sandbox/cidr.ts';

const octet = fc.integer({ min: 0, max: 255 });
const address = fc.tuple(octet, octet, octet, octet).map((parts) => parts.join('.'));
const blockText = fc.tuple(address, fc.integer({ min: 0, max: 32 })).map(([ip, bits]) => `${ip}/${bits}`);
const block = blockText.map((text) => {
  const [ip = '', bits = '0'] = text.split('/');
  return parseBlock(`${ipaddr.IPv4.networkAddressFromCIDR(`${ip}/${bits}`).toString()}/${bits}`) as Block;
});

describe('address blocks', () => {
  it('are read as an independent library reads them', () => {
    fc.assert(
      fc.property(blockText, (text) => {
        const whole = ipaddr.IPv4.networkAddressFromCIDR(text).toString() === text.split('/')[0];
        const read = parseBlock(text);
        expect(read === 'host-bits').toBe(!whole);
        if (read !== 'host-bits') expect(`${formatIpv4(read?.first ?? 0n)}/${read?.bits}`).toBe(text);
      }),
    );
  });

  it('overlap exactly when they share an address', () => {
    fc.assert(
      fc.property(block, block, (one, other) => {
        const shared = one.first > other.first ? one.first : other.first;
        const end = (of: Block): bigint => of.first + sizeOf(of);
        expect(overlap(one, other)).toBe(shared < end(one) && shared < end(other));
        expect(contains(one, other)).toBe(other.first >= one.first && end(other) <= end(one));
      }),
    );
  });

  it.each([
    '',
    '10.0.0.0',
    '10.0.0.0/33',
    '10.0.0/8',
    '10.0.0.0/08',
    '10.00.0.0/8',
    '10.0.0.256/8',
    'fd00::/129',
    ':::/1',
    'a/b',
  ])('refuse %j', (text) => {
    expect(parseBlock(text)).toBeUndefined();
  });

  it.each(['::', '::1', 'fd00:0:0:1::', '2001:db8::ff', '1:2:3:4:5:6:7:8'])(
    'read the IPv6 address %s',
    (text) => {
      const bytes = ipaddr.IPv6.parse(text).toByteArray();
      expect(parseAddress(text)?.value).toBe(bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n));
    },
  );
});

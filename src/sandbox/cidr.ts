/** An address block: family, first address as a number, prefix length. */
export interface Block {
  readonly family: 4 | 6;
  readonly first: bigint;
  readonly bits: number;
}

const width = { 4: 32, 6: 128 } as const;

/** An IPv4 or IPv6 address as a number; undefined for anything else (no leading zeros, no zone). */
export function parseAddress(text: string): { family: 4 | 6; value: bigint } | undefined {
  if (/^\d+(\.\d+){3}$/.test(text)) {
    const parts = text.split('.');
    if (parts.some((part) => Number(part) > 255 || String(Number(part)) !== part)) return undefined;
    return { family: 4, value: parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n) };
  }
  const groups = text.includes(':') ? expand(text.toLowerCase()) : undefined;
  if (groups === undefined) return undefined;
  return {
    family: 6,
    value: groups.reduce((sum, group) => sum * 65536n + BigInt(Number.parseInt(group, 16)), 0n),
  };
}

function expand(text: string): string[] | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head = '', tail] = halves;
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const missing = 8 - left.length - right.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...left, ...Array<string>(missing).fill('0'), ...right];
  return groups.every((group) => /^[0-9a-f]{1,4}$/.test(group)) ? groups : undefined;
}

/** A block in CIDR notation; `host-bits` when the address is not the block's first, undefined when malformed. */
export function parseBlock(text: string): Block | 'host-bits' | undefined {
  const found = /^([^/]+)\/(\d{1,3})$/.exec(text);
  const address = parseAddress(found?.[1] ?? '');
  const bits = Number(found?.[2]);
  if (address === undefined || bits > width[address.family] || String(bits) !== found?.[2]) return undefined;
  const block: Block = { family: address.family, first: address.value, bits };
  return address.value % sizeOf(block) === 0n ? block : 'host-bits';
}

/** Number of addresses. */
export function sizeOf({ family, bits }: Block): bigint {
  return 1n << BigInt(width[family] - bits);
}

/** Whether two blocks share an address. */
export function overlap(one: Block, other: Block): boolean {
  if (one.family !== other.family) return false;
  return one.first < other.first + sizeOf(other) && other.first < one.first + sizeOf(one);
}

/** Whether the outer block holds all of the inner one. */
export function contains(outer: Block, inner: Block): boolean {
  return outer.bits <= inner.bits && overlap(outer, inner);
}

/** A number as dotted IPv4 address. */
export function formatIpv4(value: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 255n)).join('.');
}

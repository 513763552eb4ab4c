/** An IPv4 range as numbers: `start` inclusive, `end` exclusive. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** The range of a well-formed CIDR, its host bits dropped; undefined for anything else. */
export function parseCidr(text: string): Range | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text);
  if (!match) return undefined;
  const numbers = match.slice(1).map(Number);
  const [a = 0, b = 0, c = 0, d = 0, length = 0] = numbers;
  if ([a, b, c, d].some((octet) => octet > 255) || length > 32) return undefined;
  if (match.slice(1).some((part) => part.length > 1 && part.startsWith('0'))) return undefined;
  const size = 2 ** (32 - length);
  const address = a * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d;
  const start = address - (address % size);
  return { start, end: start + size };
}

/** Whether the address part names the first address of the range: `10.0.0.5/24` does not. */
export function isAligned(text: string): boolean {
  const range = parseCidr(text);
  return range !== undefined && formatCidr(range.start, prefixOf(range)) === text;
}

/** `10.0.0.0/24` */
export function formatCidr(start: number, prefix: number): string {
  const octets = [24, 16, 8, 0].map((shift) => Math.floor(start / 2 ** shift) % 256);
  return `${octets.join('.')}/${prefix}`;
}

/** Length of the prefix of a range. */
export function prefixOf(range: Range): number {
  return 32 - Math.log2(range.end - range.start);
}

/** Whether two ranges share an address. */
export function overlap(a: Range, b: Range): boolean {
  return a.start < b.end && b.start < a.end;
}

/** Whether `inner` lies wholly in `outer`. */
export function contains(outer: Range, inner: Range): boolean {
  return inner.start >= outer.start && inner.end <= outer.end;
}

/** The first range of a prefix length inside `space` that touches none of `used`; undefined when there is none. */
export function firstFree(space: Range, prefix: number, used: readonly Range[]): Range | undefined {
  const size = 2 ** (32 - prefix);
  let start = Math.ceil(space.start / size) * size;
  for (const taken of [...used].sort((a, b) => a.start - b.start)) {
    if (taken.end <= start) continue;
    if (taken.start >= start + size) break;
    start = Math.ceil(taken.end / size) * size;
  }
  return start + size <= space.end ? { start, end: start + size } : undefined;
}

import { createHash } from 'node:crypto';

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';

/** The first characters of the base32 form of a SHA-256 over the parts. Five bits a character. */
export function base32Hash(parts: readonly string[], length: number): string {
  const digest = createHash('sha256').update(parts.join('\0')).digest();
  return Array.from({ length }, (_, index) => {
    const bit = index * 5;
    const twoBytes = digest.readUInt16BE(Math.floor(bit / 8));
    return alphabet[(twoBytes >> (11 - (bit % 8))) & 31];
  }).join('');
}

/** A GUID made of the parts alone (RFC 9562 version 8 layout): the same parts give the same one. */
export function guidOf(parts: readonly string[]): string {
  const hex = createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 32);
  const variant = ((Number.parseInt(hex[16] ?? '0', 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

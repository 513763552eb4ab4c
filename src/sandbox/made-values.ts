import { createHash } from 'node:crypto';

/**
 * A GUID of version 8 that depends on nothing but its source text. All GUIDs that the sandbox makes have this
 * version, so that a value whose owner is gone can be told from one that a client brought.
 */
export function guidFrom(source: string): string {
  const hex = createHash('sha256').update(source).digest('hex');
  const variant = '89ab'[Number.parseInt(hex[16] ?? '0', 16) % 4] ?? '8';
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Whether a text is a GUID that the sandbox made. */
export function isMadeGuid(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(text);
}

/** Hexadecimal text of a length that depends on nothing but its source text. */
export function hexFrom(source: string, length: number): string {
  let hex = '';
  for (let part = 0; hex.length < length; part += 1) {
    hex += createHash('sha256').update(`${part} ${source}`).digest('hex');
  }
  return hex.slice(0, length);
}

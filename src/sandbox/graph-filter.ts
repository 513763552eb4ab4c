import { ArmError } from './errors.ts';
import type { JsonObject } from './json.ts';

const text = `'((?:[^']|'')*)'`;
const equals = new RegExp(`^(\\w+) +eq +${text}$`, 'i');
const starts = new RegExp(`^startswith\\((\\w+), *${text}\\)$`, 'i');
const any = new RegExp(`^(\\w+)/any\\( *(\\w+) *: *\\2 +eq +${text} *\\)$`, 'i');

/** Whether an object passes a `$filter` of equalities and beginnings, joined by `or`; 400 for any other filter. */
export function isMeant(object: JsonObject, filter: string | undefined): boolean {
  if (filter === undefined || filter.trim() === '') return true;
  return filter.split(/ +or +/i).some((term) => meets(object, term.trim(), filter));
}

function meets(object: JsonObject, term: string, filter: string): boolean {
  const equal = equals.exec(term);
  if (equal) return memberOf(object, equal[1]) === plain(equal[2]);
  const start = starts.exec(term);
  if (start) return memberOf(object, start[1]).startsWith(plain(start[2]));
  const member = any.exec(term);
  if (!member) throw new ArmError(400, 'Request_UnsupportedQuery', `Unsupported query: ${filter}`);
  const list = object[member[1] ?? ''];
  return Array.isArray(list) && list.some((one) => String(one).toLowerCase() === plain(member[3]));
}

function memberOf(object: JsonObject, name: string | undefined): string {
  return String(object[name ?? ''] ?? '').toLowerCase();
}

function plain(value: string | undefined): string {
  return (value ?? '').replaceAll("''", "'").toLowerCase();
}

import { isObject, type Json, type JsonObject } from './json.ts';

/** A date that is set when the resource is first put, kept from then on, and never compared. */
export interface DateAtApply {
  /** `midnight+Nd`: in seconds since 1970, as Key Vault counts; at midnight, so that a run tells the day alone. */
  readonly dateAtApply: 'firstOfMonth' | `now+${number}d` | `midnight+${number}d`;
}

/**
 * Refers to a property of another designed resource that Azure makes when it is put; `property` is a dotted path into
 * its ARM body. Written the same way in a design, in a plan and in a saved plan, so the plan shows exactly what is run.
 */
export function later(id: string, property: string): Json {
  return { knownAfterApply: `${id}#${property}` };
}

/** Refers to a date known when the run writes the resource. */
export function dateAtApply(date: DateAtApply['dateAtApply']): Json {
  return { dateAtApply: date };
}

/** The referred id and dotted property of a reference, or undefined for any other value. */
export function referenceOf(value: Json | undefined): { id: string; property: string } | undefined {
  if (!isObject(value)) return undefined;
  const target = value['knownAfterApply'];
  if (typeof target !== 'string' || Object.keys(value).length !== 1) return undefined;
  const hash = target.lastIndexOf('#');
  return { id: target.slice(0, hash), property: target.slice(hash + 1) };
}

/** Whether a value is a date to be set at apply. */
export function dateOf(value: Json | undefined): DateAtApply['dateAtApply'] | undefined {
  if (!isObject(value) || Object.keys(value).length !== 1) return undefined;
  const date = value['dateAtApply'];
  return typeof date === 'string' ? (date as DateAtApply['dateAtApply']) : undefined;
}

/** Every reference in a body, in document order. */
export function referencesIn(value: Json): { id: string; property: string }[] {
  const own = referenceOf(value);
  if (own) return [own];
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap(referencesIn);
  if (isObject(value)) return Object.values(value).flatMap(referencesIn);
  return [];
}

/** Replaces every reference and date by what `resolve` gives for it. */
export function resolveReferences(
  value: Json,
  resolve: {
    reference: (target: { id: string; property: string }, pointer: string) => Json;
    date: (date: DateAtApply['dateAtApply'], pointer: string) => Json;
  },
  pointer = '',
): Json {
  const target = referenceOf(value);
  if (target) return resolve.reference(target, pointer);
  const date = dateOf(value);
  if (date) return resolve.date(date, pointer);
  if (Array.isArray(value)) {
    return (value as readonly Json[]).map((item, index) =>
      resolveReferences(item, resolve, `${pointer}/${index}`),
    );
  }
  if (!isObject(value)) return value;
  const resolved: Record<string, Json> = {};
  for (const [key, member] of Object.entries(value as JsonObject)) {
    resolved[key] = resolveReferences(member, resolve, `${pointer}/${key}`);
  }
  return resolved;
}

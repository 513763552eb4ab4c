/** What a fault does; see `docs/sandbox.md`. */
export type FaultKind =
  | 429
  | 500
  | 503
  | 409
  | 403
  | 'drop'
  | 'drop-after'
  | 'drop-late'
  | 'lro-failed'
  | 'lro-flip'
  | 'token-expired'
  | 'crash';

/** One rule of fault injection. */
export interface Fault {
  readonly method?: string;
  /** Regular expression, unanchored, case-insensitive, against the path without host and query. */
  readonly path?: string;
  /** The match from which on the rule is due, from 1; default 1. */
  readonly nth?: number;
  readonly fault: FaultKind;
  /** For how many matches it is due; default 1. */
  readonly times?: number;
  /** ARM code instead of the status's own. */
  readonly code?: string;
  /** Seconds; default 1 on 429 and 503. */
  readonly retryAfter?: number;
}

const kinds: readonly FaultKind[] = [
  429,
  500,
  503,
  409,
  403,
  'drop',
  'drop-after',
  'drop-late',
  'lro-failed',
  'lro-flip',
  'token-expired',
  'crash',
];
const keys = ['method', 'path', 'nth', 'fault', 'times', 'code', 'retryAfter'];

/** Reads a list of faults; throws an Error that names the wrong key. */
export function parseFaults(json: unknown): Fault[] {
  if (!Array.isArray(json)) throw new Error('Faults must be a JSON array of rules.');
  return json.map((rule, index) => parseFault(rule, `faults[${index}]`));
}

function parseFault(rule: unknown, where: string): Fault {
  if (typeof rule !== 'object' || rule === null || Array.isArray(rule))
    throw new Error(`${where} must be an object.`);
  const fields = rule as { readonly [key: string]: unknown };
  for (const key of Object.keys(fields)) {
    if (!keys.includes(key))
      throw new Error(`${where}.${key} is not a key of a fault; these are: ${keys.join(', ')}.`);
  }
  const fault = kinds.find((kind) => kind === fields['fault']);
  if (fault === undefined) throw new Error(`${where}.fault must be one of ${kinds.join(', ')}.`);
  return {
    fault,
    ...textField(fields, 'method', where),
    ...patternField(fields, where),
    ...textField(fields, 'code', where),
    ...countField(fields, 'nth', 1, where),
    ...countField(fields, 'times', 1, where),
    ...countField(fields, 'retryAfter', 0, where),
  };
}

type Fields = { readonly [key: string]: unknown };

function textField(fields: Fields, key: string, where: string): { [key: string]: string } {
  const value = fields[key];
  if (value === undefined) return {};
  if (typeof value !== 'string' || value === '') throw new Error(`${where}.${key} must be a text.`);
  return { [key]: value };
}

function patternField(fields: Fields, where: string): { [key: string]: string } {
  const found = textField(fields, 'path', where);
  try {
    if (found['path'] !== undefined) new RegExp(found['path'], 'i');
  } catch {
    throw new Error(`${where}.path is not a regular expression.`);
  }
  return found;
}

function countField(fields: Fields, key: string, least: number, where: string): { [key: string]: number } {
  const value = fields[key];
  if (value === undefined) return {};
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least) {
    throw new Error(`${where}.${key} must be a whole number, at least ${least}.`);
  }
  return { [key]: value };
}

/** Counts attempts and says which fault fires; lives as long as its handler. */
export class FaultPlan {
  #rules: readonly { readonly fault: Fault; readonly path: RegExp; matches: number }[] = [];

  constructor(faults: readonly Fault[]) {
    for (const fault of faults) this.add(fault);
  }

  /** Counts from now on. */
  add(fault: Fault): void {
    this.#rules = [...this.#rules, { fault, path: new RegExp(fault.path ?? '', 'i'), matches: 0 }];
  }

  remove(fault: Fault): void {
    this.#rules = this.#rules.filter((rule) => rule.fault !== fault);
  }

  /** Faults that can still strike. */
  pending(): readonly Fault[] {
    return this.#rules
      .filter(({ fault, matches }) => matches < (fault.nth ?? 1) + (fault.times ?? 1) - 1)
      .map(({ fault }) => fault);
  }

  /** Counts one attempt with every rule that it matches; the first rule that is due is the answer. */
  next(method: string, path: string): Fault | undefined {
    let due: Fault | undefined;
    for (const rule of this.#rules) {
      const { method: verb, nth = 1, times = 1 } = rule.fault;
      if (verb !== undefined && verb.toUpperCase() !== method) continue;
      if (!rule.path.test(path)) continue;
      rule.matches += 1;
      if (due === undefined && rule.matches >= nth && rule.matches < nth + times) due = rule.fault;
    }
    return due;
  }
}

import { isObject, type Json } from '../../json.ts';
import { isPublishedNamespace, publishedVersions } from '../../published.ts';
import type { Shape } from '../../shape.ts';

/** A property of a type, as policies name it. */
export interface Alias {
  /** The type, as the alias writes it. */
  readonly type: string;
  /** Property names and `[*]`. */
  readonly steps: readonly string[];
}

/** What is known of the types that the sandbox models. */
export interface Types {
  /** The body of a modelled type; undefined for every other. */
  shapeOf(type: string): Shape | undefined;
}

/** Takes `Microsoft.KeyVault/vaults/networkAcls.ipRules[*].value` apart; says why when there is no such thing. */
export function aliasOf(types: Types, name: string): Alias | 'no-provider' | 'no-type' {
  const segments = name.split('/');
  if (!isPublishedNamespace(segments[0] ?? '')) return 'no-provider';
  for (let count = segments.length - 1; count >= 2; count -= 1) {
    const type = segments.slice(0, count).join('/');
    if (types.shapeOf(type) === undefined && publishedVersions(type) === undefined) continue;
    return { type, steps: stepsOf(segments.slice(count).join('/')) };
  }
  return 'no-type';
}

function stepsOf(path: string): string[] {
  return path
    .split('.')
    .flatMap((step) => (step.endsWith('[*]') ? [...stepsOf(step.slice(0, -3)), '[*]'] : [step]));
}

/**
 * Whether a modelled type has the property. Of a type that is not modelled nothing can be said, and nothing has to be:
 * no resource of it can be there.
 */
export function isProperty(types: Types, { type, steps }: Alias): boolean {
  const shape = types.shapeOf(type);
  return shape === undefined || leadsOn(shape, steps);
}

function leadsOn(shape: Shape, steps: readonly string[]): boolean {
  const [step, ...rest] = steps;
  if (step === undefined || shape.kind === 'anything' || shape.kind === 'choice') return true;
  if (step === '[*]') return shape.kind === 'list' && leadsOn(shape.item, rest);
  if (shape.kind === 'map') return leadsOn(shape.value, rest);
  if (shape.kind !== 'object') return false;
  const inner = memberShape(shape, 'properties');
  const found = (inner?.kind === 'object' ? memberShape(inner, step) : undefined) ?? memberShape(shape, step);
  return found !== undefined && leadsOn(found, rest);
}

function memberShape(shape: Shape & { kind: 'object' }, name: string): Shape | undefined {
  const key = Object.keys(shape.members).find((one) => one.toLowerCase() === name.toLowerCase());
  return key === undefined ? undefined : shape.members[key];
}

/** A property of a body by its name in any casing; what lies in `properties` is named without it. */
export function propertyOf(value: Json | undefined, name: string): Json | undefined {
  if (!isObject(value)) return undefined;
  return own(own(value, 'properties'), name) ?? own(value, name);
}

function own(value: Json | undefined, name: string): Json | undefined {
  if (!isObject(value)) return undefined;
  const key = Object.keys(value).find((one) => one.toLowerCase() === name.toLowerCase());
  return key === undefined ? undefined : value[key];
}

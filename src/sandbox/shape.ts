/**
 * Strict, declarative body shapes. A shape is plain data made by the functions below; `checkBody` holds a
 * request body against it and returns the body to store: unknown members are refused, read-only ones dropped
 * (or refused), enum values brought into their published case, defaults filled in, `null` treated as absent.
 *
 *     const shape = object({
 *       location: required(text()),
 *       properties: object({
 *         mode: withDefault(oneOf('Basic', 'Full'), 'Basic'),
 *         port: integer({ min: 1, max: 65535 }),
 *         endpoint: readOnly(text()),
 *       }),
 *     });
 */
import type { Json } from './json.ts';

interface Traits {
  readonly required?: true;
  /** `ignored`: dropped silently, as most services do. `refused`: 400. */
  readonly readOnly?: 'ignored' | 'refused';
  /** Stored when the caller leaves the member out. */
  readonly default?: Json;
}

interface TextShape extends Traits {
  readonly kind: 'text';
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: RegExp;
}
interface EnumShape extends Traits {
  readonly kind: 'enum';
  readonly values: readonly string[];
}
interface NumberShape extends Traits {
  readonly kind: 'number';
  readonly integer: boolean;
  readonly min?: number;
  readonly max?: number;
  /** A number written as text counts too, as it does for the readers of some services. */
  readonly asText?: true;
}
interface PlainShape extends Traits {
  readonly kind: 'boolean' | 'anything';
}
interface ListShape extends Traits {
  readonly kind: 'list';
  readonly item: Shape;
  readonly min?: number;
  readonly max?: number;
}
interface MapShape extends Traits {
  readonly kind: 'map';
  readonly value: Shape;
  readonly max?: number;
}

/** An object shape: exactly these members. */
export interface ObjectShape extends Traits {
  readonly kind: 'object';
  readonly members: { readonly [name: string]: Shape };
}
/** One of several shapes of a body's part, chosen by looking at the value. */
interface ChoiceShape extends Traits {
  readonly kind: 'choice';
  readonly choose: (value: Json) => Shape;
}

/** What a value has to look like. */
export type Shape =
  | TextShape
  | EnumShape
  | NumberShape
  | PlainShape
  | ListShape
  | MapShape
  | ObjectShape
  | ChoiceShape;

/** A string, with bounds on its length (in characters) and a pattern over the whole of it. */
export function text(limits: { min?: number; max?: number; pattern?: RegExp } = {}): Shape {
  return { kind: 'text', ...limits };
}
/** One of these strings; the caller's case does not matter, the published case is stored. */
export function oneOf(...values: readonly string[]): Shape {
  return { kind: 'enum', values };
}
/** A whole number within bounds, both included. */
export function integer(limits: { min?: number; max?: number; asText?: true } = {}): Shape {
  return { kind: 'number', integer: true, ...limits };
}
/** Any number within bounds, both included. */
export function decimal(limits: { min?: number; max?: number } = {}): Shape {
  return { kind: 'number', integer: false, ...limits };
}
/** true or false. */
export function boolean(): Shape {
  return { kind: 'boolean' };
}
/** Any JSON, unchecked: for members that the published types leave free. */
export function anything(): Shape {
  return { kind: 'anything' };
}
/** An array; `min` and `max` count items. */
export function list(item: Shape, limits: { min?: number; max?: number } = {}): Shape {
  return { kind: 'list', item, ...limits };
}
/** An object with free member names. */
export function map(value: Shape, limits: { max?: number } = {}): Shape {
  return { kind: 'map', value, ...limits };
}
/** An object with exactly these members. */
export function object(members: { readonly [name: string]: Shape }): ObjectShape {
  return { kind: 'object', members };
}
/** A shape that depends on the value itself (a discriminator, for example). */
export function choice(choose: (value: Json) => Shape): Shape {
  return { kind: 'choice', choose };
}
/** Must be there. */
export function required<S extends Shape>(shape: S): S {
  return { ...shape, required: true };
}
/** Made by the service: what a client sends is dropped, or refused. */
export function readOnly<S extends Shape>(shape: S, reaction: 'ignored' | 'refused' = 'ignored'): S {
  return { ...shape, readOnly: reaction };
}
/** Filled in when the caller leaves it out. */
export function withDefault<S extends Shape>(shape: S, value: Json): S {
  return { ...shape, default: value };
}
/** `{ "id": "<ARM id>" }`. */
export function reference(): ObjectShape {
  return object({ id: required(text({ pattern: /^\// })) });
}
/** Tags: at most 50, names up to 512 characters, values up to 256. */
export function tags(max = 50): Shape {
  return map(text({ max: 256 }), { max });
}

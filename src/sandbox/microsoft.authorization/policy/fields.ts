import { type Json, objectAt, textAt } from '../../json.ts';
import { aliasOf, propertyOf } from './aliases.ts';
import type { Evaluated } from './evaluated.ts';

/** An array that a `count` is going through, and where it stands. */
export interface Frame {
  /** Array alias in lower case, with its `[*]`. */
  readonly alias: string;
  /** Position in each of its arrays, from the outside in. */
  readonly at: readonly number[];
}

/** What a field of a resource holds. A `[*]` alias selects any number of values. */
export interface Selected {
  readonly many: boolean;
  readonly values: readonly (Json | undefined)[];
}

const plain = ['name', 'fullname', 'kind', 'type', 'location', 'id', 'identity.type', 'tags'];

/** Whether a field needs no alias: the name of a resource, a tag, and the like. */
export function isPlainField(name: string): boolean {
  return plain.includes(name.toLowerCase()) || tagOf(name) !== undefined;
}

/** The name in `tags['a b']`, `tags[a]` or `tags.a`. */
export function tagOf(field: string): string | undefined {
  const quoted = /^tags\['(.+)'\]$/i.exec(field)?.[1];
  if (quoted !== undefined) return quoted.replaceAll("''", "'");
  return /^tags\[(.+)\]$/i.exec(field)?.[1] ?? /^tags\.(.+)$/i.exec(field)?.[1];
}

/** Reads a field of a resource. */
export function select(of: Evaluated, field: string, frames: readonly Frame[]): Selected {
  const tag = tagOf(field);
  if (tag !== undefined) return one(propertyOf(objectAt(of.body, 'tags'), tag));
  switch (field.toLowerCase()) {
    case 'name':
      return one(of.name);
    case 'fullname':
      return one(of.fullName);
    case 'type':
      return one(of.type);
    case 'id':
      return one(of.id);
    case 'location':
      return one(location(of.body['location']));
    case 'identity.type':
      return one(textAt(of.body, 'identity', 'type'));
    case 'kind':
    case 'tags':
      return one(of.body[field.toLowerCase()]);
    default:
      return selectAlias(of, field, frames);
  }
}

function one(value: Json | undefined): Selected {
  return { many: false, values: [value] };
}

/** `East US 2` is `eastus2`. */
export function location(value: Json | undefined): Json | undefined {
  return typeof value === 'string' ? value.toLowerCase().replaceAll(' ', '') : value;
}

function selectAlias(of: Evaluated, field: string, frames: readonly Frame[]): Selected {
  const alias = aliasOf(of.world, field);
  const many = field.includes('[*]');
  const nothing: Selected = { many, values: many ? [] : [undefined] };
  if (typeof alias === 'string' || alias.type.toLowerCase() !== of.type.toLowerCase()) return nothing;
  const places = placesOf(of, field, frames);
  return { many, values: places.map(({ value }) => value) };
}

interface Place {
  readonly value: Json | undefined;
  readonly at: readonly number[];
}

/** Every place that an alias selects, with its position in the arrays on the way. */
export function placesOf(of: Evaluated, field: string, frames: readonly Frame[]): Place[] {
  const alias = aliasOf(of.world, field);
  if (typeof alias === 'string') return [];
  let written = alias.type.toLowerCase();
  let separator = '/';
  let places: Place[] = [{ value: of.body, at: [] }];
  for (const step of alias.steps) {
    if (step !== '[*]') {
      written += `${separator}${step.toLowerCase()}`;
      separator = '.';
      places = places.map(({ value, at }) => ({ value: propertyOf(value, step), at }));
      continue;
    }
    written += '[*]';
    const chosen = frames.find((frame) => frame.alias === written || frame.alias.startsWith(`${written}.`));
    places = places.flatMap(({ value, at }) =>
      (Array.isArray(value) ? value : [])
        .map((item, index) => ({ value: item, at: [...at, index] }))
        .filter((place) => chosen === undefined || chosen.at[at.length] === place.at[at.length]),
    );
  }
  return places;
}

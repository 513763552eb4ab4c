import { z } from 'zod';
import { estateSchema, tenantSchema } from './estate.ts';
import type { Path } from './mistake.ts';

/** The part of a JSON Schema that is read here. */
export interface JsonSchema {
  readonly description?: string;
  readonly required?: readonly string[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
}

/** The JSON Schema of the estate file, for editors. Its tenants may stand in files of their own. */
export function estateJsonSchema(): JsonSchema {
  const schema = z.toJSONSchema(estateSchema, { io: 'input' }) as JsonSchema;
  return { ...schema, required: (schema.required ?? []).filter((key) => key !== 'tenants') };
}

/** The JSON Schema of a file that holds one tenant. */
export function tenantJsonSchema(): JsonSchema {
  return z.toJSONSchema(tenantSchema, { io: 'input' }) as JsonSchema;
}

/** The schemas of a key, one for each alternative that knows it. */
export function membersOf(schema: JsonSchema, key: string | number): JsonSchema[] {
  const own = typeof key === 'number' ? schema.items : schema.properties?.[key];
  if (own) return [own];
  return alternatives(schema).flatMap((option) => membersOf(option, key));
}

/** The keys that may stand in an object. */
export function keysOf(schema: JsonSchema): string[] {
  return [schema, ...alternatives(schema)].flatMap((option) => Object.keys(option.properties ?? {}));
}

/** The schemas that describe a place in the file. */
export function schemasAt(path: Path): JsonSchema[] {
  let found = [estateJsonSchema()];
  for (const part of path) found = found.flatMap((schema) => membersOf(schema, part));
  return found;
}

function alternatives({ anyOf = [], oneOf = [] }: JsonSchema): JsonSchema[] {
  return [...anyOf, ...oneOf];
}

import { keyOf } from '../arm-id.ts';
import { ArmError } from '../errors.ts';
import { isObject, type Json, textAt } from '../json.ts';
import type { Stored, World } from '../provider.ts';
import { anything, map, object, oneOf, required, text } from '../shape.ts';
import { types } from './names.ts';

/** Types of a factory that others refer to by name alone, by what such a reference says of itself. */
const referred: { readonly [kind: string]: string } = {
  LinkedServiceReference: types.linkedService,
  DatasetReference: types.dataset,
  PipelineReference: types.pipeline,
  IntegrationRuntimeReference: types.runtime,
  ManagedVirtualNetworkReference: types.network,
};

/** A reference of one kind, as bodies hold it. */
export function referenceShape(kind: keyof typeof referred & string) {
  return object({
    type: required(oneOf(kind)),
    referenceName: required(text()),
    parameters: map(anything()),
  });
}

interface Reference {
  readonly type: string;
  readonly name: string;
}

function referencesIn(value: Json): Reference[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (!isObject(value)) return [];
  const type = referred[textAt(value, 'type') ?? ''];
  const name = textAt(value, 'referenceName');
  const own = type === undefined || name === undefined ? [] : [{ type, name }];
  return [...own, ...Object.values(value).flatMap(referencesIn)];
}

/** The factory that something lies in. */
export function factoryOf(id: string): string {
  return /^.*?\/factories\/[^/]+/i.exec(id)?.[0] ?? id;
}

/** Every factory has one that it runs on where nothing else is said. */
const born = 'autoresolveintegrationruntime';

/** Refuses a body that names what the factory does not have. */
export function requireReferences(world: World, id: string, body: Json): void {
  for (const { type, name } of referencesIn(body)) {
    if (type === types.runtime && keyOf(name) === born) continue;
    const found = world.under(factoryOf(id), type).some((one) => keyOf(one.name) === keyOf(name));
    if (found) continue;
    const message = `The document creation or update failed because of invalid reference '${name}'.`;
    throw new ArmError(400, 'BadRequest', message);
  }
}

/** Refuses the deletion of what something else in the factory names. */
export function refuseWhileReferenced(world: World, record: Stored): void {
  const user = world
    .under(factoryOf(record.id))
    .find((one) =>
      referencesIn(one.body).some(
        ({ type, name }) => type === record.type && keyOf(name) === keyOf(record.name),
      ),
    );
  if (user === undefined) return;
  const message = `The document cannot be deleted since it is referenced by ${user.name}.`;
  throw new ArmError(400, 'BadRequest', message);
}

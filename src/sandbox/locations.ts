import { ArmError } from './errors.ts';
import { type JsonObject, textAt } from './json.ts';
import type { Stored, TypeModel } from './provider.ts';
import { regions } from './seed-directories.ts';

/** A region's name as ARM compares it: `Switzerland North` is `switzerlandnorth`. */
function locationName(location: string): string {
  return location.toLowerCase().replace(/\s/g, '');
}

/** Refuses regions that are unknown or not offered, and moving an existing resource; stores the plain name. */
export function checkLocation(model: TypeModel, body: JsonObject, prior: Stored | undefined): JsonObject {
  const sent = textAt(body, 'location');
  if (model.body.members['location'] === undefined || sent === undefined) return body;
  const location = locationName(sent);
  const offered =
    model.regions === 'global' ? ['global'] : (model.regions ?? regions.map(({ name }) => name));
  if (!offered.includes(location)) {
    const message = `The provided location '${sent}' is not available for resource type '${model.type}'. List of available regions for the resource type is '${offered.join(',')}'.`;
    throw new ArmError(400, 'LocationNotAvailableForResourceType', message);
  }
  const before = textAt(prior?.body, 'location');
  if (before !== undefined && before !== location) {
    const message = `The resource '${prior?.name ?? ''}' already exists in location '${before}'. A resource with the same name cannot be created in location '${location}'. Please select a new resource name.`;
    throw new ArmError(409, model.movedCode ?? 'InvalidResourceLocation', message);
  }
  return { ...body, location };
}

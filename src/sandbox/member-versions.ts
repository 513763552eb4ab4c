import { ArmError } from './errors.ts';
import type { JsonObject } from './json.ts';

/** Members of `properties` that came with a later api-version: name to the first version that has it. */
interface MemberVersions {
  readonly [name: string]: string;
}

/** The properties as an api-version knows them; effects, which have none, see everything. */
export function visibleIn(apiVersion: string, properties: JsonObject, members: MemberVersions): JsonObject {
  if (apiVersion === '') return properties;
  return Object.fromEntries(
    Object.entries(properties).filter(([name]) => (members[name] ?? '') <= apiVersion),
  );
}

/** Refuses members that the request's api-version does not have. */
export function refuseNewer(
  apiVersion: string,
  properties: JsonObject,
  members: MemberVersions,
  code = 'InvalidRequestContent',
): void {
  const newer = Object.keys(properties).find(
    (name) => apiVersion !== '' && (members[name] ?? '') > apiVersion,
  );
  if (newer === undefined) return;
  const message = `The request content was invalid: '$.properties.${newer}' is not a member in api-version ${apiVersion}.`;
  throw new ArmError(400, code, message);
}

import { keyOf } from '../arm-id.ts';
import { ArmError } from '../errors.ts';
import { isObject, type Json, type JsonObject, listAt, objectAt, textAt } from '../json.ts';
import type { Stored, TypeModel, World, Write } from '../provider.ts';
import { boolean, list, object, oneOf, readOnly, required, tags, text } from '../shape.ts';
import { accountLane } from './lane.ts';
import { deploymentType, raiPolicyType } from './names.ts';
import { cognitiveVersions } from './versions.ts';

/** Filters and the sides they can look at; graded ones take a severity threshold. */
const contentFilters: readonly { name: string; graded: boolean; sources: readonly string[] }[] = [
  { name: 'Hate', graded: true, sources: ['Prompt', 'Completion'] },
  { name: 'Sexual', graded: true, sources: ['Prompt', 'Completion'] },
  { name: 'Violence', graded: true, sources: ['Prompt', 'Completion'] },
  { name: 'Selfharm', graded: true, sources: ['Prompt', 'Completion'] },
  { name: 'Profanity', graded: false, sources: ['Prompt', 'Completion'] },
  { name: 'Jailbreak', graded: false, sources: ['Prompt'] },
  { name: 'Indirect Attack', graded: false, sources: ['Prompt'] },
  { name: 'Protected Material Text', graded: false, sources: ['Completion'] },
  { name: 'Protected Material Code', graded: false, sources: ['Completion'] },
];

const filterShape = object({
  name: required(text()),
  enabled: boolean(),
  severityThreshold: oneOf('Low', 'Medium', 'High'),
  blocking: boolean(),
  source: oneOf('Prompt', 'Completion'),
});

/** Microsoft.CognitiveServices/accounts/raiPolicies: content filter policies. */
export const raiPolicies: TypeModel = {
  type: raiPolicyType,
  apiVersions: cognitiveVersions,
  placement: 'group',
  name: { pattern: /^[a-z0-9][a-z0-9_.-]*$/i, max: 64 },
  body: object({
    tags: tags(),
    properties: object({
      type: readOnly(text()),
      mode: oneOf('Default', 'Deferred', 'Blocking', 'Asynchronous_filter'),
      basePolicyName: text(),
      contentFilters: list(filterShape),
      customBlocklists: list(
        object({ source: oneOf('Prompt', 'Completion'), blocklistName: text(), blocking: boolean() }),
      ),
    }),
  }),
  pace: {
    create: { how: 'sync' },
    update: { how: 'sync' },
    delete: { how: 'operation', state: 'Deleting', ms: 3_000 },
  },
  etag: true,
  showsState: false,
  showsSystemData: true,
  lane: accountLane,
  admit: admitPolicy,
  show: (_world, record) => ({
    ...record.body,
    properties: { ...objectAt(record.body, 'properties'), type: 'UserManaged' },
  }),
  mayDelete: refuseInUse,
};

/** GET locations/{location}/raiContentFilters. */
export function contentFilterList(subscription: string, location: string): JsonObject[] {
  const base = `/subscriptions/${subscription}/providers/Microsoft.CognitiveServices/locations/${location}/raiContentFilters`;
  return contentFilters.flatMap(({ name, graded, sources }) =>
    sources.map((source) => ({
      id: `${base}/${name}`,
      name,
      type: 'Microsoft.CognitiveServices/locations/raiContentFilters',
      properties: { name, isMultiLevelFilter: graded, source },
    })),
  );
}

function admitPolicy({ id, body }: Write): JsonObject {
  if (id.name.startsWith('Microsoft.')) {
    throw new ArmError(
      400,
      'InvalidResourceProperties',
      `'${id.name}' is the name of a system-managed policy.`,
    );
  }
  for (const filter of listAt(body, 'properties', 'contentFilters')) checkFilter(filter);
  const properties = objectAt(body, 'properties');
  return { ...body, properties: { mode: 'Default', basePolicyName: 'Microsoft.DefaultV2', ...properties } };
}

function checkFilter(filter: Json): void {
  const name = textAt(filter, 'name');
  const source = textAt(filter, 'source');
  const known = contentFilters.find(
    (one) => one.name === name && source !== undefined && one.sources.includes(source),
  );
  if (known === undefined) {
    const message = `The content filter '${name ?? ''}' with source '${source ?? ''}' is not supported.`;
    throw new ArmError(400, 'InvalidResourceProperties', message);
  }
  if (isObject(filter) && 'severityThreshold' in filter && !known.graded) {
    const message = `The content filter '${known.name}' takes no severityThreshold.`;
    throw new ArmError(400, 'InvalidResourceProperties', message);
  }
}

function refuseInUse(world: World, record: Stored): void {
  const account = record.id.split('/').slice(0, -2).join('/');
  const user = world
    .under(account, deploymentType)
    .find((one) => keyOf(textAt(one.body, 'properties', 'raiPolicyName') ?? '') === keyOf(record.name));
  if (user === undefined) return;
  const message = `The RAI policy '${record.name}' is in use by deployment '${user.name}'.`;
  throw new ArmError(400, 'BadRequest', message);
}

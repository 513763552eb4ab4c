import { type JsonObject, numberAt, objectAt, textAt } from '../json.ts';
import type { Stored, TypeModel, World, Write } from '../provider.ts';
import { boolean, integer, object, readOnly, required, tags, text } from '../shape.ts';
import { maximumTags, secretType, vaultUri, vaultVersions } from './names.ts';

/** Microsoft.KeyVault/vaults/secrets: the value goes in and never comes out; ARM cannot delete one. */
export const secrets: TypeModel = {
  type: secretType,
  apiVersions: vaultVersions,
  placement: 'group',
  name: { pattern: /^[a-z0-9-]+$/i, max: 127 },
  body: object({
    tags: tags(maximumTags),
    location: readOnly(text()),
    properties: required(
      object({
        value: text({ max: 25_600 }),
        contentType: text({ max: 255 }),
        attributes: object({
          enabled: boolean(),
          nbf: integer(),
          exp: integer(),
          created: readOnly(integer()),
          updated: readOnly(integer()),
        }),
        secretUri: readOnly(text()),
        secretUriWithVersion: readOnly(text()),
      }),
    ),
  }),
  pace: { create: { how: 'sync' }, update: { how: 'sync' }, delete: { how: 'sync' } },
  verbs: ['get', 'list', 'put', 'patch'],
  showsState: false,
  serverMade: [
    'properties.secretUriWithVersion',
    'properties.attributes.created',
    'properties.attributes.updated',
  ],
  admit: withoutValue,
  wrote: keepValue,
  show: shownSecret,
};

function withoutValue({ body }: Write): JsonObject {
  const { value: _, ...properties } = objectAt(body, 'properties');
  return {
    ...body,
    properties: { ...properties, attributes: { enabled: true, ...objectAt(properties, 'attributes') } },
  };
}

/** A value that was sent makes a new version. */
function keepValue(world: World, record: Stored, write: Write): void {
  const value = textAt(write.sent, 'properties', 'value');
  if (value === undefined) return;
  const version = (numberAt(record.hidden, 'version') ?? 0) + 1;
  world.save({ ...record, hidden: { ...record.hidden, value, version, since: world.now } });
}

function shownSecret(world: World, record: Stored): JsonObject {
  const properties = objectAt(record.body, 'properties');
  const uri = `${vaultUri(record.id.split('/').at(-3) ?? '')}secrets/${record.name}`;
  const version = numberAt(record.hidden, 'version') ?? 0;
  return {
    ...record.body,
    location: textAt(world.find(record.id.split('/').slice(0, -2).join('/'))?.body, 'location') ?? '',
    properties: {
      ...properties,
      attributes: {
        ...objectAt(properties, 'attributes'),
        // Of the version that is shown: the newest.
        created: Math.floor((numberAt(record.hidden, 'since') ?? record.createdAt) / 1000),
        updated: Math.floor(record.changedAt / 1000),
      },
      secretUri: uri,
      secretUriWithVersion: `${uri}/${world.secret(record, `version ${version}`, 32)}`,
    },
  };
}

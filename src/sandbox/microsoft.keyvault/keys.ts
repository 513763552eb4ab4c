import { ArmError } from '../errors.ts';
import { type JsonObject, listAt, objectAt, textAt } from '../json.ts';
import type { Stored, TypeModel, World, Write } from '../provider.ts';
import { anything, boolean, integer, list, object, oneOf, readOnly, required, tags, text } from '../shape.ts';
import { keyType, maximumTags, vaultUri, vaultVersions } from './names.ts';

const operations = ['encrypt', 'decrypt', 'sign', 'verify', 'wrapKey', 'unwrapKey', 'import', 'release'];

const rotationPolicy = object({
  attributes: object({ created: readOnly(integer()), updated: readOnly(integer()), expiryTime: text() }),
  lifetimeActions: list(
    object({
      trigger: object({ timeAfterCreate: text(), timeBeforeExpiry: text() }),
      action: object({ type: oneOf('rotate', 'notify') }),
    }),
  ),
});

/** Microsoft.KeyVault/vaults/keys: made once; a PUT on one that exists changes nothing; ARM cannot delete it. */
export const keys: TypeModel = {
  type: keyType,
  apiVersions: vaultVersions,
  placement: 'group',
  name: { pattern: /^[a-z0-9-]+$/i, max: 127 },
  body: object({
    tags: tags(maximumTags),
    location: readOnly(text()),
    properties: required(
      object({
        attributes: object({
          enabled: boolean(),
          nbf: integer(),
          exp: integer(),
          exportable: boolean(),
          created: readOnly(integer()),
          updated: readOnly(integer()),
          recoveryLevel: readOnly(text()),
        }),
        kty: oneOf('EC', 'EC-HSM', 'RSA', 'RSA-HSM'),
        keyOps: list(oneOf(...operations)),
        keySize: integer(),
        curveName: oneOf('P-256', 'P-384', 'P-521', 'P-256K'),
        keyUri: readOnly(text()),
        keyUriWithVersion: readOnly(text()),
        rotationPolicy,
        release_policy: anything(),
      }),
    ),
  }),
  pace: { create: { how: 'sync' }, update: { how: 'sync' }, delete: { how: 'sync' } },
  answers: { create: 200, update: 200 },
  verbs: ['get', 'list', 'put'],
  patch: false,
  showsState: false,
  serverMade: [
    'properties.keyUriWithVersion',
    'properties.attributes.created',
    'properties.attributes.updated',
  ],
  admit: admitKey,
  show: shownKey,
};

function admitKey({ world, id, body, prior }: Write): JsonObject {
  if (prior !== undefined) return prior.body;
  const properties = objectAt(body, 'properties');
  const type = textAt(properties, 'kty');
  if (type === undefined) throw new ArmError(400, 'BadRequest', 'The property "kty" of the key is missing.');
  const size = properties['keySize'];
  if (type.startsWith('RSA') && size !== undefined && ![2048, 3072, 4096].includes(Number(size))) {
    throw new ArmError(400, 'BadRequest', `The key size ${String(size)} is not 2048, 3072 or 4096.`);
  }
  checkRotation(objectAt(properties, 'rotationPolicy'));
  const premium = textAt(world.find(id.parent ?? '')?.body, 'properties', 'sku', 'name') === 'premium';
  if (type.endsWith('-HSM') && !premium) {
    throw new ArmError(400, 'BadRequest', `Keys of type ${type} need a vault of SKU premium.`);
  }
  return {
    ...body,
    properties: {
      ...(type.startsWith('RSA') ? { keySize: 2048 } : {}),
      keyOps: operations.slice(0, 6),
      ...properties,
      attributes: { enabled: true, ...objectAt(properties, 'attributes') },
    },
  };
}

/**
 * Source: Microsoft, "Configure cryptographic key auto-rotation in Azure Key Vault": rotated 7 days after creation at
 * the earliest and 7 days before expiry at the latest, expiring after 28 days or later. Years and months count as
 * 365 and 30 days here.
 */
function checkRotation(policy: JsonObject): void {
  const expiry = textAt(policy, 'attributes', 'expiryTime');
  const lifetime = expiry === undefined ? Number.POSITIVE_INFINITY : daysOf(expiry);
  if (lifetime < 28)
    throw new ArmError(400, 'BadRequest', `The expiry time '${expiry}' is less than 28 days.`);
  for (const entry of listAt(policy, 'lifetimeActions')) {
    const action = textAt(entry, 'action', 'type');
    const after = textAt(entry, 'trigger', 'timeAfterCreate');
    const before = textAt(entry, 'trigger', 'timeBeforeExpiry');
    const given = after ?? before;
    if (action === undefined || given === undefined || (after !== undefined && before !== undefined))
      throw new ArmError(400, 'BadRequest', 'A lifetime action needs an action type and one trigger.');
    if (action === 'notify' && before === undefined)
      throw new ArmError(400, 'BadRequest', "The action 'notify' takes the trigger timeBeforeExpiry alone.");
    if (before !== undefined && expiry === undefined)
      throw new ArmError(400, 'BadRequest', 'The trigger timeBeforeExpiry needs an expiryTime.');
    const days = daysOf(given);
    const fits = days >= 7 && days <= lifetime - 7;
    if (!fits) throw new ArmError(400, 'BadRequest', `The trigger '${given}' is out of range.`);
  }
}

/** Days of an ISO 8601 duration of years, months and days. */
function daysOf(duration: string): number {
  const [, years = '0', months = '0', days = '0'] =
    /^P(?=\d)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?$/.exec(duration) ?? [];
  const total = Number(years) * 365 + Number(months) * 30 + Number(days);
  if (total > 0) return total;
  throw new ArmError(
    400,
    'BadRequest',
    `The duration '${duration}' is not ISO 8601 of years, months and days.`,
  );
}

function shownKey(world: World, record: Stored): JsonObject {
  const properties = objectAt(record.body, 'properties');
  const uri = `${vaultUri(record.id.split('/').at(-3) ?? '')}keys/${record.name}`;
  const seconds = Math.floor(record.createdAt / 1000);
  return {
    ...record.body,
    location: textAt(world.find(record.id.split('/').slice(0, -2).join('/'))?.body, 'location') ?? '',
    properties: {
      ...properties,
      attributes: { ...objectAt(properties, 'attributes'), created: seconds, updated: seconds },
      keyUri: uri,
      keyUriWithVersion: `${uri}/${world.secret(record, 'version', 32)}`,
    },
  };
}

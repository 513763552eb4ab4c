import { ArmError } from '../errors.ts';
import { type JsonObject, objectAt, textAt } from '../json.ts';
import type { TypeModel, Write } from '../provider.ts';
import { boolean, integer, list, object, oneOf, required, text } from '../shape.ts';
import { auditingType, sqlVersions } from './names.ts';

/** Microsoft.Sql/servers/auditingSettings: one of each server, there with it; it is set and never deleted. */
export const auditing: TypeModel = {
  type: auditingType,
  apiVersions: sqlVersions,
  placement: 'group',
  name: { pattern: /^default$/i, code: 'InvalidResourceName' },
  body: object({
    properties: required(
      object({
        state: required(oneOf('Enabled', 'Disabled')),
        isAzureMonitorTargetEnabled: boolean(),
        isDevopsAuditEnabled: boolean(),
        isManagedIdentityInUse: boolean(),
        isStorageSecondaryKeyInUse: boolean(),
        auditActionsAndGroups: list(text()),
        predicateExpression: text(),
        queueDelayMs: integer({ min: 0 }),
        retentionDays: integer({ min: 0 }),
        storageAccountSubscriptionId: text(),
        storageEndpoint: text(),
        storageAccountAccessKey: text(),
      }),
    ),
  }),
  pace: {
    create: { how: 'accepted', state: 'Succeeded', ms: 5_000 },
    update: { how: 'accepted', state: 'Succeeded', ms: 5_000 },
    delete: { how: 'sync' },
  },
  verbs: ['get', 'list', 'put'],
  patch: false,
  showsState: false,
  admit: admitSetting,
};

/** Audit records have to go somewhere. */
function admitSetting({ body }: Write): JsonObject {
  const properties = objectAt(body, 'properties');
  const { storageAccountAccessKey: _, ...kept } = properties;
  const goes =
    properties['isAzureMonitorTargetEnabled'] === true || textAt(properties, 'storageEndpoint') !== undefined;
  if (textAt(properties, 'state') === 'Enabled' && !goes) {
    throw new ArmError(
      400,
      'BlobAuditingInvalidStorageAccountName',
      'Auditing needs a storage account, or Azure Monitor as its target.',
    );
  }
  return { ...body, properties: { isAzureMonitorTargetEnabled: false, auditActionsAndGroups: [], ...kept } };
}

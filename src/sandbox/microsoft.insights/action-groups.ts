import { ArmError } from '../errors.ts';
import { isObject, type JsonObject, listAt, objectAt, textAt } from '../json.ts';
import type { TypeModel, Write } from '../provider.ts';
import {
  boolean,
  list,
  map,
  type ObjectShape,
  object,
  oneOf,
  readOnly,
  required,
  tags,
  text,
} from '../shape.ts';

const name = required(text({ min: 1 }));
const common = boolean();
const status = readOnly(text());

const receivers: { readonly [kind: string]: ObjectShape } = {
  emailReceivers: object({
    name,
    emailAddress: required(text({ pattern: /^[^@\s]+@[^@\s]+$/ })),
    useCommonAlertSchema: common,
    status,
  }),
  smsReceivers: object({ name, countryCode: required(text()), phoneNumber: required(text()), status }),
  webhookReceivers: object({
    name,
    serviceUri: required(text({ pattern: /^https?:\/\/[^\s/?#]+/i })),
    useCommonAlertSchema: common,
    useAadAuth: boolean(),
    objectId: text({ pattern: /^([0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12})?$/i }),
    identifierUri: text(),
    tenantId: text(),
  }),
  itsmReceivers: object({
    name,
    workspaceId: required(text()),
    connectionId: required(text()),
    ticketConfiguration: required(text()),
    region: required(text()),
  }),
  azureAppPushReceivers: object({ name, emailAddress: required(text()) }),
  automationRunbookReceivers: object({
    automationAccountId: required(text()),
    runbookName: required(text()),
    webhookResourceId: required(text()),
    isGlobalRunbook: required(boolean()),
    name: text(),
    serviceUri: text(),
    useCommonAlertSchema: common,
  }),
  voiceReceivers: object({ name, countryCode: required(text()), phoneNumber: required(text()) }),
  logicAppReceivers: object({
    name,
    resourceId: required(text()),
    callbackUrl: required(text()),
    useCommonAlertSchema: common,
  }),
  azureFunctionReceivers: object({
    name,
    functionAppResourceId: required(text()),
    functionName: required(text()),
    httpTriggerUrl: required(text()),
    useCommonAlertSchema: common,
  }),
  armRoleReceivers: object({ name, roleId: required(text()), useCommonAlertSchema: common }),
  eventHubReceivers: object({
    name,
    eventHubNameSpace: required(text()),
    eventHubName: required(text()),
    subscriptionId: required(text()),
    tenantId: text(),
    useCommonAlertSchema: common,
  }),
};

/** Since 2024-10-01-preview; older versions of the type don't know it, so it is kept only where there are some. */
const incidentReceiver = object({
  name: required(text()),
  connection: required(object({ name: required(text()), id: required(text()) })),
  incidentManagementService: required(oneOf('Icm')),
  mappings: required(map(text())),
});

/** Microsoft.Insights/actionGroups. */
export const actionGroups: TypeModel = {
  type: 'Microsoft.Insights/actionGroups',
  apiVersions: ['2021-09-01', '2022-04-01', '2022-06-01', '2023-01-01', '2024-10-01-preview'],
  placement: 'group',
  name: { pattern: /^[^<>%&:\\?/#+*]+$/, max: 260 },
  body: object({
    location: required(text()),
    tags: tags(),
    properties: required(
      object({
        groupShortName: required(text({ min: 1, max: 12 })),
        enabled: required(boolean()),
        ...Object.fromEntries(Object.entries(receivers).map(([kind, shape]) => [kind, list(shape)])),
        incidentReceivers: list(incidentReceiver),
      }),
    ),
  }),
  pace: { create: { how: 'sync' }, update: { how: 'sync' }, delete: { how: 'sync' } },
  regions: 'global',
  showsState: false,
  admit: admitGroup,
  show: (_world, record) => ({
    ...record.body,
    properties: { ...objectAt(record.body, 'properties'), emailReceivers: emails(record.body) },
  }),
};

function none(): JsonObject {
  return Object.fromEntries(Object.keys(receivers).map((kind) => [kind, []]));
}

/** Most of one kind. Source: Microsoft, "Azure Monitor service limits", action groups. */
const mostWebhooks = 10;

/** A token is asked for an application: without one nobody could sign in to the webhook. Code assumed. */
function checkWebhooks(body: JsonObject): void {
  const webhooks = listAt(body, 'properties', 'webhookReceivers').filter(isObject);
  if (webhooks.length > mostWebhooks)
    throw new ArmError(400, 'BadRequest', `An action group has at most ${mostWebhooks} webhook receivers.`);
  const open = webhooks.find(
    (one) => one['useAadAuth'] === true && !(textAt(one, 'objectId') && textAt(one, 'identifierUri')),
  );
  if (open === undefined) return;
  const message = `The webhook receiver '${textAt(open, 'name') ?? ''}' uses Entra authentication and needs objectId and identifierUri.`;
  throw new ArmError(400, 'BadRequest', message);
}

function emails(body: JsonObject): JsonObject[] {
  return listAt(body, 'properties', 'emailReceivers')
    .filter(isObject)
    .map((one) => ({ ...one, status: 'Enabled' }));
}

function admitGroup({ body }: Write): JsonObject {
  const names = Object.keys(receivers)
    .flatMap((kind) => listAt(body, 'properties', kind))
    .map((receiver) => textAt(receiver, 'name')?.toLowerCase());
  checkWebhooks(body);
  const twice = names.find((one, index) => names.indexOf(one) !== index);
  // Kept as it is answered, so that what was read and is put back is the same as what was there.
  const { incidentReceivers = [], ...rest } = objectAt(body, 'properties');
  const incidents =
    listAt({ incidentReceivers }, 'incidentReceivers').length > 0 ? { incidentReceivers } : {};
  if (twice === undefined) return { ...body, properties: { ...none(), ...rest, ...incidents } };
  throw new ArmError(
    400,
    'BadRequest',
    `The receiver name '${twice}' is used more than once in the action group.`,
  );
}

import { parseId } from '../arm-id.ts';
import { ArmError } from '../errors.ts';
import { type JsonObject, objectAt, textAt } from '../json.ts';
import type { Answer, Call, RouteModel, Stored, TypeModel, World, Write } from '../provider.ts';
import { boolean, list, map, object, readOnly, required, text } from '../shape.ts';
import { checkFlexConfig, checkFlexSettings } from './flex-rules.ts';
import { siteNamed, types, webVersions } from './names.ts';
import { regionOf } from './plans.ts';
import { readSettings, settingsOf, withSettings } from './settings.ts';
import { checkContentShare } from './site-rules.ts';
import { webSettings } from './site-shape.ts';
import { isFlex, tierOfPlan } from './tiers.ts';

/** Settings of a site nobody has decided on. Source: Microsoft, "Configure an App Service app", and the answers of the
 *  published examples of `sites/config`. */
const asBorn: JsonObject = {
  numberOfWorkers: 1,
  requestTracingEnabled: false,
  remoteDebuggingEnabled: false,
  httpLoggingEnabled: false,
  detailedErrorLoggingEnabled: false,
  acrUseManagedIdentityCreds: false,
  logsDirectorySizeLimit: 35,
  scmType: 'None',
  webSocketsEnabled: false,
  alwaysOn: false,
  autoHealEnabled: false,
  localMySqlEnabled: false,
  http20Enabled: false,
  minTlsVersion: '1.2',
  scmMinTlsVersion: '1.2',
  ftpsState: 'FtpsOnly',
  scmIpSecurityRestrictionsUseMain: false,
};

/** Microsoft.Web/sites/config, `web`: there with its site and for as long. App settings are read by a POST. */
export const siteConfigs: TypeModel = {
  type: types.config,
  apiVersions: webVersions,
  placement: 'group',
  name: { pattern: /^web$/i, code: 'BadRequest' },
  body: object({
    kind: text(),
    properties: required(
      object({
        ...webSettings,
        appSettings: list(object({ name: required(text()), value: text() })),
        machineKey: readOnly(object({})),
      }),
    ),
  }),
  pace: { create: { how: 'sync' }, update: { how: 'sync' }, delete: { how: 'sync' } },
  answers: { create: 200, update: 200 },
  badBody: 'BadRequest',
  verbs: ['get', 'list', 'put', 'patch'],
  showsState: false,
  admit: admitConfig,
  wrote: (world, record, write) => {
    const site = siteAbove(world, record.id);
    const settings = readSettings(objectAt(write.body, 'properties'));
    if (site !== undefined && settings !== undefined) world.save(withSettings(site, settings));
  },
};

function siteAbove(world: World, id: string): Stored | undefined {
  return world.find(parseId(id)?.parent ?? '');
}

function admitConfig({ world, id, body, prior }: Write): JsonObject {
  const properties = objectAt(body, 'properties');
  const site = world.find(id.parent ?? '');
  if (isFlexSite(world, site)) checkFlexConfig(properties);
  const { appSettings: _, ...kept } = properties;
  return { properties: { ...objectAt(prior?.body, 'properties'), ...kept } };
}

function isFlexSite(world: World, site: Stored | undefined): boolean {
  return isFlex(tierOfPlan(world.find(textAt(site?.body, 'properties', 'serverFarmId') ?? '')));
}

/** Puts down what a write of a site says of its settings. */
export function writeConfig(world: World, site: Stored, config: JsonObject): void {
  const { appSettings: _, metadata: _m, connectionStrings: _c, ...wanted } = config;
  const id = `${site.id}/config/web`;
  const there = world.find(id);
  if (there === undefined) world.add(id, types.config, { properties: { ...asBorn, ...wanted } });
  else if (Object.keys(wanted).length > 0)
    world.save({ ...there, body: { properties: { ...objectAt(there.body, 'properties'), ...wanted } } });
}

/** Microsoft.Web/sites/basicPublishingCredentialsPolicies: whether user name and password open FTP and deployment. */
export const publishingPolicies: TypeModel = {
  type: types.publishing,
  apiVersions: webVersions,
  placement: 'group',
  name: { pattern: /^(ftp|scm)$/i, code: 'BadRequest' },
  body: object({
    kind: text(),
    location: text(),
    properties: required(object({ allow: required(boolean()) })),
  }),
  pace: { create: { how: 'sync' }, update: { how: 'sync' }, delete: { how: 'sync' } },
  answers: { create: 200, update: 200 },
  badBody: 'BadRequest',
  verbs: ['get', 'list', 'put'],
  patch: false,
  showsState: false,
  admit: ({ body }) => {
    // Not in the published type, and refused without (Azure/bicep-types-az#1571).
    if (textAt(body, 'location') !== undefined) return body;
    throw new ArmError(400, 'BadRequest', 'The parameter location has an invalid value.');
  },
  show: (_world, record) => ({ ...record.body, location: regionOf(record) }),
};

/** Makes what every site is born with: both ways of basic publishing are open. */
export function bornPublishing(world: World, site: Stored): void {
  for (const name of ['ftp', 'scm'])
    world.add(`${site.id}/basicPublishingCredentialsPolicies/${name}`, types.publishing, {
      location: textAt(site.body, 'location') ?? '',
      properties: { allow: true },
    });
}

const place = '/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Web/sites/{site}';
const settingsPattern = `${place}/config/appsettings`;

/** App settings: read by POST, replaced as a whole by PUT. */
export const settingsRoutes: readonly RouteModel[] = [
  {
    method: 'POST',
    pattern: `${settingsPattern}/list`,
    apiVersions: webVersions,
    writes: false,
    right: { action: `${types.config}/list/action`, scope: settingsPattern },
    handle: (call) => shownSettings(siteOf(call)),
  },
  {
    method: 'PUT',
    pattern: settingsPattern,
    apiVersions: webVersions,
    writes: true,
    right: { action: `${types.config}/write`, scope: settingsPattern },
    body: object({ kind: text(), properties: required(map(text())) }),
    handle: (call) => {
      const site = siteOf(call);
      const settings = objectAt(call.body, 'properties');
      if (isFlexSite(call.world, site)) checkFlexSettings(Object.keys(settings));
      else checkContentShare(call.world, objectAt(site.body, 'properties'), settings);
      return shownSettings(call.world.save(withSettings(site, settings)));
    },
  },
];

function siteOf({ world, parts }: Call): Stored {
  const site = siteNamed(world, parts['site'] ?? '');
  const group = `/subscriptions/${parts['subscription'] ?? ''}/resourceGroups/${parts['group'] ?? ''}/`;
  if (site?.id.toLowerCase().startsWith(group.toLowerCase()) === true) return site;
  const message = `The Resource 'Microsoft.Web/sites/${parts['site'] ?? ''}' under resource group '${parts['group'] ?? ''}' was not found.`;
  throw new ArmError(404, 'ResourceNotFound', message);
}

function shownSettings(site: Stored): Answer {
  return {
    status: 200,
    body: {
      id: `${site.id}/config/appsettings`,
      name: 'appsettings',
      type: types.config,
      properties: settingsOf(site),
    },
  };
}

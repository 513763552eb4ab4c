import { isoTime } from '../instants.ts';
import { type JsonObject, objectAt, present, textAt } from '../json.ts';
import { didPolicy, expectPolicy } from '../microsoft.insights/policy-diagnostics.ts';
import {
  forgetPrincipal,
  identityPaths,
  principalPurpose,
  replicatePrincipal,
  settlePrincipal,
  shownIdentity,
} from '../microsoft.managedidentity/identity.ts';
import type { Stored, TypeModel, World, Write } from '../provider.ts';
import { siteName, types, webVersions } from './names.ts';
import { planNamed, regionOf, sitesOf } from './plans.ts';
import { exportedSettings, readSettings, withSettings } from './settings.ts';
import { bornPublishing, writeConfig } from './site-config.ts';
import { admitSite } from './site-rules.ts';
import { siteShape } from './site-shape.ts';
import { leaveSubnet, settleIntegration, subnetOf } from './subnet-integration.ts';
import { tierOfPlan } from './tiers.ts';

/** Microsoft.Web/sites: function apps and workflow apps. Written and deleted at once. */
export const sites: TypeModel = {
  type: types.site,
  apiVersions: webVersions,
  placement: 'group',
  name: { pattern: siteName, min: 2, max: 60, code: 'BadRequest' },
  body: siteShape,
  pace: { create: { how: 'sync' }, update: { how: 'sync' }, delete: { how: 'sync' } },
  answers: { create: 200, update: 200 },
  badBody: 'BadRequest',
  showsState: false,
  serverMade: [
    ...identityPaths.serverMade,
    'properties.customDomainVerificationId',
    'properties.lastModifiedTimeUtc',
    'properties.outboundIpAddresses',
    'properties.possibleOutboundIpAddresses',
  ],
  references: [...identityPaths.references],
  admit: admitSite,
  wrote: wroteSite,
  done: (world, record, created) => {
    if (created) expectPolicy(world, record);
  },
  show: shownSite,
  deleted: deletedSite,
  later: (world, record, purpose, data) => {
    if (purpose === principalPurpose) replicatePrincipal(world, record, data);
    else didPolicy(world, record, purpose);
  },
  exported: (_world, record, body) => ({ ...body, appSettings: exportedSettings(record) }),
};

function wroteSite(world: World, record: Stored, { body, prior }: Write): void {
  const config = objectAt(body, 'properties', 'siteConfig');
  const settings = readSettings(config);
  const site = settlePrincipal(
    world,
    settings === undefined ? record : world.save(withSettings(record, settings)),
  );
  writeConfig(world, site, config);
  if (prior === undefined) bornPublishing(world, site);
  settleIntegration(world, site, subnetOf(prior));
}

/** The last app of a plan takes it along unless `deleteEmptyServerFarm` says otherwise (published operation). */
function deletedSite(world: World, record: Stored): void {
  forgetPrincipal(world, record);
  const subnet = subnetOf(record);
  if (subnet !== undefined) leaveSubnet(world, subnet);
  const plan = planNamed(world, textAt(record.body, 'properties', 'serverFarmId') ?? '');
  if (plan === undefined || world.query.get('deleteemptyserverfarm')?.toLowerCase() === 'false') return;
  if (sitesOf(world, plan).length === 0) world.remove(plan.id);
}

function shownSite(world: World, record: Stored): JsonObject {
  const name = record.name.toLowerCase();
  const host = `${name}.azurewebsites.net`;
  const deployment = `${name}.scm.azurewebsites.net`;
  const properties = objectAt(record.body, 'properties');
  const plan = planNamed(world, textAt(properties, 'serverFarmId') ?? '');
  const group = record.id.split('/')[4] ?? '';
  return present({
    ...record.body,
    location: regionOf(record),
    identity: shownIdentity(world, record),
    properties: {
      ...properties,
      state: 'Running',
      hostNames: [host],
      repositorySiteName: record.name,
      usageState: 'Normal',
      enabledHostNames: [host, deployment],
      availabilityState: 'Normal',
      hostNameSslStates: [
        { name: host, sslState: 'Disabled', hostType: 'Standard' },
        { name: deployment, sslState: 'Disabled', hostType: 'Repository' },
      ],
      lastModifiedTimeUtc: isoTime(record.changedAt),
      outboundIpAddresses: '',
      possibleOutboundIpAddresses: '',
      isDefaultContainer: false,
      defaultHostName: host,
      resourceGroup: group,
      customDomainVerificationId: world.secret(record, 'domain', 64).toUpperCase(),
      sku: tierOfPlan(plan)?.tier ?? '',
    },
  });
}

import { sameId } from '../arm-id.ts';
import { ArmError } from '../errors.ts';
import { isObject, type JsonObject, objectAt, textAt } from '../json.ts';
import { requireLinked } from '../linked-rights.ts';
import { admitIdentity } from '../microsoft.managedidentity/identity.ts';
import { accountNamed } from '../microsoft.storage/account-rules.ts';
import type { Stored, World, Write } from '../provider.ts';
import { checkFlexConfig, checkFunctionAppConfig } from './flex-rules.ts';
import { siteNamed } from './names.ts';
import { planNamed, sitesOf } from './plans.ts';
import { readSettings, settingsOf } from './settings.ts';
import { admitIntegration, subnetOf } from './subnet-integration.ts';
import { isFlex, type Tier, tierOfPlan } from './tiers.ts';

const bad = (message: string): ArmError => new ArmError(400, 'BadRequest', message);

/** What the service takes for granted of a new app. */
const born: JsonObject = {
  enabled: true,
  isXenon: false,
  hyperV: false,
  httpsOnly: false,
  clientAffinityEnabled: false,
  clientCertEnabled: false,
  clientCertMode: 'Required',
  hostNamesDisabled: false,
  endToEndEncryptionEnabled: false,
  scmSiteAlsoStopped: false,
  containerSize: 1536,
  dailyMemoryTimeQuota: 0,
  redundancyMode: 'None',
  publicNetworkAccess: 'Enabled',
  storageAccountRequired: false,
  keyVaultReferenceIdentity: 'SystemAssigned',
  ipMode: 'IPv4',
};

/** What ARM refuses of a site; returns the body to store, without what `config` keeps. */
export function admitSite(write: Write): JsonObject {
  const { world, id, prior } = write;
  if (prior === undefined && siteNamed(world, id.name) !== undefined)
    throw new ArmError(409, 'Conflict', `Website with given name ${id.name} already exists.`);
  const { siteConfig, ...sent } = objectAt(write.body, 'properties');
  const before = objectAt(prior?.body, 'properties');
  const kept: JsonObject = { ...born, ...before, ...sent };
  const body: JsonObject = {
    ...write.body,
    kind: textAt(write.body, 'kind') ?? textAt(prior?.body, 'kind') ?? 'app',
    properties: kept,
  };
  const plan = planOf(world, body);
  const tier = tierOfPlan(plan);
  if (tier === undefined) throw bad(`The plan '${plan.name}' is of a tier that takes no apps.`);
  requireLinked(world, 'Microsoft.Web/serverfarms/join/action', plan.id, id.id);
  checkPlan(write, body, plan, tier);
  kept['reserved'] = objectAt(plan.body, 'properties')['reserved'] === true;
  const identity = objectAt(body, 'identity');
  if (isFlex(tier)) {
    checkFlexConfig(objectAt(siteConfig));
    if (isObject(kept['outboundVnetRouting']))
      throw bad(
        'The following site property (Site.OutboundVnetRouting) for Flex Consumption sites is invalid.',
      );
    checkFunctionAppConfig(kept, identity);
  } else {
    if (kept['functionAppConfig'] !== undefined)
      throw bad('FunctionAppConfig is only for apps of the Flex Consumption plan.');
    checkContentShare(world, kept, readSettings(objectAt(siteConfig)) ?? settingsOf(prior));
  }
  admitIntegration({ ...write, body }, plan, tier);
  return admitIdentity({ ...write, body });
}

function planOf(world: World, body: JsonObject): Stored {
  const named = textAt(body, 'properties', 'serverFarmId');
  if (named === undefined) throw bad('An app needs a plan: properties.serverFarmId.');
  const plan = planNamed(world, named);
  if (plan === undefined) throw new ArmError(404, 'NotFound', `Cannot find serverFarm with name ${named}.`);
  return plan;
}

function checkPlan({ world, id, prior }: Write, body: JsonObject, plan: Stored, tier: Tier): void {
  if (textAt(plan.body, 'location') !== textAt(body, 'location'))
    throw bad(`The app '${id.name}' has to lie in the region of its plan '${plan.name}'.`);
  const kinds = (textAt(body, 'kind') ?? '').split(',');
  if (!kinds.includes('functionapp') || kinds.includes('workflowapp') !== (tier.tier === 'WorkflowStandard'))
    throw bad(`An app of kind '${kinds.join(',')}' is not allowed in a plan of the tier '${tier.tier}'.`);
  const linux = objectAt(plan.body, 'properties')['reserved'] === true;
  if (kinds.includes('linux') !== linux)
    throw bad(`The operating system of the app '${id.name}' is not that of its plan '${plan.name}'.`);
  if (prior !== undefined && isFlex(tier) !== isFlex(tierOfPlan(planNamed(world, planIdOf(prior)))))
    throw bad('An app moves neither into Flex Consumption nor out of it.');
  // Source: Microsoft, "Azure Functions Flex Consumption plan": a plan holds one app.
  const others = sitesOf(world, plan).filter((other) => !sameId(other.id, id.id));
  if (isFlex(tier) && others.length > 0)
    throw bad(`The Flex Consumption plan '${plan.name}' already holds the app '${others[0]?.name ?? ''}'.`);
}

function planIdOf(site: Stored): string {
  return textAt(site.body, 'properties', 'serverFarmId') ?? '';
}

/**
 * A share for the content is made with the account's key when the app is: where the account is closed to it, the PUT
 * fails. Source: Microsoft, "Restrict your storage account to a virtual network" and Azure/azure-quickstart-templates.
 */
export function checkContentShare(world: World, properties: JsonObject, settings: JsonObject): void {
  const connection = settings['WEBSITE_CONTENTAZUREFILECONNECTIONSTRING'] ?? '';
  const name = /AccountName=([a-z0-9]+)/i.exec(String(connection))?.[1];
  if (name === undefined) return;
  const account = accountNamed(world, name);
  const found = objectAt(account?.body, 'properties');
  const routing = objectAt(properties, 'outboundVnetRouting');
  const through =
    subnetOf({ body: { properties } }) !== undefined &&
    (routing['contentShareTraffic'] === true ||
      routing['allTraffic'] === true ||
      settings['WEBSITE_CONTENTOVERVNET'] === '1');
  const closed =
    textAt(found, 'publicNetworkAccess') === 'Disabled' ||
    textAt(found, 'networkAcls', 'defaultAction') === 'Deny';
  if (account !== undefined && found['allowSharedKeyAccess'] !== false && (!closed || through)) return;
  throw bad(
    "Creation of storage file share failed with: 'The remote server returned an error: (403) Forbidden.'. Please check if the storage account is accessible.",
  );
}

import { ArmError } from '../errors.ts';
import { type Json, type JsonObject, numberAt, objectAt, textAt } from '../json.ts';
import { visibleIn } from '../member-versions.ts';
import { unlinkableFor } from '../private-link.ts';
import type { Pace, Stored, TypeModel, World, Write } from '../provider.ts';
import { anything, boolean, integer, list, object, oneOf, readOnly, required, tags, text } from '../shape.ts';
import { acceptedWindow } from './accounts.ts';
import { accountLane } from './lane.ts';
import { capabilitiesOf, rateLimitsOf } from './model-list.ts';
import type { ModelFact } from './models.ts';
import { deploymentType, raiPolicyType, regionOf } from './names.ts';
import { findModel, isProvisioned, isRetired, type SkuOffer, skusOf } from './offering.ts';
import { claimQuota } from './quota.ts';
import { cognitiveVersions, deploymentMembers } from './versions.ts';

const upgrades = ['OnceNewDefaultVersionAvailable', 'OnceCurrentVersionExpired', 'NoAutoUpgrade'] as const;
/** Standard deployments are made while the request waits; provisioned throughput takes its time. */
const sync: Pace = { how: 'sync' };
const provisioning: Pace = { how: 'operation', state: 'Creating', ms: 60_000 };

const shape = object({
  sku: object({
    name: required(text()),
    tier: text(),
    size: text(),
    family: text(),
    // The Azure CLI sends text.
    capacity: integer({ min: 0, asText: true }),
  }),
  tags: tags(),
  properties: object({
    model: object({
      publisher: text(),
      format: text(),
      name: text(),
      version: text(),
      source: text(),
      sourceAccount: text(),
      callRateLimit: readOnly(anything()),
    }),
    raiPolicyName: text(),
    versionUpgradeOption: oneOf(...upgrades),
    scaleSettings: object({ scaleType: text(), capacity: integer(), activeCapacity: readOnly(integer()) }),
    capabilities: readOnly(anything()),
    callRateLimit: readOnly(anything()),
    rateLimits: readOnly(list(anything())),
    dynamicThrottlingEnabled: readOnly(boolean()),
    currentCapacity: readOnly(integer()),
    capacitySettings: object({ designatedCapacity: integer({ min: 0 }), priority: integer({ min: 0 }) }),
    parentDeploymentName: text(),
    spilloverDeploymentName: text(),
    // The service takes no notice of a sku that stands here (Azure/bicep#16642): the deployment becomes a Standard one.
    sku: readOnly(anything()),
  }),
});

/** Microsoft.CognitiveServices/accounts/deployments. */
export const deployments: TypeModel = {
  type: deploymentType,
  apiVersions: cognitiveVersions,
  placement: 'group',
  name: { pattern: /^[a-z0-9][a-z0-9_.-]*$/i, min: 2, max: 64 },
  body: shape,
  pace: { create: sync, update: sync, delete: { how: 'operation', state: 'Deleting', ms: 5_000 } },
  paceFor: (body) => (isProvisioned(textAt(body, 'sku', 'name') ?? '') ? provisioning : undefined),
  etag: true,
  showsSystemData: true,
  lane: accountLane,
  admit: admitDeployment,
  wrote: (world, record) => touchAccount(world, record),
  deleted: (world, record) => touchAccount(world, record),
  show: shownDeployment,
};

function admitDeployment(write: Write): JsonObject {
  const { world, id, prior } = write;
  const body = write.body['sku'] === undefined ? { ...write.body, sku: { name: 'Standard' } } : write.body;
  const account = readyAccount(world, id.parent ?? '');
  const region = regionOf(account.body);
  const fact = modelOf(body, prior);
  const offer = offered(fact, body, region);
  if (prior === undefined) refuseRetired(world, fact);
  checkCapacity(offer, body);
  checkPolicy(world, account, body);
  checkSpillover(world, account, body);
  const capacity = numberAt(body, 'sku', 'capacity') ?? offer.capacity.default;
  claimQuota(world, {
    subscription: id.subscription ?? '',
    region,
    usageName: offer.usageName,
    capacity,
    except: id.id,
  });
  const properties = objectAt(body, 'properties');
  return {
    ...body,
    sku: { ...objectAt(body, 'sku'), capacity },
    properties: {
      versionUpgradeOption: upgrades[0],
      raiPolicyName: 'Microsoft.DefaultV2',
      ...properties,
      model: { ...objectAt(properties, 'model'), version: fact.version },
    },
  };
}

function readyAccount(world: World, accountId: string): Stored {
  const account = world.find(accountId);
  if (account === undefined) {
    throw new ArmError(404, 'ParentResourceNotFound', `The account '${accountId}' was not found.`);
  }
  if (account.state === 'Succeeded') return account;
  const message = `The account ${account.name} is in state ${account.state}; deployments need Succeeded.`;
  throw new ArmError(400, 'AccountProvisioningStateInvalid', message);
}

function invalid(message: string): ArmError {
  return new ArmError(400, 'InvalidResourceProperties', message);
}

function modelOf(body: JsonObject, prior: Stored | undefined): ModelFact {
  const format = textAt(body, 'properties', 'model', 'format');
  const name = textAt(body, 'properties', 'model', 'name');
  const version = textAt(body, 'properties', 'model', 'version');
  if (format === undefined || name === undefined)
    throw invalid('The model of the deployment needs a format and a name.');
  const before = textAt(prior?.body, 'properties', 'model', 'name');
  if (before !== undefined && before !== name) {
    throw invalid(`The model of a deployment cannot be changed from '${before}' to '${name}'.`);
  }
  const fact = format === 'OpenAI' ? findModel(name, version) : undefined;
  if (fact !== undefined) return fact;
  const message = `The model 'Format: ${format}, Name: ${name}, Version: ${version ?? ''}' is not supported.`;
  throw new ArmError(400, 'DeploymentModelNotSupported', message);
}

function offered(fact: ModelFact, body: JsonObject, region: string): SkuOffer {
  const sku = textAt(body, 'sku', 'name');
  if (sku === undefined) throw invalid("The deployment has no 'sku' at the top level of its body.");
  const offer = skusOf(fact, region).find((one) => one.sku === sku);
  if (offer !== undefined) return offer;
  const message = `The specified SKU '${sku}' for model '${fact.name} ${fact.version}' is not supported in this region '${region}'.`;
  throw invalid(message);
}

function refuseRetired(world: World, fact: ModelFact): void {
  if (!isRetired(fact, world.now)) return;
  const message = `The model '${fact.name}' version '${fact.version}' has been deprecated since ${fact.retires} and is not available for new deployments.`;
  throw new ArmError(400, 'ServiceModelDeprecated', message);
}

function checkCapacity(offer: SkuOffer, body: JsonObject): void {
  const { minimum, maximum, step } = offer.capacity;
  const capacity = numberAt(body, 'sku', 'capacity');
  if (capacity === undefined) return;
  if (capacity >= minimum && capacity <= maximum && (capacity - minimum) % step === 0) return;
  throw invalid(
    `The capacity ${capacity} of SKU '${offer.sku}' must be ${minimum} to ${maximum} in steps of ${step}.`,
  );
}

function checkPolicy(world: World, account: Stored, body: JsonObject): void {
  const policy = textAt(body, 'properties', 'raiPolicyName');
  if (policy === undefined || policy.startsWith('Microsoft.Default')) return;
  if (world.find(`${account.id}/raiPolicies/${policy}`)?.type === raiPolicyType) return;
  throw invalid(`The RAI policy '${policy}' does not exist in account '${account.name}'.`);
}

/** Processing has to stay at its level. Source: Microsoft, "Manage traffic with spillover for provisioned deployments". */
const spillsInto: { readonly [sku: string]: string } = {
  ProvisionedManaged: 'Standard',
  DataZoneProvisionedManaged: 'DataZoneStandard',
  GlobalProvisionedManaged: 'GlobalStandard',
};

function checkSpillover(world: World, account: Stored, body: JsonObject): void {
  const other = textAt(body, 'properties', 'spilloverDeploymentName');
  if (other === undefined) return;
  const target = world.find(`${account.id}/deployments/${other}`);
  if (target === undefined)
    throw invalid(`The spillover deployment '${other}' does not exist in account '${account.name}'.`);
  const sku = textAt(body, 'sku', 'name') ?? '';
  const model = (of: JsonObject): string =>
    `${textAt(of, 'properties', 'model', 'name')} ${textAt(of, 'properties', 'model', 'version')}`;
  if (textAt(target.body, 'sku', 'name') !== spillsInto[sku] || model(target.body) !== model(body))
    throw invalid(`The deployment '${other}' can not take the spillover of a deployment of ${sku}.`);
}

/** A change beneath an account makes it Accepted in the network provider's eyes, like a change of its own. */
function touchAccount(world: World, record: Stored): void {
  const account = world.find(record.id.split('/').slice(0, -2).join('/'));
  if (account !== undefined) unlinkableFor(world, account, acceptedWindow);
}

function shownDeployment(world: World, record: Stored): JsonObject {
  const sku = textAt(record.body, 'sku', 'name') ?? '';
  const capacity = numberAt(record.body, 'sku', 'capacity') ?? 0;
  const model = objectAt(record.body, 'properties', 'model');
  const fact = findModel(textAt(model, 'name') ?? '', textAt(model, 'version'));
  const rateLimits: Json[] = rateLimitsOf(sku, capacity);
  return {
    ...record.body,
    properties: {
      ...visibleIn(world.apiVersion, objectAt(record.body, 'properties'), deploymentMembers),
      currentCapacity: capacity,
      ...(fact === undefined ? {} : { capabilities: capabilitiesOf(fact) }),
      ...(rateLimits.length > 0 ? { rateLimits } : {}),
    },
  };
}

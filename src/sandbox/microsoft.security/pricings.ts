import { ArmError } from '../errors.ts';
import { isoTime } from '../instants.ts';
import { isObject, type JsonObject, listAt, objectAt, present, textAt } from '../json.ts';
import type { Stored, TypeModel, World, Write } from '../provider.ts';
import { anything, boolean, list, object, oneOf, readOnly, required, text } from '../shape.ts';
import { planCalled, plans } from './plans.ts';

const yesOrNo = oneOf('True', 'False');

/**
 * Microsoft.Security/pricings of a subscription: each plan is there from birth, off, and never goes. Source:
 * Azure/azure-rest-api-specs, Microsoft.Security 2024-01-01 pricings.json.
 */
export const pricings: TypeModel = {
  type: 'Microsoft.Security/pricings',
  apiVersions: ['2024-01-01'],
  placement: 'extension',
  name: { pattern: /^[a-z0-9]+$/i, max: 260 },
  body: object({
    properties: required(
      object({
        pricingTier: required(oneOf('Free', 'Standard')),
        subPlan: text(),
        enforce: yesOrNo,
        extensions: list(
          object({
            name: required(text()),
            isEnabled: required(yesOrNo),
            additionalExtensionProperties: anything(),
            operationStatus: readOnly(anything()),
          }),
        ),
        freeTrialRemainingTime: readOnly(text()),
        enablementTime: readOnly(text()),
        inherited: readOnly(yesOrNo),
        inheritedFrom: readOnly(text()),
        resourcesCoverageStatus: readOnly(text()),
        deprecated: readOnly(boolean()),
        replacedBy: readOnly(list(text())),
      }),
    ),
  }),
  pace: { create: { how: 'sync' }, update: { how: 'sync' }, delete: { how: 'sync' } },
  answers: { create: 200, update: 200 },
  // Only what is set on a single machine is deleted, and machines are not modelled.
  verbs: ['get', 'list', 'put'],
  patch: false,
  showsState: false,
  standing: (scope) =>
    isSubscription(scope)
      ? Object.keys(plans).map((name) => ({ name, body: { properties: { pricingTier: 'Free' } } }))
      : [],
  admit: admitPricing,
  show: shownPricing,
  // A plan that is off is as it was at birth.
  exported: (_world, _record, body) =>
    textAt(body, 'properties', 'pricingTier') === 'Standard' ? body : undefined,
};

function bad(message: string): ArmError {
  return new ArmError(400, 'BadRequest', message);
}

function isSubscription(scope: string): boolean {
  return /^\/subscriptions\/[^/]+$/i.test(scope);
}

function admitPricing({ id, body }: Write): JsonObject {
  if (!isSubscription(id.scope)) throw bad(`Pricings are set on a subscription, not on '${id.scope}'.`);
  const known = planCalled(id.name);
  if (known === undefined)
    throw bad(`There is no plan '${id.name}'. Plans: ${Object.keys(plans).join(', ')}.`);
  const { plan } = known;
  const properties = objectAt(body, 'properties');
  const tier = textAt(properties, 'pricingTier');
  const subPlan = textAt(properties, 'subPlan');
  const extensions = listAt(properties, 'extensions').filter(isObject);
  if (tier === 'Free') {
    if (subPlan !== undefined) throw bad('A sub-plan goes with the tier Standard only.');
    if (extensions.some((one) => one['isEnabled'] === 'True'))
      throw bad('Extensions are enabled in the tier Standard only.');
    return { properties: { pricingTier: tier } };
  }
  if (subPlan !== undefined && !plan.subPlans.includes(subPlan))
    throw bad(`The plan '${known.name}' has no sub-plan '${subPlan}'.`);
  const foreign = extensions.find((one) => !plan.extensions.includes(textAt(one, 'name') ?? ''));
  if (foreign !== undefined)
    throw bad(`The plan '${known.name}' has no extension '${textAt(foreign, 'name') ?? ''}'.`);
  return {
    properties: present({
      pricingTier: 'Standard',
      subPlan: subPlan ?? plan.subPlans[0],
      enforce: textAt(properties, 'enforce') ?? 'False',
      extensions: plan.extensions.map(
        (name) => extensions.find((one) => one['name'] === name) ?? { name, isEnabled: 'False' },
      ),
    }),
  };
}

function shownPricing(_world: World, record: Stored): JsonObject {
  const properties = objectAt(record.body, 'properties');
  const on = properties['pricingTier'] === 'Standard';
  const { extensions, ...rest } = properties;
  return {
    properties: present({
      ...rest,
      extensions: listAt(properties, 'extensions').length > 0 ? extensions : undefined,
      freeTrialRemainingTime: 'PT0S',
      enablementTime: on ? isoTime(record.changedAt) : undefined,
      resourcesCoverageStatus: on ? 'FullyCovered' : 'NotCovered',
    }),
  };
}

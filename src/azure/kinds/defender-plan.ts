import { at } from '../../resource/json.ts';
import type { ResourceKind } from '../../resource/kind.ts';
import { genericCalls } from '../calls.ts';

const apiVersion = '2024-01-01';
const calls = genericCalls(apiVersion);

/**
 * A plan of Microsoft Defender for Cloud, which each subscription has from birth and none ever loses: one that is off
 * counts as absent here, so that putting it turns it on and removing it turns it off. Source: Azure/azure-rest-api-specs,
 * Microsoft.Security 2024-01-01 pricings.json.
 */
export const defenderPlan: ResourceKind = {
  type: 'Microsoft.Security/pricings',
  noun: 'Defender plan',
  apiVersion,
  mark: { in: 'design' },
  comparison: { keyed: [{ pointer: '/properties/extensions', keys: ['name'] }] },
  readOnly: [
    '/properties/freeTrialRemainingTime',
    '/properties/enablementTime',
    '/properties/inherited',
    '/properties/inheritedFrom',
    '/properties/resourcesCoverageStatus',
    '/properties/deprecated',
    '/properties/replacedBy',
    '/properties/extensions/*/operationStatus',
  ],
  removal: { how: 'restore-prior' },
  typicalMs: { create: 5_000, update: 5_000, remove: 5_000 },
  // A list would tell of every plan there is, by one request more than the few that are designed.
  listed: 'no',
  standsOn: ['Microsoft.Resources/subscriptions'],
  read: async (azure, id) => {
    const body = await calls.read(azure, id);
    return at(body, '/properties/pricingTier') === 'Standard' ? body : undefined;
  },
  put: calls.put,
  remove: (azure, id) => calls.put(azure, id, { properties: { pricingTier: 'Free' } }, {}),
};

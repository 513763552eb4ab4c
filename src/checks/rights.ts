import type { Design } from '../design/design.ts';
import { idKey, parseArmId } from '../resource/arm-id.ts';
import { linkedActions, neededActions } from './needed-actions.ts';
import { textAt } from './places.ts';

/** What is granted at a scope. */
export interface Granted {
  readonly scope: string;
  /** Control-plane actions. */
  readonly actions: readonly string[];
}

/** The least that deploys, changes, verifies and destroys one stamp. */
export interface LeastRights {
  /** At its own subscription. */
  readonly own: Granted;
  /** At existing resources of other subscriptions that it uses. */
  readonly elsewhere: readonly Granted[];
  /** Roles that it assigns, by GUID, and to whom. */
  readonly assigned: { readonly roles: readonly string[]; readonly principalTypes: readonly string[] };
}

/**
 * Everything must be seen to be left alone: whether a group holds what is not ours, and what would stop a run, is read
 * wherever it lies. So reading is the one right that is not by type.
 */
const readsAll = '*/read';

/** Questions that are put by POST, each with the type of which they are asked. They write nothing. */
const questions: Readonly<Record<string, readonly string[]>> = {
  'Microsoft.Authorization/policySetDefinitions': [
    'Microsoft.PolicyInsights/policyStates/queryResults/action',
    'Microsoft.PolicyInsights/policyStates/summarize/action',
  ],
  'Microsoft.CognitiveServices/accounts': ['Microsoft.CognitiveServices/checkDomainAvailability/action'],
  'Microsoft.Resources/resourceGroups': ['Microsoft.PolicyInsights/checkPolicyRestrictions/action'],
};

/** What a design needs of Azure from its first deployment to its destruction. Pure. */
export function leastRights(design: Design): LeastRights {
  const { toRun, toUndo } = neededActions({ design });
  const away = design.uses.filter(({ id }) => isAway(id, design));
  const linkedAway = (id: string): string[] => [
    ...new Set(
      design.resources.flatMap(({ type, body }) =>
        linkedActions(type, body, (each) => idKey(each) === idKey(id)),
      ),
    ),
  ];
  const types = new Set(design.resources.map(({ type }) => type));
  const asked = Object.entries(questions).flatMap(([type, actions]) => (types.has(type) ? actions : []));
  const assigned = design.resources.filter(({ type }) => type === 'Microsoft.Authorization/roleAssignments');
  const each = (pointer: string): string[] =>
    [...new Set(assigned.map(({ body }) => textAt(body, pointer).split('/').at(-1) ?? ''))].sort();
  return {
    own: {
      scope: `/subscriptions/${design.subscriptionId}`,
      actions: [readsAll, ...[...new Set([...toRun.keys(), ...toUndo.keys(), ...asked])].sort()],
    },
    elsewhere: away.map(({ id }) => ({
      scope: id,
      actions: [`${parseArmId(id).type}/read`, ...linkedAway(id)],
    })),
    assigned: {
      roles: each('/properties/roleDefinitionId'),
      principalTypes: each('/properties/principalType'),
    },
  };
}

function isAway(id: string, { subscriptionId }: Design): boolean {
  return idKey(parseArmId(id).subscriptionId ?? '') !== idKey(subscriptionId);
}

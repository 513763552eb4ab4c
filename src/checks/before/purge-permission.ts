import { known } from '../../resource/subscription.ts';
import { isGranted } from '../permission.ts';
import {
  askForRole,
  type Check,
  type CheckInput,
  cannotTell,
  designedOf,
  type Finding,
  failed,
  notApplicable,
  observedBody,
  ok,
  warning,
} from '../rule.ts';

/** Purging is a right at the scope of the subscription: one at the resource group is not enough. */
const purges = [
  {
    type: 'Microsoft.KeyVault/vaults',
    noun: 'key vault',
    action: 'Microsoft.KeyVault/locations/deletedVaults/purge/action',
    role: 'Key Vault Purge Operator',
  },
  {
    type: 'Microsoft.CognitiveServices/accounts',
    noun: 'Azure OpenAI account',
    action: 'Microsoft.CognitiveServices/locations/resourceGroups/deletedAccounts/delete',
    role: 'Cognitive Services Contributor',
  },
] as const;

export const purgePermission: Check = {
  id: 'GT-CHECK-PERMISSION-PURGE',
  stage: 'before',
  checklist: ['INC-4'],
  title: 'You may purge what a rollback deletes',
  run: (input) => {
    const { design, observed, facts, plan } = input;
    if (plan?.destroys) return purging(input);
    const created = purges.filter(({ type }) =>
      designedOf(design, type).some(({ id }) => !observedBody(observed, id)),
    );
    if (created.length === 0) return [notApplicable('the plan creates nothing that is soft-deleted')];
    const permissions = known(facts.permissions);
    if (!permissions) return [cannotTell('your right to purge', facts.permissions, input)];
    return created.map(({ noun, action, role }) =>
      isGranted(permissions, action)
        ? ok(`you may purge a deleted ${noun}`, action)
        : warning(
            `you may not purge: a rollback leaves a soft-deleted ${noun}, and the next run recovers it`,
            askForRole(role, input),
            action,
          ),
    );
  },
};

/** Whether what a destruction is to purge can be. */
function purging(input: CheckInput): readonly Finding[] {
  const wanted = purges.filter(({ type }) =>
    input.plan?.actions.some((action) => action.purge && action.type === type),
  );
  if (wanted.length === 0) return [notApplicable('the plan purges nothing')];
  const permissions = known(input.facts.permissions);
  if (!permissions) return [cannotTell('your right to purge', input.facts.permissions, input)];
  return wanted.map(({ noun, action, role }) =>
    isGranted(permissions, action)
      ? ok(`you may purge a deleted ${noun}`, action)
      : failed(`you may not purge a deleted ${noun}`, askForRole(role, input), action),
  );
}

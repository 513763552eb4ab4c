import { handedOverTypes } from '../../facts/handed-over.ts';
import { known } from '../../resource/subscription.ts';
import { neededActions } from '../needed-actions.ts';
import { isGranted } from '../permission.ts';
import { inFile } from '../places.ts';
import {
  askForRole,
  type Check,
  type CheckInput,
  cannotTell,
  type Finding,
  failed,
  notApplicable,
  orOk,
  warning,
} from '../rule.ts';

const roleAssignments = 'Microsoft.Authorization/roleAssignments/write';
/** Rights that Contributor has not, and who assigns roles need not have. */
const governing = /^Microsoft\.Authorization\/(policy\w+|locks)\//;

export const writePermission: Check = {
  id: 'GT-CHECK-PERMISSION-WRITE',
  stage: 'before',
  about: 'all',
  checklist: ['IAM-2'],
  title: 'You may write every type of the plan',
  run: (input) => {
    const permissions = known(input.facts.permissions);
    if (!permissions) return [cannotTell('your permissions', input.facts.permissions, input)];
    const { toRun, toUndo } = neededActions(input);
    const lacks = (actions: ReadonlyMap<string, string>): string[] =>
      [...actions.keys()].filter(
        (action) => action !== roleAssignments && !governing.test(action) && !isGranted(permissions, action),
      );
    const scope = `/subscriptions/${input.design.subscriptionId}`;
    const findings: Finding[] = [];
    const byOwner = handedOverRemovals(input);
    const missing = lacks(toRun).filter((action) => byOwner.length === 0 || !isHandedOver(toRun.get(action)));
    if (byOwner.length > 0) {
      findings.push(
        failed(
          `what is handed over to an owner in directory ${input.design.directoryId} has to go first, and Azure Lighthouse can't remove it`,
          `There: ${byOwner.join(' && ')}`,
        ),
      );
    }
    if (missing.length > 0) {
      findings.push(
        failed(`you lack ${missing.join(', ')} at the subscription`, askForRole('Contributor', input)),
      );
    }
    const undo = lacks(toUndo);
    if (undo.length > 0) {
      findings.push(
        warning(
          `a failed run could not be undone without ${undo.join(', ')}`,
          askForRole('Contributor', input),
        ),
      );
    }
    return orOk(findings, `you may write all ${toRun.size} kinds of change that the plan needs`, scope);
  },
};

/** Commands by which an owner removes what a delegation can't. */
function handedOverRemovals({ design, plan }: CheckInput): string[] {
  if (design.signInDirectoryId === undefined) return [];
  return (plan?.actions ?? [])
    .filter(({ type, action }) => action === 'remove' && isHandedOver(type))
    .map(
      ({ id, type }) =>
        `az rest --method delete --url '${id}?api-version=${handedOverTypes[type.toLowerCase()]}'`,
    );
}

function isHandedOver(type: string | undefined): boolean {
  return handedOverTypes[type?.toLowerCase() ?? ''] !== undefined;
}

export const assignPermission: Check = {
  id: 'GT-CHECK-PERMISSION-ASSIGN',
  stage: 'before',
  checklist: ['IAM-1', 'KEY-2'],
  title: 'You may assign roles',
  run: (input) => {
    if (!neededActions(input).toRun.has(roleAssignments)) {
      return [{ status: 'not-applicable', message: 'the plan assigns no role' }];
    }
    const permissions = known(input.facts.permissions);
    if (!permissions) return [cannotTell('your right to assign roles', input.facts.permissions, input)];
    const scope = `/subscriptions/${input.design.subscriptionId}`;
    return orOk(
      isGranted(permissions, roleAssignments)
        ? []
        : [
            failed(
              `you lack ${roleAssignments}: Contributor does not include it`,
              askForRole('Role Based Access Control Administrator', input),
            ),
          ],
      'you may assign roles',
      scope,
    );
  },
};

export const governPermission: Check = {
  id: 'GT-CHECK-PERMISSION-GOVERN',
  stage: 'before',
  checklist: ['POL-1', 'POL-2', 'KEY-1'],
  title: 'You may assign policies, and lock',
  run: (input) => {
    const { toRun, toUndo } = neededActions(input);
    const needed = [...new Set([...toRun.keys(), ...toUndo.keys()])].filter((action) =>
      governing.test(action),
    );
    if (needed.length === 0) return [notApplicable('the plan assigns no policy and locks nothing')];
    const permissions = known(input.facts.permissions);
    if (!permissions) return [cannotTell('your right to govern', input.facts.permissions, input)];
    const missing = needed.filter((action) => !isGranted(permissions, action));
    const findings = ways.flatMap(({ action, role, setting, value }) => {
      const lacking = missing.filter((each) => action.test(each));
      const otherwise = `or set ${inFile(setting, input.design)} to ${value}`;
      return lacking.length === 0
        ? []
        : [
            failed(
              `you lack ${lacking.join(', ')}: Contributor does not include them`,
              `${askForRole(role, input)}; ${otherwise}.`,
            ),
          ];
    });
    return orOk(findings, 'you may govern what you deploy', `/subscriptions/${input.design.subscriptionId}`);
  },
};

/** The narrowest built-in role with such rights, and how to do without. Source: Microsoft, "Azure built-in roles". */
const ways = [
  {
    action: /\/policy\w+\//,
    role: 'Resource Policy Contributor',
    setting: 'policy',
    value: 'off',
  },
  { action: /\/locks\//, role: 'User Access Administrator', setting: 'locks', value: 'false' },
] as const;

import { known } from '../../resource/subscription.ts';
import { neededActions } from '../needed-actions.ts';
import { isGranted } from '../permission.ts';
import { inFile } from '../places.ts';
import {
  askForRole,
  type Check,
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
    const missing = lacks(toRun);
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
  checklist: ['POL-1', 'POL-2'],
  title: 'You may assign policies',
  run: (input) => {
    const { toRun, toUndo } = neededActions(input);
    const needed = [...new Set([...toRun.keys(), ...toUndo.keys()])].filter((action) =>
      governing.test(action),
    );
    if (needed.length === 0) return [notApplicable('the plan assigns no policy')];
    const permissions = known(input.facts.permissions);
    if (!permissions) return [cannotTell('your right to assign policies', input.facts.permissions, input)];
    const missing = needed.filter((action) => !isGranted(permissions, action));
    // Source: Microsoft, "Azure built-in roles": the narrowest that has them.
    const way = `or set ${inFile('policy', input.design)} to off, and let somebody else assign policies`;
    return orOk(
      missing.length === 0
        ? []
        : [
            failed(
              `you lack ${missing.join(', ')}: Contributor does not include them`,
              `${askForRole('Resource Policy Contributor', input)}; ${way}.`,
            ),
          ],
      'you may assign policies',
      `/subscriptions/${input.design.subscriptionId}`,
    );
  },
};

import { textAt } from '../places.ts';
import { type Check, type Finding, ok } from '../rule.ts';
import { type Existing, existing } from './existing.ts';

export const accessControl: Check = {
  id: 'GT-CHECK-ROLES',
  stage: 'after',
  checklist: ['IAM-1', 'IAM-2', 'KEY-2'],
  title: 'The designed roles are assigned',
  risk: 'Somebody may do more than his work needs, or can not do it.',
  run: (input) => existing(input, 'GT-CHECK-ROLES', 'Microsoft.Authorization/roleAssignments', judge),
};

function judge({ id, title, body }: Existing): Finding[] {
  const role = textAt(body, '/properties/roleDefinitionId').split('/').at(-1) ?? '';
  const principal = textAt(body, '/properties/principalId');
  return [ok(`${title} is assigned`, `${id}: role ${role} to ${principal}`)];
}

import { textAt } from '../places.ts';
import { type Check, type Finding, failed, ok } from '../rule.ts';
import { type Existing, existing } from './existing.ts';

export const subnetRules: Check = {
  id: 'GT-CHECK-SUBNETS',
  stage: 'after',
  checklist: ['NET-2', 'NET-3'],
  title: 'Every subnet has a network security group',
  risk: 'Traffic in and out of the subnet is not limited.',
  run: (input) => existing(input, 'GT-CHECK-SUBNETS', 'Microsoft.Network/virtualNetworks/subnets', judge),
};

function judge({ id, title, body }: Existing): Finding[] {
  const group = textAt(body, '/properties/networkSecurityGroup/id');
  return [
    group === ''
      ? failed(`${title} has no network security group`, 'gotthard deploy attaches it again.', id)
      : ok(`${title} is guarded`, `${id}: ${group}`),
  ];
}

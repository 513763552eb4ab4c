import { at } from '../../resource/json.ts';
import { textAt } from '../places.ts';
import { type Check, type Finding, failed, ok } from '../rule.ts';
import { type Existing, existing } from './existing.ts';

const closed = ['Microsoft.KeyVault/vaults', 'Microsoft.CognitiveServices/accounts'];

export const publicAccess: Check = {
  id: 'GT-CHECK-PUBLIC-ACCESS',
  stage: 'after',
  checklist: ['NET-4', 'KEY-1', 'VAL-2'],
  title: 'Vault and account are closed to the internet',
  risk: 'Anybody on the internet can try to get in.',
  run: (input) => closed.flatMap((type) => existing(input, 'GT-CHECK-PUBLIC-ACCESS', type, judge)),
};

/** Both gates must be shut: the switch, and what the firewall does by default. */
function judge({ id, title, body }: Existing): Finding[] {
  const access = textAt(body, '/properties/publicNetworkAccess') || 'Enabled';
  const action = textAt(body, '/properties/networkAcls/defaultAction') || 'Allow';
  const rules = at(body, '/properties/networkAcls/ipRules');
  const open = Array.isArray(rules) ? rules.length : 0;
  const evidence = `${id}: publicNetworkAccess ${access}, networkAcls.defaultAction ${action}, ${open} IP rules`;
  return [
    access.toLowerCase() === 'disabled'
      ? ok(`${title} has no public access`, evidence)
      : failed(`${title} is reachable from the internet`, 'gotthard deploy closes it again.', evidence),
  ];
}

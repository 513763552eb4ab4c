import { at } from '../../resource/json.ts';
import { environmentOf } from '../places.ts';
import { type Check, type CheckInput, type Finding, failed, ok, warning } from '../rule.ts';
import { type Existing, existing } from './existing.ts';

export const localAuthentication: Check = {
  id: 'GT-CHECK-LOCAL-AUTH',
  stage: 'after',
  checklist: ['IAM-2', 'KEY-3', 'KEY-4', 'MON-4'],
  title: 'The account takes Entra tokens only, unless API keys were asked for',
  risk: 'A key that leaks opens the models to whoever has it.',
  run: (input) => existing(input, 'GT-CHECK-LOCAL-AUTH', 'Microsoft.CognitiveServices/accounts', judge),
};

function judge({ id, title, body }: Existing, input: CheckInput): Finding[] {
  const disabled = at(body, '/properties/disableLocalAuth') === true;
  const evidence = `${id}: disableLocalAuth ${disabled}`;
  if (disabled) return [ok(`${title} takes no API keys`, evidence)];
  if (environmentOf(input.estate, input.design)?.authentication === 'keys') {
    return [
      warning(
        `${title} takes API keys, as the estate file asks for`,
        'Set `authentication: entra` in the estate file as soon as no application needs keys.',
        evidence,
      ),
    ];
  }
  return [failed(`${title} takes API keys`, 'gotthard deploy turns them off again.', evidence)];
}

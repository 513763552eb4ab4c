import { environmentOf, inFile } from '../places.ts';
import { type Check, designedOf, notApplicable } from '../rule.ts';
import { appFaults, plain, publishingOff, withoutFaults } from './apps.ts';
import { existing, type Judge } from './existing.ts';

const app = 'Microsoft.Web/sites';
const id = 'GT-CHECK-ROTATION';
const step = 'Key rotation';

const faults = appFaults({
  away: ', and reaches neither vault nor account',
  stopped: 'no key is rotated',
  start: 'az functionapp start --ids ID starts it.',
});

/** The function that rotates the API key is closed, set as it has to be, and may do what it does and nothing else. */
export const rotation: Check = {
  id,
  stage: 'after',
  checklist: ['KEY-4', 'DAT-2'],
  title: 'The function that rotates the API key is closed and set as it has to be',
  risk: 'What may make keys anew is a way to them; and a function that fails leaves old keys in use.',
  run: (input) => {
    if (environmentOf(input.estate, input.design)?.authentication !== 'keys')
      return [notApplicable('keyless: there is no key to rotate')];
    if (designedOf(input.design, app).every((each) => each.step !== step)) {
      const file = inFile('apiKeys.rotation', input.design);
      return [notApplicable(`gotthard keys rotate rotates the key: ${file} asks for a function`)];
    }
    const judged: readonly (readonly [string, Judge])[] = [
      [app, withoutFaults(faults, 'runs, in the network alone')],
      ['Microsoft.Web/serverfarms', plain],
      [`${app}/config`, plain],
      [`${app}/basicPublishingCredentialsPolicies`, publishingOff],
      ['Microsoft.Authorization/roleDefinitions', plain],
    ];
    return judged.flatMap(([type, judge]) => existing(input, id, { type, step }, judge));
  },
};

import { inFile } from '../places.ts';
import { type Check, designedOf, notApplicable } from '../rule.ts';
import {
  appFaults,
  type Fault,
  opened,
  openToInternet,
  plain,
  publishingOff,
  withoutFaults,
} from './apps.ts';
import { existing, type Judge } from './existing.ts';

const app = 'Microsoft.Web/sites';
const account = 'Microsoft.Storage/storageAccounts';
const id = 'GT-CHECK-LOGIC-APP';
const step = 'Logic App';

const faults = appFaults({
  away: ': its calls go past it, or nowhere',
  stopped: 'no message is answered',
  start: 'az logicapp start --ids ID starts it.',
});

const accountFaults: readonly Fault[] = [
  openToInternet,
  opened('/properties/allowBlobPublicAccess', false, 'lets containers be opened to everybody'),
  opened('/properties/minimumTlsVersion', /^TLS1_[23]$/, 'takes TLS before 1.2'),
  opened('/properties/supportsHttpsTrafficOnly', true, 'takes plain HTTP'),
];

/** Workflows answer to the network alone, and the one account that takes a key takes it from there alone. */
export const logicApp: Check = {
  id,
  stage: 'after',
  checklist: ['INT-1', 'DAT-2'],
  title: 'The Logic App takes requests from the network alone, and so does the storage that it works with',
  risk: 'Whoever reaches a workflow or its storage reads messages, and calls the models in its name.',
  run: (input) => {
    if (designedOf(input.design, app).every((each) => each.step !== step)) {
      const file = inFile('integration: { logicApp: … }', input.design);
      return [notApplicable(`there is no Logic App: ${file} asks for one`)];
    }
    const judged: readonly (readonly [string, Judge])[] = [
      [app, withoutFaults(faults, 'takes requests from the network alone')],
      [`${app}/config`, plain],
      [`${app}/basicPublishingCredentialsPolicies`, publishingOff],
      ['Microsoft.Web/serverfarms', plain],
      [account, withoutFaults(accountFaults, 'is closed to the internet')],
      [`${account}/fileServices/shares`, plain],
    ];
    return judged.flatMap(([type, judge]) => existing(input, id, { type, step }, judge));
  },
};

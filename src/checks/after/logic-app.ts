import { at } from '../../resource/json.ts';
import { inFile, textAt } from '../places.ts';
import { type Check, designedOf, type Finding, failed, notApplicable, ok } from '../rule.ts';
import { type Existing, existing, type Judge } from './existing.ts';

const app = 'Microsoft.Web/sites';
const account = 'Microsoft.Storage/storageAccounts';
const id = 'GT-CHECK-LOGIC-APP';
const step = 'Logic App';

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
      [app, faultsOf(appFaults, 'takes requests from the network alone')],
      [`${app}/config`, asDesigned],
      [`${app}/basicPublishingCredentialsPolicies`, published],
      ['Microsoft.Web/serverfarms', asDesigned],
      [account, faultsOf(accountFaults, 'is closed to the internet')],
      [`${account}/fileServices/shares`, asDesigned],
    ];
    return judged.flatMap(([type, judge]) => existing(input, id, { type, step }, judge));
  },
};

/** What each alone would open something, or stop it. */
interface Fault {
  readonly found: (body: Existing['body']) => boolean;
  readonly what: string;
  readonly next: string;
}

const closes = 'gotthard deploy closes it again.';
const open: Fault = {
  found: (body) => !/^disabled$/i.test(textAt(body, '/properties/publicNetworkAccess')),
  what: 'is reachable from the internet',
  next: closes,
};

const appFaults: readonly Fault[] = [
  open,
  { found: (body) => at(body, '/properties/httpsOnly') !== true, what: 'takes plain HTTP', next: closes },
  {
    found: (body) => textAt(body, '/properties/virtualNetworkSubnetId') === '',
    what: 'has left the network: its calls go past it, or nowhere',
    next: 'gotthard deploy brings it back into its subnet.',
  },
  {
    found: (body) => /^stopped$/i.test(textAt(body, '/properties/state')),
    what: 'is stopped: no message is answered',
    next: 'az logicapp start --ids ID starts it.',
  },
];

const accountFaults: readonly Fault[] = [
  open,
  {
    found: (body) => at(body, '/properties/allowBlobPublicAccess') !== false,
    what: 'lets containers be opened to everybody',
    next: closes,
  },
  {
    found: (body) => !/^TLS1_[23]$/.test(textAt(body, '/properties/minimumTlsVersion')),
    what: 'takes TLS before 1.2',
    next: closes,
  },
  {
    found: (body) => at(body, '/properties/supportsHttpsTrafficOnly') !== true,
    what: 'takes plain HTTP',
    next: closes,
  },
];

const shown: readonly string[] = [
  'publicNetworkAccess',
  'httpsOnly',
  'virtualNetworkSubnetId',
  'state',
  'allowBlobPublicAccess',
  'allowSharedKeyAccess',
  'minimumTlsVersion',
];

function faultsOf(faults: readonly Fault[], fine: string): Judge {
  return ({ id: found, title, body }) => {
    const told = shown.flatMap((name) => {
      const value = at(body, `/properties/${name}`);
      return value === undefined ? [] : [`${name} ${String(value)}`];
    });
    const evidence = `${found}: ${told.join(', ')}`;
    const wrong = faults.filter((fault) => fault.found(body));
    if (wrong.length === 0) return [ok(`${title} ${fine}`, evidence)];
    return wrong.map(({ what, next }) => failed(`${title} ${what}`, next.replace('ID', found), evidence));
  };
}

function asDesigned({ id: found, title }: Existing): Finding[] {
  return [ok(`${title} is as designed`, found)];
}

function published({ id: found, title, body }: Existing): Finding[] {
  const allowed = at(body, '/properties/allow');
  const evidence = `${found}: properties.allow ${String(allowed)}`;
  return [
    allowed === false
      ? ok(`${title} is off`, evidence)
      : failed(`${title} is on`, 'gotthard deploy turns it off again.', evidence),
  ];
}

import { at } from '../../resource/json.ts';
import { environmentOf, inFile, textAt } from '../places.ts';
import { type Check, designedOf, type Finding, failed, notApplicable, ok } from '../rule.ts';
import { type Existing, existing } from './existing.ts';

const app = 'Microsoft.Web/sites';
const ownStep = 'Key rotation';

/** The function that rotates the API key is closed, set as it has to be, and may do what it does and nothing else. */
export const rotation: Check = {
  id: 'GT-CHECK-ROTATION',
  stage: 'after',
  checklist: ['KEY-4', 'DAT-2'],
  title: 'The function that rotates the API key is closed and set as it has to be',
  risk: 'What may make keys anew is a way to them; and a function that fails leaves old keys in use.',
  run: (input) => {
    if (environmentOf(input.estate, input.design)?.authentication !== 'keys')
      return [notApplicable('keyless: there is no key to rotate')];
    if (designedOf(input.design, app).every(({ step }) => step !== ownStep)) {
      const file = inFile('apiKeys.rotation', input.design);
      return [notApplicable(`gotthard keys rotate rotates the key: ${file} asks for a function`)];
    }
    const asDesigned = ({ id, title }: Existing): Finding[] => [ok(`${title} is as designed`, id)];
    return [
      ...existing(input, 'GT-CHECK-ROTATION', { type: app, step: ownStep }, judge),
      ...existing(
        input,
        'GT-CHECK-ROTATION',
        { type: 'Microsoft.Web/serverfarms', step: ownStep },
        asDesigned,
      ),
      ...existing(input, 'GT-CHECK-ROTATION', { type: `${app}/config`, step: ownStep }, asDesigned),
      ...existing(
        input,
        'GT-CHECK-ROTATION',
        { type: `${app}/basicPublishingCredentialsPolicies`, step: ownStep },
        published,
      ),
      ...existing(input, 'GT-CHECK-ROTATION', 'Microsoft.Authorization/roleDefinitions', asDesigned),
    ];
  },
};

/** What each alone would open the app, or stop it. */
const faults: readonly {
  readonly found: (body: Existing['body']) => boolean;
  readonly what: string;
  readonly next: string;
}[] = [
  {
    found: (body) => !/^disabled$/i.test(textAt(body, '/properties/publicNetworkAccess')),
    what: 'is reachable from the internet',
    next: 'gotthard deploy closes it again.',
  },
  {
    found: (body) => at(body, '/properties/httpsOnly') !== true,
    what: 'takes plain HTTP',
    next: 'gotthard deploy closes it again.',
  },
  {
    found: (body) => textAt(body, '/properties/virtualNetworkSubnetId') === '',
    what: 'has left the network, and reaches neither vault nor account',
    next: 'gotthard deploy brings it back into its subnet.',
  },
  {
    found: (body) => textAt(body, '/properties/state') !== 'Running',
    what: 'is stopped: no key is rotated',
    next: 'az functionapp start --ids ID starts it.',
  },
];

function judge({ id, title, body }: Existing): Finding[] {
  const shown = (name: string): string => `${name} ${String(at(body, `/properties/${name}`) ?? 'absent')}`;
  const evidence = `${id}: ${['publicNetworkAccess', 'httpsOnly', 'virtualNetworkSubnetId', 'state'].map(shown).join(', ')}`;
  const found = faults.filter((fault) => fault.found(body));
  if (found.length === 0) return [ok(`${title} runs, in the network alone`, evidence)];
  return found.map(({ what, next }) => failed(`${title} ${what}`, next.replace('ID', id), evidence));
}

function published({ id, title, body }: Existing): Finding[] {
  const allowed = at(body, '/properties/allow');
  const evidence = `${id}: properties.allow ${String(allowed)}`;
  return [
    allowed === false
      ? ok(`${title} is off`, evidence)
      : failed(`${title} is on`, 'gotthard deploy turns it off again.', evidence),
  ];
}

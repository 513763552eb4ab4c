import { rotationDays } from '../../design/api-keys.ts';
import { parseArmId } from '../../resource/arm-id.ts';
import { at } from '../../resource/json.ts';
import { credentialIn } from '../../resource/secret-value.ts';
import { environmentOf, textAt } from '../places.ts';
import { type Check, type CheckInput, designedOf, type Finding, failed, notApplicable, ok } from '../rule.ts';
import { type Existing, existing } from './existing.ts';

const secretType = 'Microsoft.KeyVault/vaults/secrets';
/** What tells a key's purpose and owner apart from others. */
const wantedTags = ['project', 'application', 'ProviderAddress', 'ValidityPeriodDays'];

/** The key in use lies in the vault, and says whose it is. Its value is never read. */
export const apiKeyKept: Check = {
  id: 'GT-CHECK-API-KEY',
  stage: 'after',
  checklist: ['KEY-3'],
  title: 'The API key in use lies in the vault, where keys are asked for',
  risk: 'A key that is not in the vault ends up in code and settings.',
  run: (input) => where(input, () => existing(input, 'GT-CHECK-API-KEY', secretType, kept)),
};

/** How old the key in use is, against the period that the file asks for. */
export const apiKeyRotated: Check = {
  id: 'GT-CHECK-KEY-AGE',
  stage: 'after',
  checklist: ['KEY-4'],
  title: 'The API key in use is not older than its rotation period',
  risk: 'A key that has leaked works for as long as nobody replaces it.',
  run: (input) => where(input, () => existing(input, 'GT-CHECK-KEY-AGE', secretType, aged)),
};

function where(input: CheckInput, judged: () => readonly Finding[]): readonly Finding[] {
  return environmentOf(input.estate, input.design)?.authentication === 'keys'
    ? judged()
    : [notApplicable('keyless: the account takes Entra tokens only')];
}

function kept({ id, title, body }: Existing): Finding[] {
  const missing = wantedTags.filter((name) => textAt(body, `/tags/${name}`) === '');
  const enabled = at(body, '/properties/attributes/enabled') !== false;
  const tags = wantedTags.map((name) => `${name} ${textAt(body, `/tags/${name}`) || 'absent'}`).join(', ');
  const evidence = `${id}: ${credentialIn(body['tags'])}, enabled ${enabled}, ${tags}`;
  const next = 'gotthard keys rotate stores the other key with its tags.';
  if (!enabled) return [failed(`${title} is disabled`, next, evidence)];
  if (missing.length > 0) return [failed(`${title} lacks the tags ${missing.join(', ')}`, next, evidence)];
  return [ok(`${title} holds the key in use`, evidence)];
}

function aged({ id, title, body }: Existing, input: CheckInput): Finding[] {
  const environment = environmentOf(input.estate, input.design);
  const created = Number(at(body, '/properties/attributes/created'));
  const period = environment ? rotationDays(environment) : 0;
  const age = Math.floor((Date.parse(input.observed?.at ?? '') / 1000 - created) / 86_400);
  const due = new Date((created + period * 86_400) * 1000).toISOString().slice(0, 10);
  const evidence = `${id}: properties.attributes.created ${new Date(created * 1000).toISOString()}, ${age} days ago`;
  return [
    age <= period
      ? ok(`${title} is ${age} days old, and rotated by ${due}`, evidence)
      : failed(
          `${title} is ${age} days old, and should have been rotated on ${due}`,
          `gotthard keys rotate --tenant ${input.design.tenant} --env ${input.design.environment}${delivery(input)}`,
          evidence,
        ),
  ];
}

/** A function without its code rotates nothing: how that comes to it. */
function delivery({ design }: CheckInput): string {
  const app = designedOf(design, 'Microsoft.Web/sites')[0];
  if (!app) return '';
  const { resourceGroup = '', name } = parseArmId(app.id);
  return `; then, from inside the network, deliver the code of the function that should have done it: az functionapp deployment source config-zip --resource-group ${resourceGroup} --name ${name} --src rotation.zip (docs/keys.md)`;
}

import { type ClassRules, classRules } from '../../estate/classification.ts';
import { at } from '../../resource/json.ts';
import { environmentOf, inFile } from '../places.ts';
import { type Check, type CheckInput, designedOf, type Finding, observedBody, ok, warning } from '../rule.ts';

/** Whether what exists keeps what the class of its data asks for, whatever the estate file says beside it. */
export const classified: Check = {
  id: 'GT-CHECK-CLASSIFIED',
  stage: 'after',
  checklist: ['DAT-3'],
  title: 'What the class of the data asks for is kept',
  risk: 'Sensitive data is kept and protected as if it were not.',
  run: (input) => {
    const environment = environmentOf(input.estate, input.design);
    if (!environment) return [];
    const rules = classRules(environment);
    const judged = [retention(input, rules), purging(input, rules), ownKey(input, rules)].flat();
    const evidence = judged.flatMap(({ evidence: read }) => read ?? []).join('; ');
    const wrong = judged.filter(({ status }) => status !== 'ok');
    return wrong.length > 0 ? wrong : [ok(`it has what ${rules.classification} data asks for`, evidence)];
  },
};

function retention(input: CheckInput, { classification, logRetentionInDays }: ClassRules): Finding[] {
  return read(input, 'Microsoft.OperationalInsights/workspaces', ({ id, title, body }) => {
    const days = Number(at(body, '/properties/retentionInDays'));
    const evidence = `${id}: retentionInDays ${days}`;
    return days >= logRetentionInDays
      ? ok(`${title} keeps logs long enough`, evidence)
      : warning(
          `${title} keeps logs for ${days} days; ${classification} data asks for ${logRetentionInDays}`,
          `Set ${inFile('logs.retentionInDays', input.design)} to ${logRetentionInDays} or more.`,
          evidence,
        );
  });
}

function purging(input: CheckInput, { classification, purgeProtection }: ClassRules): Finding[] {
  return read(input, 'Microsoft.KeyVault/vaults', ({ id, title, body }) => {
    const kept = at(body, '/properties/enablePurgeProtection') === true;
    const evidence = `${id}: enablePurgeProtection ${kept}`;
    return kept || !purgeProtection
      ? ok(`${title} survives deletion as it should`, evidence)
      : warning(
          `${title} can be purged; ${classification} data asks for purge protection`,
          `Set ${inFile('keyVault.purgeProtection', input.design)} to true. It can not be undone.`,
          evidence,
        );
  });
}

function ownKey(input: CheckInput, { classification, customerManagedKey }: ClassRules): Finding[] {
  return read(input, 'Microsoft.CognitiveServices/accounts', ({ id, title, body }) => {
    const source = String(at(body, '/properties/encryption/keySource') ?? 'Microsoft.CognitiveServices');
    const evidence = `${id}: encryption.keySource ${source}`;
    return source.toLowerCase() === 'microsoft.keyvault' || !customerManagedKey
      ? ok(`${title} is encrypted as it should`, evidence)
      : warning(
          `${title} is encrypted with Azure's own key; ${classification} data asks for a customer-managed one`,
          `Encrypt it with a key of your own, or give ${inFile('classification', input.design)} another class.`,
          evidence,
        );
  });
}

/** Those of a type that exist; what is missing is told by the check of its type. */
function read(
  input: CheckInput,
  type: string,
  judge: (found: {
    id: string;
    title: string;
    body: NonNullable<ReturnType<typeof observedBody>>;
  }) => Finding,
): Finding[] {
  return designedOf(input.design, type).flatMap(({ id, title }) => {
    const body = observedBody(input.observed, id);
    return body ? [judge({ id, title, body })] : [];
  });
}

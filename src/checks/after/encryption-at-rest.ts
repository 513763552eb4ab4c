import { at, isObject } from '../../resource/json.ts';
import { environmentOf, inFile, textAt } from '../places.ts';
import { type Check, type CheckInput, designedOf, type Finding, failed, notApplicable, ok } from '../rule.ts';
import { type Existing, existing } from './existing.ts';

const keyType = 'Microsoft.KeyVault/vaults/keys';

/** Azure encrypts everything at rest; whose key it uses is read off the account, and what becomes of it off the key. */
export const encryptionAtRest: Check = {
  id: 'GT-CHECK-ENCRYPTION',
  stage: 'after',
  checklist: ['DAT-1'],
  title: 'The account is encrypted with a key of yours, where that is asked for',
  risk: 'The key that opens what the account keeps is not yours to take away.',
  run: (input) => {
    if (!environmentOf(input.estate, input.design)?.customerManagedKey) {
      return [
        notApplicable(
          `Azure encrypts at rest with keys of its own: ${inFile('customerManagedKey: true', input.design)} asks for one of yours`,
        ),
      ];
    }
    return [
      ...existing(input, 'GT-CHECK-ENCRYPTION', 'Microsoft.CognitiveServices/accounts', account),
      ...existing(input, 'GT-CHECK-ENCRYPTION', keyType, key),
    ];
  },
};

function account({ id, title, body }: Existing, { design }: CheckInput): Finding[] {
  const source = textAt(body, '/properties/encryption/keySource') || 'Microsoft.CognitiveServices';
  const uri = textAt(body, '/properties/encryption/keyVaultProperties/keyVaultUri');
  const name = textAt(body, '/properties/encryption/keyVaultProperties/keyName');
  const version = textAt(body, '/properties/encryption/keyVaultProperties/keyVersion');
  const evidence = `${id}: encryption.keySource ${source}, key ${uri}${name}${version === '' ? '' : `, version ${version}`}`;
  const [vault = '', designed = ''] = vaultAndName(designedOf(design, keyType)[0]?.id ?? '');
  const ours = uri.toLowerCase().startsWith(`https://${vault}.`) && name.toLowerCase() === designed;
  const next = 'gotthard verify --fix shows what mends it, gotthard deploy does. It can not be undone.';
  if (source.toLowerCase() !== 'microsoft.keyvault')
    return [failed(`${title} is encrypted with a key of Azure's`, next, evidence)];
  if (!ours)
    return [failed(`${title} is encrypted with another key than ${vault}/${designed}`, next, evidence)];
  if (version !== '') return [failed(`${title} does not follow the rotation of its key`, next, evidence)];
  return [ok(`${title} is encrypted with the newest version of ${vault}/${designed}`, evidence)];
}

function vaultAndName(id: string): readonly string[] {
  const parts = id.toLowerCase().split('/');
  return [parts.at(-3) ?? '', parts.at(-1) ?? ''];
}

/** ARM changes no key that is there: what is wrong with one is mended where the vault is reached. */
function key({ id, title, body }: Existing): Finding[] {
  const enabled = at(body, '/properties/attributes/enabled') !== false;
  const actions = at(body, '/properties/rotationPolicy/lifetimeActions');
  const rotation = Array.isArray(actions)
    ? actions.filter(isObject).find((action) => textAt(action, '/action/type').toLowerCase() === 'rotate')
    : undefined;
  const when =
    rotation &&
    (textAt(rotation, '/trigger/timeAfterCreate') || textAt(rotation, '/trigger/timeBeforeExpiry'));
  const [vault = '', name = ''] = vaultAndName(id);
  const evidence = `${id}: enabled ${enabled}, rotated ${when ?? 'never'}`;
  const where = 'from a machine in its network';
  return [
    enabled
      ? ok(`${title} is enabled`, evidence)
      : failed(
          `${title} is disabled, and the account can not be used`,
          `${where}: az keyvault key set-attributes --vault-name ${vault} --name ${name} --enabled true`,
          evidence,
        ),
    rotation
      ? ok(`${title} is rotated by its vault`, evidence)
      : failed(
          `${title} is not rotated`,
          `${where}: az keyvault key rotation-policy update --vault-name ${vault} --name ${name} --value policy.json`,
          evidence,
        ),
  ];
}

import { sameId } from '../../resource/arm-id.ts';
import { at } from '../../resource/json.ts';
import { type Check, type CheckInput, type Finding, failed, ok } from '../rule.ts';
import { type Existing, existing } from './existing.ts';

export const vaultSettings: Check = {
  id: 'GT-CHECK-VAULT',
  stage: 'after',
  checklist: ['KEY-1', 'KEY-2'],
  title: 'The vault is governed by roles and survives deletion',
  risk: 'Secrets can be read past the roles, or be lost for good.',
  run: (input) => existing(input, 'GT-CHECK-VAULT', 'Microsoft.KeyVault/vaults', judge),
};

function judge({ id, title, body }: Existing, input: CheckInput): Finding[] {
  const byRoles = at(body, '/properties/enableRbacAuthorization') === true;
  const protectedFromPurge = at(body, '/properties/enablePurgeProtection') === true;
  const designed = input.design.resources.find((resource) => sameId(resource.id, id));
  const wanted = at(designed?.body, '/properties/enablePurgeProtection') === true;
  const days = String(at(body, '/properties/softDeleteRetentionInDays') ?? 'unknown');
  const evidence = `${id}: enableRbacAuthorization ${byRoles}, enablePurgeProtection ${protectedFromPurge}, softDeleteRetentionInDays ${days}`;
  const next = 'gotthard deploy sets it again.';
  return [
    byRoles
      ? ok(`${title} is governed by roles`, evidence)
      : failed(`${title} is governed by access policies`, next, evidence),
    ...(wanted
      ? [
          protectedFromPurge
            ? ok(`${title} has purge protection`, evidence)
            : failed(`${title} has no purge protection`, next, evidence),
        ]
      : []),
  ];
}

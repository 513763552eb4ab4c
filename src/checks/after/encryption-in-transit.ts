import { textAt } from '../places.ts';
import { attested, type Check, type Finding, failed } from '../rule.ts';
import { type Existing, existing } from './existing.ts';

/** Addresses of data planes, where a body shows them. */
const addresses = [
  { type: 'Microsoft.KeyVault/vaults', pointer: '/properties/vaultUri' },
  { type: 'Microsoft.CognitiveServices/accounts', pointer: '/properties/endpoint' },
];

/** Neither service has a switch for it: both refuse plain HTTP and TLS before 1.2, which can only be attested. */
export const encryptionInTransit: Check = {
  id: 'GT-CHECK-TLS',
  stage: 'after',
  checklist: ['DAT-2'],
  title: 'Data planes speak HTTPS with TLS 1.2 or higher',
  risk: 'Prompts and secrets could be read on their way.',
  run: (input) =>
    addresses.flatMap(({ type, pointer }) =>
      existing(input, 'GT-CHECK-TLS', type, (resource) => judge(resource, textAt(resource.body, pointer))),
    ),
};

function judge({ id, title }: Existing, address: string): Finding[] {
  return [
    address.startsWith('https://')
      ? attested(`${title} answers on HTTPS only; Azure enforces TLS 1.2 or higher`, `${id}: ${address}`)
      : failed(`${title} shows no HTTPS address`, 'gotthard plan shows what differs.', `${id}: ${address}`),
  ];
}

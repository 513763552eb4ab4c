import { at } from '../../resource/json.ts';
import { inFile, textAt } from '../places.ts';
import { type Check, designedOf, type Finding, failed, notApplicable, ok } from '../rule.ts';
import { type Existing, existing } from './existing.ts';

const account = 'Microsoft.Storage/storageAccounts';

export const storage: Check = {
  id: 'GT-CHECK-STORAGE',
  stage: 'after',
  checklist: ['INT-3', 'DAT-2'],
  title: 'Storage is closed to the internet and to keys, and keeps what is deleted for a while',
  risk: 'Documents can be read, copied away or lost past the roles and the network.',
  run: (input) => {
    // What a Logic App keeps its state in is another check's.
    const accounts = designedOf(input.design, account).filter(({ step }) => step !== 'Logic App');
    if (accounts.length === 0) {
      return [
        notApplicable(`there is no storage: ${inFile('integration.storage', input.design)} asks for one`),
      ];
    }
    return [
      ...(['Integration', 'Key rotation'] as const)
        .filter((step) => accounts.some((each) => each.step === step))
        .flatMap((step) => existing(input, 'GT-CHECK-STORAGE', { type: account, step }, judge)),
      ...existing(input, 'GT-CHECK-STORAGE', `${account}/blobServices`, ({ id, title }) => [
        ok(`${title} keeps deleted blobs and containers for a while`, id),
      ]),
      ...existing(input, 'GT-CHECK-STORAGE', `${account}/blobServices/containers`, ({ id, title }) => [
        ok(`${title} is there, and opened to nobody without a role`, id),
      ]),
    ];
  },
};

/** Ways into an account of which each one alone would be enough. */
const ways: readonly {
  readonly open: (body: Existing['body']) => boolean;
  readonly what: string;
}[] = [
  {
    open: (body) => !/^disabled$/i.test(textAt(body, '/properties/publicNetworkAccess')),
    what: 'is reachable from the internet',
  },
  {
    open: (body) => at(body, '/properties/allowSharedKeyAccess') !== false,
    what: 'can be opened by its keys',
  },
  {
    open: (body) => at(body, '/properties/allowBlobPublicAccess') !== false,
    what: 'lets containers be opened to everybody',
  },
  {
    open: (body) => !/^TLS1_[23]$/.test(textAt(body, '/properties/minimumTlsVersion')),
    what: 'takes TLS before 1.2',
  },
  { open: (body) => at(body, '/properties/supportsHttpsTrafficOnly') !== true, what: 'takes plain HTTP' },
];

function judge({ id, title, body }: Existing): Finding[] {
  const shown = (name: string): string => `${name} ${String(at(body, `/properties/${name}`) ?? 'absent')}`;
  const evidence = `${id}: ${['publicNetworkAccess', 'allowSharedKeyAccess', 'allowBlobPublicAccess', 'minimumTlsVersion', 'supportsHttpsTrafficOnly'].map(shown).join(', ')}`;
  const open = ways.filter((way) => way.open(body));
  if (open.length === 0) return [ok(`${title} is closed to the internet and to keys`, evidence)];
  return open.map(({ what }) => failed(`${title} ${what}`, 'gotthard deploy closes it again.', evidence));
}

import { at, type Json } from '../../resource/json.ts';
import { inFile, textAt } from '../places.ts';
import { type Check, type CheckInput, designedOf, type Finding, failed, notApplicable, ok } from '../rule.ts';
import { type Existing, existing } from './existing.ts';

const servers = 'Microsoft.Sql/servers';
const asDesigned = ['Microsoft.Sql/servers/databases', 'Microsoft.Sql/servers/auditingSettings'];

/** A SQL server lets in nobody by a password and nobody from outside, and what is done on it is written down. */
export const sql: Check = {
  id: 'GT-CHECK-SQL',
  stage: 'after',
  checklist: ['INT-3'],
  title: 'The SQL server is private, takes Entra tokens only, and is audited',
  risk: 'A password that is guessed or leaks opens the data, and nobody is told who has read it.',
  run: (input) => {
    if (designedOf(input.design, servers).length === 0) {
      return [
        notApplicable(`there is no SQL Database: ${inFile('integration.sql', input.design)} asks for one`),
      ];
    }
    return [
      ...existing(input, 'GT-CHECK-SQL', servers, judge),
      ...asDesigned.flatMap((type) =>
        existing(input, 'GT-CHECK-SQL', type, ({ id, title }) => [ok(`${title} is as designed`, id)]),
      ),
    ];
  },
};

const mending = 'gotthard verify --fix shows what mends it, gotthard deploy does.';

interface Setting {
  readonly pointer: string;
  readonly holds: (value: Json | undefined) => boolean;
  readonly otherwise: string;
  readonly next: string;
}

/** What each setting has to be. Who administers a server is no setting of it once it is there: other commands mend that. */
function settingsOf(id: string, designed: Json | undefined): readonly Setting[] {
  const [group = '', name = ''] = [id.split('/')[4], id.split('/').at(-1)];
  const login = textAt(designed, '/properties/administrators/login');
  const sid = textAt(designed, '/properties/administrators/sid');
  const place = `--resource-group ${group} --server ${name}`;
  return [
    {
      pointer: '/properties/publicNetworkAccess',
      holds: (value) => isText(value, 'Disabled'),
      otherwise: 'is reachable from the internet',
      next: mending,
    },
    {
      pointer: '/properties/restrictOutboundNetworkAccess',
      holds: (value) => isText(value, 'Enabled'),
      otherwise: 'lets its databases reach out to anywhere',
      next: mending,
    },
    {
      pointer: '/properties/minimalTlsVersion',
      holds: (value) => isText(value, '1.2') || isText(value, '1.3'),
      otherwise: 'takes connections older than TLS 1.2',
      next: mending,
    },
    {
      pointer: '/properties/administrators/azureADOnlyAuthentication',
      holds: (value) => value === true,
      otherwise: 'takes passwords',
      next: `az sql server ad-only-auth enable --resource-group ${group} --name ${name}`,
    },
    {
      pointer: '/properties/administrators/sid',
      holds: (value) => isText(value, sid),
      otherwise: 'is administered by somebody else than the estate file says',
      next: `az sql server ad-admin update ${place} --display-name "${login}" --object-id ${sid}`,
    },
  ];
}

function isText(value: Json | undefined, wanted: string): boolean {
  return typeof value === 'string' && value.toLowerCase() === wanted.toLowerCase();
}

function judge({ id, title, body }: Existing, { design }: CheckInput): Finding[] {
  const settings = settingsOf(id, designedOf(design, servers)[0]?.body);
  const read = ({ pointer }: Setting): string =>
    `${pointer.split('/').slice(2).join('.')} ${JSON.stringify(at(body, pointer) ?? null)}`;
  const wrong = settings.filter(({ pointer, holds }) => !holds(at(body, pointer)));
  if (wrong.length === 0)
    return [ok(`${title} is private and takes no passwords`, `${id}: ${settings.map(read).join(', ')}`)];
  return wrong.map((setting) =>
    failed(`${title} ${setting.otherwise}`, setting.next, `${id}: ${read(setting)}`),
  );
}

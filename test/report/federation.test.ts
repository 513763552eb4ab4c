import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { type Estate, stampsOf } from '../../src/estate/estate.ts';
import { roles } from '../../src/facts/roles.ts';
import { federationScript } from '../../src/report/federation.ts';
import { helvetiaAiDev, helvetiaAiProd, juraAiDev, juraBank } from '../../src/sandbox/seed-directories.ts';
import { sampleEstate } from '../kit/sample-estate.ts';

const helvetia = sampleEstate({
  environments: [
    { name: 'dev', subscriptionId: helvetiaAiDev.id },
    { name: 'prod', subscriptionId: helvetiaAiProd.id },
  ],
});
const [main] = helvetia.tenants;
if (!main) throw new Error('the sample has no tenant');
const jura = { ...main, name: 'jura', directoryId: juraBank.id };
const estate: Estate = {
  ...helvetia,
  tenants: [
    main,
    {
      ...jura,
      environments: jura.environments.slice(0, 1).map((each) => ({ ...each, subscriptionId: juraAiDev.id })),
    },
  ],
};

/** Runs a script with programs that only say what they were called with. */
function calls(script: string): string[] {
  return ran(script).stderr;
}

function ran(script: string): { stdout: string[]; stderr: string[] } {
  const stubs = `
az() {
  case "$*" in
    *"ad app create"*) echo "az $*" >&2; sed 's/.*--display-name //; s/ .*/-APP/' <<< "$*"; return ;;
    *"ad sp show"*"--query id"*) sed 's/.*--id /OBJECT-OF /; s/ --query.*//' <<< "$*"; return ;;
    *"ad sp show"* | *"federated-credential show"*) return 3 ;;
  esac
  if [[ "$*" == *"identity show"* ]]; then echo "ID-OF $*" | sed 's/ --query.*//; s/.*--name //'; else echo "az $*" >&2; fi
}
gh() { echo "gh $*" >&2; }
`;
  const { status, stdout, stderr } = spawnSync('bash', ['-c', stubs + script], {
    encoding: 'utf8',
    input: '',
  });
  expect(status, stderr).toBe(0);
  const lines = (text: string): string[] => text.split('\n').filter((line) => line !== '');
  return { stdout: lines(stdout), stderr: lines(stderr) };
}

describe('the bootstrap of pipelines', () => {
  const said = calls(federationScript(estate, { for: 'github', repository: 'rita/estate' }));

  it('signs in to each directory before it touches a subscription of it, and to no other', () => {
    let directoryId = '';
    const of = new Map(
      stampsOf(estate).map(({ tenant, environment }) => [environment.subscriptionId, tenant.directoryId]),
    );
    for (const line of said) {
      directoryId = /az login --tenant (\S+)/.exec(line)?.[1] ?? directoryId;
      const subscription = /(?:--subscription |\/subscriptions\/)(\S+)/.exec(line)?.[1];
      if (subscription !== undefined) expect(of.get(subscription)).toBe(directoryId);
    }
    expect(said.filter((line) => line.startsWith('az login'))).toHaveLength(2);
  });

  it('lets an identity trust one job alone, and gives it rights on the subscription of that job alone', () => {
    for (const { tenant, environment } of stampsOf(estate)) {
      const job = `${tenant.name}.${environment.name}`;
      const identity = `id-gotthard-${tenant.name}-${environment.name}`;
      for (const [name, subject] of [
        [identity, job],
        [`${identity}-pull-request`, `${job}.pull-request`],
      ]) {
        const trusted = said.filter((line) => line.includes(`--identity-name ${name} `));
        expect(trusted).toHaveLength(1);
        expect(trusted[0]).toMatch(new RegExp(`--subject repo:rita/estate:environment:${subject}$`));
        const granted = said.filter((line) => line.includes(`--assignee-object-id ${name} `));
        expect(granted).toHaveLength(name === identity ? 3 : 1);
        for (const line of granted)
          expect(line).toContain(`--scope /subscriptions/${environment.subscriptionId} `);
        expect(said).toContain(
          `gh variable set AZURE_CLIENT_ID --repo rita/estate --env ${subject} --body ${name}`,
        );
      }
    }
  });

  it('lets only roles be assigned that Gotthard assigns, and who plans only reads', () => {
    const conditions = said.flatMap((line) => /GuidEquals \{(.*?)\}/.exec(line)?.[1] ?? []);
    expect(conditions).toHaveLength(3);
    for (const allowed of conditions) expect(allowed.split(', ').sort()).toEqual(Object.values(roles).sort());
    const planning = said.filter((line) => /assignee-object-id \S+-pull-request /.test(line));
    expect(planning).toHaveLength(3);
    for (const line of planning) expect(line).toContain(`--role ${roles.Reader} `);
  });

  it('can be made for one tenant alone, and for Azure DevOps asks for what its service connections say', () => {
    const script = federationScript(estate, {
      for: 'azure-devops',
      repository: 'rita/estate',
      tenant: 'jura',
    });
    expect(script).not.toContain(helvetiaAiDev.id);
    expect(script.match(/read -r -p "Issuer of gotthard-jura\.\S+/g)).toHaveLength(2);
    expect(spawnSync('bash', ['-n'], { input: script }).status).toBe(0);
  });

  describe('for a tenant that has delegated its subscription', () => {
    const delegated = {
      ...estate,
      tenants: estate.tenants.map((tenant) =>
        tenant.name === 'jura' ? { ...tenant, auth: { lighthouse: main.directoryId } } : tenant,
      ),
    };
    const made = ran(
      federationScript(delegated, { for: 'github', repository: 'rita/estate', tenant: 'jura' }),
    );
    const jobs = ['jura.dev', 'jura.dev.pull-request'];

    it('makes applications without a secret in the directory that manages it, each trusting one job', () => {
      expect(made.stderr.filter((line) => line.startsWith('az login'))).toEqual([
        `az login --tenant ${main.directoryId} --output none --allow-no-subscriptions`,
      ]);
      for (const job of jobs) {
        const name = `gotthard-${job.replaceAll('.', '-')}`;
        const [trusted, ...others] = made.stderr.filter((line) =>
          line.includes(`federated-credential create --id ${name}-APP `),
        );
        expect(others).toEqual([]);
        expect(JSON.parse(trusted?.replace(/.*--parameters /, '') ?? '')).toEqual({
          name: 'github',
          issuer: 'https://token.actions.githubusercontent.com',
          subject: `repo:rita/estate:environment:${job}`,
          audiences: ['api://AzureADTokenExchange'],
        });
        expect(made.stderr).toContain(
          `gh variable set AZURE_CLIENT_ID --repo rita/estate --env ${job} --body ${name}-APP`,
        );
      }
    });

    it('touches no subscription, and tells its owner what the delegation has to list', () => {
      expect(made.stderr.filter((line) => /--subscription|--scope|credential reset/.test(line))).toEqual([]);
      expect(made.stdout).toHaveLength(1);
      const [, subscription, list] = /subscription (\S+) .*delegation: (.*)/.exec(made.stdout[0] ?? '') ?? [];
      expect(subscription).toBe(juraAiDev.id);
      expect(JSON.parse(`[${list}]`)).toEqual([
        ...['b24988ac-6180-42a0-ab88-20f7382dd24c', '36243c78-bf99-498c-9df9-86d9f8d28608'].map((role) => ({
          principalId: 'OBJECT-OF gotthard-jura-dev-APP',
          principalIdDisplayName: 'gotthard-jura-dev',
          roleDefinitionId: role,
        })),
        {
          principalId: 'OBJECT-OF gotthard-jura-dev-pull-request-APP',
          principalIdDisplayName: 'gotthard-jura-dev-pull-request',
          roleDefinitionId: roles.Reader,
        },
      ]);
    });
  });
});

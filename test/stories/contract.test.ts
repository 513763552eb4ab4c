import { beforeAll, describe, expect, it } from 'vitest';
import { kinds } from '../../src/azure/catalogue.ts';
import { checkContract, hasContract } from '../kit/contract.ts';
import { folder, writesOf } from '../kit/gotthard.ts';
import type { Exchange } from '../kit/sandbox.ts';

// On a developer's machine the types may be missing; in a pipeline that is a failure, not a reason to skip.
const isSkipped = !hasContract && !process.env['CI'];
if (isSkipped) {
  process.stderr.write('SKIPPED: there is no ../shared/contract, so no traffic is held against ARM.\n');
}

/** What we call that has no published type: questions, registrations and operations, but no resource. */
const withoutType = [
  // Rights of the signed-in principal.
  'Microsoft.Authorization/permissions',
  'Microsoft.Authorization/roleassignmentscheduleinstances',
  // What a region offers, and quota.
  'Microsoft.CognitiveServices/locations/models',
  'Microsoft.CognitiveServices/locations/usages',
  // Whether somebody has a name.
  // Published, but not among the types that are held here.
  'Microsoft.DataFactory/factories/datasets',
  'Microsoft.DataFactory/factories/integrationruntimes',
  'Microsoft.DocumentDB/databaseaccountnames',
  // Workspaces that were deleted and still hold their names.
  'Microsoft.OperationalInsights/deletedworkspaces',
  // Polls of long-running operations.
  'Microsoft.CognitiveServices/locations/operations',
  'Microsoft.DocumentDB/locations/operations',
  'Microsoft.Sql/locations/operations',
  'Microsoft.Storage/locations/operations',
  // Types of which the published ones that lie here have none.
  'Microsoft.Web/sites/basicpublishingcredentialspolicies',
  'Microsoft.Storage/storageaccounts/fileservices/shares',
  'Microsoft.Sql/servers/auditingsettings',
  'Microsoft.KeyVault/locations/operationresults',
  'Microsoft.Network/locations/operations',
  'Microsoft.OperationalInsights/locations/operations',
  // Actions.
  'Microsoft.KeyVault/locations/deletedVaults (POST purge)',
  'microsoft.cognitiveservices (POST checkdomainavailability)',
  'microsoft.keyvault (POST checknameavailability)',
  'microsoft.sql (POST checknameavailability)',
  'microsoft.storage (POST checknameavailability)',
  'microsoft.web (POST checknameavailability)',
  // What policies would make of a resource.
  'microsoft.policyinsights (POST checkpolicyrestrictions)',
  // Registrations of resource providers.
  'microsoft.cognitiveservices',
  'microsoft.cognitiveservices (POST register)',
  'microsoft.insights',
  'microsoft.insights (POST register)',
  'microsoft.operationalinsights',
  'microsoft.operationalinsights (POST register)',
  'microsoft.security',
  'microsoft.security (POST register)',
  // The subscription itself, and what a group holds, of any type.
  'microsoft.resources/resourcegroups/resources',
  'microsoft.resources/subscriptions',
];

const lastLine = '            upgrade: OnceCurrentVersionExpired\n';
const secondModel = `${lastLine}          - name: gpt-5-mini
            model: gpt-5-mini
            version: 2025-08-07
            deploymentType: DataZoneStandard
            capacity: 10
`;

const services =
  'integration: { storage: data-lake, dataFactory: true, logicApp: { subnet: 10.40.3.0/28 }, cosmos: true, sql: { administrators: sg-databases, administratorsId: 11111111-2222-4333-8444-555555555555 } }';

const rotated = 'authentication: keys\n        apiKeys: { rotationDays: 90, rotation: function }';

describe.skipIf(isSkipped)('held against the types that Microsoft publishes, the traffic', () => {
  const traces: Record<string, Exchange[]> = {};

  beforeAll(async () => {
    const at = folder();
    const deploy = async (name: string, code: number, ...flags: string[]): Promise<void> => {
      const ended = await at.gotthard('deploy', '--all', '--yes', '--trace', `${name}.jsonl`, ...flags);
      expect(ended.code, ended.stderr.slice(-2000)).toBe(code);
      traces[name] = at.trace(`${name}.jsonl`);
    };
    const refusing = (path: string): string[] => [
      '--sandbox-faults',
      at.faults({ method: 'PUT', path, fault: 403, times: 99 }),
    ];
    await deploy('failure', 5, '--environments', 'prod', ...refusing('/privateDnsZoneGroups/'));
    await deploy('first', 0);
    at.edit(
      ['tags: {}', 'tags: { cost-centre: "4711" }'],
      ['emails: []', 'emails: [ops@helvetia-care.example]'],
      [
        'usage: small',
        'usage: small\n        budget: { monthly: "2000" }\n        activityLog: true\n        defender: [ai]',
      ],
      ['functions: 10.40.1.0/27', 'functions: 10.40.1.64/27'],
      ['capacity: 10', 'capacity: 20'],
      [lastLine, secondModel],
    );
    await deploy('failedChange', 5, ...refusing('/metricAlerts/'));
    await deploy('change', 0);
    at.edit(
      [secondModel, lastLine],
      ['activityLog: true', `activityLog: true\n        ${services}`],
      ['authentication: entra', rotated],
    );
    await deploy('removal', 0);
    // Five deployments, one after the other: on a busy machine that takes its time.
  }, 240_000);

  it.each([
    ['of the whole default deployment', 'first', /^PUT .*\/vaults\//],
    ['of one that changes what exists', 'change', /^PUT .*\/budgets\//],
    ['of one that removes a model and adds services', 'removal', /^DELETE .*\/deployments\//],
    ['of one that fails and is rolled back', 'failure', /^DELETE .*\/accounts\//],
    ['of a change that fails and is put back', 'failedChange', /^DELETE .*\/budgets\//],
  ])('%s has no error and no warning', async (_, name, write) => {
    const trace = traces[name] ?? [];
    expect(writesOf(trace)).toContainEqual(expect.stringMatching(write));
    const { errors, warnings, report } = await checkContract(trace);
    expect({ errors, warnings }, report).toEqual({ errors: 0, warnings: 0 });
  });

  it('is sent to Azure Resource Manager alone, and never to a vault or a model', () => {
    const hosts = Object.values(traces)
      .flat()
      .map(({ url }) => new URL(url).host);
    expect([...new Set(hosts)]).toEqual(['management.azure.com']);
  });

  it('asks at no moment for a vault or an account that is open to the public', () => {
    const guarded = /\/(vaults|accounts|databaseAccounts|servers|sites|factories)\/[^/]+$/i;
    const puts = Object.values(traces)
      .flat()
      .filter(({ method, url }) => method === 'PUT' && guarded.test(new URL(url).pathname));
    const access = puts.map(
      ({ requestBody }) =>
        (requestBody as { properties?: { publicNetworkAccess?: string } }).properties?.publicNetworkAccess,
    );
    expect(puts.length).toBeGreaterThan(5);
    expect(new Set(access)).toEqual(new Set(['Disabled']));
  });

  it('shows every resource kind in its own api-version', async () => {
    const { seen } = await checkContract(Object.values(traces).flat());
    const unseen = kinds.all
      .filter(({ type }) => !withoutType.some((each) => each.toLowerCase() === type.toLowerCase()))
      .filter(({ type, apiVersion }) => seen[`${type}@${apiVersion}`] === undefined);
    expect(unseen.map(({ type }) => type)).toEqual([]);
  });

  it('leaves nothing unchecked that has a published type', async () => {
    const { notCovered, noVersion } = await checkContract(Object.values(traces).flat());
    expect(noVersion).toBe(0);
    expect(Object.keys(notCovered).sort()).toEqual([...withoutType].sort());
  });
});

import { beforeAll, describe, expect, it } from 'vitest';
import { namesOf } from '../../src/estate/naming.ts';
import { queryProblem } from '../../src/sandbox/microsoft.operationalinsights/query-check.ts';
import { cloneSandbox } from '../../src/sandbox/sandbox.ts';
import { helvetiaAiDev, helvetiaCare, reader } from '../../src/sandbox/seed-directories.ts';
import { aStamp, deployInProcess } from '../kit/deployment.ts';
import { type Cloud, cloudOf } from '../kit/sandbox.ts';
import { type TestCloud, testCloud } from '../kit/test-cloud.ts';

const stamp = aStamp({ authentication: 'keys' });
const names = namesOf(stamp);
const subscription = `/subscriptions/${helvetiaAiDev.id}`;
const id = (group: string, rest: string): string =>
  `${subscription}/resourceGroups/rg-main-dev-${group}/providers/${rest}`;
const vault = id('security', `Microsoft.KeyVault/vaults/${names.vault}`);
const account = id('ai', `Microsoft.CognitiveServices/accounts/${names.account}`);
const subnet = (name: string): string =>
  id('network', `Microsoft.Network/virtualNetworks/vnet-main-dev/subnets/snet-${name}`);
const applications = subnet('app');
const me = '1e0a5d42-71c8-4b3e-a6d9-0f2c8b7e6a01';
const roles = {
  'Key Vault Secrets Officer': 'b86a8fe4-44ce-4948-aee5-eccb2c155cd7',
  'Cognitive Services OpenAI User': '5e0bd9bd-7b93-4f28-af87-19fc36ad61bd',
};

let deployed: TestCloud;
beforeAll(async () => {
  deployed = testCloud();
  const { result } = await deployInProcess(deployed, stamp);
  expect(result?.outcome).toBe('succeeded');
  await deployed.clock.sleep(60_000);
});

interface Plane extends Cloud {
  /** Calls a service of the data plane. */
  ask(
    method: string,
    url: string,
    how?: { body?: unknown; key?: string; audience?: string; from?: string },
  ): Promise<{
    status: number;
    body: Record<string, unknown>;
    inner: string;
    code: string;
    headers: Headers;
  }>;
  grant(role: keyof typeof roles, scope: string): Promise<void>;
}

/** A copy of the deployed cloud, with a clock that the test moves. */
function plane(principal = 'owner'): Plane {
  let time = deployed.clock.now();
  const now = (): number => time;
  const sandbox = cloneSandbox(deployed.sandbox, { now, principal });
  const cloud = cloudOf(sandbox, now, (ms) => {
    time += ms;
  });
  return {
    ...cloud,
    ask: async (method, url, { body, key, audience, from } = {}) => {
      const headers: Record<string, string> = {
        ...(key === undefined ? {} : { 'api-key': key }),
        ...(audience === undefined
          ? {}
          : { authorization: `Bearer ${sandbox.token(helvetiaCare.id, audience).token}` }),
        ...(from === undefined ? {} : { 'x-sandbox-from': from }),
      };
      const sent = body === undefined ? {} : { body: JSON.stringify(body) };
      const response = await sandbox.fetch(new Request(url, { method, headers, ...sent }));
      const answered = JSON.parse(await response.text()) as Record<string, unknown>;
      const error = (answered['error'] ?? {}) as { code?: string; innererror?: { code: string } };
      return {
        status: response.status,
        body: answered,
        code: error.code ?? '',
        inner: error.innererror?.code ?? '',
        headers: response.headers,
      };
    },
    grant: async (role, scope) => {
      const answer = await cloud.call(
        'PUT',
        `${scope}/providers/Microsoft.Authorization/roleAssignments/${roles[role]}?api-version=2022-04-01`,
        {
          properties: {
            roleDefinitionId: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${roles[role]}`,
            principalId: me,
            principalType: 'User',
          },
        },
      );
      expect(answer.status).toBe(201);
      cloud.pass(10 * 60_000);
    },
  };
}

describe('a private vault', () => {
  const secret = `https://${names.vault}.vault.azure.net/secrets/greeting?api-version=7.4`;
  const audience = 'https://vault.azure.net';

  it('answers from its own network to whoever has the role', async () => {
    const cloud = plane();
    await cloud.grant('Key Vault Secrets Officer', vault);
    const put = await cloud.ask('PUT', secret, { audience, from: applications, body: { value: 'grüezi' } });
    expect(put).toMatchObject({ status: 200, body: { value: 'grüezi' } });
    const got = await cloud.ask('GET', secret, { audience, from: applications });
    expect(got.body).toMatchObject({ value: 'grüezi', id: put.body['id'] });
  });

  it('refuses the public internet, whatever role the caller has', async () => {
    const cloud = plane();
    await cloud.grant('Key Vault Secrets Officer', vault);
    expect(await cloud.ask('GET', secret, { audience })).toMatchObject({
      status: 403,
      code: 'Forbidden',
      inner: 'ForbiddenByConnection',
    });
  });

  it('refuses a network of its own that does not reach it', async () => {
    const cloud = plane();
    await cloud.grant('Key Vault Secrets Officer', vault);
    // The subnet of databases may not call out: its security group lets nothing through.
    await expect(cloud.ask('GET', secret, { audience, from: subnet('data') })).rejects.toThrow('ETIMEDOUT');
  });

  it('refuses a caller without the role, and asks one without a token for one', async () => {
    const cloud = plane();
    expect(await cloud.ask('GET', secret, { audience, from: applications })).toMatchObject({
      status: 403,
      inner: 'ForbiddenByRbac',
    });
    const asked = await cloud.ask('GET', secret, { from: applications });
    expect(asked.status).toBe(401);
    expect(asked.headers.get('www-authenticate')).toBe(
      `Bearer authorization="https://login.microsoftonline.com/${helvetiaCare.id}", resource="https://vault.azure.net"`,
    );
  });

  it('takes no token for another service', async () => {
    const answer = await plane().ask('GET', secret, {
      audience: 'https://management.azure.com',
      from: applications,
    });
    expect(answer).toMatchObject({ status: 401, code: 'InvalidAuthenticationToken' });
  });

  it('leaves each call in its audit log and its metrics, refused ones too', async () => {
    const cloud = plane();
    await cloud.ask('GET', secret, { audience, from: applications });
    cloud.pass(60_000);
    const rows = await logRows(cloud);
    expect(rows).toEqual([expect.objectContaining({ OperationName: 'SecretGet', httpStatusCode_d: 403 })]);
    const metrics = await cloud.call(
      'GET',
      `${vault}/providers/Microsoft.Insights/metrics?metricnames=ServiceApiResult&$filter=${encodeURIComponent("StatusCode eq '*'")}&aggregation=Total&interval=PT1H&api-version=2024-02-01`,
    );
    expect(JSON.stringify(metrics.body)).toContain('"value":"403"');
  });
});

describe('an account', () => {
  const url = `https://${names.subdomain}.openai.azure.com/openai/deployments/gpt-5.1/chat/completions?api-version=2024-10-21`;
  const body = { messages: [{ role: 'user', content: 'Was kostet die Welt?' }] };
  const keys = async (cloud: Plane) =>
    (await cloud.call('POST', `${account}/listKeys`)).body as { key1: string; key2: string };

  it('answers with what was said last, and counts its tokens', async () => {
    const cloud = plane();
    const { key1 } = await keys(cloud);
    const answer = await cloud.ask('POST', url, { body, key: key1, from: applications });
    expect(answer).toMatchObject({
      status: 200,
      body: {
        choices: [{ message: { role: 'assistant', content: 'Was kostet die Welt?' } }],
        usage: { prompt_tokens: 12, completion_tokens: 5, total_tokens: 17 },
      },
    });
    cloud.pass(60_000);
    const metrics = await cloud.call(
      'GET',
      `${account}/providers/Microsoft.Insights/metrics?metricnames=TokenTransaction,AzureOpenAIRequests&aggregation=Total&interval=PT1H&api-version=2024-02-01`,
    );
    expect(totalsOf(metrics.body)).toEqual({ TokenTransaction: 17, AzureOpenAIRequests: 1 });
    expect(await logRows(cloud)).toEqual([
      expect.objectContaining({ Category: 'RequestResponse', ResultSignature: '200' }),
    ]);
  });

  it('takes a key until it is rotated, and the other one all the while', async () => {
    const cloud = plane();
    const { key1, key2 } = await keys(cloud);
    await cloud.call('POST', `${account}/regenerateKey`, { keyName: 'Key1' });
    expect(await cloud.ask('POST', url, { body, key: key1, from: applications })).toMatchObject({
      status: 401,
    });
    expect(await cloud.ask('POST', url, { body, key: key2, from: applications })).toMatchObject({
      status: 200,
    });
    const fresh = await keys(cloud);
    expect(await cloud.ask('POST', url, { body, key: fresh.key1, from: applications })).toMatchObject({
      status: 200,
    });
  });

  it('makes vectors where a model for them is deployed', async () => {
    const cloud = plane();
    const { key1 } = await keys(cloud);
    const made = await cloud.settle('PUT', `${account}/deployments/vectors`, {
      sku: { name: 'DataZoneStandard', capacity: 1 },
      properties: { model: { format: 'OpenAI', name: 'text-embedding-3-small', version: '1' } },
    });
    expect(made.status).toBeLessThan(300);
    const vectors = url.replace('gpt-5.1/chat/completions', 'vectors/embeddings');
    expect(
      await cloud.ask('POST', vectors, { body: { input: 'Grüezi' }, key: key1, from: applications }),
    ).toMatchObject({
      status: 200,
      body: { object: 'list', usage: { prompt_tokens: 2, total_tokens: 2 } },
    });
    expect(await cloud.ask('POST', vectors, { body: {}, key: key1, from: applications })).toMatchObject({
      status: 400,
    });
  });

  it('takes no key once keys are switched off', async () => {
    const cloud = plane();
    const { key1 } = await keys(cloud);
    const current = (await cloud.call('GET', account)).body as { properties: object };
    await cloud.settle('PUT', account, {
      ...current,
      properties: { ...current.properties, disableLocalAuth: true },
    });
    expect(await cloud.ask('POST', url, { body, key: key1, from: applications })).toMatchObject({
      status: 403,
      code: 'AuthenticationTypeDisabled',
    });
  });

  it('takes a token when the role says so', async () => {
    const cloud = plane();
    const how = { body, audience: 'https://cognitiveservices.azure.com', from: applications };
    expect(await cloud.ask('POST', url, how)).toMatchObject({ status: 401, code: 'PermissionDenied' });
    await cloud.grant('Cognitive Services OpenAI User', account);
    expect(await cloud.ask('POST', url, how)).toMatchObject({ status: 200 });
  });

  it('refuses the public internet, an unknown deployment and more than its capacity', async () => {
    const cloud = plane();
    const { key1 } = await keys(cloud);
    expect(await cloud.ask('POST', url, { body, key: key1 })).toMatchObject({
      status: 403,
      code: 'AccessDenied',
    });
    expect(
      await cloud.ask('POST', url.replace('gpt-5.1', 'gpt-9'), { body, key: key1, from: applications }),
    ).toMatchObject({ status: 404, code: 'DeploymentNotFound' });
    const long = { messages: [{ role: 'user', content: 'x'.repeat(24_000) }] };
    const answer = await cloud.ask('POST', url, { body: long, key: key1, from: applications });
    expect(answer).toMatchObject({ status: 429, code: 'RateLimitReached' });
    expect(answer.headers.get('retry-after')).toBe('60');
  });

  it('makes its metric alerts fire, and calm down when it is over', async () => {
    const cloud = plane();
    const alert = id('monitor', 'Microsoft.Insights/metricAlerts/alert-main-dev-denied');
    const fired = async (): Promise<boolean> =>
      JSON.stringify((await cloud.call('GET', `${alert}/status?api-version=2018-03-01`)).body).includes(
        'Unhealthy',
      );
    expect(await fired()).toBe(false);
    for (let call = 0; call < 30; call += 1) {
      await cloud.ask('POST', url, { body, key: 'wrong', from: applications });
    }
    cloud.pass(5 * 60_000);
    expect(await fired()).toBe(true);
    cloud.pass(3 * 3_600_000);
    expect(await fired()).toBe(false);
  });

  it('is told to a reader in metrics, but its logs only with the right to query them', async () => {
    const cloud = plane(reader.name);
    const answer = await cloud.call(
      'GET',
      `${account}/providers/Microsoft.Insights/metrics?metricnames=TokenTransaction&api-version=2024-02-01`,
    );
    expect(answer.status).toBe(200);
  });
});

it('a name that no resource has does not resolve', async () => {
  await expect(plane().ask('GET', 'https://nobody.vault.azure.net/secrets?api-version=7.4')).rejects.toThrow(
    'ENOTFOUND',
  );
});

describe('a query of a log alert', () => {
  it.each([
    'AzureDiagnostics | where Category == "AuditEvent" and httpStatusCode_d >= 400 | summarize count() by CallerIPAddress',
    'AzureDiagnostics | extend caller = tostring(parse_json(properties_s).objectId) | where caller != "" | project TimeGenerated, caller',
    'let ours = dynamic(["10.40.0.0/25"]); AzureDiagnostics | where not(ipv4_is_in_any_range(CallerIPAddress, ours))',
    'AzureActivity // who changed what\n| where OperationNameValue in~ ("MICROSOFT.AUTHORIZATION/ROLEASSIGNMENTS/WRITE") | summarize calls = count() by Caller, bin(TimeGenerated, 5m) | where calls > 3',
    'union AzureActivity, AzureDiagnostics | summarize dcount(ResourceId) by Type | where dcount_ResourceId > 1',
    'arg("").policyresources | where complianceState == "NonCompliant"',
  ])('is taken when its tables and columns exist: %s', (query) => {
    expect(queryProblem(query)).toBeUndefined();
  });

  it.each([
    ['AzureDiagnostic | count', "'AzureDiagnostic'"],
    ['AzureDiagnostics | where StatusCode == 403', "'StatusCode'"],
    ['AzureDiagnostics | where frobnicate(Category)', "'frobnicate'"],
    ['AzureDiagnostics | project Category | where OperationName == "x"', "'OperationName'"],
    ['AzureDiagnostics | fold Category', "'fold'"],
    ['AzureDiagnostics | where (Category == "x"', 'bracket'],
    ['', 'empty'],
  ])('is refused otherwise: %s', (query, named) => {
    expect(queryProblem(query)).toContain(named);
  });
});

function totalsOf(body: unknown): Record<string, number> {
  const { value } = body as {
    value: { name: { value: string }; timeseries: { data: { total?: number }[] }[] }[];
  };
  return Object.fromEntries(
    value.map((metric) => [
      metric.name.value,
      metric.timeseries.flatMap(({ data }) => data).reduce((sum, { total }) => sum + (total ?? 0), 0),
    ]),
  );
}

async function logRows(cloud: Plane): Promise<Record<string, unknown>[]> {
  const workspace = await cloud.call(
    'GET',
    `${id('monitor', `Microsoft.OperationalInsights/workspaces/${names.workspace}`)}?api-version=2025-07-01`,
  );
  const customer = (workspace.body['properties'] as { customerId: string }).customerId;
  const answer = await cloud.ask('POST', `https://api.loganalytics.io/v1/workspaces/${customer}/query`, {
    audience: 'https://api.loganalytics.io',
    body: { query: 'AzureDiagnostics' },
  });
  const [table] = answer.body['tables'] as { columns: { name: string }[]; rows: unknown[][] }[];
  return (table?.rows ?? []).map((row) =>
    Object.fromEntries((table?.columns ?? []).map(({ name }, index) => [name, row[index]])),
  );
}

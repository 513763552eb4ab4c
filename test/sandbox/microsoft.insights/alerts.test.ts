import { beforeEach, describe, expect, it } from 'vitest';
import { type Body, Cloud, deep, items } from '../cloud.ts';

let cloud: Cloud;
let base: string;
let vault: string;
let actionGroup: string;

beforeEach(async () => {
  cloud = new Cloud();
  await cloud.prepare();
  base = `${cloud.group}/providers/Microsoft.Insights`;
  vault = `${cloud.group}/providers/Microsoft.KeyVault/vaults/kv-test`;
  actionGroup = `${base}/actionGroups/ag-test`;
  const properties = { tenantId: cloud.directory, sku: { family: 'A', name: 'standard' } };
  await cloud.done('PUT', vault, { location: 'switzerlandnorth', properties });
  await cloud.done('PUT', actionGroup, group());
});

function group(properties: object = {}, location = 'global'): Body {
  return { location, properties: { groupShortName: 'ops', enabled: true, ...properties } };
}

describe('an action group', () => {
  const email = { name: 'ops', emailAddress: 'ops@example.ch', useCommonAlertSchema: true };

  const webhook = {
    name: 'itsm',
    serviceUri: 'https://example.ch/in',
    useAadAuth: true,
    objectId: '5a1c0e7d-2f84-4b3a-9d16-7e0b8c4f2a91',
    identifierUri: 'api://itsm',
  };

  it('shows every kind of receiver and the state of its addresses', async () => {
    const made = await cloud.call('PUT', actionGroup, group({ emailReceivers: [email] }));
    expect(deep(made.body, 'properties')).toMatchObject({
      emailReceivers: [{ ...email, status: 'Enabled' }],
      webhookReceivers: [],
    });
  });

  it.each([
    ['a short name of 13 characters', { groupShortName: 'thirteenchars' }, '400 InvalidRequestContent'],
    ['no short name', { groupShortName: undefined }, '400 InvalidRequestContent'],
    ['neither on nor off', { enabled: undefined }, '400 InvalidRequestContent'],
    [
      'an address that is none',
      { emailReceivers: [{ ...email, emailAddress: 'ops' }] },
      '400 InvalidRequestContent',
    ],
    [
      'a logic app without its URL',
      { logicAppReceivers: [{ name: 'x', resourceId: '/x' }] },
      '400 InvalidRequestContent',
    ],
    [
      'a webhook without a URL',
      { webhookReceivers: [{ ...webhook, serviceUri: 'example.ch' }] },
      '400 InvalidRequestContent',
    ],
    [
      'an application that is no GUID',
      { webhookReceivers: [{ ...webhook, objectId: 'x' }] },
      '400 InvalidRequestContent',
    ],
    [
      'a token for nothing',
      { webhookReceivers: [{ ...webhook, identifierUri: undefined }] },
      '400 BadRequest',
    ],
    [
      'eleven webhooks',
      { webhookReceivers: Array.from({ length: 11 }, (_, at) => ({ ...webhook, name: `w${at}` })) },
      '400 BadRequest',
    ],
    ['two receivers of one name', { emailReceivers: [email, email] }, '400 BadRequest'],
  ])('with %s is refused', async (_what, properties, refusal) => {
    expect(await cloud.refusal('PUT', actionGroup, group(properties))).toBe(refusal);
  });

  it('lies nowhere in particular', async () => {
    expect(await cloud.refusal('PUT', `${base}/actionGroups/ag-2`, group({}, 'switzerlandnorth'))).toBe(
      '400 LocationNotAvailableForResourceType',
    );
  });
});

describe('a metric alert', () => {
  const criterion = {
    criterionType: 'StaticThresholdCriterion',
    name: 'c1',
    metricNamespace: 'Microsoft.KeyVault/vaults',
    metricName: 'ServiceApiResult',
    timeAggregation: 'Total',
    operator: 'GreaterThan',
    threshold: 5,
    dimensions: [{ name: 'StatusCode', operator: 'Include', values: ['401', '403'] }],
  };
  const single = 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria';

  function alert(properties: object = {}, criteria: object = {}): Body {
    return {
      location: 'global',
      properties: {
        severity: 1,
        enabled: true,
        scopes: [vault],
        evaluationFrequency: 'PT5M',
        windowSize: 'PT15M',
        criteria: { 'odata.type': single, allOf: [{ ...criterion, ...criteria }] },
        actions: [{ actionGroupId: actionGroup }],
        ...properties,
      },
    };
  }

  it('answers 200 also when it is new', async () => {
    const path = `${base}/metricAlerts/denied`;
    expect((await cloud.call('PUT', path, alert())).status).toBe(200);
    expect((await cloud.call('PUT', path, alert())).status).toBe(200);
  });

  it.each([
    ['a scope that does not exist', { scopes: ['/subscriptions/x/none'] }, {}, '404 ResourceNotFound'],
    ['a metric of another type', {}, { metricName: 'AzureOpenAIRequests' }, '400 BadRequest'],
    [
      'a namespace of another type',
      {},
      { metricNamespace: 'Microsoft.Network/virtualNetworks' },
      '400 BadRequest',
    ],
    [
      'a dimension that the metric lacks',
      {},
      { dimensions: [{ name: 'Colour', operator: 'Include', values: ['red'] }] },
      '400 BadRequest',
    ],
    ['an action group that does not exist', { actions: [{ actionGroupId: '/none' }] }, {}, '400 BadRequest'],
    ['a window shorter than its frequency', { evaluationFrequency: 'PT1H' }, {}, '400 BadRequest'],
    [
      'a dynamic threshold on one resource',
      {},
      {
        criterionType: 'DynamicThresholdCriterion',
        alertSensitivity: 'Low',
        threshold: undefined,
        failingPeriods: { numberOfEvaluationPeriods: 4, minFailingPeriodsToAlert: 4 },
      },
      '400 BadRequest',
    ],
    ['severity 5', { severity: 5 }, {}, '400 InvalidRequestContent'],
    ['no scope', { scopes: [] }, {}, '400 InvalidRequestContent'],
    ['an unknown frequency', { evaluationFrequency: 'PT2M' }, {}, '400 InvalidRequestContent'],
    ['no threshold', {}, { threshold: undefined }, '400 InvalidRequestContent'],
  ])('with %s is refused', async (_what, properties, criteria, refusal) => {
    expect(await cloud.refusal('PUT', `${base}/metricAlerts/denied`, alert(properties, criteria))).toBe(
      refusal,
    );
  });

  it('may skip the validation of its metric', async () => {
    const body = alert({}, { metricName: 'Tomorrow', skipMetricValidation: true });
    expect((await cloud.call('PUT', `${base}/metricAlerts/denied`, body)).status).toBe(200);
  });

  it('is about metrics that the resource defines', async () => {
    const found = items(await cloud.call('GET', `${vault}/providers/Microsoft.Insights/metricDefinitions`));
    expect(found.map((one) => deep(one, 'name', 'value'))).toContain('SaturationShoebox');
  });
});

describe('an activity log alert', () => {
  const category = { field: 'category', equals: 'Administrative' };

  function alert(properties: object = {}): Body {
    const condition = {
      allOf: [category, { field: 'operationName', equals: 'Microsoft.KeyVault/vaults/delete' }],
    };
    const actions = { actionGroups: [{ actionGroupId: actionGroup }] };
    return {
      location: 'global',
      properties: { scopes: [`/subscriptions/${cloud.subscription}`], condition, actions, ...properties },
    };
  }

  it('watches a subscription', async () => {
    expect((await cloud.call('PUT', `${base}/activityLogAlerts/deletes`, alert())).status).toBe(201);
  });

  it.each([
    ['no category', { condition: { allOf: [{ field: 'level', equals: 'Error' }] } }, '400 BadRequest'],
    ['no condition', { condition: { allOf: [] } }, '400 InvalidRequestContent'],
    ['no scope', { scopes: [] }, '400 InvalidRequestContent'],
    [
      'an action group that does not exist',
      { actions: { actionGroups: [{ actionGroupId: '/none' }] } },
      '400 BadRequest',
    ],
  ])('with %s is refused', async (_what, properties, refusal) => {
    expect(await cloud.refusal('PUT', `${base}/activityLogAlerts/deletes`, alert(properties))).toBe(refusal);
  });
});

describe('a log alert', () => {
  const criterion = {
    query: 'union isfuzzy=true AzureActivity, AzureDiagnostics',
    timeAggregation: 'Count',
    operator: 'GreaterThan',
    threshold: 0,
  };

  function rule(properties: object = {}): Body {
    const criteria = { allOf: [criterion] };
    const base = {
      severity: 2,
      enabled: true,
      scopes: [vault],
      evaluationFrequency: 'PT5M',
      windowSize: 'PT5M',
      criteria,
    };
    return { location: 'switzerlandnorth', kind: 'LogAlert', properties: { ...base, ...properties } };
  }

  it('is stored with its query', async () => {
    const made = await cloud.call(
      'PUT',
      `${base}/scheduledQueryRules/calls`,
      rule({ actions: { actionGroups: [actionGroup] } }),
    );
    expect([made.status, deep(made.body, 'properties', 'criteria', 'allOf', 0, 'query')]).toEqual([
      201,
      criterion.query,
    ]);
  });

  it.each([
    ['a scope that does not exist', { scopes: [`/subscriptions/x/none`] }, '404 ResourceNotFound'],
    [
      'a table that does not exist',
      { criteria: { allOf: [{ ...criterion, query: 'NoSuchTable | count' }] } },
      '400 BadRequest',
    ],
    ['no query', { criteria: { allOf: [{ ...criterion, query: undefined }] } }, '400 InvalidRequestContent'],
    ['no frequency', { evaluationFrequency: undefined }, '400 BadRequest'],
    ['a frequency that is no duration', { evaluationFrequency: '5 minutes' }, '400 InvalidRequestContent'],
    ['an action group that does not exist', { actions: { actionGroups: ['/none'] } }, '400 BadRequest'],
  ])('with %s is refused', async (_what, properties, refusal) => {
    expect(await cloud.refusal('PUT', `${base}/scheduledQueryRules/calls`, rule(properties))).toBe(refusal);
  });
});

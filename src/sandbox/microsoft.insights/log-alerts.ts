import { ArmError } from '../errors.ts';
import { type Json, type JsonObject, listAt, objectAt, present, textAt } from '../json.ts';
import {
  admitIdentity,
  forgetPrincipal,
  identityPaths,
  identityShape,
  principalPurpose,
  replicatePrincipal,
  settlePrincipal,
  shownIdentity,
} from '../microsoft.managedidentity/identity.ts';
import { queryProblem } from '../microsoft.operationalinsights/query-check.ts';
import type { TypeModel, World } from '../provider.ts';
import {
  anything,
  boolean,
  decimal,
  integer,
  list,
  map,
  object,
  oneOf,
  readOnly,
  required,
  tags,
  text,
} from '../shape.ts';
import { checkActionGroups } from './alert-links.ts';

const sync = { create: { how: 'sync' }, update: { how: 'sync' }, delete: { how: 'sync' } } as const;
const leaf = { field: text(), equals: text(), containsAny: list(text()) };

/** Microsoft.Insights/activityLogAlerts. */
export const activityLogAlerts: TypeModel = {
  type: 'Microsoft.Insights/activityLogAlerts',
  apiVersions: ['2020-10-01', '2023-01-01-preview', '2026-01-01'],
  placement: 'group',
  name: { pattern: /^[^<>%&:\\?/#+*{}]+$/, max: 260 },
  body: object({
    location: required(text()),
    tags: tags(),
    properties: required(
      object({
        scopes: required(list(text({ pattern: /^\/subscriptions\// }), { min: 1 })),
        condition: required(
          object({ allOf: required(list(object({ ...leaf, anyOf: list(object(leaf)) }), { min: 1 })) }),
        ),
        actions: required(
          object({
            actionGroups: list(object({ actionGroupId: required(text()), webhookProperties: map(text()) })),
          }),
        ),
        enabled: boolean(),
        description: text(),
      }),
    ),
  }),
  pace: sync,
  regions: 'global',
  showsState: false,
  admit: ({ world, body }) => {
    const conditions = listAt(body, 'properties', 'condition', 'allOf');
    if (!conditions.some((one) => objectAt({ one }, 'one')['field'] === 'category')) {
      throw new ArmError(
        400,
        'BadRequest',
        "The condition of an activity log alert needs the field 'category'.",
      );
    }
    checkActionGroups(world, listAt(body, 'properties', 'actions', 'actionGroups'));
    return { ...body, properties: { enabled: true, ...objectAt(body, 'properties') } };
  },
};

const queryCriterion = object({
  query: required(text({ min: 1 })),
  timeAggregation: required(oneOf('Count', 'Average', 'Minimum', 'Maximum', 'Total')),
  metricMeasureColumn: text(),
  resourceIdColumn: text(),
  dimensions: list(
    object({
      name: required(text()),
      operator: required(oneOf('Include', 'Exclude')),
      values: required(list(text())),
    }),
  ),
  operator: required(oneOf('Equals', 'GreaterThan', 'GreaterThanOrEqual', 'LessThan', 'LessThanOrEqual')),
  threshold: required(decimal()),
  failingPeriods: object({
    numberOfEvaluationPeriods: integer({ min: 1, max: 6 }),
    minFailingPeriodsToAlert: integer({ min: 1, max: 6 }),
  }),
  metricName: text(),
});

/** Microsoft.Insights/scheduledQueryRules: log alerts. Queries are held against tables and columns, not run. */
export const scheduledQueryRules: TypeModel = {
  type: 'Microsoft.Insights/scheduledQueryRules',
  apiVersions: ['2023-12-01', '2025-01-01-preview', '2026-03-01'],
  placement: 'group',
  name: { pattern: /^[^#<>%&:\\?/{}*]+$/, max: 260 },
  body: object({
    location: required(text()),
    tags: tags(),
    etag: readOnly(text()),
    kind: oneOf('LogAlert', 'LogToMetric'),
    identity: identityShape('SystemAssigned', 'UserAssigned'),
    properties: required(
      object({
        displayName: text(),
        description: text(),
        severity: integer({ min: 0, max: 4 }),
        enabled: boolean(),
        scopes: required(list(text(), { min: 1 })),
        evaluationFrequency: text({ pattern: /^P(\d+D|T\d+[HM])$/ }),
        windowSize: text({ pattern: /^P(\d+D|T\d+[HM])$/ }),
        overrideQueryTimeRange: text(),
        targetResourceTypes: list(text()),
        criteria: required(object({ allOf: required(list(queryCriterion, { min: 1 })) })),
        muteActionsDuration: text(),
        actions: object({
          actionGroups: list(text()),
          customProperties: map(text()),
          actionProperties: map(text()),
        }),
        checkWorkspaceAlertsStorageConfigured: boolean(),
        skipQueryValidation: boolean(),
        autoMitigate: boolean(),
        resolveConfiguration: anything(),
        createdWithApiVersion: readOnly(text()),
        isLegacyLogAnalyticsRule: readOnly(boolean()),
        isWorkspaceAlertsStorageConfigured: readOnly(boolean()),
      }),
    ),
  }),
  pace: sync,
  etag: true,
  showsState: false,
  showsSystemData: true,
  serverMade: [...identityPaths.serverMade],
  references: [...identityPaths.references],
  admit: (write) => {
    const { world, body } = write;
    for (const scope of listAt(body, 'properties', 'scopes')) checkScope(world, String(scope));
    checkActionGroups(world, listAt(body, 'properties', 'actions', 'actionGroups'));
    const properties: JsonObject = { enabled: true, autoMitigate: false, ...objectAt(body, 'properties') };
    if (body['kind'] !== 'LogToMetric' && properties['evaluationFrequency'] === undefined) {
      throw new ArmError(400, 'BadRequest', 'A log alert needs an evaluationFrequency.');
    }
    if (properties['skipQueryValidation'] !== true) checkQueries(listAt(properties, 'criteria', 'allOf'));
    return admitIdentity({ ...write, body: { kind: 'LogAlert', ...body, properties } });
  },
  wrote: (world, record) => {
    settlePrincipal(world, record);
  },
  show: (world, record) =>
    present({
      ...record.body,
      identity: shownIdentity(world, record),
      properties: {
        ...objectAt(record.body, 'properties'),
        createdWithApiVersion: '2023-12-01',
        isLegacyLogAnalyticsRule: false,
        isWorkspaceAlertsStorageConfigured: false,
      },
    }),
  deleted: (world, record) => forgetPrincipal(world, record),
  later: (world, record, purpose, data) => {
    if (purpose === principalPurpose) replicatePrincipal(world, record, data);
  },
};

function checkQueries(criteria: readonly Json[]): void {
  for (const criterion of criteria) {
    const problem = queryProblem(textAt(criterion, 'query') ?? '');
    if (problem === undefined) continue;
    const message = `The query is invalid: ${problem}`;
    throw new ArmError(400, 'BadRequest', message, { details: [{ code: 'QueryValidationError', message }] });
  }
}

function checkScope(world: World, scope: string): void {
  const subscription = /^\/subscriptions\/[^/]+$/i.test(scope);
  if (subscription || world.find(scope) !== undefined) return;
  throw new ArmError(404, 'ResourceNotFound', `The alert scope '${scope}' was not found.`);
}

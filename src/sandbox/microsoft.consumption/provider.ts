import { keyOf } from '../arm-id.ts';
import { ArmError } from '../errors.ts';
import { isoTime } from '../instants.ts';
import { type JsonObject, numberAt, objectAt, textAt } from '../json.ts';
import { billingCurrency } from '../microsoft.costmanagement/charges.ts';
import type { ProviderModel, TypeModel, World, Write } from '../provider.ts';
import { anything, boolean, decimal, list, map, object, oneOf, readOnly, required, text } from '../shape.ts';

const email = text({ pattern: /^[^@\s]+@[^@\s]+$/ });
const comparison = object({
  name: required(text()),
  operator: required(oneOf('In')),
  values: required(list(text(), { min: 1 })),
});
const money = readOnly(object({ amount: decimal(), unit: text() }));

const notification = object({
  enabled: required(boolean()),
  operator: required(oneOf('EqualTo', 'GreaterThan', 'GreaterThanOrEqualTo')),
  threshold: required(decimal({ min: 0, max: 1000 })),
  contactEmails: required(list(email, { max: 50 })),
  contactRoles: list(text()),
  contactGroups: list(text(), { max: 50 }),
  thresholdType: oneOf('Actual', 'Forecasted'),
  locale: text(),
});

/** Microsoft.Consumption/budgets of subscriptions and resource groups. */
const budgets: TypeModel = {
  type: 'Microsoft.Consumption/budgets',
  apiVersions: ['2021-10-01', '2023-05-01', '2023-11-01', '2024-08-01', '2026-06-01'],
  placement: 'extension',
  name: { pattern: /^[a-z0-9_-]+$/i, max: 63 },
  body: object({
    eTag: text(),
    properties: required(
      object({
        category: required(oneOf('Cost')),
        amount: required(decimal()),
        timeGrain: required(
          oneOf('Monthly', 'Quarterly', 'Annually', 'BillingMonth', 'BillingQuarter', 'BillingAnnual'),
        ),
        timePeriod: required(object({ startDate: required(text()), endDate: text() })),
        filter: object({
          and: list(object({ dimensions: comparison, tags: comparison })),
          dimensions: comparison,
          tags: comparison,
        }),
        // What `filter` was called in 2018: the Azure CLI sends it, and the service takes no notice of it.
        filters: readOnly(anything()),
        notifications: map(notification, { max: 5 }),
        currentSpend: money,
        forecastSpend: money,
      }),
    ),
  }),
  pace: { create: { how: 'sync' }, update: { how: 'sync' }, delete: { how: 'sync' } },
  patch: false,
  showsState: false,
  serverMade: ['eTag'],
  admit: admitBudget,
  show: (world, record) => ({
    ...record.body,
    eTag: world.etag(record),
    properties: {
      ...objectAt(record.body, 'properties'),
      currentSpend: { amount: 0, unit: billingCurrency },
    },
  }),
};

/** Microsoft.Consumption. */
export const consumption: ProviderModel = {
  namespace: 'Microsoft.Consumption',
  types: [budgets],
  badBody: 'BadRequest',
};

function refuse(message: string): ArmError {
  return new ArmError(400, 'BadRequest', message);
}

function admitBudget({ world, id, body, prior }: Write): JsonObject {
  const { eTag, ...rest } = body;
  if (!/^\/subscriptions\/[^/]+(\/resourcegroups\/[^/]+)?$/i.test(id.scope)) {
    throw refuse(`A budget belongs to a subscription or a resource group, not to '${id.scope}'.`);
  }
  if (prior !== undefined && eTag !== undefined && eTag !== world.etag(prior)) {
    throw new ArmError(412, 'PreconditionFailed', `The budget '${id.name}' was changed since it was read.`);
  }
  const properties = objectAt(body, 'properties');
  if ((numberAt(properties, 'amount') ?? 0) <= 0)
    throw refuse('The amount of a budget must be greater than 0.');
  checkPeriod(world, properties, objectAt(prior?.body, 'properties'));
  checkNotifications(properties);
  return rest;
}

function checkPeriod(world: World, properties: JsonObject, before: JsonObject): void {
  const start = textAt(properties, 'timePeriod', 'startDate') ?? '';
  const from = Date.parse(start);
  if (Number.isNaN(from) || !/^\d{4}-\d{2}-01(T00:00:00(\.0+)?Z?)?$/.test(start)) {
    throw refuse(`The start date '${start}' must be the first day of a month.`);
  }
  const end = textAt(properties, 'timePeriod', 'endDate');
  if (end !== undefined && !(Date.parse(end) > from))
    throw refuse(`The end date '${end}' must lie after the start date.`);
  const unchanged = Date.parse(textAt(before, 'timePeriod', 'startDate') ?? '') === from;
  if (unchanged) return;
  const month = start.slice(0, 7);
  const thisMonth = monthOf(world.now);
  if (month < thisMonth)
    throw refuse(`The start date '${start}' must not lie before the current month (${thisMonth}).`);
}

function monthOf(now: number): string {
  return isoTime(now).slice(0, 7);
}

function checkNotifications(properties: JsonObject): void {
  const notifications = Object.entries(objectAt(properties, 'notifications'));
  const thresholds = new Set<string>();
  for (const [name, each] of notifications) {
    const contacts = ['contactEmails', 'contactRoles', 'contactGroups'].some((list) => {
      const found = objectAt({ each }, 'each')[list];
      return Array.isArray(found) && found.length > 0;
    });
    if (!contacts) throw refuse(`The notification '${name}' needs a contact.`);
    const type = textAt(each, 'thresholdType') ?? 'Actual';
    const key = `${type} ${keyOf(textAt(each, 'operator') ?? '')} ${numberAt(each, 'threshold') ?? 0}`;
    if (thresholds.has(key)) throw refuse(`Two notifications have the threshold of '${name}'.`);
    thresholds.add(key);
  }
}

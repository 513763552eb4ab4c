import type { DesignedResource } from '../../design/design.ts';
import { at } from '../../resource/json.ts';
import type { Meter, Metering, Use } from '../meter.ts';
import { times } from '../range.ts';
import type { Usage } from '../usage.ts';

const emails: Meter = {
  service: 'Azure Monitor',
  name: 'Alert e-mails',
  unit: 'e-mail',
  unitSize: '1',
  prices: { service: 'Azure Monitor', meter: 'Emails' },
};

const secureWebhooks: Meter = {
  service: 'Azure Monitor',
  name: 'Secure web hooks',
  unit: 'call',
  unitSize: '1',
  prices: { service: 'Azure Monitor', meter: 'Notifications Secure web hook' },
};

/** An action group is free; what it sends is counted by receiver: each gets every alert. */
export const actionGroup: Metering = (resource, { usage }) => [
  ...used(resource, usage, { receivers: 'emailReceivers', meter: emails, as: 'e-mails' }),
  ...used(resource, usage, { receivers: 'webhookReceivers', meter: secureWebhooks, as: 'calls' }),
];

function used(
  resource: DesignedResource,
  { alertEmails }: Usage,
  { receivers, meter, as }: { receivers: string; meter: Meter; as: string },
): Use[] {
  const all = at(resource.body, `/properties/${receivers}`);
  const count = Array.isArray(all) ? all.length : 0;
  if (count === 0) return [];
  const basis = `${alertEmails.expected.toFixed()} ${as} to each of ${count} receivers`;
  return [{ meter, quantity: times(alertEmails, count), kind: 'usage', basis, from: ['alertEmails'] }];
}

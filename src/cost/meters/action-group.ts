import { at } from '../../resource/json.ts';
import type { Meter, Metering } from '../meter.ts';
import { times } from '../range.ts';

const emails: Meter = {
  service: 'Azure Monitor',
  name: 'Alert e-mails',
  unit: 'e-mail',
  unitSize: '1',
  prices: { service: 'Azure Monitor', meter: 'Emails' },
};

/** An action group is free; the e-mails it sends are counted by receiver. */
export const actionGroup: Metering = (resource, { usage }) => {
  const receivers = at(resource.body, '/properties/emailReceivers');
  const count = Array.isArray(receivers) ? receivers.length : 0;
  if (count === 0) return [];
  const basis = `${usage.alertEmails.expected.toFixed()} e-mails to each of ${count} receivers`;
  return [
    { meter: emails, quantity: times(usage.alertEmails, count), kind: 'usage', basis, from: ['alertEmails'] },
  ];
};

import { at } from '../../resource/json.ts';
import type { Meter, Metering } from '../meter.ts';
import { exactly } from '../range.ts';

/** Frequencies that have a price of their own, in minutes, rarest first. */
const billed = [15, 10, 5, 1] as const;

const rule = (minutes: number): Meter => ({
  service: 'Azure Monitor',
  name: `Log alert, every ${minutes} min`,
  unit: 'rule',
  unitSize: '1',
  prices: { service: 'Azure Monitor', meter: `Log alert rule, ${minutes}-minute frequency` },
});

/** A log alert is billed by how often it looks; between two priced frequencies the more frequent one counts. */
export const logAlert: Metering = (resource) => {
  if (at(resource.body, '/properties/enabled') === false) return [];
  const every = String(at(resource.body, '/properties/evaluationFrequency') ?? '');
  const minutes = minutesOf(every);
  const frequency = billed.find((priced) => priced <= minutes) ?? 1;
  const basis = `one rule that looks every ${every || 'minute'}`;
  return [{ meter: rule(frequency), quantity: exactly(1), kind: 'fixed', basis }];
};

/** Minutes of an ISO 8601 duration; what can't be read counts as every minute, the dearest. */
function minutesOf(duration: string): number {
  const [, days = '0', hours = '0', minutes = '0'] =
    /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(duration) ?? [];
  return Number(days) * 1440 + Number(hours) * 60 + Number(minutes);
}

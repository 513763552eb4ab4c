import { at } from '../../resource/json.ts';
import { textAt } from '../places.ts';
import { type Finding, failed, ok } from '../rule.ts';
import type { Existing, Judge } from './existing.ts';

/** What alone would open an app or what it works with, or stop it. */
export interface Fault {
  readonly found: (body: Existing['body']) => boolean;
  readonly what: string;
  /** What mends it; ID stands for the resource. */
  readonly next: string;
}

const closes = 'gotthard deploy closes it again.';

export const openToInternet: Fault = {
  found: (body) => !/^disabled$/i.test(textAt(body, '/properties/publicNetworkAccess')),
  what: 'is reachable from the internet',
  next: closes,
};

/** A setting that is not what keeps something closed. */
export function opened(pointer: string, closed: boolean | RegExp, what: string): Fault {
  return {
    found: (body) =>
      typeof closed === 'boolean' ? at(body, pointer) !== closed : !closed.test(textAt(body, pointer)),
    what,
    next: closes,
  };
}

/** Faults of an app: what follows when it has left its network or is stopped, and what starts it. */
export function appFaults(told: { away: string; stopped: string; start: string }): readonly Fault[] {
  return [
    openToInternet,
    opened('/properties/httpsOnly', true, 'takes plain HTTP'),
    {
      found: (body) => textAt(body, '/properties/virtualNetworkSubnetId') === '',
      what: `has left the network${told.away}`,
      next: 'gotthard deploy brings it back into its subnet.',
    },
    {
      found: (body) => textAt(body, '/properties/state') !== 'Running',
      what: `is stopped: ${told.stopped}`,
      next: told.start,
    },
  ];
}

const shown: readonly string[] = [
  'publicNetworkAccess',
  'httpsOnly',
  'virtualNetworkSubnetId',
  'state',
  'allowBlobPublicAccess',
  'allowSharedKeyAccess',
  'minimumTlsVersion',
];

/** Fails for each fault of a resource, with what was read of it. */
export function withoutFaults(faults: readonly Fault[], fine: string): Judge {
  return ({ id, title, body }) => {
    const told = shown.flatMap((name) => {
      const value = at(body, `/properties/${name}`);
      return value === undefined ? [] : [`${name} ${String(value)}`];
    });
    const evidence = `${id}: ${told.join(', ')}`;
    const wrong = faults.filter((fault) => fault.found(body));
    if (wrong.length === 0) return [ok(`${title} ${fine}`, evidence)];
    return wrong.map(({ what, next }) => failed(`${title} ${what}`, next.replace('ID', id), evidence));
  };
}

/** Nothing but whether it is as designed. */
export function plain({ id, title }: Existing): Finding[] {
  return [ok(`${title} is as designed`, id)];
}

/** Whether a user name and a password deliver code. */
export function publishingOff({ id, title, body }: Existing): Finding[] {
  const allowed = at(body, '/properties/allow');
  const evidence = `${id}: properties.allow ${String(allowed)}`;
  return [
    allowed === false
      ? ok(`${title} is off`, evidence)
      : failed(`${title} is on`, 'gotthard deploy turns it off again.', evidence),
  ];
}

import type { Fault } from '../../src/sandbox/faults.ts';
import type { Target } from '../kit/sweep.ts';

export type Aimed = (target: Target) => readonly Fault[];

const once =
  (fault: Fault['fault']): Aimed =>
  (target) => [{ ...target, fault }];

/** From this request on, all with its method and path. */
const lasting =
  (fault: Fault['fault'], times: number): Aimed =>
  (target) => [{ ...target, fault, times }];

/** Every fault that a request can meet, by its name. */
export const eachFault: Readonly<Record<string, Aimed>> = {
  '429 once': once(429),
  '429 storm': lasting(429, 40),
  '500 once': once(500),
  '500 for good': lasting(500, 1_000_000),
  '503': once(503),
  drop: once('drop'),
  'drop-after': once('drop-after'),
  'drop-late': once('drop-late'),
  'lro-failed': once('lro-failed'),
  'lro-flip': once('lro-flip'),
  '409 conflict': once(409),
  '403 mid-run': once(403),
  'token expired': once('token-expired'),
  /** A refusal of the second attempt says nothing about the first. */
  'drop-late, then 403': (target) => [
    { ...target, fault: 'drop-late' },
    { ...target, nth: target.nth + 1, fault: 403 },
  ],
};

/** A right that is gone for good, for this method and path. */
export const refusedForGood: Aimed = lasting(403, 1_000_000);

import fc from 'fast-check';
import { estates } from './arbitrary-estate.ts';

/** Any estates, drawn once for all claims that hold of each. `GOTTHARD_SEED=7` draws others. */
export const drawnEstates = fc.sample(estates(), {
  numRuns: 40,
  seed: Number(process.env['GOTTHARD_SEED'] ?? 22),
});

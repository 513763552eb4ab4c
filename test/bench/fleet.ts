import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** What planning and deploying a fleet took, the sandbox in the same process included. */
export interface FleetFigures {
  readonly stamps: number;
  /** Milliseconds of processor time. */
  readonly planMs: number;
  readonly deployMs: number;
  readonly wallMs: number;
  /** Attempts on ARM, polls included. */
  readonly planRequests: number;
  readonly deployRequests: number;
  /** Largest resident memory until then, in megabytes. */
  readonly plannedMb: number;
  readonly deployedMb: number;
  /** How many were built. One was made to fail. */
  readonly done: number;
  /** Whether the one that failed is as it was before. */
  readonly asBefore: boolean;
}

/** Fleets of so many tenants with three environments each, each in a process of its own. */
export function fleetFigures(tenants: readonly number[]): FleetFigures[] {
  return tenants.map((count) => {
    const ended = spawnSync(
      process.execPath,
      ['--import', 'tsx', join(import.meta.dirname, 'one-fleet.ts'), String(count)],
      { encoding: 'utf8', maxBuffer: 1e8 },
    );
    if (ended.status !== 0)
      throw new Error(`the fleet ended with ${ended.status}: ${ended.stderr.slice(0, 2000)}`);
    return JSON.parse(ended.stdout) as FleetFigures;
  });
}

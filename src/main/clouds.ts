import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TokenCredential } from '@azure/core-auth';
import type { Cloud } from '../commands/ports.ts';
import { Refusal } from '../problems/problem.ts';
import { scaledClock, systemClock, virtualClock } from '../run/clocks.ts';
import type { Clock } from '../resource/clock.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { Settings } from './settings.ts';
import { traceFile } from './trace-file.ts';

/** The clouds of one process: each is opened once, when it is first asked for. */
export interface OpenedClouds {
  readonly cloud: (name: string) => Promise<Cloud>;
  readonly sandbox: () => Sandbox;
  /** Name and clock of the cloud in use, for screens. */
  readonly shown: () => { readonly name: string; readonly clock: Clock };
  readonly close: () => void;
}

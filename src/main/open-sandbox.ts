import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal } from '../problems/problem.ts';
import type { Clock } from '../resource/clock.ts';
import { scaledClock, virtualClock } from '../run/clocks.ts';
import type { Sandbox, SandboxOptions } from '../sandbox/sandbox.ts';
import type { Settings } from './settings.ts';

/** A sandbox with the clock that it runs on. */
export interface OpenedSandbox {
  readonly sandbox: Sandbox;
  readonly clock: Clock;
}

/** The sandbox of this folder, on virtual or scaled time that never runs behind what it has seen. */
export async function openSandboxFor(
  settings: Settings,
  speed: 'instant' | number = settings.sandboxSpeed,
  options: Pick<SandboxOptions, 'durations'> = {},
): Promise<OpenedSandbox> {
  const { openSandbox } = await import('../sandbox/sandbox.ts');
  await checkPrincipal(settings.sandboxPrincipal);
  const faults = await faultsOf(settings);
  let clock: Clock | undefined;
  const sandbox = openSandbox({
    directory: join(settings.home, 'sandbox', 'store'),
    now: () => clock?.now() ?? Date.now(),
    ...(settings.sandboxPrincipal === undefined ? {} : { principal: settings.sandboxPrincipal }),
    ...(faults ? { faults } : {}),
    ...options,
  });
  const startsAt = Math.max(Date.now(), sandbox.latest());
  clock = speed === 'instant' ? virtualClock(startsAt) : scaledClock(speed, startsAt);
  return { sandbox, clock };
}

async function checkPrincipal(name: string | undefined): Promise<void> {
  if (name === undefined) return;
  const { principals } = await import('../sandbox/seed-directories.ts');
  const names = principals.map((one) => one.name);
  if (names.includes(name)) return;
  throw new Refusal([
    {
      code: 'GT-PRINCIPAL-UNKNOWN',
      what: `the sandbox knows nobody called ${name}`,
      why: '--sandbox-principal takes a name of its first state',
      next: [`One of ${names.join(', ')}`],
    },
  ]);
}

async function faultsOf(settings: Settings) {
  if (!settings.faults) return undefined;
  const { parseFaults } = await import('../sandbox/faults.ts');
  const source = 'file' in settings.faults ? settings.faults.file : 'GOTTHARD_SANDBOX_FAULTS';
  try {
    const text =
      'file' in settings.faults ? readFileSync(settings.faults.file, 'utf8') : settings.faults.text;
    return parseFaults(JSON.parse(text));
  } catch (error) {
    throw new Refusal([
      {
        code: 'GT-FAULTS-WRONG',
        what: `${source}: ${error instanceof Error ? error.message : String(error)}`,
        why: 'it has to be a JSON list of faults',
        next: ['Write it as [{"method":"PUT","path":"/vaults/","fault":503}].'],
      },
    ]);
  }
}

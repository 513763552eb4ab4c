import { dirname, join } from 'node:path';
import type { CredentialKind } from '../azure/credential.ts';
import { serverAt } from './served-sandbox.ts';

/** What applies to every command, from flags and process variables. */
export interface Settings {
  /** The folder `.gotthard` beside the estate file. */
  readonly home: string;
  readonly json: boolean;
  readonly verbose: boolean;
  readonly accessible: boolean;
  readonly noColour: boolean;
  /** A terminal on both ends, and neither --no-input nor CI. */
  readonly interactive: boolean;
  readonly credential: CredentialKind;
  /** `--cloud`, where it is the URL of the server of this folder's sandbox. */
  readonly server: string | undefined;
  readonly traceFile: string | undefined;
  /** Undefined: 30 in a terminal, else instant. */
  readonly sandboxSpeed: 'instant' | number;
  readonly sandboxPrincipal: string | undefined;
  /** File of faults, or their JSON text. */
  readonly faults: { readonly file: string } | { readonly text: string } | undefined;
}

/** How much faster than real the sandbox is when somebody watches. */
const watchedSpeed = 30;

export function settingsOf(flags: Readonly<Record<string, unknown>>, process: NodeJS.Process): Settings {
  const { env } = process;
  const terminal = process.stdin.isTTY === true && process.stderr.isTTY === true;
  const interactive = terminal && flags['input'] !== false && (env['CI'] ?? '') === '';
  const faultsFile = flags['sandboxFaults'];
  const faultsText = env['GOTTHARD_SANDBOX_FAULTS'];
  const home = join(dirname(text(flags['config']) ?? 'gotthard.yaml'), '.gotthard');
  const cloud = text(flags['cloud']);
  return {
    home,
    server: cloud !== undefined && serverAt(home, cloud) ? cloud : undefined,
    json: flags['json'] === true,
    verbose: flags['verbose'] === true,
    accessible: flags['accessible'] === true || env['ACCESSIBLE'] === '1',
    noColour: flags['color'] === false,
    interactive,
    credential: flags['credential'] as CredentialKind,
    traceFile: text(flags['trace']),
    sandboxSpeed: speedOf(flags['sandboxSpeed'], process.stderr.isTTY === true),
    sandboxPrincipal: text(flags['sandboxPrincipal']),
    faults:
      text(faultsFile) !== undefined
        ? { file: String(faultsFile) }
        : faultsText
          ? { text: faultsText }
          : undefined,
  };
}

function speedOf(flag: unknown, watched: boolean): 'instant' | number {
  if (flag === 'instant' || typeof flag === 'number') return flag;
  return watched ? watchedSpeed : 'instant';
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

import { randomBytes } from 'node:crypto';
import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import { exit } from '../commands/exit-code.ts';
import type { Ports } from '../commands/ports.ts';
import type { Typed } from '../commands/program.ts';
import { Refusal } from '../problems/problem.ts';
import { journalFiles } from '../run/journal-file.ts';
import { lockFiles } from '../run/lock.ts';
import { Left } from '../wizard/ports.ts';
import { cloudChoices } from './cloud-choices.ts';
import { clouds } from './clouds.ts';
import { dispatch } from './dispatch.ts';
import { files } from './files.ts';
import { settingsOf } from './settings.ts';
import { terminalPorts } from './terminal.ts';

/** Runs what was typed: builds every port, calls the command, and answers the exit code. */
export async function run(typed: Typed, interrupt: AbortController): Promise<number> {
  const settings = settingsOf(typed.flags, process);
  const opened = clouds(settings);
  const terminal = await terminalPorts(settings, opened.shown);
  const homeOf = (cloud: string): string => join(settings.home, cloud.replaceAll(/[^a-zA-Z0-9.-]+/g, '_'));
  const ports: Ports = {
    ...terminal,
    interactive: settings.interactive,
    files: files(),
    home: settings.home,
    homeOf,
    json: (document) => process.stdout.write(`${JSON.stringify(document, null, 2)}\n`),
    text: (text) => process.stdout.write(`${text}\n`),
    cloud: opened.cloud,
    cloudChoices: () => cloudChoices(process.env),
    journals: (cloud) => journalFiles(join(homeOf(cloud), 'runs')),
    locks: (cloud) => lockFiles(join(homeOf(cloud), 'locks')),
    interrupted: interrupt.signal,
    today: () => new Date().toISOString().slice(0, 10),
    newEstateId: () => base32(randomBytes(5)),
    newRunId: (now) =>
      `${new Date(now).toISOString().replaceAll(/[-:]|\.\d+/g, '')}-${base32(randomBytes(5)).slice(0, 4)}`,
    by: `${userInfo().username}@${hostname()}`,
  };
  const stopListening = listen(interrupt, terminal.say);
  try {
    return await dispatch(typed, settings, ports, opened);
  } catch (error) {
    return failed(error, ports, settings.json, settings.verbose);
  } finally {
    stopListening();
    opened.close();
  }
}

function failed(error: unknown, ports: Ports, json: boolean, verbose: boolean): number {
  if (error instanceof Left) return exit.interrupted;
  if (error instanceof Refusal) {
    ports.show.problems(error.problems);
    if (json) ports.json({ problems: error.problems });
    return error.exit;
  }
  const what = error instanceof Error ? error.message : String(error);
  const problem = {
    code: 'GT-BUG',
    what,
    why: 'this is a defect of Gotthard',
    next: ['Run again with --verbose and report what it prints.'] as const,
  };
  ports.show.problems([problem]);
  if (verbose && error instanceof Error && error.stack) process.stderr.write(`${error.stack}\n`);
  if (json) ports.json({ problems: [problem] });
  return exit.bug;
}

/** One Ctrl-C settles and asks; a second one stops at once, with the journal intact. SIGTERM is one Ctrl-C. */
function listen(interrupt: AbortController, say: (text: string) => void): () => void {
  const onInterrupt = (): void => {
    if (interrupt.signal.aborted) process.exit(exit.interrupted);
    interrupt.abort();
    say(
      'Stopping: nothing new starts, what runs is finished. Ctrl-C again stops at once; the journal is kept.',
    );
  };
  const onTerminate = (): void => interrupt.abort();
  process.on('SIGINT', onInterrupt);
  process.on('SIGTERM', onTerminate);
  return () => {
    process.off('SIGINT', onInterrupt);
    process.off('SIGTERM', onTerminate);
  };
}

function base32(bytes: Uint8Array): string {
  const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{5}/g) ?? []).map((five) => alphabet[Number.parseInt(five, 2)]).join('');
}

import { randomBytes } from 'node:crypto';
import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import { exit } from '../commands/exit-code.ts';
import type { Ports } from '../commands/ports.ts';
import type { Typed } from '../commands/program.ts';
import { Refusal } from '../problems/problem.ts';
import { problemsJson } from '../report/json.ts';
import { Back, Left } from '../wizard/ports.ts';
import { cloudChoices } from './cloud-choices.ts';
import { clouds } from './clouds.ts';
import { dispatch } from './dispatch.ts';
import { files } from './files.ts';
import { listenForInterrupts } from './interrupts.ts';
import { recordsOf } from './records.ts';
import { type Settings, settingsOf } from './settings.ts';
import { template } from './templates.ts';
import { terminalPorts } from './terminal.ts';
import { Watchdog } from './watchdog.ts';

/** Runs what was typed: builds every port, calls the command, and answers the exit code. */
export async function run(given: Typed): Promise<number> {
  const settings = settingsOf(given.flags, process);
  // By whichever way it is reached, it is the sandbox of this folder: one name for its runs, locks and documents.
  const typed = settings.server ? { ...given, flags: { ...given.flags, cloud: 'sandbox' } } : given;
  const opened = clouds(settings);
  const terminal = await terminalPorts(settings, opened.shown);
  const interrupts = listenForInterrupts();
  const watchdog = new Watchdog();
  const fileNameOf = (cloud: string): string => cloud.replaceAll(/[^a-zA-Z0-9.-]+/g, '_');
  const homeOf = (cloud: string): string => join(settings.home, fileNameOf(opened.nameOf(cloud)));
  const ports: Ports = {
    ...terminal,
    show: watchdog.watching(terminal.show),
    interactive: settings.interactive,
    files: files(),
    template,
    home: settings.home,
    homeOf,
    json: (document) => process.stdout.write(`${JSON.stringify(document, null, 2)}\n`),
    text: (text) => process.stdout.write(`${text}\n`),
    cloud: opened.cloud,
    about: (cloud) => {
      opened.about(opened.nameOf(cloud));
      return opened.nameOf(cloud);
    },
    cloudChoices: () => cloudChoices(process.env),
    records: (cloud, estate) => {
      const name = opened.nameOf(cloud);
      opened.about(name);
      return recordsOf(estate, {
        home: homeOf(cloud),
        cloud: fileNameOf(name),
        environment: process.env,
        signIn: (directoryId) => opened.signIn(cloud, directoryId),
        calls: async (at) => (await opened.cloud(cloud)).calls(at),
      });
    },
    interrupts,
    today: () => new Date().toISOString().slice(0, 10),
    newEstateId: () => base32(randomBytes(5)),
    newRunId: (now) =>
      `${new Date(now).toISOString().replaceAll(/[-:]|\.\d+/g, '')}-${base32(randomBytes(5)).slice(0, 4)}`,
    by: `${userInfo().username}@${hostname()}`,
  };
  const rest = watchdog.on(process, (problem) => {
    terminal.show.problems([problem]);
    process.exit(exit.bug);
  });
  try {
    return await dispatch(typed, settings, ports, opened);
  } catch (error) {
    await terminal.end();
    return failed(error, ports, { ...settings, cloud: opened.shown().name });
  } finally {
    rest();
    interrupts.stop();
    opened.close();
  }
}

function failed(
  error: unknown,
  ports: Ports,
  { json, verbose, cloud }: Pick<Settings, 'json' | 'verbose'> & { cloud: string | undefined },
): number {
  // Esc where there is nothing to go back to leaves too.
  if (error instanceof Left || error instanceof Back) return exit.interrupted;
  if (error instanceof Refusal) {
    ports.show.problems(error.problems);
    if (json) ports.json(problemsJson(cloud, error.problems));
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
  if (json) ports.json(problemsJson(cloud, [problem]));
  return exit.bug;
}

function base32(bytes: Uint8Array): string {
  const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{5}/g) ?? []).map((five) => alphabet[Number.parseInt(five, 2)]).join('');
}

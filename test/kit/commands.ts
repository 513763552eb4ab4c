import { dirname } from 'node:path';
import { httpClientFrom } from '../../src/azure/http-client.ts';
import type { Exchange } from '../../src/azure/trace.ts';
import type { Ports, Records } from '../../src/commands/ports.ts';
import { reachedCloud } from '../../src/main/reached-cloud.ts';
import { sandboxNetwork } from '../../src/main/sandbox-network.ts';
import { template } from '../../src/main/templates.ts';
import type { Problem } from '../../src/problems/problem.ts';
import { Refusal } from '../../src/problems/problem.ts';
import { memoryMedium } from '../../src/run/journal-memory.ts';
import { journalStore } from '../../src/run/journal-store.ts';
import type { Locks } from '../../src/run/lock.ts';
import type { Ask } from '../../src/wizard/ports.ts';
import { testCloud } from './test-cloud.ts';

/** Everything that a command touches, in this process: a sandbox in memory, files in memory, nobody at a terminal. */
export interface Desk {
  readonly ports: Ports;
  readonly cloud: ReturnType<typeof testCloud>;
  readonly files: Map<string, string>;
  /** Documents of `--json`. */
  readonly documents: unknown[];
  /** What people were told. */
  readonly told: string[];
  readonly problems: Problem[];
  /** Every attempt on ARM, each with the directory of the token that it carried. */
  readonly exchanges: (Exchange & { readonly directoryId: string })[];
  /** How many attempts there were, kept or not. */
  readonly attempts: () => number;
  /** Somebody sits down, who answers like this and types whatever name is asked for, unless it is declined. */
  sit(ask: Ask, declines?: boolean): void;
  /** Names that somebody was asked to type. */
  readonly typed: string[];
}

/** @param options `keep: false` keeps no exchanges, of which a fleet has hundreds of thousands */
export function desk({
  keep = true,
  ...options
}: Parameters<typeof testCloud>[0] & { keep?: boolean } = {}): Desk {
  const cloud = testCloud(options);
  const files = new Map<string, string>();
  const documents: unknown[] = [];
  const told: string[] = [];
  const problems: Problem[] = [];
  const exchanges: Desk['exchanges'] = [];
  const typed: string[] = [];
  let person: { ask: Ask; declines: boolean } | undefined;
  const records: Records = { journals: journalStore(memoryMedium()), locks: freeLocks() };
  let runs = 0;
  let attempts = 0;
  const directoryOf = (token: string): string => {
    const payload = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString();
    return String((JSON.parse(payload) as { tid?: string }).tid);
  };
  const open = () =>
    reachedCloud({
      name: 'sandbox',
      sandbox: true,
      clock: cloud.clock,
      origin: 'https://management.azure.com',
      scope: 'https://management.azure.com/.default',
      graphOrigin: 'https://graph.microsoft.com',
      prices: { origin: 'https://prices.azure.com', source: 'price list of the sandbox' },
      homeDirectory: cloud.sandbox.homeDirectoryId,
      correlationId: '00000000-0000-4000-8000-000000000001',
      timeoutMs: 60_000,
      httpClient: async () =>
        httpClientFrom(async (asked) => {
          attempts += 1;
          const token = asked.headers.get('authorization')?.replace(/^Bearer /, '') ?? '';
          const answer = await cloud.sandbox.answer(asked);
          if (keep)
            exchanges.push({
              method: asked.method,
              url: asked.url,
              status: answer.status,
              requestBody: undefined,
              responseBody: undefined,
              directoryId: directoryOf(token),
            });
          return answer;
        }),
      credential: async (directoryId) => ({ getToken: async () => cloud.sandbox.token(directoryId) }),
      networkView: async (subnet) => sandboxNetwork(cloud.sandbox, subnet),
    });
  let opened: ReturnType<typeof open> | undefined;
  const somebody = (): { ask: Ask; declines: boolean } => {
    if (!person) throw new Error('nobody is there to be asked');
    return person;
  };
  const ports: Ports = {
    get interactive() {
      return person !== undefined;
    },
    show: {
      text: (text) => told.push(text),
      plans: (plans) => told.push(...plans.map((plan) => `PLAN ${plan.tenant}/${plan.environment}`)),
      cost: (cost) => told.push(`COST ${cost.before?.expected} -> ${cost.monthly.expected}`),
      costBy: () => undefined,
      explanations: () => undefined,
      whatIf: () => undefined,
      actual: () => undefined,
      published: () => undefined,
      prices: () => undefined,
      access: (reviews) =>
        told.push(...reviews.map(({ tenant, environment }) => `ACCESS ${tenant}/${environment}`)),
      checks: (list, title) => told.push(`${title} ${list.length}`),
      problems: (list) => problems.push(...list),
      runs: (results) =>
        told.push(
          ...results.map(({ outcome, tenant, environment }) => `${outcome} ${tenant}/${environment}`),
        ),
      progress: () => ({ on: () => undefined, away: (work) => work(), end: async () => undefined }),
    },
    files: {
      read: async (path) => files.get(path),
      write: async (path, text) => void files.set(path, text),
      remove: async (path) => void files.delete(path),
      list: async (folder) =>
        [...files.keys()]
          .filter((path) => dirname(path) === folder)
          .map((path) => path.slice(folder.length + 1)),
    },
    template,
    home: '.gotthard',
    homeOf: (name) => `.gotthard/${name}`,
    json: (document) => documents.push(JSON.parse(JSON.stringify(document))),
    text: (text) => told.push(text),
    ask: async () => somebody().ask,
    confirm: async () => !somebody().declines,
    typed: async (_message, name) => {
      typed.push(name);
      return !somebody().declines;
    },
    decide: async () => 'rollback',
    cloud: () => {
      opened ??= open();
      return opened;
    },
    about: (name) => name,
    cloudChoices: async () => [],
    records: async () => records,
    interrupts: { signal: new AbortController().signal, hold: () => () => undefined },
    today: () => '2026-11-23',
    newEstateId: () => 'desk2345',
    newRunId: () => `run-${runs++}`,
    by: 'tester@here',
  };
  return {
    ports,
    cloud,
    files,
    documents,
    told,
    problems,
    exchanges,
    attempts: () => attempts,
    typed,
    sit: (ask, declines = false) => {
      person = { ask, declines };
    },
  };
}

/** Runs a command; a refusal ends as the program ends it, with its problems noted. */
export async function ended(at: Desk, command: Promise<number>): Promise<number> {
  try {
    return await command;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    at.problems.push(...error.problems);
    return error.exit;
  }
}

/** Locks that are always free: one process, one command at a time. */
function freeLocks(): Locks {
  return {
    acquire: async () => ({ mayWrite: async () => undefined, release: async () => undefined }),
    held: async () => undefined,
  };
}

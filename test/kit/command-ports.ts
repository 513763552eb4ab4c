import type { Cloud, Ports } from '../../src/commands/ports.ts';
import { template } from '../../src/main/templates.ts';
import type { Problem } from '../../src/problems/problem.ts';

/** Ports of a command that reads and writes files of a memory, and what it showed. */
export interface CommandPorts {
  readonly ports: Ports;
  readonly files: Map<string, string>;
  /** Documents of `--json`. */
  readonly documents: unknown[];
  /** Results on stdout. */
  readonly texts: string[];
  /** What people were told. */
  readonly told: string[];
  /** Names of what was shown, in order. */
  readonly shown: string[];
  readonly problems: Problem[];
}

/** Ports for a command that needs no run: whatever else it reaches for is a mistake of the test. */
export function commandPorts({
  files = {},
  today = '2026-11-23',
  cloud,
}: {
  files?: Readonly<Record<string, string>>;
  today?: string;
  cloud?: Cloud;
}): CommandPorts {
  const kept = new Map(Object.entries(files));
  const made = {
    files: kept,
    documents: [] as unknown[],
    texts: [] as string[],
    told: [] as string[],
    shown: [] as string[],
    problems: [] as Problem[],
  };
  const ports = {
    interactive: false,
    show: {
      text: (text: string) => made.told.push(text),
      cost: () => made.shown.push('cost'),
      costBy: () => made.shown.push('costBy'),
      explanations: () => made.shown.push('explanations'),
      whatIf: () => made.shown.push('whatIf'),
      actual: () => made.shown.push('actual'),
      published: () => made.shown.push('published'),
      problems: (list: readonly Problem[]) => made.problems.push(...list),
      prices: () => undefined,
    },
    files: {
      read: async (path: string) => kept.get(path),
      write: async (path: string, text: string) => void kept.set(path, text),
      remove: async (path: string) => void kept.delete(path),
      list: async () => [],
    },
    template,
    home: '.gotthard',
    homeOf: (name: string) => `.gotthard/${name}`,
    json: (document: unknown) => made.documents.push(document),
    text: (text: string) => made.texts.push(text),
    about: (name: string) => name,
    cloud: async () => {
      if (!cloud) throw new Error('this command was not meant to open a cloud');
      return cloud;
    },
    today: () => today,
  };
  return { ...made, ports: ports as unknown as Ports };
}

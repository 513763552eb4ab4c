import Big from 'big.js';
import type { Topic, WhatIf } from './choice.ts';

/** What the published guide promises for a topic, in per cent of what it concerns, and what this price book gives. */
export interface Promised {
  readonly topic: Topic;
  readonly published: string;
  /** The largest saving that nothing forbids, in per cent; null: there is nothing to save. */
  readonly here: string | null;
  readonly because: string;
}

const promises: readonly Omit<Promised, 'here'>[] = [
  {
    topic: 'model',
    published: '20 to 30 %',
    because: 'by price alone; whether the answers suffice only a trial tells',
  },
  {
    topic: 'scaling',
    published: '15 to 25 %',
    because: 'tokens are billed as used: only what is billed by capacity can be scaled',
  },
  {
    topic: 'reservation',
    published: 'up to 72 %',
    because:
      'the published figure is that of reserved virtual machines, of which there are none; this is throughput against its hourly price',
  },
];

/** The published guide's figures beside what the price book gives for this estate. */
export function promised(choices: readonly WhatIf[]): Promised[] {
  return promises.map((promise) => {
    const of = choices
      .filter(
        ({ topic, forbidden, percent }) =>
          topic === promise.topic && forbidden === undefined && percent !== null,
      )
      .map(({ percent }) => new Big(percent ?? 0))
      .filter((percent) => percent.gt(0))
      .sort((a, b) => b.cmp(a));
    return { ...promise, here: of[0]?.toFixed(1) ?? null };
  });
}

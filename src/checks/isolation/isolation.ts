import { access } from './access.ts';
import { connections } from './connections.ts';
import type { Holding } from './holding.ts';
import { type Leak, leaksOf } from './leak.ts';
import { logs } from './logs.ts';
import { networksOf } from './networks.ts';
import { privateLinks } from './private-links.ts';
import { serviceFirewalls } from './service-firewalls.ts';
import { walls } from './walls.ts';
import { Whereabouts } from './whereabouts.ts';

/** Which stamp reaches which, over the whole estate. */
export interface Isolation {
  readonly stamps: readonly IsolatedStamp[];
  readonly leaks: readonly Leak[];
}

export interface IsolatedStamp {
  /** `tenant/environment`. */
  readonly name: string;
  readonly tenant: string;
  /** Whether what exists was looked at, or the design alone. */
  readonly seen: Holding['seen'];
}

/**
 * Every way by which one stamp reaches another, each with the exact rule, assignment or link that makes it. Pure: it
 * looks at bodies of resources, designed or observed, all in one vocabulary.
 */
export function isolationOf(holdings: readonly Holding[]): Isolation {
  const estate = new Whereabouts(holdings);
  const networked = holdings.map((holding) => ({ holding, networks: networksOf(holding, estate) }));
  const ways = [
    ...connections(networked, estate),
    ...walls(networked),
    ...privateLinks(estate),
    ...serviceFirewalls(estate),
    ...access(estate),
    ...logs(estate),
  ];
  return {
    stamps: holdings.map(({ stamp, tenant, seen }) => ({ name: stamp, tenant, seen })),
    leaks: leaksOf(ways),
  };
}

import { sameId } from '../../resource/arm-id.ts';
import { at, type JsonObject } from '../../resource/json.ts';
import { unread } from '../../resource/subscription.ts';
import type { CheckResult } from '../check.ts';
import { findingOf } from '../isolation/findings.ts';
import type { Isolation } from '../isolation/isolation.ts';
import type { Leak } from '../isolation/leak.ts';
import { type Check, type CheckInput, cannotTell, type Finding, notApplicable, orOk } from '../rule.ts';

export const isolation: Check = {
  id: 'GT-CHECK-ISOLATION',
  stage: 'after',
  checklist: ['TEN-1', 'TEN-2', 'TEN-4', 'NET-6'],
  title: 'No tenant reaches another, and no environment another',
  risk: 'Somebody of another tenant or environment gets at what is here.',
  run: (input) => {
    const { isolation: estate, design, facts } = input;
    const unseen = unread(facts.around)
      ? [cannotTell('what others have put around it', facts.around, input)]
      : [];
    if (!estate)
      return [
        notApplicable('it is looked at once, over the whole estate'),
        ...(facts.around === undefined ? [] : unseen),
      ];
    const name = `${design.tenant}/${design.environment}`;
    const leaks = estate.leaks.filter((leak) => leak.to === name && !isTold(leak, input));
    return [...findingsOf(leaks, seenBeside(estate)(name), design.subscriptionId), ...unseen];
  },
};

const networkType = 'Microsoft.Network/virtualNetworks';

/**
 * A wall that is gone while another still stands is a deviation like any other: where it is one of this environment,
 * the check of its type tells it. So does GT-CHECK-OPENINGS of what others have added, and GT-CHECK-NETWORK of ranges
 * for which nobody else has a drop route.
 */
function isTold({ reach, kind, id, rule }: Leak, { plan, design }: CheckInput): boolean {
  if (reach === 'open' || !plan) return false;
  const changed = plan.actions.filter(({ action }) => action !== 'unchanged');
  const owner = design.resources.find((resource) => sameId(resource.id, id));
  return (
    changed.some((action) => sameId(action.id, id)) ||
    (kind === 'drop route' && changed.some(({ type }) => type === networkType)) ||
    (kind === 'inbound rule' && owner !== undefined && !hasRule(owner.body, rule))
  );
}

function hasRule(group: JsonObject, name: string): boolean {
  const rules = at(group, '/properties/securityRules');
  return (
    Array.isArray(rules) &&
    rules.some((rule) => String(at(rule, '/name')).toLowerCase() === name.toLowerCase())
  );
}

/** A stamp that was looked at. */
interface Looked {
  /** `tenant/environment`. */
  readonly stamp: string;
  readonly subscriptionId: string;
}

/** The same for stamps that were looked at one after another, and for those that they reach. */
export function isolationResults(estate: Isolation, looked: readonly Looked[]): CheckResult[] {
  const { id, checklist, risk } = isolation;
  const names = new Set(looked.map(({ stamp }) => stamp));
  const leaks = new Map<string, Leak[]>();
  for (const leak of estate.leaks) {
    if (!names.has(leak.to) && !leak.from.some((from) => names.has(from))) continue;
    const others = leaks.get(leak.to);
    if (others) others.push(leak);
    else leaks.set(leak.to, [leak]);
  }
  const seen = seenBeside(estate);
  const results = (stamp: string, findings: readonly Finding[]): CheckResult[] =>
    findings.map((finding) => ({
      id,
      checklist,
      stamp,
      ...finding,
      ...(finding.status === 'failed' && risk !== undefined ? { risk } : {}),
    }));
  const reached = [...leaks].filter(([to]) => !names.has(to));
  return [
    ...looked.flatMap(({ stamp, subscriptionId }) =>
      results(stamp, findingsOf(leaks.get(stamp) ?? [], seen(stamp), subscriptionId)),
    ),
    ...reached.flatMap(([to, ways]) => results(to, ways.map(findingOf))),
  ];
}

interface Seen {
  readonly existing: number;
  readonly designed: number;
}

/** Of how many stamps beside one it is known what exists, and of how many only the design. */
function seenBeside({ stamps }: Isolation): (name: string) => Seen {
  const existing = new Set(stamps.filter(({ seen }) => seen === 'observed').map(({ name }) => name));
  return (name) => {
    const others = existing.size - (existing.has(name) ? 1 : 0);
    return { existing: others, designed: stamps.length - 1 - others };
  };
}

function findingsOf(
  leaks: readonly Leak[],
  { existing, designed }: Seen,
  subscriptionId: string,
): readonly Finding[] {
  return orOk(
    leaks.map(findingOf),
    `none of the ${existing + designed} other environments reaches it: ${existing} as they exist, ${designed} as they are designed`,
    `/subscriptions/${subscriptionId}`,
  );
}

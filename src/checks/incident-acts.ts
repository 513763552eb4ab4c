import { cutOffGroups, isAccessRevoked, rejectedConnections } from '../plan/make-incident-plan.ts';
import { parseArmId } from '../resource/arm-id.ts';
import type { CheckInput } from './rule.ts';

/** What an incident has done to a stamp that still stands, with what tells it. */
export function incidentActs({ design, observed }: Pick<CheckInput, 'design' | 'observed'>): {
  readonly what: string;
  readonly evidence: string;
}[] {
  if (!observed) return [];
  const groups = cutOffGroups({ design, observed });
  const rejected = rejectedConnections({ design, observed });
  const stamp = `${design.tenant}/${design.environment}`;
  return [
    ...(groups.length > 0
      ? [{ what: `the network of ${stamp} is cut off`, evidence: together(groups) }]
      : []),
    ...(rejected.length > 0
      ? [{ what: `private endpoints of ${stamp} are rejected`, evidence: together(rejected) }]
      : []),
    ...(isAccessRevoked({ design, observed })
      ? [
          {
            what: `roles of ${stamp} are revoked`,
            evidence: 'tag gotthard-incident of the group of the account',
          },
        ]
      : []),
  ];
}

/** `PARENT: NAME, NAME`, for each parent. */
function together(ids: readonly string[]): string {
  const names = new Map<string, string[]>();
  for (const id of ids) {
    const parent = id.slice(0, id.lastIndexOf('/'));
    names.set(parent, [...(names.get(parent) ?? []), parseArmId(id).name]);
  }
  return [...names].map(([parent, each]) => `${parent}: ${each.join(', ')}`).join('; ');
}

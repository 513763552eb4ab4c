import { cutOffGroups, isAccessRevoked, rejectedConnections } from '../plan/make-incident-plan.ts';
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
      ? [{ what: `the network of ${stamp} is cut off`, evidence: groups.join(', ') }]
      : []),
    ...(rejected.length > 0
      ? [{ what: `private endpoints of ${stamp} are rejected`, evidence: rejected.join(', ') }]
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

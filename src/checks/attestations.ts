import { attestable, type Estate } from '../estate/estate.ts';
import type { CheckResult } from './check.ts';

type Item = (typeof attestable)[number];
type Attestation = NonNullable<Estate['attestations']>[number];

/** What has to be done by people, and what may come of it when it is not. */
const items: Readonly<Record<Item, { readonly what: string; readonly risk: string }>> = {
  'IAM-3': {
    what: 'roles were reviewed, and access that nobody needs was revoked',
    risk: 'Whoever has left or moved can still get in.',
  },
  'INC-2': {
    what: 'the analysis of an incident was rehearsed on the audit logs',
    risk: 'In an incident nobody finds what was touched.',
  },
  'INC-4': {
    what: 'recovery was rehearsed, and security policies were reviewed after it',
    risk: 'What is down stays down, and happens again.',
  },
  'INC-5': {
    what: 'the incident plan was exercised, with times',
    risk: 'In an incident nobody knows who does what.',
  },
  'VAL-1': {
    what: 'a penetration test took place',
    risk: 'A way in that no setting shows stays open.',
  },
};

const day = 86_400_000;

/** What people vouch for, and what they do not or not any more. `today` is an ISO date. */
export function attestationResults(estate: Estate, today: string): CheckResult[] {
  return attestable.map((item) => {
    const latest = (estate.attestations ?? [])
      .filter((attestation) => attestation.item === item && attestation.on <= today)
      .sort((a, b) => until(b).localeCompare(until(a)))[0];
    return { id: `GT-CHECK-ATTESTED-${item}`, checklist: [item], ...verdict(item, latest, today) };
  });
}

function verdict(
  item: Item,
  latest: Attestation | undefined,
  today: string,
): Pick<CheckResult, 'status' | 'message' | 'evidence' | 'next' | 'risk'> {
  const { what, risk } = items[item];
  const help = item === 'IAM-3' ? 'gotthard access review lists them. ' : '';
  const next = `${help}Once it was done: add it to \`attestations\` in the estate file, with item ${item}, by, on and document.`;
  if (!latest) return { status: 'warning', message: `nobody vouches that ${what}`, risk, next };
  const evidence = `${latest.by} on ${latest.on}: ${latest.document}`;
  return until(latest) < today
    ? {
        status: 'warning',
        message: `it is too long ago that ${what}: valid until ${until(latest)}`,
        evidence,
        risk,
        next,
      }
    : { status: 'attested', message: `${what}; valid until ${until(latest)}`, evidence };
}

function until({ on, validDays }: Attestation): string {
  return new Date(Date.parse(on) + validDays * day).toISOString().slice(0, 10);
}

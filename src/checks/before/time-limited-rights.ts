import { known, type RightFact } from '../../resource/subscription.ts';
import { type Check, type CheckInput, cannotTell, type Finding, failed, orOk, warning } from '../rule.ts';

const readerRole = 'acdd72a7-3385-48ef-bd42-f606fba81ae7';

/** A right that ends in mid-run leaves a run that can neither go on nor be undone. */
export const timeLimitedRights: Check = {
  id: 'GT-CHECK-RIGHTS-END',
  stage: 'before',
  about: 'all',
  checklist: ['IAM-3'],
  title: 'Rights last for twice the expected duration',
  run: (input) => {
    const rights = known(input.facts.rights);
    if (!rights) return [cannotTell('the end of your rights', input.facts.rights, input)];
    const lasting = new Set(
      rights.filter(({ endsAt }) => !endsAt).map(({ roleDefinitionId }) => guid(roleDefinitionId)),
    );
    const ending = rights.filter(
      ({ roleDefinitionId, endsAt }) =>
        endsAt && guid(roleDefinitionId) !== readerRole && !lasting.has(guid(roleDefinitionId)),
    );
    return orOk(
      ending.flatMap((right) => judge(right, input)),
      ending.length === 0 ? 'none of your rights ends' : 'your rights outlast the run',
      ending.map(({ role, endsAt }) => `${role} until ${endsAt}`).join(', ') || undefined,
    );
  },
};

function judge({ role, endsAt = '' }: RightFact, { plan, observed, today }: CheckInput): Finding[] {
  // The reading knows the hour; a date alone does not.
  const leftMs = Date.parse(endsAt) - Date.parse(observed?.at ?? today);
  const neededMs = plan?.expectedDurationMs ?? 0;
  const minutes = (ms: number): string => `${Math.max(0, Math.round(ms / 60_000))} minutes`;
  const next = `Activate ${role} again for longer in Privileged Identity Management before you start.`;
  const message = `your role ${role} ends in ${minutes(leftMs)}, the run takes about ${minutes(neededMs)}`;
  if (leftMs <= neededMs) return [failed(message, next, endsAt)];
  return leftMs <= 2 * neededMs ? [warning(message, next, endsAt)] : [];
}

function guid(roleDefinitionId: string): string {
  return roleDefinitionId.split('/').at(-1)?.toLowerCase() ?? '';
}

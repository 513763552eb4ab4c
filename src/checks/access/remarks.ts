import type { Access, Remark, RemarkCode } from './access.ts';

/** How a role assignment is taken away by hand. */
function removedBy({ id }: Pick<Access, 'id'>): string {
  return `az role assignment delete --ids ${id}`;
}

/**
 * What somebody should look at of one role. Designed ones are the estate file's, so that only their principals are.
 *
 * @param isKnown whether the directory knows the principal; undefined when it could not be asked
 */
export function remarksOf(access: Omit<Access, 'remarks'>, isKnown: boolean | undefined): readonly Remark[] {
  const { designed, ours, own, from, principalType, role, until, administers } = access;
  const remarks: Remark[] = [];
  const remark = (code: RemarkCode, what: string, next: string): void =>
    void remarks.push({ code, what, next });
  const isForeign = principalType === 'ForeignGroup';
  if (isForeign) remark('foreign', 'it is held by a group of another directory', removedBy(access));
  // Whoever is of another directory is not expected in this one.
  if (isKnown === false && !isForeign) {
    const next = designed
      ? 'Take the group out of `groups` in the estate file, or put the new one there; then gotthard deploy.'
      : removedBy(access);
    remark('unknown', 'the directory does not know its holder any more: deleted', next);
  }
  const inherited = from === 'subscription' || from === 'above';
  const isWide = inherited && administers && until === undefined && !designed;
  const byUser = principalType === 'User';
  if (isWide) {
    const next =
      principalType === 'ServicePrincipal'
        ? `Give it the least that deploys instead (gotthard export rights), then: ${removedBy(access)}`
        : `Make a group eligible for it in Privileged Identity Management instead, then: ${removedBy(access)}`;
    remark(
      'wide',
      `${role} on ${from === 'above' ? 'a scope above the subscription' : 'the whole subscription'}, without an end${byUser ? ', by a user' : ''}`,
      next,
    );
  }
  if (byUser && until === undefined && !isWide) {
    const first = own ? 'It is yours. ' : '';
    remark(
      'user',
      'it is held by a user and not by a group: it stays when the work goes on to somebody else',
      `${first}Give the role to a group, then: ${removedBy(access)}`,
    );
  }
  if (ours && !designed)
    remark('stale', 'the estate file gave it, and does not any more', 'gotthard deploy takes it away.');
  if (!ours && !designed && from === 'environment' && remarks.length === 0)
    remark('undesigned', 'somebody gave it by hand: the estate file does not', removedBy(access));
  return remarks;
}

/** Remarks for which a removal is offered without being asked for by name. */
const offered: readonly RemarkCode[] = ['unknown', 'foreign', 'user', 'stale'];

/**
 * Whether Gotthard may take a role away: within the environment, not given by the estate file, not that of whoever
 * looks, and not ending by itself. What others gave to groups and applications goes only when its principal is named.
 */
export function isRemovable(access: Access, principals: readonly string[]): boolean {
  const { from, designed, own, until, remarks, principalId } = access;
  if (from !== 'environment' || designed || own || until !== undefined) return false;
  return principals.length > 0
    ? principals.some((id) => id.toLowerCase() === principalId)
    : remarks.some(({ code }) => offered.includes(code));
}

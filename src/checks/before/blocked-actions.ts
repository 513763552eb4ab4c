import type { Action } from '../../plan/plan.ts';
import { isWithin, sameId } from '../../resource/arm-id.ts';
import { known } from '../../resource/subscription.ts';
import { type Check, type CheckInput, failed, notApplicable, orOk } from '../rule.ts';

export const blockedActions: Check = {
  id: 'GT-CHECK-BLOCKED',
  stage: 'before',
  about: 'all',
  checklist: [],
  title: 'Nothing of the plan is blocked',
  run: (input) => {
    if (!input.plan) return [notApplicable('there is no plan yet')];
    const blocked = input.plan.actions.filter((action) => action.action === 'blocked');
    const roots = blocked.filter((action) => !blocked.some((other) => isBeneath(action, other)));
    return orOk(
      roots
        .filter((action) => !isToldByNames(action, input))
        .map((action) => failed(whatOf(action, blocked), nextFor(action, input), action.id)),
      'nothing of the plan is blocked',
    );
  },
};

/** One obstacle is told once, however much lies beneath it. */
function whatOf(action: Action, blocked: readonly Action[]): string {
  const count = blocked.filter((other) => isBeneath(other, action)).length;
  const beneath = count === 0 ? '' : `, and with it all that lies beneath it (${count})`;
  return `${action.title}: ${action.reason ?? 'blocked'}${beneath}`;
}

function isBeneath(inner: Action, outer: Action): boolean {
  return inner !== outer && isWithin(inner.id, outer.id);
}

/** A name that is held has a check of its own, with the command that frees it. */
function isToldByNames({ id }: Action, { facts }: CheckInput): boolean {
  return facts.names.some((name) => sameId(name.id, id) && known(name.free) === false);
}

function nextFor(action: Action, { observed }: CheckInput): string {
  const twin = observed?.deleted[action.id.toLowerCase()];
  if (twin) {
    return twin.purgeProtected
      ? 'Raise `naming.generation` in the estate file: the deleted resource can not be purged.'
      : 'Purge it (gotthard plan names the command under its names), or raise `naming.generation` in the estate file.';
  }
  if (action.reason?.includes('--adopt')) {
    return 'gotthard plan --adopt takes it over; or rename ours under `naming.overrides`, or remove what is there.';
  }
  return 'Change the estate file so that this property stays as it is, or give ours another name under `naming.overrides`.';
}

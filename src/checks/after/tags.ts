import { sameId } from '../../resource/arm-id.ts';
import { type Check, failed, ok } from '../rule.ts';
import { deviations, told } from './existing.ts';

export const tags: Check = {
  id: 'GT-CHECK-TAGS',
  stage: 'after',
  about: 'all',
  checklist: ['DAT-3', 'COST-2'],
  title: 'Resources carry our mark and the tags of the estate file',
  risk: 'Costs and responsibilities can not be told apart.',
  run: (input) => {
    const wrong = input.design.resources.flatMap(({ id, title }) => {
      const changes = deviations(input, 'GT-CHECK-TAGS', id);
      const blocked = input.plan?.actions.find((each) => each.action === 'blocked' && sameId(each.id, id));
      if (blocked && blocked.changes.length === 0) {
        const next = 'Put the mark back, or take it over: gotthard plan --adopt shows what that means.';
        return [failed(`${title} is not known as ours: ${blocked.reason ?? 'it is in the way'}`, next, id)];
      }
      return changes.length === 0
        ? []
        : [failed(`${title} has other tags`, 'gotthard deploy sets them again.', `${id}: ${told(changes)}`)];
    });
    const first = input.design.resources[0]?.id ?? '';
    return wrong.length > 0
      ? wrong
      : [ok('all resources carry their tags', `${first} and what comes with it`)];
  },
};

import { type Check, failed, ok } from '../rule.ts';
import { deviations, told } from './existing.ts';

export const tags: Check = {
  id: 'GT-CHECK-TAGS',
  stage: 'after',
  checklist: ['DAT-3', 'COST-2'],
  title: 'Resources carry the tags of the estate file',
  risk: 'Costs and responsibilities can not be told apart.',
  run: (input) => {
    const wrong = input.design.resources.flatMap(({ id, title }) => {
      const changes = deviations(input, 'GT-CHECK-TAGS', id);
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

import type { Advice, Verdict } from '../ports.ts';
import { type WizardQuestion, withAnswer } from '../question.ts';
import { checkTenant } from './tenant.ts';

/** Name of a tenant that joins others. */
export function newTenantQuestion(taken: readonly string[]): WizardQuestion {
  return {
    id: 'tenant',
    section: 'Organisation',
    asked: ['quick', 'custom'],
    label: 'Tenant',
    standard: 'not named',
    async ask({ ask, advice }, answers) {
      const tenant = await ask.text({
        id: 'tenant',
        message: 'What is the new tenant called?',
        why: 'A tenant is a customer or business unit, isolated from every other; its name is part of resource names.',
        explain:
          'Lower-case letters, digits and single hyphens, at most 20 characters. It can not be renamed without ' +
          `replacing its resources. There ${taken.length === 1 ? 'is' : 'are'} ${taken.join(', ')}.`,
        default: answers.tenant ?? '',
        check: (name) => checkNew(name, taken, advice),
      });
      return withAnswer(answers, 'tenant', tenant);
    },
    given: ({ tenant }) => tenant,
  };
}

async function checkNew(name: string, taken: readonly string[], advice: Advice): Promise<Verdict> {
  if (name === '') return { ok: false, reason: 'a name is needed' };
  if (!taken.includes(name)) return checkTenant(name, advice, undefined);
  const base = name.slice(0, 17).replace(/-$/, '');
  const number = [2, 3, 4, 5, 6, 7, 8, 9].find((each) => !taken.includes(`${base}-${each}`));
  const suggestion = number === undefined ? {} : { suggestion: `${base}-${number}` };
  return { ok: false, reason: 'the estate has a tenant of this name', ...suggestion };
}

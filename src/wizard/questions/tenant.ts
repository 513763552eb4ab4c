import type { Advice, Verdict } from '../ports.ts';
import { type WizardQuestion, withAnswer } from '../question.ts';

/** Name of the first tenant, which becomes part of resource names. */
export const tenantQuestion: WizardQuestion = {
  id: 'tenant',
  section: 'Organisation',
  asked: ['custom'],
  label: 'Tenant',
  standard: 'main',
  async ask({ ask, advice }, answers) {
    const subscriptionId = answers.environments?.[0]?.subscriptionId;
    const tenant = await ask.text({
      id: 'tenant',
      message: 'What is the first tenant called?',
      why: 'A tenant is a customer or business unit, isolated from every other; its name is part of resource names.',
      explain:
        'Lower-case letters, digits and single hyphens, at most 20 characters. More tenants can be added later ' +
        'with `gotthard tenant add`. It can not be renamed without replacing its resources.',
      default: answers.tenant ?? 'main',
      check: (name) => checkTenant(name, advice, subscriptionId),
    });
    return withAnswer(answers, 'tenant', tenant);
  },
  given: (answers) => answers.tenant,
};

/** Whether a name can be that of a tenant, and its globally unique names are free where that can be told. */
export async function checkTenant(
  name: string,
  advice: Advice,
  subscriptionId: string | undefined,
): Promise<Verdict> {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) || name.length > 20) {
    return {
      ok: false,
      reason: 'lower-case letters, digits and single hyphens, starting with a letter, at most 20 characters',
      ...suggestionFor(name),
    };
  }
  if (subscriptionId === undefined) return { ok: true };
  const free = await Promise.all(
    (['vault', 'account'] as const).map((kind) => advice.nameFree(subscriptionId, kind, name)),
  );
  if (free.includes(false)) {
    return {
      ok: false,
      reason: 'its globally unique names are taken',
      suggestion: `${name.slice(0, 18).replace(/-$/, '')}-2`,
    };
  }
  return { ok: true };
}

/** The nearest allowed name, if anything is left of what was typed. */
function suggestionFor(name: string): { suggestion?: string } {
  const slug = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{Mn}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .slice(0, 20)
    .replace(/-+$/, '');
  return slug === '' ? {} : { suggestion: slug };
}

import { optionalText } from '../optional-text.ts';
import { type WizardQuestion, withAnswer } from '../question.ts';

/** Monthly budget of each environment. */
export const budgetQuestion: WizardQuestion = {
  id: 'budget',
  section: 'Operations',
  asked: ['custom'],
  label: 'Budget',
  standard: 'none',
  async ask({ ask }, answers) {
    const budget = await optionalText(ask, {
      id: 'budget',
      message: 'What may an environment cost a month?',
      why: 'Mails are sent at 50, 80 and 100 percent of it; nothing is stopped.',
      explain:
        'An amount in CHF, like the figures of the plan. Azure counts a budget in the currency of the bill: the plan says ' +
        'what is written where that is another one.',
      default: answers.budget || undefined,
      check: (typed) =>
        /^\d{1,9}(\.\d{1,2})?$/.test(typed)
          ? { ok: true }
          : { ok: false, reason: 'an amount such as 2000 or 2000.50, or none', ...plainAmount(typed) },
    });
    return withAnswer(answers, 'budget', budget ?? '');
  },
  given: ({ budget }) => (budget === undefined ? undefined : budget || 'none'),
};

/** The same amount without currency and separators, if that is all that is wrong. */
function plainAmount(typed: string): { suggestion?: string } {
  const amount = typed.replaceAll(/[^\d.]/g, '');
  return /^\d{1,9}(\.\d{1,2})?$/.test(amount) ? { suggestion: amount } : {};
}

import type { UsageProfile } from '../../estate/estate.ts';
import { type WizardQuestion, withAnswer } from '../question.ts';

/** Expected use, for the estimate only. */
export const usageQuestion: WizardQuestion = {
  id: 'usage',
  section: 'Operations',
  asked: ['custom'],
  label: 'Expected use',
  standard: 'small',
  async ask({ ask }, answers) {
    const usage = await ask.choose<UsageProfile | 'figures'>({
      id: 'usage',
      message: 'How much will it be used?',
      why: 'Tokens, logs and alerts are paid by use: the estimate is only as good as this answer.',
      explain: 'It changes the estimate, nothing in Azure. `gotthard cost --usage FILE` takes exact figures.',
      choices: [
        { value: 'small' as const, name: 'Small', hint: 'a pilot, a few users' },
        { value: 'medium' as const, name: 'Medium', hint: 'an application in daily use' },
        { value: 'large' as const, name: 'Large', hint: 'many applications, or batch work' },
        { value: 'figures' as const, name: 'In figures', hint: 'requests a day, tokens a request, logs' },
      ],
      default: answers.usageFigures ? 'figures' : (answers.usage ?? 'small'),
    });
    if (usage === 'figures')
      return withAnswer(withAnswer(answers, 'usage', undefined), 'usageFigures', answers.usageFigures ?? {});
    return withAnswer(withAnswer(answers, 'usage', usage), 'usageFigures', undefined);
  },
  given: ({ usage, usageFigures }) => (usageFigures ? 'in figures' : usage),
};

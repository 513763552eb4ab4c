import { optionalText } from '../optional-text.ts';
import type { Verdict } from '../ports.ts';
import { type WizardQuestion, withAnswer } from '../question.ts';

/** Who is told of alerts and of the budget. */
export const notificationsQuestion: WizardQuestion = {
  id: 'notifications',
  section: 'Operations',
  asked: ['quick', 'custom'],
  label: 'Alerts go to',
  standard: 'nobody',
  async ask({ ask }, answers) {
    const typed = await optionalText(ask, {
      id: 'notifications',
      message: 'Who is told of alerts, by e-mail?',
      why: 'An alert that reaches nobody is as good as none.',
      explain:
        'Addresses separated by commas; a shared mailbox outlives the people behind it. Azure sends each a mail when it ' +
        'is added to the action group.',
      default: answers.emails?.join(', '),
      check: checkAddresses,
    });
    return withAnswer(answers, 'emails', typed === undefined ? [] : addressesOf(typed));
  },
  given: ({ emails }) => emails && (emails.join(', ') || 'nobody'),
};

function addressesOf(typed: string): string[] {
  return typed
    .split(/[,;\s]+/)
    .map((address) => address.trim())
    .filter((address) => address !== '');
}

function checkAddresses(typed: string): Verdict {
  const wrong = addressesOf(typed).find(
    (address) => !/^[A-Za-z0-9_+-]+(\.[A-Za-z0-9_+-]+)*@([A-Za-z0-9-]+\.)+[A-Za-z]{2,}$/.test(address),
  );
  return wrong === undefined ? { ok: true } : { ok: false, reason: `"${wrong}" is not an e-mail address` };
}

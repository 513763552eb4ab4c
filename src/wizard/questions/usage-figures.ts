import type { Answers } from '../../estate/answers.ts';
import type { UsageFigures } from '../../estate/estate.ts';
import { optionalText } from '../optional-text.ts';
import { type WizardQuestion, withAnswer } from '../question.ts';

/** What is asked of the use in units that people know, with what each means. */
const figures: readonly {
  readonly figure: keyof UsageFigures;
  readonly label: string;
  readonly message: string;
  readonly explain: string;
}[] = [
  {
    figure: 'requestsPerDay',
    label: 'Requests a day',
    message: 'How many requests does an environment answer a day?',
    explain: 'Every turn of a conversation is a request, and so is every document that is worked on.',
  },
  {
    figure: 'promptTokens',
    label: 'Tokens of a prompt',
    message: 'How many tokens has an average prompt?',
    explain:
      'About one for every three or four letters. The instructions and the conversation so far are sent again with ' +
      'every turn: 1800 is usual for a chat with some history.',
  },
  {
    figure: 'answerTokens',
    label: 'Tokens of an answer',
    message: 'How many tokens has an average answer?',
    explain:
      'What a model thinks before it answers counts too: 250 for a short answer, thousands for reasoning.',
  },
  {
    figure: 'logGbPerDay',
    label: 'Logs a day',
    message: 'How many gigabytes of logs come in a day?',
    explain: 'A tenth to one gigabyte for most applications. The daily cap of the workspace bounds it.',
  },
];

/** Expected use in figures, asked where no profile fits; each may be left out and then counts as in the profile. */
export function usageFigureQuestions(answers: Answers): WizardQuestion[] {
  if (answers.usageFigures === undefined) return [];
  return figures.map(({ figure, label, message, explain }) => ({
    id: `usage-${figure}`,
    section: 'Operations',
    asked: ['custom'],
    label,
    standard: 'as in the profile small',
    async ask({ ask }, given) {
      const typed = await optionalText(ask, {
        id: `usage-${figure}`,
        message,
        why: 'It changes the estimate, nothing in Azure. Ten per cent either way are counted on.',
        explain,
        default: given.usageFigures?.[figure]?.toString(),
        check: (text) =>
          /^\d{1,12}(\.\d{1,3})?$/.test(text)
            ? { ok: true }
            : { ok: false, reason: 'a number such as 2000 or 0.5, or none' },
      });
      const { [figure]: _before, ...others } = given.usageFigures ?? {};
      return withAnswer(given, 'usageFigures', {
        ...others,
        ...(typed === undefined ? {} : { [figure]: Number(typed) }),
      });
    },
    given: ({ usageFigures }) => usageFigures?.[figure]?.toString(),
  }));
}

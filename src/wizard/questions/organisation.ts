import type { Verdict } from '../ports.ts';
import { type WizardQuestion, withAnswer } from '../question.ts';

/** Name of the organisation, free text. */
export const organisationQuestion: WizardQuestion = {
  id: 'organisation',
  section: 'Organisation',
  asked: ['quick', 'custom'],
  label: 'Organisation',
  standard: 'not named',
  async ask({ ask, advice }, answers) {
    const directory = (await advice.directories()).find(
      (choice) => choice.directoryId === answers.directoryId,
    );
    const organisation = await ask.text({
      id: 'organisation',
      message: 'What is the name of the organisation?',
      why: 'It stands in reports and tags, so that everybody sees whose resources these are.',
      explain:
        'Any text of up to 100 characters, as you write it elsewhere. It is no part of a resource name.',
      default: answers.organisation ?? directory?.name ?? '',
      check: checkOrganisation,
    });
    return withAnswer(answers, 'organisation', organisation);
  },
  given: (answers) => answers.organisation,
};

function checkOrganisation(answer: string): Verdict {
  if (answer.trim() === '') return { ok: false, reason: 'a name is needed' };
  if (answer.length > 100)
    return { ok: false, reason: `${answer.length} characters; at most 100 are allowed` };
  return { ok: true };
}
